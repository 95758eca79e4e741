import { expect, test } from 'vitest';
import { Problem } from '#lib/broker/problem.ts';
import type { Outcome } from './bulk-actions.ts';
import { BulkRun, PIECE } from './bulk-run.svelte.ts';

const many = Array.from({ length: 2 * PIECE + 10 }, (_, i) => `d${i}`);
const fine = (ids: readonly string[]): Outcome[] => ids.map((id) => ({ id, result: 'succeeded' }));

test('in pieces, one after the other, and one sees how far it is', async () => {
  const pieces: number[] = [];
  const seen: number[] = [];
  const run: BulkRun = new BulkRun(many, async (ids) => {
    pieces.push(ids.length);
    seen.push(run.done);
    return fine(ids);
  });
  await run.start();
  expect(pieces).toEqual([PIECE, PIECE, 10]);
  expect(seen).toEqual([0, PIECE, 2 * PIECE]);
  expect(run.isRunning).toBe(false);
  expect(run.idsOf('succeeded')).toEqual(many);
});

test('those that failed are tried again, and only those', async () => {
  let isMended = false;
  const asked: string[][] = [];
  const run = new BulkRun(['a', 'b', 'c'], async (ids) => {
    asked.push([...ids]);
    return ids.map((id) =>
      id === 'b' && !isMended
        ? { id, result: 'failed', reason: 'It is offline.' }
        : { id, result: 'succeeded' },
    );
  });
  await run.start();
  expect(run.outcomes[1]).toEqual({ id: 'b', result: 'failed', reason: 'It is offline.' });
  isMended = true;
  await run.retry();
  expect(asked).toEqual([['a', 'b', 'c'], ['b']]);
  expect(run.idsOf('succeeded')).toEqual(['a', 'b', 'c']);
});

test('when the broker refuses, the rest is not asked, and is told as skipped', async () => {
  let asked = 0;
  const run = new BulkRun(many, async (ids) => {
    asked += 1;
    if (asked === 2) throw new Problem(429, { code: 'RATE_LIMITED', detail: 'Wait a minute.' });
    return fine(ids);
  });
  await run.start();
  expect(run.idsOf('succeeded')).toHaveLength(PIECE);
  expect(run.idsOf('failed')).toHaveLength(PIECE);
  expect(run.outcomes[PIECE]?.reason).toBe('Wait a minute.');
  expect(run.idsOf('skipped')).toHaveLength(10);
  await run.retry();
  expect(run.idsOf('succeeded')).toEqual(many);
});

test('stopped, it ends after the piece that is under way', async () => {
  const run: BulkRun = new BulkRun(many, async (ids) => {
    run.stop();
    return fine(ids);
  });
  await run.start();
  expect(run.idsOf('skipped')).toHaveLength(PIECE + 10);
});
