import { expect, test } from 'vitest';
import { labelled, roundUp } from './bars.ts';

test.each([
  [0, 1],
  [1, 1],
  [3, 4],
  [7, 8],
  [11, 20],
  [0.0123, 0.02],
  [1000, 1000],
  [84_000, 100_000],
])('%d fits below %d', (value, most) => {
  expect(roundUp(value)).toBeCloseTo(most, 10);
});

test('labels are spread evenly', () => {
  expect([...labelled(30, 6)]).toEqual([0, 5, 10, 15, 20, 25]);
  expect([...labelled(3, 6)]).toEqual([0, 1, 2]);
  expect([...labelled(0, 6)]).toEqual([]);
});
