import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scoredWords, wordErrors } from '../../scripts/speech/word-error-rate.ts';
import { joined, noise, speechFixtures } from '../../test/speech-fixtures.ts';
import type { HearingEvent } from '../conversation/parts.ts';
import { defaultModelsDir, openModels } from '../models/model-store.ts';
import { EarEngine } from './ear-engine.ts';
import { Resampler } from './resampler.ts';

let engine: EarEngine;
const troubles: unknown[] = [];
beforeAll(async () => {
  engine = await EarEngine.load(await openModels({ dir: defaultModelsDir() }), (error) =>
    troubles.push(error),
  );
}, 120_000);
afterAll(async () => {
  await engine?.close();
  expect(troubles).toEqual([]);
});

async function hear(pcm: Int16Array, sampleRateHz = 16_000): Promise<HearingEvent[]> {
  const events: HearingEvent[] = [];
  const hearing = engine.listen({
    sampleRateHz,
    sensitivity: 'HIGH',
    profile: 'quick',
    onEvent: (event) => events.push(event),
  });
  await hearing.push(pcm);
  await hearing.finish();
  return events;
}
const heardWords = (events: readonly HearingEvent[]) =>
  scoredWords(events.flatMap((event) => (event.kind === 'transcript' ? [event.text] : [])).join(' '));

/** The first frame of 10 ms within 25 dB of the loudest. */
function loudFromMs(pcm: Int16Array): number {
  const energies = Array.from({ length: Math.floor(pcm.length / 160) }, (_, i) =>
    pcm.subarray(i * 160, (i + 1) * 160).reduce((sum, sample) => sum + sample ** 2, 0),
  );
  const threshold = Math.max(...energies) / 10 ** 2.5;
  return energies.findIndex((energy) => energy > threshold) * 10;
}

describe('EarEngine with real models', () => {
  it('hears the recordings of the project with fewer than 5 % wrong words', async () => {
    let words = 0;
    let errors = 0;
    for (const fixture of speechFixtures()) {
      const said = scoredWords(fixture.words);
      words += said.length;
      errors += wordErrors(said, scoredWords(await engine.transcribe(fixture.pcm)));
    }
    expect(errors / words).toBeLessThan(0.05);
  });

  it.each([8_000, 24_000])('hears at %i Hz', async (rateHz) => {
    const [fixture] = speechFixtures('question-06');
    const resampler = new Resampler(16_000, rateHz);
    const events = await hear(joined([resampler.push(fixture!.pcm), resampler.flush()]), rateHz);
    expect(heardWords(events)).toEqual(scoredWords(fixture!.words));
  });

  it('tells of most speech within 150 ms, soon enough to interrupt', async () => {
    const delaysMs: number[] = [];
    for (const { pcm } of speechFixtures()) {
      const told: number[] = [];
      let pushedMs = 0;
      const hearing = engine.listen({
        sampleRateHz: 16_000,
        sensitivity: 'HIGH',
        profile: 'quick',
        onEvent: ({ kind }) => kind === 'speechStart' && told.push(pushedMs),
      });
      for (let at = 0; at < pcm.length && told.length === 0; at += 320) {
        pushedMs += 20;
        await hearing.push(pcm.subarray(at, at + 320));
      }
      hearing.close();
      delaysMs.push(told[0]! - loudFromMs(pcm));
    }
    delaysMs.sort((a, b) => a - b);
    // Unvoiced sounds and a breath before the first word are loud before they are speech.
    expect(delaysMs[Math.floor(delaysMs.length / 2)]).toBeLessThanOrEqual(110);
    expect(delaysMs[Math.floor(delaysMs.length * 0.8)]).toBeLessThanOrEqual(150);
  });

  it('hears nothing in silence, noise, clicks and a tone', async () => {
    const seconds = 4;
    const clicks = new Int16Array(16_000 * seconds).map((_, i) => (i % 8_000 < 20 ? 30_000 : 0));
    const tone = new Int16Array(16_000 * seconds).map((_, i) => Math.round(8_000 * Math.sin(i / 5)));
    for (const pcm of [
      new Int16Array(16_000 * seconds),
      noise(16_000 * seconds, 0.02),
      noise(16_000 * seconds, 0.3),
      clicks,
      tone,
    ]) {
      expect(await hear(pcm)).toEqual([]);
    }
  });

  it('hears speech in noise and ends the turn', async () => {
    const [{ pcm, words }] = speechFixtures('question-04') as [ReturnType<typeof speechFixtures>[number]];
    const padded = joined([pcm, new Int16Array(16_000)]);
    const floor = noise(padded.length, 0.01);
    const events = await hear(padded.map((sample, i) => sample + floor[i]!));
    expect(events.map(({ kind }) => kind)).toEqual(['speechStart', 'speechEnd', 'transcript']);
    expect(wordErrors(scoredWords(words), heardWords(events))).toBeLessThanOrEqual(1);
  });

  it('serves listeners at once without mixing them up', async () => {
    const fixtures = speechFixtures('question-0').slice(0, 4);
    const heard = await Promise.all(fixtures.map(({ pcm }) => hear(pcm)));
    expect(heard.map(heardWords)).toEqual(fixtures.map(({ words }) => scoredWords(words)));
  });
});
