import { describe, expect, it } from 'vitest';
import { Resampler } from './resampler.ts';

const AMPLITUDE = 16_000;
const tone = (hz: number, rateHz: number, seconds = 0.5) =>
  Int16Array.from({ length: Math.round(rateHz * seconds) }, (_, i) =>
    Math.round(AMPLITUDE * Math.sin((2 * Math.PI * hz * i) / rateHz)),
  );

function convert(
  pcm: Int16Array,
  fromHz: number,
  toHz: number,
  pieces: readonly number[] = [pcm.length],
): Int16Array {
  const resampler = new Resampler(fromHz, toHz);
  const parts: Int16Array[] = [];
  let at = 0;
  for (let i = 0; at < pcm.length; i++) {
    const size = pieces[i % pieces.length]!;
    parts.push(resampler.push(pcm.subarray(at, at + size)));
    at += size;
  }
  parts.push(resampler.flush());
  return Int16Array.from(parts.flatMap((part) => Array.from(part)));
}

/** The power of what differs from the ideal, in dB under the ideal; the filter's ends are left out. */
function errorDb(output: Int16Array, ideal: Int16Array): number {
  const margin = Math.floor(ideal.length / 8);
  let error = 0;
  let power = 0;
  for (let i = margin; i < ideal.length - margin; i++) {
    error += (output[i]! - ideal[i]!) ** 2;
    power += ideal[i]! ** 2;
  }
  return 10 * Math.log10(error / power);
}

describe('Resampler', () => {
  it.each([
    [8_000, 16_000, 1_000],
    [8_000, 16_000, 3_300],
    [24_000, 16_000, 6_500],
    [16_000, 24_000, 6_500],
    [16_000, 8_000, 3_000],
    [16_800, 24_000, 2_000],
    [44_100, 16_000, 440],
  ])('keeps a tone: %i to %i Hz at %i Hz', (fromHz, toHz, hz) => {
    const output = convert(tone(hz, fromHz), fromHz, toHz);
    expect(output.length).toBe(Math.round(toHz * 0.5));
    expect(errorDb(output, tone(hz, toHz))).toBeLessThan(-60);
  });

  it.each([
    [24_000, 16_000, 9_000],
    [24_000, 16_000, 11_500],
    [16_000, 8_000, 4_700],
  ])('lets no alias through: %i to %i Hz at %i Hz', (fromHz, toHz, hz) => {
    const output = convert(tone(hz, fromHz), fromHz, toHz);
    const inner = output.subarray(output.length / 8, (output.length * 7) / 8);
    const rms = Math.sqrt(inner.reduce((sum, sample) => sum + sample ** 2, 0) / inner.length);
    expect(20 * Math.log10(rms / (AMPLITUDE / Math.SQRT2))).toBeLessThan(-60);
  });

  it('gives the same whatever the pieces are', () => {
    const pcm = tone(700, 24_000);
    const whole = convert(pcm, 24_000, 16_000);
    expect(convert(pcm, 24_000, 16_000, [1, 7, 480, 3])).toEqual(whole);
  });

  it('holds back no more than 24 periods of the slower rate', () => {
    const resampler = new Resampler(8_000, 16_000);
    expect(resampler.push(new Int16Array(800)).length).toBeGreaterThanOrEqual(1_600 - 2 * 25);
  });

  it('does not overflow at full scale', () => {
    const square = Int16Array.from({ length: 800 }, (_, i) => (i % 40 < 20 ? 32_767 : -32_768));
    const output = convert(square, 8_000, 16_000);
    expect(Math.max(...output)).toBe(32_767);
    expect(output.some((sample, i) => i > 0 && Math.abs(sample - output[i - 1]!) > 60_000)).toBe(false);
  });

  it('passes samples through where there is nothing to do, and refuses what is no rate', () => {
    const pcm = tone(440, 16_000, 0.01);
    expect(new Resampler(16_000, 16_000).push(pcm)).toBe(pcm);
    expect(new Resampler(16_000, 16_000).flush()).toHaveLength(0);
    expect(() => new Resampler(0, 16_000)).toThrow(RangeError);
  });
});
