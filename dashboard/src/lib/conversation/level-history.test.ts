import { expect, test } from 'vitest';
import { LevelHistory, SLOTS } from './level-history.ts';

const drawn = (levels: LevelHistory, nowMs: number): (readonly [number, number, number])[] => {
  const values: (readonly [number, number, number])[] = [];
  levels.draw(nowMs, (...each) => values.push(each));
  return values;
};

test('what was just heard stands at the right, and moves to the left until it is gone', () => {
  const levels = new LevelHistory();
  levels.add([50, 60], [0, 0], 20_000);
  expect(drawn(levels, 20_000)).toEqual([
    [SLOTS - 2, 50, 0],
    [SLOTS - 1, 60, 0],
  ]);
  levels.add([0, 0], [70], 20_230);
  expect(drawn(levels, 20_200).map(([place]) => place)).toEqual([SLOTS - 4, SLOTS - 3, SLOTS - 2]);
  expect(drawn(levels, 31_000)).toEqual([]);
});

test('after a pause there is silence in between, and nothing of what was there before', () => {
  const levels = new LevelHistory();
  levels.add(Array<number>(SLOTS).fill(9), [], 20_000);
  levels.add([80], [], 25_000);
  const values = drawn(levels, 25_000);
  expect(values.filter(([, user]) => user === 80)).toHaveLength(1);
  expect(values.filter(([, user]) => user === 9)).toHaveLength(SLOTS - 50);
});
