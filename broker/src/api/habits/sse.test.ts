import { expect, test } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.ts';
import { EventFeed, type EventFeedOptions, type FeedEvent, type Subscription } from './sse.ts';
import type { EventStream } from './event-stream.ts';

interface Heard {
  readonly type: string;
  readonly id: string;
  readonly data: unknown;
}

function makeFeed(options: Partial<EventFeedOptions> = {}) {
  const clock = new FakeClock();
  const feed = new EventFeed({ clock, ...options });
  const publish = (n: number, more: Partial<FeedEvent> = {}): void =>
    feed.publish({ topic: 'presence', tenantId: 't1', type: 'device', data: { n }, ...more });
  const open = (more: Partial<Subscription> = {}): EventStream =>
    feed.open({ owner: 'user:1', tenantId: 't1', topics: new Set(['presence']), ...more });
  return { clock, feed, publish, open };
}

/** Everything that can be read at the moment. */
function take(stream: EventStream): Heard[] {
  let text = '';
  for (let chunk = stream.read() as string | null; chunk !== null; chunk = stream.read() as string | null)
    text += chunk;
  return [...text.matchAll(/event: (.*)\nid: (.*)\ndata: (.*)\n\n/g)].map(([, type, id, data]) => ({
    type: type!,
    id: id!,
    data: JSON.parse(data!) as unknown,
  }));
}
const numbers = (heard: Heard[]): unknown[] => heard.map(({ data }) => (data as { n?: number }).n);

test('a client hears that it is connected, then what happens, of its tenant and topics only', () => {
  const { publish, open } = makeFeed();
  publish(0);
  const stream = open({ accepts: ({ deviceId }) => deviceId !== 'hidden' });
  publish(1);
  publish(2, { tenantId: 't2' });
  publish(3, { topic: 'sessions' });
  publish(4, { deviceId: 'hidden' });
  publish(5, { deviceId: 'mine' });
  const [ready, ...rest] = take(stream);
  expect(ready).toMatchObject({ type: 'ready' });
  expect(numbers(rest)).toEqual([1, 5]);
});

test('a client that comes back hears what it missed', () => {
  const { publish, open } = makeFeed();
  const first = open();
  publish(1);
  const { id } = take(first).at(-1)!;
  first.destroy();
  publish(2);
  publish(3, { tenantId: 't2' });
  publish(4);
  const back = open({ lastEventId: id });
  publish(5);
  const heard = take(back);
  expect(heard.map(({ type }) => type)).not.toContain('reset');
  expect(numbers(heard)).toEqual([2, 4, 5]);
});

test.each(['', 'nonsense', 'other-3', '-', '3'])('with the id %o of nobody it is told to read anew', (id) => {
  const { publish, open, feed } = makeFeed();
  publish(1);
  const heard = take(open({ lastEventId: id }));
  expect(heard.map(({ type }) => type)).toEqual([id === '' ? 'ready' : 'reset']);
  expect(feed.figures.resets).toBe(id === '' ? 0 : 1);
});

test.each([
  { about: 'too much happened', options: { maxEvents: 3 } },
  { about: 'too many characters', options: { maxChars: 200 } },
  { about: 'more than may wait', options: { maxQueued: 3 } },
])(
  'after a gap that is too large ($about) it is told to read anew, and goes on from there',
  ({ options }) => {
    const { publish, open } = makeFeed(options);
    const first = open();
    const { id } = take(first)[0]!;
    first.destroy();
    for (let n = 1; n <= 10; n++) publish(n);
    const back = open({ lastEventId: id });
    publish(11);
    const heard = take(back);
    expect(heard[0]).toMatchObject({ type: 'reset', data: { reason: 'gap' } });
    expect(numbers(heard.slice(1))).toEqual([11]);
    back.destroy();
    publish(12);
    expect(numbers(take(open({ lastEventId: heard[0]!.id })))).toEqual([11, 12]);
  },
);

