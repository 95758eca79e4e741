/** The engine `postgresql` against a real server. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
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

test('a role that may not make tables, and a server that is only read, are told with what to do', async () => {
  const url = await server.createDatabase('forbidden');
  const owner = await open(url);
  await sql`create role stranger login`.execute(owner.queries);
  const strangers = await open(url.replace('//pipit:', '//stranger:'));
  await expect(migrate(strangers.queries)).rejects.toMatchObject({
    code: 'FORBIDDEN',
    message: expect.stringMatching(
      /permission denied for schema public.*ALTER DATABASE forbidden OWNER TO stranger;.*GRANT USAGE, CREATE ON SCHEMA public TO stranger;/,
    ),
  });
  await sql`grant usage, create on schema public to stranger`.execute(owner.queries);
  await migrate(strangers.queries);
  await strangers.close();
  const other = await server.createDatabase('only_read');
  await sql`alter database only_read set default_transaction_read_only = on`.execute(owner.queries);
  const reading = await open(other);
  await expect(migrate(reading.queries)).rejects.toMatchObject({
    code: 'READ_ONLY',
    message: expect.stringContaining('primary'),
  });
  await reading.close();
  await owner.close();
});

test('as many connections as are to be kept are opened at the start, and nobody waits for them', async () => {
  const options = {
    url: await server.createDatabase('kept'),
    acquireTimeoutMs: 5000,
    statementTimeoutMs: 5000,
  };
  const database = await openPostgresql({
    ...options,
    minConnections: 4,
    maxConnections: 5,
    log,
    clock: systemClock,
  });
  await vi.waitFor(() => expect(database.figures).toEqual({ connections: 4, idle: 4, waiting: 0 }));
  await database.close();
  // Closed while they are being opened.
  const another = await openPostgresql({
    ...options,
    minConnections: 4,
    maxConnections: 5,
    log,
    clock: systemClock,
  });
  await another.close();
  expect(another.figures.connections).toBe(0);
});

test('a role with too few connections is told with what to do, and nothing stays open', async () => {
  const url = await server.createDatabase('limited');
  const owner = await open(url);
  await sql`create role limited login connection limit 1`.execute(owner.queries);
  const role = url.replace('//pipit:', '//limited:');
  await expect(open(role)).rejects.toMatchObject({
    code: 'UNREACHABLE',
    message: expect.stringMatching(/too many connections.*CONNECTION LIMIT/),
  });
  await vi.waitFor(async () => {
    const { rows } = await sql`select 1 from pg_stat_activity where usename = 'limited'`.execute(
      owner.queries,
    );
    expect(rows).toEqual([]);
  });
  await owner.close();
});

describe('over TLS', () => {
  const certificate = (name: string): string =>
    fileURLToPath(new URL(`../../../fixtures/certs/${name}`, import.meta.url));
  const ca = certificate('localhost.crt');
  let secure: PostgresqlServer;
  beforeAll(async () => {
    secure = await PostgresqlServer.start(['ssl=on', 'ssl_cert_file=server.crt', 'ssl_key_file=server.key'], {
      'server.crt': readFileSync(certificate('localhost.crt')),
      'server.key': readFileSync(certificate('localhost.key')),
    });
  });
  afterAll(() => secure.close());
  const openWith = (caFile: string | undefined, query = '') =>
    openPostgresql({
      url: `${secure.url().replace('127.0.0.1', 'localhost')}${query}`,
      caFile,
      minConnections: 0,
      maxConnections: 2,
      acquireTimeoutMs: 5000,
      statementTimeoutMs: 5000,
      log,
      clock: systemClock,
    });
  const encrypted = async (database: Database): Promise<boolean[]> => {
    const { rows } = await sql<{ ssl: boolean }>`
      select ssl from pg_stat_ssl join pg_stat_activity using (pid) where application_name = 'pipit'`.execute(
      database.queries,
    );
    await database.close();
    return rows.map(({ ssl }) => ssl);
  };

  test.for(['', '?sslmode=require', '?sslmode=verify-ca', '?sslmode=verify-full', '?ssl=true'])(
    'a server of the known authority is talked to, all connections encrypted: %s',
    async (query) => {
      expect(await encrypted(await openWith(ca, query))).toEqual([true, true]);
    },
  );

  test('one that anybody could be is not', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pipit-authority-'));
    const other = join(folder, 'other.pem');
    writeFileSync(other, rootCertificates[0]!);
    await expect(openWith(other)).rejects.toMatchObject({ code: 'UNREACHABLE' });
    await expect(openWith(other, '?sslmode=require')).rejects.toMatchObject({ code: 'UNREACHABLE' });
    // Nor where only the system's authorities are known.
    await expect(openWith(undefined, '?sslmode=require')).rejects.toMatchObject({ code: 'UNREACHABLE' });
    rmSync(folder, { recursive: true });
  });

  test.for(['?sslmode=disable', '?sslmode=no-verify', '?ssl=false', '?ssl=0'])(
    'an address that contradicts the authority is refused before anything is sent: %s',
    async (query) => {
      await expect(openWith(ca, query)).rejects.toMatchObject({ code: 'MISCONFIGURED' });
    },
  );

  test('without an authority the address decides', async () => {
    expect(await encrypted(await openWith(undefined, '?sslmode=no-verify'))).toEqual([true, true]);
    expect(await encrypted(await openWith(undefined, '?sslmode=disable'))).toEqual([false, false]);
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
  const child = spawn(process.execPath, ['--conditions=pipit-source', writer, url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let acknowledged = -1;
  let kills = 0;
  let wasUpAt = -1;
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged = Number(line);
    if (acknowledged - wasUpAt <= (kills * 7) % 60) continue;
    if (kills === 50) break;
    kills++;
    await server.kill();
    await server.up();
    wasUpAt = acknowledged;
  }
  expect(kills).toBe(50);
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
  const database = await open(url);
  await expectWritten(database, acknowledged);
  await database.close();
}, 180_000);
