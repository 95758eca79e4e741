import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { broker } from '#lib/broker/client.ts';
import { Problem } from '#lib/broker/problem.ts';
import { LiveFeed } from '#lib/state/live-feed.svelte.ts';
import { FakeEventSource } from '#lib/testing/event-source.ts';
import { Wall } from './wall.svelte.ts';

interface Row {
  readonly id: string;
}
let rows: Row[];
let answer: () => Promise<{ items: unknown[]; nextCursor: string | null }>;
let feed: LiveFeed;
let wall: Wall;

const item = ({ id }: Row) => ({
  id,
  deviceId: `device-${id}`,
  startedAt: '2026-12-01T10:00:00Z',
  status: 'open',
  phase: 'listening',
  turns: 1,
  cost: 0.01,
});
const summary = (sessionId: string, more: object = {}) => ({
  sessionId,
  deviceId: `device-${sessionId}`,
  startedAt: '2026-12-01T10:00:00Z',
  phase: 'listening',
  counts: { turns: 2, cost: 0.02 },
  ...more,
});
const tell = (type: string, data: object) => FakeEventSource.all[0]!.say(type, data);
const shown = () => wall.tiles.map(({ sessionId }) => sessionId);

beforeEach(() => {
  FakeEventSource.all.length = 0;
  vi.stubGlobal('EventSource', FakeEventSource);
  vi.useFakeTimers();
  rows = [{ id: 'a' }, { id: 'b' }];
  answer = () => Promise.resolve({ items: rows.map(item), nextCursor: null });
  vi.spyOn(broker, 'GET').mockImplementation(async () => ({ data: await answer() }) as never);
  feed = new LiveFeed(() => {});
});
afterEach(() => {
  wall.close();
  feed.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('a wall that could not be read shows all of it once it can', async () => {
  const works = answer;
  answer = () => Promise.reject(new Problem(503, { code: 'UNREACHABLE' as never }));
  wall = new Wall(feed, () => {});
  await vi.advanceTimersByTimeAsync(0);
  expect(wall.open.error).toBeDefined();
  answer = works;
  await wall.read();
  expect(shown()).toEqual(['a', 'b']);
});

test('what was told while it was read is newer than what was read', async () => {
  let give = (): void => {};
  const works = answer;
  answer = async () => {
    const found = await works();
    await new Promise<void>((resolve) => (give = resolve));
    return found;
  };
  wall = new Wall(feed, () => {});
  await vi.advanceTimersByTimeAsync(0);
  tell('session.started', summary('new'));
  tell('session.ended', summary('a', { reason: 'SILENCE' }));
  give();
  await vi.advanceTimersByTimeAsync(0);
  expect(shown().sort()).toEqual(['b', 'new']);
});

test('a reading that fails changes nothing of what was told since', async () => {
  wall = new Wall(feed, () => {});
  await vi.advanceTimersByTimeAsync(0);
  tell('session.started', summary('new'));
  tell('session.ended', summary('a', { reason: 'SILENCE' }));
  answer = () => Promise.reject(new Problem(503, { code: 'UNREACHABLE' as never }));
  await wall.read();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(shown().sort()).toEqual(['b', 'new']);
});

test('one with which another broker goes on stays', async () => {
  wall = new Wall(feed, () => {});
  await vi.advanceTimersByTimeAsync(0);
  tell('session.ended', summary('a', { reason: 'SHUTDOWN' }));
  expect(wall.count).toBe(1);
  tell('session.started', summary('a'));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(shown().sort()).toEqual(['a', 'b']);
});
