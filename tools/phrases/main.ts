/**
 * Makes the recordings of what the broker itself says (broker/phrases) from its texts: English with the emulator's
 * voice, the others with espeak-ng, all through opusenc. Both are programs of their own (Debian: espeak-ng, opus-tools).
 * Usage: node --conditions=pipit-source tools/phrases/main.ts [LANGUAGE …]
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { PHRASE_NAMES, PHRASE_TEXTS, type PhraseLanguage } from '../../broker/src/phrases/phrase-texts.ts';
import { Flite } from '../../emulator/src/voice/flite.ts';
import { voiceSettings } from '../../emulator/src/voice/voices.ts';
import { levelled, trimmed } from './loudness.ts';

interface Speech {
  readonly pcm: Int16Array;
  readonly sampleRateHz: number;
}

const ESPEAK_VOICES: Record<Exclude<PhraseLanguage, 'en'>, string> = {
  fr: 'fr-fr',
  it: 'it',
  de: 'de',
  es: 'es',
  pt: 'pt-br',
  hi: 'hi',
};
const WORDS_PER_MINUTE = 150;
const BITRATE_KBIT = 24;
const FLITE_OUTPUT_HZ = 24_000;

const folder = fileURLToPath(new URL('../../broker/phrases/', import.meta.url));
const languages = Object.keys(PHRASE_TEXTS) as PhraseLanguage[];
const chosen = process.argv.length > 2 ? process.argv.slice(2) : languages;
const flite = await Flite.load();

for (const language of languages.filter((known) => chosen.includes(known))) {
  mkdirSync(join(folder, language), { recursive: true });
  for (const name of PHRASE_NAMES) {
    const { pcm, sampleRateHz } = speak(language, PHRASE_TEXTS[language][name]);
    const file = join(folder, language, `${name}.opus`);
    encode({ pcm: levelled(trimmed(pcm, sampleRateHz), sampleRateHz), sampleRateHz }, file);
    console.log(file);
  }
}

function speak(language: PhraseLanguage, text: string): Speech {
  if (language === 'en') {
    return {
      pcm: flite.synthesize(text, voiceSettings('tiffany'), FLITE_OUTPUT_HZ),
      sampleRateHz: FLITE_OUTPUT_HZ,
    };
  }
  const voice = ESPEAK_VOICES[language];
  const wav = run('espeak-ng', ['-v', voice, '-s', `${WORDS_PER_MINUTE}`, '-b', '1', '--stdout', text]);
  return { pcm: samplesOf(wav), sampleRateHz: wav.readUInt32LE(24) };
}

/** espeak-ng writes a WAV header of 44 bytes, and 16-bit mono samples. */
function samplesOf(wav: Buffer): Int16Array {
  const bytes = Uint8Array.from(wav.subarray(44));
  return new Int16Array(bytes.buffer, 0, bytes.length >> 1);
}

function encode({ pcm, sampleRateHz }: Speech, file: string): void {
  const raw = ['--raw', '--raw-bits', '16', '--raw-chan', '1', '--raw-rate', `${sampleRateHz}`];
  // A fixed serial number and no comments: the same texts make the same files.
  const plain = ['--quiet', '--serial', '1', '--discard-comments', '--padding', '0'];
  const input = Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);
  run('opusenc', [...plain, '--speech', '--bitrate', `${BITRATE_KBIT}`, ...raw, '-', file], input);
}

function run(program: string, args: readonly string[], input?: Buffer): Buffer {
  const { status, stdout, stderr, error } = spawnSync(program, args, { input, maxBuffer: 64e6 });
  if (error) throw new Error(`${program} cannot be run: ${error.message}. Install it.`, { cause: error });
  if (status !== 0) throw new Error(`${program} failed: ${stderr.toString().trim()}`);
  return stdout;
}
