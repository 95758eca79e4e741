/** The engine `postgresql` against a real server. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { rootCertificates } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { DatabaseConversationStore } from '../../src/history/database-conversation-store.ts';
import { DatabaseDeviceStore } from '../../src/fleet/database-device-store.ts';
import type { Database } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrator.ts';
import { MIGRATIONS } from '../../src/store/migrations/index.ts';
import { openPostgresql } from '../../src/store/postgresql.ts';
import { describeDeviceStore } from '../fleet/device-store-contract.ts';
import { describeConversationStore } from '../history/conversation-store-contract.ts';
import { describeDatabase } from './database-contract.ts';
import { expectWritten } from './expect-written.ts';
import { PostgresqlServer } from './postgresql-server.ts';

let server: PostgresqlServer;
beforeAll(async () => {
  server = await PostgresqlServer.start();
});
afterAll(() => server.close());

const log = pino({ level: 'silent' });
const open = (url: string) =>
  openPostgresql({
    url,
    minConnections: 1,
    maxConnections: 5,
    acquireTimeoutMs: 5000,
    statementTimeoutMs: 5000,
    log,
    clock: systemClock,
  });

describeDatabase('PostgreSQL', async (label) => open(await server.createDatabase(label)));

describe('stores', () => {
  let database: Database;
  beforeAll(async () => {
    database = await open(await server.createDatabase('stores'));
    await migrate(database.queries);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await sql`truncate devices, sessions cascade`.execute(database.queries);
  });

  describeDeviceStore('PostgreSQL', async () => new DatabaseDeviceStore(database));
  describeConversationStore(
    'PostgreSQL',
    async (now) => new DatabaseConversationStore({ database, retentionMs: 1e12, now }),
  );
});

test('several processes may bring a database to its version at once', async () => {
  const url = await server.createDatabase('together');
  const databases = await Promise.all([open(url), open(url), open(url)]);
  const applied = await Promise.all(databases.map(({ queries }) => migrate(queries)));
  expect(applied.flat()).toEqual(Object.keys(MIGRATIONS));
  await Promise.all(databases.map((database) => database.close()));
});

test('a server that is not there, or does not let us in, is told with what to do, and without the password', async () => {
  const secret = 'very-secret';
  const wrong = [
    `postgresql://pipit:${secret}@127.0.0.1:1/x`,
    server.url('nowhere').replace(':any@', `:${secret}@`),
  ];
  for (const url of wrong) {
    const error = await open(url).catch((caught: unknown) => caught as Error);
    expect(error).toMatchObject({ code: 'UNREACHABLE', message: expect.stringContaining('database.url') });
    expect(inspect(error, { depth: 10 })).not.toContain(secret);
  }
});

describe('over TLS', () => {
  const certificate = (name: string): string =>
    fileURLToPath(new URL(`../../../fixtures/certs/${name}`, import.meta.url));
  const ca = readFileSync(certificate('localhost.crt'), 'utf8');
  let secure: PostgresqlServer;
  beforeAll(async () => {
    secure = await PostgresqlServer.start(['ssl=on', 'ssl_cert_file=server.crt', 'ssl_key_file=server.key'], {
      'server.crt': readFileSync(certificate('localhost.crt')),
      'server.key': readFileSync(certificate('localhost.key')),
    });
  });
  afterAll(() => secure.close());
  const openWith = (authority: string) =>
    openPostgresql({
      url: secure.url().replace('127.0.0.1', 'localhost'),
      ca: authority,
      minConnections: 0,
      maxConnections: 2,
      acquireTimeoutMs: 5000,
      statementTimeoutMs: 5000,
      log,
      clock: systemClock,
    });

  test('a server of the known authority is talked to, all connections encrypted', async () => {
    const database = await openWith(ca);
    const { rows } = await sql<{ ssl: boolean }>`
      select ssl from pg_stat_ssl join pg_stat_activity using (pid) where application_name = 'pipit'`.execute(
      database.queries,
    );
    expect(rows).toEqual([{ ssl: true }, { ssl: true }]);
    await database.close();
  });

  test('one that anybody could be is not', async () => {
    await expect(openWith(rootCertificates[0]!)).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });
});

test('who listens is told of a gap when the server was away, and goes on', async () => {
  const url = await server.createDatabase('restarted');
  const database = await open(url);
  await migrate(database.queries);
  const store = new DatabaseDeviceStore(database);
  const heard: string[] = [];
  store.listen({ onChange: ({ id }) => heard.push(id), onGap: () => heard.push('gap') });
  await store.add('before');
  await vi.waitFor(() => expect(heard).toEqual(['before']));
  await server.kill();
  await expect(database.ping()).rejects.toMatchObject({ code: 'UNREACHABLE' });
  await server.up();
  await vi.waitFor(() => expect(heard).toEqual(['before', 'gap']), { timeout: 20_000 });
  await store.add('after');
  await vi.waitFor(() => expect(heard).toEqual(['before', 'gap', 'after']));
  await database.close();
});

test('killed 50 times while it writes, it has everything that was acknowledged and no half of anything', async () => {
  const url = await server.createDatabase('killed');
  const writer = join(import.meta.dirname, 'number-writer.ts');
  let acknowledged = -1;
  for (let kill = 0; kill < 50; kill++) {
    const args = ['--conditions=pipit-source', writer, url, String(acknowledged + 1)];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    const gone = once(child, 'exit');
    const before = acknowledged;
    let killed: Promise<void> | undefined;
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged = Number(line);
      if (acknowledged - before > (kill * 7) % 60) killed ??= server.kill();
    }
    await gone;
    await killed;
    expect(acknowledged).toBeGreaterThan(before);
    await server.up();
  }
  const database = await open(url);
  await expectWritten(database, acknowledged);
  await database.close();
}, 300_000);
