import { expect, test } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { settle } from '../testing/session-bench.ts';
import { Batch } from './batch.ts';

function open(options: { maxWaiting?: number; maxBatch?: number } = {}) {
  const clock = new FakeClock();
  const written: [string, number][][] = [];
  const state = { fails: false, failed: 0, dropped: 0 };
  const batch = new Batch<number>({
    clock,
    delayMs: 100,
    maxBatch: 2,
    maxWaiting: 10,
    merge: (older, newer) => older + newer,
    write: async (items) => {
      if (state.fails) throw new Error('database lost');
      written.push([...items]);
    },
    onFailed: () => state.failed++,
    onDropped: () => state.dropped++,
    ...options,
  });
  return { clock, batch, written, state };
}

test('what comes for the same key becomes one, and a burst a few writes', async () => {
  const { clock, batch, written } = open();
  batch.put('a', 1);
  batch.put('b', 1);
  batch.put('a', 2);
  batch.put('c', 1);
  expect(written).toEqual([]);
  clock.advance(100);
  await settle();
  expect(written).toEqual([
    [
      ['a', 3],
      ['b', 1],
    ],
    [['c', 1]],
  ]);
});

test('what cannot be written is tried again, with what came meanwhile', async () => {
  const { clock, batch, written, state } = open();
  state.fails = true;
  batch.put('a', 1);
  clock.advance(100);
  await settle();
  batch.put('a', 5);
  state.fails = false;
  clock.advance(2000);
  await settle();
  expect(state.failed).toBeGreaterThan(0);
  expect(written).toEqual([[['a', 6]]]);
});

test('beyond the bound the oldest is given up; a close writes what waits, once', async () => {
  const { batch, written, state } = open({ maxWaiting: 2, maxBatch: 9 });
  for (const key of ['a', 'b', 'c']) batch.put(key, 1);
  expect(state.dropped).toBe(1);
  await batch.close();
  await batch.close();
  batch.put('d', 1);
  expect(written).toEqual([
    [
      ['b', 1],
      ['c', 1],
    ],
  ]);
});
