/** All of identity once more on a real PostgreSQL, where things do happen at the same time. */
import { pino } from 'pino';
import { afterAll, beforeAll, describe, vi } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import type { Database } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrator.ts';
import { openPostgresql } from '../../src/store/postgresql.ts';
import { PostgresqlServer } from '../store/postgresql-server.ts';

let server: PostgresqlServer;
let databases = 0;
beforeAll(async () => {
  server = await PostgresqlServer.start();
});
afterAll(() => server.close());

async function openTestDatabase(): Promise<Database> {
  databases += 1;
  const database = await openPostgresql({
    url: await server.createDatabase(`identity${databases}`),
    minConnections: 5,
    maxConnections: 20,
    acquireTimeoutMs: 5000,
    statementTimeoutMs: 10_000,
    log: pino({ level: 'silent' }),
    clock: systemClock,
  });
  await migrate(database.queries);
  return database;
}

vi.mock('../../src/testing/identity-bench.ts', async (original) => ({
  ...(await original<object>()),
  openTestDatabase: () => openTestDatabase(),
}));

describe('sign-in', async () => {
  await import('./sign-in.test.ts');
});
describe('people', async () => {
  await import('./people.test.ts');
});
describe('access', async () => {
  await import('./access.test.ts');
});
describe('proxy', async () => {
  await import('./proxy.test.ts');
});
