/** Minutes of listening over a bad network, on a fake clock: what a user hears of it. */
import { opusCodec } from '@pipit/device-sdk/node';
import { type NetworkConditions, opusPackets } from '@pipit/device-sdk/testing';
import { describe, expect, test } from 'vitest';
import { listen, type Moment, type Story } from './listening-story.ts';
import { recordedSpeech, swellingTone } from './story-sounds.ts';

const RATE = 16_000;
const MINUTE_MS = 60_000;
const OUTAGE_MS = 800;
/** The time after an outage within which the delay has to be down again. */
const RECOVERY_MS = 5000;
/** What is not worth a change of speed. */
const TOLERANCE_MS = 30;

const BAD_NETWORK: Partial<NetworkConditions> = {
  delayMs: 20,
  jitterMs: 40,
  loss: 0.01,
  outages: { everyMs: MINUTE_MS, durationMs: OUTAGE_MS },
};

const isDisturbed = ({ atMs }: Moment, outageMs: number): boolean =>
  atMs >= MINUTE_MS && atMs % MINUTE_MS < outageMs + RECOVERY_MS;

/** Share of the time between the disturbances that was concealed, or silent because audio was late. */
function concealedShare({ moments }: Story, outageMs: number): number {
  let [bad, all] = [0, 0];
  for (let i = 1; i < moments.length; i++) {
    const [before, after] = [moments[i - 1]!.figures, moments[i]!.figures];
    if (isDisturbed(moments[i]!, outageMs)) continue;
    const waited = after.waited - before.waited;
    bad += after.concealed - before.concealed + waited;
    all += after.played - before.played + waited;
  }
  return bad / all;
}

/** For each outage: from its end until the answer is no later than it needs to be. */
function recoveriesMs({ moments }: Story, outageMs: number): number[] {
  const recoveries: number[] = [];
  const lastMs = moments.at(-1)!.atMs;
  for (let startMs = MINUTE_MS; startMs + outageMs + RECOVERY_MS < lastMs; startMs += MINUTE_MS) {
    const endMs = startMs + outageMs;
    const after = moments.filter(({ atMs }) => atMs >= endMs);
    const resumed = after.findIndex(({ lateMs }) => (lateMs ?? 0) > outageMs / 2);
    if (resumed < 0) continue;
    const back = after
      .slice(resumed)
      .find(({ lateMs, neededMs }) => (lateMs ?? 0) <= neededMs + TOLERANCE_MS);
    recoveries.push((back?.atMs ?? Number.POSITIVE_INFINITY) - endMs);
  }
  return recoveries;
}

const sounds = { speech: recordedSpeech(RATE), tone: swellingTone(RATE, 24_000) };

async function story(
  sound: keyof typeof sounds,
  [frameDurationMs, packetsPerMessage]: readonly [number, number],
  { conditions = BAD_NETWORK, durationMs = 5 * MINUTE_MS, seed = 1 } = {},
): Promise<Story> {
  const pcm = sounds[sound];
  const packets = await opusPackets(opusCodec, pcm, { sampleRateHz: RATE, frameDurationMs });
  const shape = { frameDurationMs, packetsPerMessage, sampleRateHz: RATE };
  return listen({ ...shape, packets, durationMs, conditions, seed });
}

