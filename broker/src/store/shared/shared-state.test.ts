/** What holds for every engine of shared state. */
import { describe, expect, test } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.ts';
import { MemorySharedState } from './memory-shared-state.ts';
import type { SharedState } from './shared-state.ts';

interface Engine {
  readonly state: SharedState;
  /** Lets time pass. */
  readonly later: (ms: number) => void;
}

const ENGINES: readonly [name: string, open: (maxEntries?: number) => Engine][] = [
  [
    'in memory',
    (maxEntries) => {
      const clock = new FakeClock();
      const state = new MemorySharedState({ clock, ...(maxEntries && { maxEntries }) });
      return { state, later: (ms) => clock.advance(ms) };
    },
  ],
];

describe.each(ENGINES)('shared state %s', (_name, open) => {
  test('a value lasts as long as it was given, and a new one begins anew', async () => {
    const { state, later } = open();
    expect(await state.get('strangers', 'a')).toBeUndefined();
    await state.set('strangers', 'a', 'one', 1000);
    later(999);
    expect(await state.get('strangers', 'a')).toBe('one');
    await state.set('strangers', 'a', 'two', 1000);
    later(999);
    expect(await state.get('strangers', 'a')).toBe('two');
    later(1);
    expect(await state.get('strangers', 'a')).toBeUndefined();
  });

  test('a count ends a window after its first, however many come', async () => {
    const { state, later } = open();
    expect(await state.counted('rates', 'a')).toEqual({ count: 0, endsInMs: 0 });
    expect(await state.count('rates', 'a', 1000)).toEqual({ count: 1, endsInMs: 1000 });
    later(600);
    expect(await state.count('rates', 'a', 1000)).toEqual({ count: 2, endsInMs: 400 });
    expect(await state.counted('rates', 'a')).toEqual({ count: 2, endsInMs: 400 });
    later(400);
    expect(await state.counted('rates', 'a')).toEqual({ count: 0, endsInMs: 0 });
    expect(await state.count('rates', 'a', 1000)).toEqual({ count: 1, endsInMs: 1000 });
  });

  test('of many at once, each counts', async () => {
    const { state } = open();
    const counts = await Promise.all(Array.from({ length: 50 }, () => state.count('rates', 'a', 1000)));
    expect(counts.map(({ count }) => count).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 50 }, (_, i) => i + 1),
    );
  });

  test('keys and spaces do not touch each other', async () => {
    const { state } = open();
    await state.set('rates', 'a', 'one', 1000);
    await state.count('rates', 'b', 1000);
    expect(await state.get('strangers', 'a')).toBeUndefined();
    expect(await state.get('rates', 'b')).toBeUndefined();
    expect(await state.counted('strangers', 'b')).toMatchObject({ count: 0 });
  });

  test('closed twice is closed', async () => {
    const { state } = open();
    await state.close();
    await state.close();
  });
});

test('memory is bounded: what was not used for longest goes first, and only in its own space', async () => {
  const state = new MemorySharedState({ clock: new FakeClock(), maxEntries: 2 });
  await state.set('strangers', 'a', 'one', 1000);
  await state.count('rates', 'a', 1000);
  await state.count('rates', 'b', 1000);
  await state.count('rates', 'a', 1000);
  await state.count('rates', 'c', 1000);
  expect(await state.counted('rates', 'a')).toMatchObject({ count: 2 });
  expect(await state.counted('rates', 'b')).toMatchObject({ count: 0 });
  expect(await state.get('strangers', 'a')).toBe('one');
});