test('a client that does not read holds a bounded queue, and is told to read anew', () => {
  const { publish, open, feed } = makeFeed({ maxQueued: 20 });
  const slow = open();
  const quick = open({ owner: 'user:2' });
  const padding = 'x'.repeat(4000);
  let heardByQuick = 0;
  for (let n = 1; n <= 200; n++) {
    publish(n, { data: { n, padding } });
    heardByQuick += take(quick).filter(({ type }) => type === 'device').length;
  }
  expect(heardByQuick).toBe(200);
  expect(slow.readableLength).toBeLessThan(70_000);
  const heard = take(slow);
  const at = heard.findIndex(({ type }) => type === 'reset');
  expect(heard[at]).toMatchObject({ data: { reason: 'slow' } });
  // One reset, however often the queue ran over, and then an unbroken end.
  expect(heard.filter(({ type }) => type === 'reset')).toHaveLength(1);
  const after = numbers(heard.slice(at + 1)) as number[];
  expect(after.at(-1)).toBe(200);
  expect(after).toEqual(Array.from({ length: after.length }, (_, i) => 201 - after.length + i));
  expect(feed.figures.resets).toBeGreaterThan(1);
});

test('of what waits, only the newest with the same key is sent, and ids keep their order', () => {
  const { publish, open, feed } = makeFeed({ maxQueued: 5 });
  const stream = open();
  publish(0, { data: { n: 0, padding: 'x'.repeat(70_000) } });
  stream.read(0);
  for (let n = 1; n <= 100; n++) publish(n, { key: `device ${n % 3}` });
  const heard = take(stream).slice(1);
  expect(numbers(heard).slice(-3)).toEqual([98, 99, 100]);
  const seqs = heard.map(({ id }) => Number(id.split('-')[1]));
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
  expect(feed.figures).toMatchObject({ resets: 0, coalesced: expect.any(Number) });
  expect(feed.figures.coalesced).toBeGreaterThan(90);
});

test('silence is broken every 15 s; who reads nothing for minutes is let go', () => {
  const { clock, open, feed } = makeFeed();
  const quick = open();
  const stuck = open();
  take(quick);
  clock.advance(15_000);
  expect(quick.read()).toBe(':\n\n');
  for (let i = 0; i < 10; i++) {
    feed.publish({ topic: 'presence', tenantId: 't1', type: 'x', data: 'x'.repeat(20_000) });
    clock.advance(15_000);
    take(quick);
  }
  expect(stuck.destroyed).toBe(true);
  expect(quick.destroyed).toBe(false);
  expect(feed.figures).toMatchObject({ streams: 1, stalled: 1 });
});

test('streams are bounded, for one and for all', () => {
  const { open, feed } = makeFeed({ maxStreams: 3, maxStreamsPerOwner: 2 });
  const first = open();
  open();
  expect(() => open()).toThrow(expect.objectContaining({ code: 'TOO_MANY_STREAMS' }));
  open({ owner: 'user:2' });
  expect(() => open({ owner: 'user:3' })).toThrow(expect.objectContaining({ code: 'TOO_MANY_STREAMS' }));
  first.destroy();
  open();
  expect(feed.figures.streams).toBe(3);
});

test('streams end with the sign-in and with the server, and leave no timer', async () => {
  const { clock, open, feed } = makeFeed();
  const mine = open({ boundTo: ['user:1', 'signIn:1'] });
  const theirs = open({ boundTo: ['user:1', 'signIn:2'] });
  feed.closeBoundTo('signIn:1');
  expect(feed.figures.streams).toBe(1);
  const ended = new Promise((resolve) => mine.on('end', resolve));
  mine.resume();
  await ended;
  expect(theirs.readableEnded).toBe(false);
  feed.close();
  feed.close();
  expect(feed.figures.streams).toBe(0);
  expect(clock.pending).toBe(0);
  expect(() => open()).toThrow(expect.objectContaining({ code: 'TOO_MANY_STREAMS' }));
});

test('what is of use only now is not kept, does not push out what is, and is left out for a client that is behind', () => {
  const { feed, publish, open } = makeFeed({ maxQueued: 4, maxEvents: 2 });
  expect(feed.isWanted('presence')).toBe(false);
  const first = open();
  expect(feed.isWanted('presence')).toBe(true);
  publish(1);
  const { id } = take(first).at(-1)!;
  first.destroy();
  expect(feed.isWanted('presence')).toBe(false);
  publish(2);
  const slow = open();
  for (let n = 10; n < 30; n++) publish(n, { key: `now ${n}`, transient: true });
  publish(3);
  expect(numbers(take(open({ lastEventId: id })))).toEqual([2, 3]);
  const heard = take(slow);
  expect(heard.map(({ type }) => type)).not.toContain('reset');
  expect(numbers(heard).at(-1)).toBe(3);
});
