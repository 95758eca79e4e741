import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Resampler } from './resampler.ts';

const sine = (hz: number, rateHz: number, seconds = 1) =>
  Int16Array.from({ length: rateHz * seconds }, (_, i) =>
    Math.round(10_000 * Math.sin((2 * Math.PI * hz * i) / rateHz)),
  );

function resample(pcm: Int16Array, fromHz: number, toHz: number, chunk = 777): Int16Array {
  const resampler = new Resampler({ fromHz, toHz });
  const pieces: number[] = [];
  for (let at = 0; at < pcm.length; at += chunk)
    pieces.push(...resampler.write(pcm.subarray(at, at + chunk)));
  pieces.push(...resampler.finish());
  return Int16Array.from(pieces);
}

/** Power of what is not the tone, and of the tone, in the middle of the signal. */
function toneAndNoise(pcm: Int16Array, hz: number, rateHz: number) {
  const middle = pcm.subarray(Math.floor(pcm.length * 0.2), Math.floor(pcm.length * 0.8));
  let [a, b] = [0, 0];
  for (const [i, x] of middle.entries()) {
    a += (2 * x * Math.cos((2 * Math.PI * hz * i) / rateHz)) / middle.length;
    b += (2 * x * Math.sin((2 * Math.PI * hz * i) / rateHz)) / middle.length;
  }
  let noise = 0;
  for (const [i, x] of middle.entries()) {
    const w = (2 * Math.PI * hz * i) / rateHz;
    noise += (x - a * Math.cos(w) - b * Math.sin(w)) ** 2 / middle.length;
  }
  return { amplitude: Math.hypot(a, b), snrDb: 10 * Math.log10((a * a + b * b) / 2 / noise) };
}

describe('a tone of 1 kHz', () => {
  test.each([8000, 11_025, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000])(
    'from %i Hz is the same at 16 kHz',
    (fromHz) => {
      const out = resample(sine(1000, fromHz), fromHz, 16_000);
      expect(out).toHaveLength(16_000);
      const { amplitude, snrDb } = toneAndNoise(out, 1000, 16_000);
      expect(amplitude).toBeCloseTo(10_000, -2);
      expect(snrDb).toBeGreaterThan(70);
    },
  );
});

test('what the lower rate cannot hold is gone', () => {
  const out = resample(sine(9500, 24_000), 24_000, 16_000);
  const loudest = out.subarray(200, -200).reduce((max, x) => Math.max(max, Math.abs(x)), 0);
  expect(loudest).toBeLessThan(10);
});

test('speech up to 6.8 kHz passes', () => {
  const { amplitude } = toneAndNoise(resample(sine(6800, 48_000), 48_000, 16_000), 6800, 16_000);
  expect(amplitude).toBeGreaterThan(8000);
});

test('chunks leave no seam', () => {
  const pcm = sine(440, 44_100, 0.1);
  const whole = resample(pcm, 44_100, 16_000, pcm.length);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), (chunk) => {
      expect(resample(pcm, 44_100, 16_000, chunk)).toEqual(whole);
    }),
    { numRuns: 20 },
  );
});

test('the same rate is a copy', () => {
  const pcm = sine(440, 16_000, 0.1);
  expect(resample(pcm, 16_000, 16_000)).toEqual(pcm);
});

test('a rate that is no rate is refused', () => {
  expect(() => new Resampler({ fromHz: 0, toHz: 16_000 })).toThrow(/rates are whole numbers/);
});
