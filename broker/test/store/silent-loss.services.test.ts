/** Connections to a PostgreSQL server that are lost without a word: nothing is closed, nothing answers. */
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { DatabaseDeviceStore } from '../../src/fleet/database-device-store.ts';
import { migrate } from '../../src/store/migrator.ts';
import { openPostgresql } from '../../src/store/postgresql.ts';
import { FreezingProxy } from './freezing-proxy.ts';
import { PostgresqlServer } from './postgresql-server.ts';

let server: PostgresqlServer;
let proxy: FreezingProxy;
beforeAll(async () => {
  server = await PostgresqlServer.start();
  proxy = await FreezingProxy.to(Number(new URL(server.url()).port));
});
afterAll(async () => {
  await proxy.close();
  await server.close();
});

const open = async (name: string) => {
  const url = new URL(await server.createDatabase(name));
  url.port = String(proxy.port);
  return openPostgresql({
    url: url.href,
    minConnections: 0,
    maxConnections: 5,
    acquireTimeoutMs: 3000,
    statementTimeoutMs: 500,
    log: pino({ level: 'silent' }),
    clock: systemClock,
  });
};

test('a statement on a dead connection fails in time, and nobody meets that connection again', async () => {
  const database = await open('statement');
  const { queries } = database;
  await Promise.all([1, 2, 3].map(() => sql`select pg_sleep(0.05)`.execute(queries)));
  const transaction = queries.transaction().execute(async (inside) => {
    await sql`select 1`.execute(inside);
    proxy.freeze();
    await sql`select 1`.execute(inside);
  });
  await expect(transaction).rejects.toMatchObject({
    code: 'UNREACHABLE',
    message: expect.stringContaining('no answer'),
  });
  // Those that nobody used at that time are gone as well: not one caller waits for an answer again.
  expect(database.figures.connections).toBe(0);
  await sql`select 1`.execute(queries);
  await database.close();
}, 40_000);

test('whoever listens is told of a gap, hears again, and until then the database is not called ready', async () => {
  const database = await open('notices');
  await migrate(database.queries);
  const store = new DatabaseDeviceStore(database);
  const heard: string[] = [];
  store.listen({ onChange: ({ id }) => heard.push(id), onGap: () => heard.push('gap') });
  await store.add('before');
  await vi.waitFor(() => expect(heard).toEqual(['before']));
  proxy.freeze();
  await vi.waitFor(
    () =>
      expect(database.ping()).rejects.toMatchObject({ message: expect.stringContaining('hears of changes') }),
    { timeout: 30_000, interval: 50 },
  );
  await vi.waitFor(() => expect(heard).toEqual(['before', 'gap']), { timeout: 30_000 });
  await database.ping();
  await store.add('after');
  await vi.waitFor(() => expect(heard).toEqual(['before', 'gap', 'after']));
  await database.close();
}, 90_000);

test('closing does not wait for connections that answer nothing', async () => {
  const database = await open('closing');
  await sql`select 1`.execute(database.queries);
  proxy.freeze();
  await database.close();
});
