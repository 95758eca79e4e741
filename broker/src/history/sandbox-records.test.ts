import { pino } from 'pino';
import { expect, test } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import type { AllocationFacts, SandboxFacts } from '../tools/sandbox/sandbox-facts.ts';
import { type SandboxBatch, SandboxRecords } from './sandbox-records.ts';

const sandbox = (id: string, lastUsedAt = 0): SandboxFacts => ({
  id,
  tenantId: 'default',
  userId: undefined,
  sessionId: undefined,
  strategy: 'shared',
  engine: 'process',
  createdAt: 0,
  lastUsedAt,
  expiresAt: undefined,
  ended: undefined,
});
const allocation = (id: string): AllocationFacts => ({
  id,
  sandboxId: 'a',
  tenantId: 'default',
  serverId: 's',
  deviceId: 'd',
  sessionId: 's',
  at: 0,
  lastUsedAt: 0,
  releasedAt: undefined,
});
const settle = () => new Promise((resolve) => setImmediate(resolve));

function bench(maxItems?: number) {
  const clock = new FakeClock();
  const written: SandboxBatch[] = [];
  const database: { failure: (batch: SandboxBatch) => unknown } = { failure: () => undefined };
  const records = new SandboxRecords({
    write: async (batch) => {
      const failure = database.failure(batch);
      if (failure !== undefined) throw failure;
      written.push(batch);
    },
    clock,
    log: pino({ level: 'silent' }),
    ...(maxItems !== undefined && { maxItems }),
  });
  const pass = async (ms: number) => {
    clock.advance(ms);
    await settle();
  };
  return { records, written, database, pass };
}

test('what is new is written soon, what was only used some seconds later, each once with its last word', async () => {
  const { records, written, pass } = bench();
  records.sandbox(sandbox('a'), false);
  records.allocation(allocation('x'), false);
  await pass(200);
  expect(written).toMatchObject([{ sandboxes: [{ id: 'a' }], allocations: [{ id: 'x' }] }]);
  for (let at = 1; at <= 100; at++) records.sandbox(sandbox('a', at), true);
  await pass(4000);
  expect(written).toHaveLength(1);
  await pass(1000);
  expect(written.slice(1)).toMatchObject([{ sandboxes: [{ id: 'a', lastUsedAt: 100 }], allocations: [] }]);
  // What is new does not wait for what was used.
  records.sandbox(sandbox('a', 101), true);
  records.sandbox(sandbox('b'), false);
  await pass(200);
  expect(written[2]!.sandboxes.map(({ id }) => id)).toEqual(['a', 'b']);
});

test('a database that is away is asked again, and later word stands', async () => {
  const { records, written, database, pass } = bench();
  database.failure = () => new Error('away');
  records.sandbox(sandbox('a', 1), false);
  await pass(200);
  expect(await records.flush()).toBe(false);
  records.sandbox(sandbox('a', 2), true);
  database.failure = () => undefined;
  await pass(5000);
  expect(written).toMatchObject([{ sandboxes: [{ id: 'a', lastUsedAt: 2 }] }]);
  expect(records.figures).toEqual({ written: 1, dropped: 0, failures: 2, waiting: 0 });
});

test('a row that it will never take holds up no other', async () => {
  const { records, written, database } = bench();
  database.failure = ({ allocations }) =>
    allocations.some(({ id }) => id === 'bad') ? { code: '23503' } : undefined;
  records.sandbox(sandbox('a'), false);
  records.allocation(allocation('bad'), false);
  records.allocation(allocation('good'), false);
  expect(await records.flush()).toBe(true);
  expect(written.flatMap(({ allocations }) => allocations.map(({ id }) => id))).toEqual(['good']);
  expect(records.figures).toMatchObject({ written: 2, dropped: 1 });
});

test('there is a bound, and an end that waits for no database for ever', async () => {
  const { records, database, pass } = bench(3);
  database.failure = () => new Error('away');
  for (const id of ['1', '2', '3', '4']) records.allocation(allocation(id), true);
  records.sandbox(sandbox('a'), true);
  expect(records.figures).toMatchObject({ waiting: 3, dropped: 2 });
  const closing = records.close();
  await pass(5000);
  await closing;
  await records.close();
});
