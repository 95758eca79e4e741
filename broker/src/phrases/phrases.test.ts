import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PHRASE_NAMES, PHRASE_TEXTS } from './phrase-texts.ts';
import { openPhrases } from './phrases.ts';

const recording = (language: string, name: string): string =>
  fileURLToPath(new URL(`../../phrases/${language}/${name}.opus`, import.meta.url));

/** Of the parts that are not silent, in dB below full scale. */
function levelOf(pcm: Int16Array): number {
  const windows: number[] = [];
  for (let at = 0; at + 240 <= pcm.length; at += 240) {
    const square = pcm.subarray(at, at + 240).reduce((sum, sample) => sum + (sample / 32_768) ** 2, 0) / 240;
    if (square > 1e-5) windows.push(square);
  }
  return 10 * Math.log10(windows.reduce((sum, square) => sum + square, 0) / windows.length);
}

test('every phrase is there in every language, at one level', async () => {
  const phrases = await openPhrases({ language: 'en' });
  for (const [language, texts] of Object.entries(PHRASE_TEXTS)) {
    for (const name of PHRASE_NAMES) {
      const { text, pcm } = phrases.get(name, language);
      expect(text).toBe(texts[name]);
      const perCharacter = pcm.length / 24 / text.length;
      expect(perCharacter, `${language} ${name}`).toSatisfy((ms: number) => ms > 40 && ms < 130);
      expect(levelOf(pcm), `${language} ${name}`).toSatisfy((db: number) => db > -22.5 && db < -18);
    }
  }
});

test('a language falls back to its main one, the configured one, and English', async () => {
  const phrases = await openPhrases({ language: 'fr-CA' });
  const said = (language?: string) => phrases.get('oneMoment', language).text;
  expect(said('de-AT')).toBe(PHRASE_TEXTS.de.oneMoment);
  expect(said('PT_br')).toBe(PHRASE_TEXTS.pt.oneMoment);
  expect(said('nl')).toBe(PHRASE_TEXTS.fr.oneMoment);
  expect(said()).toBe(PHRASE_TEXTS.fr.oneMoment);
  await expect(openPhrases({ language: 'nl' })).rejects.toThrow(/"nl".*de, en, es, fr, hi, it, pt/);
});

describe('a folder of the operator', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pipit-phrases-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function put(path: string, content: string | Uint8Array): Promise<void> {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), content);
  }

  test('replaces single recordings, and adds languages', async () => {
    const short = await readFile(recording('en', 'goodbye'));
    await put('de/busy.opus', short);
    await put('en/busy.opus', short);
    await put('en/busy.txt', 'Bye.\n');
    await put('de-CH/goodbye.opus', short);
    await put('nl/apology.opus', short);
    await put('nl/apology.txt', 'Sorry.');
    await put('README', 'not a language');
    const phrases = await openPhrases({ language: 'nl-BE', folder });
    const own = await openPhrases({ language: 'en' });
    const { pcm } = own.get('goodbye');
    expect(phrases.get('busy', 'de')).toEqual({ text: PHRASE_TEXTS.de.busy, pcm });
    expect(phrases.get('busy', 'en')).toEqual({ text: 'Bye.', pcm });
    expect(phrases.get('goodbye', 'de-CH')).toEqual({ text: PHRASE_TEXTS.de.goodbye, pcm });
    expect(phrases.get('oneMoment', 'de-CH')).toEqual(own.get('oneMoment', 'de'));
    expect(phrases.get('apology')).toEqual({ text: 'Sorry.', pcm });
    expect(phrases.get('busy')).toEqual({ text: 'Bye.', pcm });
  });

  test('with something wrong in it is refused, and the file is named', async () => {
    const good = await readFile(recording('en', 'goodbye'));
    const wrong: [string, string | Uint8Array, RegExp][] = [
      ['en/busy.opus', 'no Ogg', /no Ogg file/],
      ['en/busy.opus', good.subarray(0, 1000), /cut off/],
      ['en/busy.opus', new Uint8Array(2_000_000), /at most/],
      ['en/hello.opus', good, /none of oneMoment\.opus/],
      ['en/busy.wav', good, /none of/],
      ['en/busy.txt', 'Busy.', /no recording/],
      ['nl/busy.opus', good, /busy\.txt beside/],
      ['dutch language/busy.opus', good, /after languages/],
    ];
    for (const [path, content, reason] of wrong) {
      await put(path, content);
      const opening = openPhrases({ language: 'en', folder });
      await expect(opening, path).rejects.toThrow(reason);
      await expect(opening).rejects.toThrow(join(folder, path.split('/')[0]!));
      await rm(join(folder, path.split('/')[0]!), { recursive: true });
    }
    await expect(openPhrases({ language: 'en', folder: join(folder, 'nowhere') })).rejects.toThrow(
      /nowhere.*ENOENT.*phrasesDir/,
    );
  });
});
