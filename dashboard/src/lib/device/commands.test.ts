import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { broker } from '#lib/broker/client.ts';
import { Problem } from '#lib/broker/problem.ts';
import { Commands } from './commands.svelte.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('what became of a command is told although the broker was away for a moment', async () => {
  const given = {
    id: 'one',
    status: 'sent',
    finishedAt: null,
    deadlineAt: new Date(Date.now() + 600_000).toISOString(),
  };
  let isAway = true;
  vi.spyOn(broker, 'POST').mockResolvedValue({ data: given });
  vi.spyOn(broker, 'GET').mockImplementation((async (path: string) => {
    if (!path.endsWith('{command}')) return { data: { items: [], nextCursor: null } };
    if (isAway) throw new Problem(503, { code: 'UNAVAILABLE' });
    return { data: { ...given, status: 'succeeded', finishedAt: new Date().toISOString() } };
  }) as never);
  const commands = new Commands('lamp');
  // The second press while the first is sent is none.
  const first = commands.give({ kind: 'reboot' }, 600_000);
  expect(await commands.give({ kind: 'identify' }, 10_000)).toBe(false);
  expect(await first).toBe(true);
  expect(commands.items).toMatchObject([{ status: 'sent' }]);
  await vi.advanceTimersByTimeAsync(5000);
  isAway = false;
  await vi.advanceTimersByTimeAsync(5000);
  expect(commands.items).toMatchObject([{ status: 'succeeded' }]);
  commands.close();
});
