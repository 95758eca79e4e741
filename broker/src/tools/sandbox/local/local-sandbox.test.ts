import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { specOf } from '../../../testing/sandbox-contract.ts';
import { localSandbox } from './local-sandbox.ts';

const forever = new AbortController().signal;
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('to wait for whoever counts is no illness, and what is counted at last holds', async () => {
  const counts: PromiseWithResolvers<boolean>[] = [];
  const signals: AbortSignal[] = [];
  const removed: string[] = [];
  const sandbox = localSandbox({
    spec: specOf('a'),
    folder: '/nowhere',
    folders: { remove: async (folder) => void removed.push(folder) },
    usage: {
      fits: (_measured, signal) => {
        signals.push(signal);
        const count = Promise.withResolvers<boolean>();
        counts.push(count);
        return count.promise;
      },
    },
    launch: () => Promise.reject(new Error('not here')),
    release: async () => {},
  });
  const checks = [sandbox.check(forever), sandbox.check(forever)];
  await vi.advanceTimersByTimeAsync(5000);
  await Promise.all(checks);
  expect(counts).toHaveLength(1);
  counts[0]!.resolve(false);
  await vi.advanceTimersByTimeAsync(0);
  const ill = expect(sandbox.check(forever)).rejects.toThrow(/diskMb/);
  await vi.advanceTimersByTimeAsync(5000);
  await ill;
  expect(counts).toHaveLength(2);
  expect(signals[1]!.aborted).toBe(false);
  await sandbox.close();
  expect(signals[1]!.aborted).toBe(true);
  expect(removed).toEqual(['/nowhere']);
});
