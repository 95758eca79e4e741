import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { broker } from '#lib/broker/client.ts';
import { LiveFeed } from '#lib/state/live-feed.svelte.ts';
import { FakeEventSource } from '#lib/testing/event-source.ts';
import { DeviceList } from './device-list.svelte.ts';

const AT = '2026-12-01T10:00:00Z';
const device = (id: string, online: boolean, sync = 'in_sync') => ({
  id,
  online,
  status: online ? 'online' : 'offline',
  sync,
});
const FILTER = { sort: 'id' } as const;

let items: unknown[];
let give: (() => void) | undefined;
let isSlow: boolean;
let feed: LiveFeed;
let list: DeviceList;
beforeEach(() => {
  FakeEventSource.all.length = 0;
  vi.stubGlobal('EventSource', FakeEventSource);
  vi.useFakeTimers();
  items = [device('lamp', false), device('bell', false)];
  isSlow = false;
  vi.spyOn(broker, 'GET').mockImplementation((async (path: string) => {
    if (path !== '/api/v1/devices') return { data: { count: items.length } };
    const found = { items: [...items], nextCursor: null };
    if (isSlow) await new Promise<void>((resolve) => (give = resolve));
    return { data: found };
  }) as never);
  feed = new LiveFeed(() => {});
  list = new DeviceList(feed, FILTER, (draw) => void setTimeout(draw, 16));
});
afterEach(() => {
  list.close();
  feed.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});
const tell = (type: string, data: object) => FakeEventSource.all[0]!.say(type, data);
const states = () => list.pages.items.map(({ id, status }) => `${id} ${status}`);

test('a device that came while the list was read is there: the database is a moment behind', async () => {
  isSlow = true;
  const reading = list.show(FILTER);
  await vi.advanceTimersByTimeAsync(10);
  tell('device.online', { deviceId: 'lamp', presence: 'online', at: AT });
  await vi.advanceTimersByTimeAsync(100);
  give!();
  await reading;
  expect(states()).toEqual(['lamp online', 'bell offline']);
  // What was told long ago is known to the database by now.
  isSlow = false;
  await vi.advanceTimersByTimeAsync(60_000);
  await list.read();
  expect(states()).toEqual(['lamp offline', 'bell offline']);
});

test('whether devices have their settings is seen a moment after they were changed', async () => {
  await list.show(FILTER);
  items = [device('lamp', true, 'pending_sent'), device('bell', false, 'pending_offline')];
  tell('configuration.changed', { scope: 'fleet', id: '' });
  await vi.advanceTimersByTimeAsync(6000);
  expect(list.pages.items.map(({ sync }) => sync)).toEqual(['pending_sent', 'pending_offline']);
});

test('of which filter the rows are is known until those of another are there', async () => {
  await list.show(FILTER);
  isSlow = true;
  const reading = list.show({ ...FILTER, group: 'none' });
  await vi.advanceTimersByTimeAsync(10);
  expect(list.of).toEqual(FILTER);
  give!();
  await reading;
  expect(list.of).toMatchObject({ group: 'none' });
});
