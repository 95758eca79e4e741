import { expect, test } from 'vitest';
import { placeIn, placeOf } from './times.ts';

test('places are read as clocks are, and found in addresses', () => {
  expect([0, 62_900, 3_723_000].map((ms) => placeOf(ms))).toEqual(['0:00', '1:02', '1:02:03']);
  expect(placeOf(7450, true)).toBe('0:07.4');
  expect(placeIn(new URLSearchParams('t=1500'))).toBe(1500);
  expect(['', 't=', 't=-1', 't=soon'].map((text) => placeIn(new URLSearchParams(text)))).toEqual([
    undefined,
    0,
    undefined,
    undefined,
  ]);
});
