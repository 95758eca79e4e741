import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Database, Queries } from '../store/database.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { emptyPeople, openTestDatabase } from '../testing/identity-bench.ts';
import { AuditLog } from './audit-log.ts';
import { maskedDetail } from './mask.ts';

const LOG = pino({ level: 'silent' });
const SYSTEM = { kind: 'system', id: 'test' } as const;

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => emptyPeople(database));

const make = (queries: Queries = database.queries) => {
  const clock = new FakeClock();
  return { clock, audit: new AuditLog({ queries, log: LOG, clock, now: Date.now }) };
};
const entry = (id: string) => ({ action: 'user.create', target: { kind: 'user', id } }) as const;
const written = async () =>
  (await database.queries.selectFrom('auditLog').select('targetId').orderBy('id').execute()).map(
    ({ targetId }) => targetId,
  );

test('entries are written in order, after a moment or at the end', async () => {
  const { audit, clock } = make();
  audit.record(SYSTEM, entry('one'));
  audit.record(SYSTEM, entry('two'));
  expect(clock.pending).toBe(1);
  clock.advance(250);
  await audit.flush();
  audit.record(SYSTEM, entry('three'));
  await audit.close();
  await audit.close();
  expect(await written()).toEqual(['one', 'two', 'three']);
  audit.record(SYSTEM, entry('late'));
  expect(audit.figures).toEqual({ waiting: 0, dropped: 1, failures: 0 });
});

test('more than a batch is written as well', async () => {
  const { audit } = make();
  for (let i = 0; i < 450; i += 1) audit.record(SYSTEM, entry(`a${i}`));
  await audit.close();
  expect(await written()).toEqual(Array.from({ length: 450 }, (_, i) => `a${i}`));
});

test('an entry that does not fit is lost alone, and counted', async () => {
  const { audit } = make();
  audit.record(SYSTEM, entry('before'));
  audit.record({ ...SYSTEM, tenantId: 'nobody knows' }, entry('unfit'));
  audit.record({ kind: 'nobody', id: 'nul\0nul' }, { ...entry('after'), detail: { text: 'a\0b\ud800' } });
  await audit.close();
  expect(await written()).toEqual(['before', 'after']);
  expect(audit.figures).toMatchObject({ dropped: 1, failures: 0 });
});

test('while the database is away entries wait, up to a bound, and nobody notices', async () => {
  let away = true;
  const queries = new Proxy(database.queries, {
    get: (target, key) => {
      if (away && key === 'insertInto') throw new Error('connection refused');
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  const { audit, clock } = make(queries);
  for (let i = 0; i < 10_001; i += 1) audit.record(SYSTEM, entry('waits'));
  await audit.flush();
  expect(audit.figures.waiting).toBe(10_000);
  expect(audit.figures.dropped).toBe(1);
  expect(audit.figures.failures).toBeLessThan(5);
  away = false;
  clock.advance(2000);
  await audit.flush();
  expect(audit.figures.waiting).toBe(0);
  expect(await written()).toHaveLength(10_000);
  await audit.close();
});

test('secrets are masked by their names, and what is too much is cut', () => {
  expect(
    maskedDetail({
      name: 'n',
      newPassword: 'x',
      nested: [
        { apiKey: 'x', api_key: 'x', clientSecret: 'x', deep: { Authorization: 'x', refreshToken: 'x' } },
      ],
      passwordSet: true,
      secret: null,
      bytes: new Uint8Array(4),
      at: new Date(0),
      nothing: undefined,
    }),
  ).toEqual({
    name: 'n',
    newPassword: '***',
    nested: [
      {
        apiKey: '***',
        api_key: '***',
        clientSecret: '***',
        deep: { Authorization: '***', refreshToken: '***' },
      },
    ],
    passwordSet: true,
    secret: null,
    bytes: '***',
    at: '1970-01-01T00:00:00.000Z',
  });
  const circle: Record<string, unknown> = { a: 'x'.repeat(5000) };
  circle['circle'] = circle;
  expect(JSON.stringify(maskedDetail(circle)).length).toBeLessThan(10_000);
  const large = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`k${i}`, 'x'.repeat(900)]));
  expect(maskedDetail(large)).toMatchObject({ cut: expect.any(String) });
});
