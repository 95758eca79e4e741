import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { broker } from '#lib/broker/client.ts';
import type { LiveFeed } from '#lib/state/live-feed.svelte.ts';
import type { Viewer } from '#lib/state/viewer.svelte.ts';
import { Overview } from './overview.svelte.ts';

const feed = { on: () => () => {}, onReset: () => () => {} } as unknown as LiveFeed;
const viewer = { can: () => false } as unknown as Viewer;
const use = { turns: 3, sessions: 1, cost: 0.1 };
const tokens = { input: { speech: 1, text: 2 }, output: { speech: 3, text: 4 } };

let items: unknown[] = [];
beforeEach(() => {
  vi.spyOn(broker, 'GET').mockImplementation(() => Promise.resolve({ data: { items } }) as never);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

test('a day without use is nothing, which is known', async () => {
  const overview = new Overview(feed, viewer);
  expect(overview.today.value).toBeUndefined();
  await overview.read();
  expect(overview.today.value).toEqual({ turns: 0, sessions: 0, tokens: 0, cost: 0 });
  items = [{ start: '2026-11-30T00:00:00', ...use, tokens }];
  await overview.read();
  expect(overview.today.value).toMatchObject({ ...use, tokens: 10 });
  overview.close();
});

test('each of the last hours is there, also on the day after clocks were changed', async () => {
  vi.stubEnv('TZ', 'Europe/Berlin');
  vi.useFakeTimers({ now: new Date('2026-03-29T12:30:00Z'), toFake: ['Date'] });
  items = [{ start: '2026-03-29T14:00:00', ...use }];
  const overview = new Overview(feed, viewer);
  await overview.read();
  const hours = overview.hours.value!;
  expect(hours).toHaveLength(24);
  expect(hours[0]).toEqual({ start: '2026-03-28T14:00:00', turns: 0 });
  expect(hours.at(-1)).toEqual({ start: '2026-03-29T14:00:00', turns: 3 });
  overview.close();
});
