import { expect, test } from 'vitest';
import { peaksOf } from './peaks.ts';

test('there is one value for 20 ms, as loud as its loudest part, at any rate', () => {
  for (const rate of [16_000, 24_000]) {
    const pcm = new Int16Array((rate * 60) / 1000);
    pcm.fill(8192, (rate * 20) / 1000, (rate * 40) / 1000);
    pcm.fill(-32_768, (rate * 45) / 1000, (rate * 46) / 1000);
    expect(peaksOf(pcm, rate)).toEqual([0, 128, 255]);
  }
});

test('a rest that is shorter counts as a piece, and no sound has none', () => {
  expect(peaksOf(new Int16Array(500).fill(327), 16_000)).toEqual([25, 25]);
  expect(peaksOf(new Int16Array(0), 16_000)).toHaveLength(0);
});
