import { expect, test } from 'vitest';
import { makeTone, ToneMeter } from './tone.ts';

function measured(toneHz: number, ...pieces: Int16Array[]) {
  const meter = new ToneMeter(toneHz, 16_000);
  for (const pcm of pieces) meter.add(pcm);
  return meter.measure;
}

test('a tone is heard as itself, in pieces of any size and with a jump in its phase', () => {
  const tone = makeTone(1000, 1000, 16_000);
  expect(tone).toHaveLength(16_000);
  const { share, levelDbfs } = measured(1000, tone.subarray(0, 5000), tone.subarray(5333));
  expect(share).toBeGreaterThan(0.98);
  expect(levelDbfs).toBeGreaterThan(-15.5);
  expect(levelDbfs).toBeLessThan(-14.5);
});

test('another tone, noise and silence are not', () => {
  expect(measured(1000, makeTone(1600, 1000, 16_000)).share).toBeLessThan(0.02);
  const noise = Int16Array.from({ length: 16_000 }, (_, i) => ((i * 7919 * (i + 13)) % 20_000) - 10_000);
  expect(measured(1000, noise).share).toBeLessThan(0.1);
  expect(measured(1000, new Int16Array(320))).toEqual({ share: 0, levelDbfs: -Infinity });
  expect(measured(1000)).toEqual({ share: 0, levelDbfs: -Infinity });
});
