import { mkdir, mkdtemp, readFile, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Queries } from '../database.ts';
import { describeDatabase } from '../../../test/store/database-contract.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { systemClock } from '../../clock.ts';
import { migrate } from '../migrator.ts';
import { logBytes } from './checkpoints.ts';
import { openEmbedded } from './embedded.ts';
import { lockFolder } from './folder-lock.ts';

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'pipit-embedded-'));
});
afterEach(() => rm(parent, { recursive: true }));

const log = pino({ level: 'silent' });
const open = (folder: string | undefined, clock = systemClock) =>
  openEmbedded({ folder, acquireTimeoutMs: 1000, log, clock });

describeDatabase('embedded, in memory', () => open(undefined));

describe('the embedded database in a folder', () => {
  test('is there again after it was closed, and private', async () => {
    const folder = join(parent, 'data', 'database');
    const first = await open(folder);
    await migrate(first.queries);
    await first.queries.insertInto('devices').values({ id: 'a', tenantId: 'default', name: 'a' }).execute();
    await first.close();
    await expect(first.ping()).rejects.toMatchObject({ code: 'CLOSED' });
    const second = await open(folder);
    expect(await second.queries.selectFrom('devices').select('id').execute()).toEqual([{ id: 'a' }]);
    await second.close();
  });

  test('is refused to a second one while it is in use', async () => {
    const folder = join(parent, 'database');
    const first = await open(folder);
    await expect(open(folder)).rejects.toMatchObject({
      code: 'LOCKED',
      message: expect.stringContaining(`process ${process.pid}`),
    });
    await first.ping();
    await first.close();
    await (await open(folder)).close();
  });

  test('that was not made to its end is made anew', async () => {
    const folder = join(parent, 'database');
    await mkdir(join(folder, 'base'), { recursive: true });
    await writeFile(join(folder, 'PG_VERSION'), '18\n');
    await writeFile(join(folder, 'pipit-unfinished'), '');
    const database = await open(folder);
    await migrate(database.queries);
    await database.close();
    expect(await readdir(folder)).not.toContain('pipit-unfinished');
    await (await open(folder)).close();
  });

  test('whatever of our own files is missing, it is opened as it is', async () => {
    const folder = join(parent, 'database');
    const first = await open(folder);
    await sql`create table kept (text text)`.execute(first.queries);
    await first.close();
    for (const name of await readdir(folder)) if (name.startsWith('pipit-')) await rm(join(folder, name));
    const second = await open(folder);
    await sql`select * from kept`.execute(second.queries);
    await second.close();
    // Nor is anything removed of what is no database, or not one any more.
    await rm(join(folder, 'PG_VERSION'));
    await expect(open(folder)).rejects.toMatchObject({
      code: 'CORRUPT',
      message: expect.stringContaining('PG_VERSION'),
    });
    expect(await readdir(folder)).toContain('base');
  });

  test('that is only looked for is not made', async () => {
    const folder = join(parent, 'data', 'database');
    const look = () =>
      openEmbedded({ folder, mayCreate: false, acquireTimeoutMs: 1000, log, clock: systemClock });
    await expect(look()).rejects.toMatchObject({
      code: 'MISSING',
      message: expect.stringContaining(folder),
    });
    expect(await readdir(parent)).toEqual([]);
    await (await open(folder)).close();
    await (await look()).close();
  });

  test('that is taken away while it is used is not replaced by an empty one', async () => {
    const folder = join(parent, 'database');
    const lines: { msg: string; err?: { code: string } }[] = [];
    const database = await openEmbedded({
      folder,
      acquireTimeoutMs: 20_000,
      hangTimeoutMs: 1000,
      log: pino({}, { write: (line) => lines.push(JSON.parse(line) as { msg: string }) }),
      clock: systemClock,
    });
    // Afterwards it has what it needs to sleep.
    await sql`select pg_sleep(0)`.execute(database.queries);
    const hanging = sql`select pg_sleep(60)`.execute(database.queries);
    await rename(folder, join(parent, 'elsewhere'));
    await expect(hanging).rejects.toMatchObject({ code: 'UNREACHABLE' });
    await vi.waitFor(
      () =>
        expect(lines.at(-1)).toMatchObject({
          msg: expect.stringContaining('cannot be opened yet'),
          err: { code: 'MISSING' },
        }),
      20_000,
    );
    expect(await readdir(parent)).not.toContain('database');
    await database.close();
  });

  test('that is damaged is told, and left as it is', async () => {
    const folder = join(parent, 'database');
    await (await open(folder)).close();
    const control = join(folder, 'global', 'pg_control');
    await writeFile(control, 'garbage');
    await expect(open(folder)).rejects.toMatchObject({
      code: 'CORRUPT',
      message: expect.stringContaining('pipit db restore'),
    });
    expect(await readFile(control, 'utf8')).toBe('garbage');
  });

  test('asked after it was closed, or while it closes, it says so and keeps nobody waiting', async () => {
    const clock = new FakeClock();
    const database = await open(join(parent, 'database'), clock);
    const closing = database.close();
    const during = database.ping().catch((error: unknown) => error);
    await closing;
    await during;
    await expect(sql`select 1`.execute(database.queries)).rejects.toThrow();
    // A timer that is left would keep the process from ending.
    expect(clock.pending).toBe(0);
  });

  test('that hangs is opened anew: what was committed is there, and who listens is told', async () => {
    const folder = join(parent, 'database');
    const lines: { msg: string }[] = [];
    const database = await openEmbedded({
      folder,
      acquireTimeoutMs: 20_000,
      hangTimeoutMs: 1000,
      log: pino({}, { write: (line) => lines.push(JSON.parse(line) as { msg: string }) }),
      clock: systemClock,
    });
    await migrate(database.queries);
    let gaps = 0;
    database.listen('pipit_devices', { onNotice: () => {}, onGap: () => gaps++ });
    const add = (queries: Queries, id: string) =>
      queries.insertInto('devices').values({ id, tenantId: 'default', name: id }).execute();
    await add(database.queries, 'before');
    const transaction = database.queries.transaction().execute(async (queries) => {
      await add(queries, 'half');
      // Whoever swallows the error must not go on outside of the transaction.
      await sql`select pg_sleep(60)`.execute(queries).catch(() => {});
      await add(queries, 'other half');
    });
    await expect(transaction).rejects.toThrow();
    await vi.waitFor(() => database.ping(), { timeout: 20_000 });
    await add(database.queries, 'after');
    const rows = await database.queries.selectFrom('devices').select('id').orderBy('id').execute();
    expect(rows.map(({ id }) => id)).toEqual(['after', 'before']);
    expect(gaps).toBe(1);
    expect(lines.map(({ msg }) => msg)).toEqual([
      'the embedded database failed and is opened anew',
      'the embedded database is open again',
    ]);
    await database.close();
    await (await open(folder)).close();
  });

  test('does not let its log grow for ever', async () => {
    const clock = new FakeClock();
    const folder = join(parent, 'database');
    const database = await open(folder, clock);
    const { queries } = database;
    await sql`create table filler (text text)`.execute(queries);
    const write = () =>
      sql`insert into filler select repeat('x', 1000) from generate_series(1, 20000)`.execute(queries);
    for (let i = 0; i < 12; i++) await write();
    expect(await logBytes(queries)).toBeGreaterThan(200_000_000);
    clock.advance(60_000);
    await vi.waitFor(async () => expect(await logBytes(queries)).toBeLessThan(1_000_000), 10_000);
    const files = await readdir(join(folder, 'pg_wal'));
    expect(files.filter((name) => /^[0-9A-F]{24}$/.test(name)).length).toBeLessThanOrEqual(9);
    await database.close();
    expect(clock.pending).toBe(0);
  });

  test('a query beside a transaction gives up instead of waiting for ever', async () => {
    const clock = new FakeClock();
    const database = await open(undefined, clock);
    const transaction = database.queries.transaction().execute(async () => {
      const outside = database.queries.selectFrom('devices').select('id').execute();
      const refused = expect(outside).rejects.toMatchObject({ code: 'BUSY' });
      expect(database.figures.waiting).toBe(1);
      clock.advance(1000);
      await refused;
    });
    await transaction;
    expect(database.figures).toEqual({ connections: 1, idle: 1, waiting: 0 });
    await database.close();
  });
});

