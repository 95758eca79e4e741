import { describe, expect, it } from 'vitest';
import type { HearingEvent } from '../conversation/parts.ts';
import { Hearing } from './hearing.ts';

const FRAME = 512;
const FRAME_MS = 32;
const LOUD = 3_000;

/** Audio that the fake model takes for what it is: loud is speech. */
const sound = (level: number, ms: number) => new Int16Array(Math.round(ms / FRAME_MS) * FRAME).fill(level);
const speech = (ms: number) => sound(LOUD, ms);
const silence = (ms: number) => sound(0, ms);

interface Transcription {
  readonly seconds: number;
  readonly aborted: () => boolean;
}

function listen(texts: readonly string[] = [], profile: 'quick' | 'nova' = 'quick') {
  const events: HearingEvent[] = [];
  const asked: Transcription[] = [];
  const hearing = new Hearing({
    sampleRateHz: 16_000,
    sensitivity: 'HIGH',
    profile,
    vad: { probability: async (frame) => (frame[0]! > 0 ? 0.95 : 0.02) },
    transcribe: async (samples, signal) => {
      asked.push({ seconds: samples.length / 16_000, aborted: () => signal.aborted });
      return texts[asked.length - 1] ?? 'Words.';
    },
    onEvent: (event) => events.push(event),
  });
  const hear = async (...parts: Int16Array[]) => {
    for (const part of parts) await hearing.push(part);
  };
  return { hearing, events, asked, hear };
}

describe('Hearing', () => {
  it('tells start, end and words of a turn', async () => {
    const { events, hear } = listen(['Hello there.']);
    await hear(silence(320), speech(960), silence(800));
    expect(events).toEqual([
      { kind: 'speechStart', atMs: 320 },
      { kind: 'speechEnd', atMs: 1280, detectedAtMs: 1280 + 416 },
      { kind: 'transcript', text: 'Hello there.' },
    ]);
  });

  it('waits longer when the words sound unfinished', async () => {
    const { events, hear } = listen(['I would like to go to the']);
    await hear(speech(960), silence(1600));
    expect(events[1]).toMatchObject({ kind: 'speechEnd', atMs: 960, detectedAtMs: 960 + 928 });
  });

  it("waits as long as Amazon's service in the profile that is named after it", async () => {
    const { events, hear } = listen([], 'nova');
    await hear(speech(960), silence(1600));
    expect(events[1]).toMatchObject({ detectedAtMs: 960 + 1504 });
  });

  it('throws a guess away when the user goes on', async () => {
    const { events, asked, hear } = listen();
    await hear(speech(960), silence(192), speech(960), silence(800));
    expect(asked).toHaveLength(2);
    expect(asked[0]!.aborted()).toBe(true);
    expect(events.filter(({ kind }) => kind === 'transcript')).toHaveLength(1);
  });

  it('tries the other margin when no words were found', async () => {
    const { events, asked, hear } = listen(['', 'Yes.']);
    await hear(silence(640), speech(480), silence(800));
    expect(events.at(-1)).toEqual({ kind: 'transcript', text: 'Yes.' });
    expect(asked.map(({ seconds }) => seconds)).toEqual([0.48 + 0.12, 0.48 + 0.8]);
  });

  it('cuts long speech into pieces that the transcriber can take', async () => {
    const { events, asked, hear } = listen(['One.', 'Two.', 'Three.']);
    await hear(speech(60_000), silence(800));
    expect(asked.length).toBeGreaterThanOrEqual(3);
    expect(Math.max(...asked.map(({ seconds }) => seconds))).toBeLessThan(26);
    expect(events.filter(({ kind }) => kind === 'speechEnd')).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({
      kind: 'transcript',
      text: expect.stringMatching(/^One\. Two\. Three\./),
    });
  });

  it('keeps what came before a clear pause in a long turn', async () => {
    const { events, asked, hear } = listen(['First part.', 'Second part.']);
    await hear(speech(8_000), silence(320), speech(2_000), silence(800));
    expect(asked[0]!.aborted()).toBe(false);
    expect(events.at(-1)).toEqual({ kind: 'transcript', text: 'First part. Second part.' });
  });

  it('ends a turn that does not end', async () => {
    const { events, hear } = listen();
    for (let minute = 0; minute < 4; minute++) await hear(speech(60_000));
    expect(events.filter(({ kind }) => kind === 'speechEnd')).toHaveLength(1);
    expect(events.filter(({ kind }) => kind === 'speechStart')).toHaveLength(2);
  });

  it('counts lost samples in its offsets', async () => {
    const { hearing, events, hear } = listen();
    hearing.skip(16_000);
    await hear(silence(320), speech(960));
    expect(events).toEqual([{ kind: 'speechStart', atMs: 1320 }]);
  });

  it('says nothing after it is closed', async () => {
    const { hearing, events, hear } = listen();
    await hear(speech(960));
    hearing.close();
    await hear(silence(800));
    await hearing.finish();
    expect(events).toEqual([{ kind: 'speechStart', atMs: 0 }]);
  });
});