describe('five minutes at 40 ± 20 ms, 1 % loss and an outage of 800 ms a minute', () => {
  for (const shape of [
    [20, 1],
    [40, 1],
    [60, 1],
    [20, 4],
    [60, 2],
  ] as const) {
    test(`frames of ${shape[0]} ms, ${shape[1]} to a message: 1 % concealed at most, on time again within 5 s`, async () => {
      const heard = await story('speech', shape);
      expect(concealedShare(heard, OUTAGE_MS)).toBeLessThan(0.01);
      const recoveries = recoveriesMs(heard, OUTAGE_MS);
      expect(recoveries).toHaveLength(4);
      expect(Math.max(...recoveries)).toBeLessThan(RECOVERY_MS);
      const { figures } = heard.moments.at(-1)!;
      // Silence goes first, as far as there is any; no packet is dropped.
      expect(figures.skippedMs).toBeGreaterThan(200);
      expect(figures.compressedMs).toBeGreaterThan(500);
      expect(figures).toMatchObject({ lost: 0, late: 0, overflowed: 0, corrupt: 0 });
    });
  }

  test('also when TCP takes 600 ms more to notice that the outage is over, and in sound without a pause', async () => {
    const outages = { everyMs: MINUTE_MS, durationMs: OUTAGE_MS + 600 };
    const heard = await story('tone', [20, 1], { conditions: { ...BAD_NETWORK, outages } });
    expect(concealedShare(heard, OUTAGE_MS + 600)).toBeLessThan(0.01);
    const recoveries = recoveriesMs(heard, OUTAGE_MS + 600);
    expect(recoveries).toHaveLength(4);
    expect(Math.max(...recoveries)).toBeLessThan(RECOVERY_MS - 600);
    expect(heard.moments.at(-1)!.figures.skippedMs).toBe(0);
  });

  test('whatever the seed', async () => {
    for (let seed = 10; seed < 16; seed++) {
      const heard = await story('speech', [60, 1], { seed });
      expect(concealedShare(heard, OUTAGE_MS), `seed ${seed}`).toBeLessThan(0.01);
      expect(Math.max(...recoveriesMs(heard, OUTAGE_MS)), `seed ${seed}`).toBeLessThan(RECOVERY_MS);
    }
  });
});

describe('catching up', () => {
  const conditions = { delayMs: 20, jitterMs: 40, outages: { everyMs: 10_000, durationMs: OUTAGE_MS } };

  for (const frameDurationMs of [20, 60]) {
    test(`makes no click: frames of ${frameDurationMs} ms`, async () => {
      const heard = await story('tone', [frameDurationMs, 1], { conditions, durationMs: MINUTE_MS });
      const { compressedMs, starvations } = heard.moments.at(-1)!.figures;
      expect(compressedMs).toBeGreaterThan(1000);
      expect(starvations).toBeGreaterThanOrEqual(4);
      const plain = await story('tone', [frameDurationMs, 1], { conditions: {}, durationMs: MINUTE_MS });
      // A click is an edge, and an edge is a bend: a thousand and more here, where the tone itself has 160.
      expect(greatestStep(heard.heard)).toBeLessThan(1.05 * greatestStep(plain.heard));
      expect(greatestBend(heard.heard)).toBeLessThan(2 * greatestBend(plain.heard));
    });
  }

  test('leaves out of speech no more than it says, and tells places in the answer', async () => {
    const heard = await story('speech', [20, 1], { conditions, durationMs: MINUTE_MS });
    const { skippedMs, compressedMs, concealed, waited } = heard.moments.at(-1)!.figures;
    const answerMs = Math.ceil(sounds.speech.length / RATE / 0.02) * 20;
    expect(heard.finished.map(({ playedMs }) => playedMs)).toEqual([answerMs, answerMs]);
    // The third answer is being heard.
    const { playedMs = 0 } = heard.moments.at(-1)!;
    const heardMs = heard.heard.length * 20;
    const expectedMs = 2 * answerMs + playedMs - skippedMs - compressedMs + (concealed + waited) * 20;
    expect(Math.abs(heardMs - expectedMs)).toBeLessThan(100);
    expect((skippedMs + compressedMs) / heardMs).toBeLessThan(0.1);
  });
});

function greatestStep(frames: readonly Int16Array[]): number {
  let [greatest, before] = [0, 0];
  for (const frame of frames) {
    for (const x of frame) {
      greatest = Math.max(greatest, Math.abs(x - before));
      before = x;
    }
  }
  return greatest;
}

function greatestBend(frames: readonly Int16Array[]): number {
  let [greatest, before, earlier] = [0, 0, 0];
  for (const frame of frames) {
    for (const x of frame) {
      greatest = Math.max(greatest, Math.abs(x - 2 * before + earlier));
      [earlier, before] = [before, x];
    }
  }
  return greatest;
}