describe('the lock of a folder', () => {
  const lock = () => lockFolder(join(parent, 'lock'), 'The folder');
  const holder = (change: object) =>
    writeFile(
      join(parent, 'lock'),
      JSON.stringify({ pid: process.pid, started: '1', host: 'x', token: 't', ...change }),
    );
  const own = async () => {
    const held = await lock();
    const content = JSON.parse(await readFile(join(parent, 'lock'), 'utf8')) as {
      host: string;
      started: string;
    };
    await held.release();
    return content;
  };

  test('is given back, twice if need be', async () => {
    const held = await lock();
    await expect(lock()).rejects.toMatchObject({ code: 'LOCKED' });
    await held.release();
    await held.release();
    await (await lock()).release();
  });

  test.for([
    ['a process that is gone', async () => ({ ...(await own()), pid: 2 ** 22 - 1 })],
    ['a process whose number another one has now', async () => ({ ...(await own()), started: '1' })],
  ] as const)('of %s is taken over at once', async ([, change]) => {
    await holder(await change());
    await (await lock()).release();
  });

  test('that was not written to its end is taken over', async () => {
    await writeFile(join(parent, 'lock'), '{"pid":');
    await (await lock()).release();
  });

  test('of another machine is respected while it is touched', async () => {
    await holder({ host: 'elsewhere 123' });
    await expect(lock()).rejects.toMatchObject({ message: expect.stringContaining('elsewhere') });
    const before = new Date(Date.now() - 60_000);
    await utimes(join(parent, 'lock'), before, before);
    await (await lock()).release();
  });

  test('is not taken from the one that took it over', async () => {
    const held = await lock();
    await holder({ token: 'of the next one' });
    await held.release();
    expect(await readFile(join(parent, 'lock'), 'utf8')).toContain('of the next one');
  });
});
