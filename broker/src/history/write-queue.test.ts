import { pino } from 'pino';
import { expect, test } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { settle } from '../testing/session-bench.ts';
import { type RecordBatch, noCounts } from './record-changes.ts';
import { WriteQueue, type WriteQueueOptions } from './write-queue.ts';

function makeQueue(options: Partial<WriteQueueOptions> = {}) {
  const clock = new FakeClock();
  const batches: RecordBatch[] = [];
  const database = { failure: undefined as Error | undefined };
  const queue = new WriteQueue({
    write: async (batch) => {
      if (database.failure) throw database.failure;
      batches.push(batch);
    },
    clock,
    log: pino({ level: 'silent' }),
    ...options,
  });
  const usage = (turns: number, deviceId = 'kitchen'): void =>
    queue.usage({ deviceId, hour: 0, sessions: 0, adds: { ...noCounts(), turns } });
  const event = (kind: string): void => queue.event({ sessionId: 's', at: 0, kind, payload: {} });
  const advance = async (ms: number): Promise<void> => {
    clock.advance(ms);
    await settle();
  };
  return { queue, clock, batches, database, usage, event, advance };
}

test('what comes within a moment is written together, and changes of the same thing are one', async () => {
  const { batches, usage, event, advance } = makeQueue();
  usage(1);
  usage(2);
  usage(5, 'hall');
  event('a');
  event('b');
  expect(batches).toEqual([]);
  await advance(200);
  expect(batches).toHaveLength(1);
  expect(batches[0]!.usage.map(({ deviceId, adds }) => [deviceId, adds.turns])).toEqual([
    ['kitchen', 3],
    ['hall', 5],
  ]);
  expect(batches[0]!.events.map(({ kind }) => kind)).toEqual(['a', 'b']);
});

test('while the database is away it waits ever longer, and then nothing is missing or written twice', async () => {
  const { queue, batches, database, usage, event, advance } = makeQueue();
  database.failure = new Error('connection refused');
  usage(1);
  event('a');
  await advance(200);
  usage(2);
  event('b');
  for (let second = 0; second < 120; second++) await advance(1000);
  expect(queue.figures.failures).toBeGreaterThan(4);
  expect(queue.figures.failures).toBeLessThan(20);
  database.failure = undefined;
  await advance(30_000);
  expect(batches).toHaveLength(1);
  expect(batches[0]!.usage[0]!.adds.turns).toBe(3);
  expect(batches[0]!.events.map(({ kind }) => kind)).toEqual(['a', 'b']);
  expect(queue.figures).toMatchObject({ waiting: 0, dropped: 0 });
});

test('over its bound the oldest events go, and are counted; usage stays', async () => {
  const { queue, batches, database, usage, event, advance } = makeQueue({ maxItems: 4 });
  database.failure = new Error('away');
  usage(7);
  for (const kind of ['a', 'b', 'c', 'd', 'e']) event(kind);
  await advance(200);
  expect(queue.figures).toMatchObject({ waiting: 4, dropped: 2 });
  database.failure = undefined;
  await advance(1000);
  expect(batches[0]!.events.map(({ kind }) => kind)).toEqual(['c', 'd', 'e']);
  expect(batches[0]!.usage[0]!.adds.turns).toBe(7);
});

test('a row that the database will never take does not hold up the others', async () => {
  const written: string[] = [];
  const { queue, event, advance } = makeQueue({
    write: async ({ events }) => {
      if (events.some(({ kind }) => kind === 'bad'))
        throw Object.assign(new Error('invalid'), { code: '22P05' });
      written.push(...events.map(({ kind }) => kind));
    },
  });
  for (const kind of ['a', 'bad', 'b']) event(kind);
  await advance(200);
  expect(written).toEqual(['a', 'b']);
  expect(queue.figures).toMatchObject({ waiting: 0, dropped: 1, written: 2 });
});

test('closing writes what waits, twice is once, and nothing is left to tick', async () => {
  const { queue, clock, batches, event } = makeQueue({ batchSize: 2 });
  for (const kind of ['a', 'b', 'c']) event(kind);
  await Promise.all([queue.close(), queue.close()]);
  expect(batches.flatMap(({ events }) => events.map(({ kind }) => kind))).toEqual(['a', 'b', 'c']);
  expect(clock.pending).toBe(0);
});

test('a database that never answers does not keep the broker from stopping', async () => {
  const { queue, event, advance } = makeQueue({ write: () => new Promise(() => {}) });
  event('a');
  const closed = queue.close();
  for (let second = 0; second < 12; second++) await advance(1000);
  await closed;
});
