import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TimeScale } from './time-scale.ts';

const RATE = 16_000;
const FRAME = 320;

const sine = (hz: number, samples: number) =>
  Int16Array.from({ length: samples }, (_, i) => 8000 * Math.sin((2 * Math.PI * hz * i) / RATE));

/** What comes out when `dueMs` are to go in every frame. */
function shortened(source: Int16Array, dueMs: number, likeness: number) {
  const scale = new TimeScale({ sampleRateHz: RATE, frameSamples: FRAME });
  const out: number[] = [];
  let [at, tookMs] = [0, 0];
  while (at + FRAME <= source.length) {
    while (scale.wantsMore && at + FRAME <= source.length) {
      scale.push(source.subarray(at, at + FRAME));
      at += FRAME;
    }
    tookMs += scale.shorten(dueMs, 100, likeness);
    out.push(...(scale.take() ?? []));
  }
  return { out, tookMs, heldMs: scale.heldMs, givenMs: at / 16 };
}

const greatestBend = (samples: readonly number[] | Int16Array) => {
  let greatest = 0;
  for (let i = 2; i < samples.length; i++)
    greatest = Math.max(greatest, Math.abs(samples[i]! - 2 * samples[i - 1]! + samples[i - 2]!));
  return greatest;
};

describe('sound made shorter', () => {
  test.each([80, 220, 440, 1000])('keeps a tone of %i Hz whole: no edge, no other pitch', (hz) => {
    const source = sine(hz, 5 * RATE);
    const { out, tookMs, givenMs, heldMs } = shortened(source, 5, 0.9);
    expect(tookMs).toBeGreaterThan(500);
    expect(out.length / 16).toBeCloseTo(givenMs - tookMs - heldMs, 5);
    expect(greatestBend(out)).toBeLessThan(1.2 * greatestBend(source) + 10);
    const crossings = (pcm: readonly number[] | Int16Array) =>
      pcm.filter((x, i) => i > 0 && pcm[i - 1]! < 0 && x >= 0).length / pcm.length;
    expect(crossings(out) / crossings(source)).toBeGreaterThan(0.97);
    expect(crossings(out) / crossings(source)).toBeLessThan(1.03);
  });

  test('is left alone where nothing is alike, unless it must be', () => {
    let state = 1;
    const noise = Int16Array.from({ length: RATE }, () => (state = (state * 16_807) % 2_147_483_647) % 8000);
    expect(shortened(noise, 5, 0.9).tookMs).toBe(0);
    expect(shortened(noise, 5, -1).tookMs).toBeGreaterThan(50);
  });

  test('never goes below a frame, nor beyond the limit, nor loses count, whatever it is', () => {
    const piece = fc.record({
      push: fc.boolean(),
      dueMs: fc.nat(60),
      limitMs: fc.nat(40),
      level: fc.integer({ min: -32_768, max: 32_767 }),
    });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const scale = new TimeScale({ sampleRateHz: RATE, frameSamples: FRAME });
        let balanceMs = 0;
        for (const [i, { push, dueMs, limitMs, level }] of pieces.entries()) {
          if (push && scale.heldMs <= 60) {
            scale.push(Int16Array.from({ length: FRAME }, (_, at) => (i * at) % (level + 1 || 1)));
            balanceMs += 20;
          }
          const beforeMs = scale.heldMs;
          const tookMs = scale.shorten(dueMs, limitMs, -1);
          expect(tookMs).toBeLessThanOrEqual(limitMs);
          expect(scale.heldMs).toBeGreaterThanOrEqual(Math.min(beforeMs, 20));
          balanceMs -= tookMs;
          if (scale.take()) balanceMs -= 20;
          expect(scale.heldMs).toBeCloseTo(balanceMs, 6);
        }
      }),
    );
  });
});

describe('frames left out', () => {
  test('are faded over to what is heard next', () => {
    const scale = new TimeScale({ sampleRateHz: RATE, frameSamples: FRAME });
    const level = (value: number) => new Int16Array(FRAME).fill(value);
    scale.push(level(1000));
    scale.skip(level(1000));
    scale.skip(level(0));
    scale.push(level(-1000));
    scale.take();
    const joined = [...scale.take()!];
    expect(joined[0]).toBeGreaterThan(950);
    expect(greatestBend(joined)).toBeLessThan(50);
    expect(joined.slice(80)).toEqual([...level(-1000).subarray(80)]);
  });
});

test('a rest comes out faded, in a frame of silence; then there is none', () => {
  const scale = new TimeScale({ sampleRateHz: RATE, frameSamples: FRAME });
  scale.push(new Int16Array(FRAME).fill(1000));
  scale.push(new Int16Array(FRAME).fill(1000));
  const tookMs = scale.shorten(5, 100, 0);
  expect(tookMs).toBeGreaterThan(0);
  scale.take();
  const rest = scale.drain()!;
  expect(rest).toHaveLength(FRAME);
  expect(Math.abs(rest[Math.round((20 - tookMs) * 16) - 1]!)).toBeLessThan(20);
  expect(rest.at(-1)).toBe(0);
  expect(scale.drain()).toBeUndefined();
});
