import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { openTestDatabase } from '../../test/store/test-database.ts';
import { type Clock, systemClock } from '../clock.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { writeBackupAside } from './backup-aside.ts';
import { restoreBackup } from './backup.ts';
import type { Database } from './database.ts';
import { migrate } from './migrator.ts';
import { openEmbedded } from './pglite/embedded.ts';
import { ScheduledBackups } from './scheduled-backups.ts';

const FIRST = 'pipit-2026-01-01T00-00-00-000Z.jsonl.gz';
const SECOND = 'pipit-2026-01-02T00-00-00-000Z.jsonl.gz';
const DEVICES = 20_000;

let folder: string;
let backups: string;
let database: Database;
const log = pino({ level: 'silent' });
const open = () =>
  openEmbedded({ folder: join(folder, 'database'), acquireTimeoutMs: 10_000, log, clock: systemClock });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pipit-backup-aside-'));
  backups = join(folder, 'backups');
  database = await open();
  await migrate(database.queries);
  // So many that it takes a while to write them.
  await sql`insert into devices (id, tenant_id, name)
    select 'd' || i, 'default', repeat(md5(i::text), 20) from generate_series(1, ${DEVICES}::int) i`.execute(
    database.queries,
  );
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  await rm(backups, { recursive: true, force: true });
  await mkdir(backups);
});

const deviceCount = async ({ queries }: Database): Promise<number> => {
  const { count } = await queries
    .selectFrom('devices')
    .select((build) => build.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
};

/** What a backup has, in a database of its own. */
async function restored(file: string): Promise<Database> {
  const other = await openTestDatabase();
  await restoreBackup({ database: other, file, replace: true });
  return other;
}

/** Of the process that writes the backup: the copy that it has open is locked by it. */
async function processOfCopy(): Promise<number> {
  const lock = await vi.waitFor(() => readFile(join(folder, 'database.copy.lock'), 'utf8'), {
    timeout: 20_000,
    interval: 5,
  });
  return (JSON.parse(lock) as { pid: number }).pid;
}

const start = (clock: Clock) =>
  new ScheduledBackups({
    database,
    folder: backups,
    everyMs: 86_400_000,
    keep: 7,
    log,
    clock,
    now: Date.now,
  });

const unfinished = async () => (await readdir(backups)).filter((name) => name.endsWith('.tmp'));

test('one that is taken under steady writes is of one moment, and nobody waits for it', async () => {
  const { queries } = database;
  let acknowledged = 0;
  const end = new AbortController();
  const writing = (async () => {
    for (let i = 1; !end.signal.aborted; i++) {
      await queries.transaction().execute(async (transaction) => {
        for (const half of ['a', 'b']) {
          const values = { id: `pair-${i}-${half}`, tenantId: 'default', name: String(i) };
          await transaction.insertInto('devices').values(values).execute();
          // All over the table, so that the files change while they are copied.
          await sql`update devices set name = ${i}::text || repeat('x', 500)
            where id in (select 'd' || (${i}::int * 37 + n * 400) % ${DEVICES}::int from generate_series(1, 40) n)`.execute(
            transaction,
          );
        }
        await transaction
          .updateTable('tenants')
          .set({ name: String(i) })
          .execute();
      });
      acknowledged = i;
    }
  })();
  await vi.waitFor(() => expect(acknowledged).toBeGreaterThan(5), 20_000);
  const before = acknowledged;
  const tables = new Set<string>();
  const file = join(backups, FIRST);
  const { rows } = await writeBackupAside({ database, file, onProgress: (table) => tables.add(table) });
  const after = acknowledged;
  end.abort();
  await writing;
  expect(after).toBeGreaterThan(before);
  expect(tables).toContain('devices');
  expect(await readdir(folder)).not.toContain('database.copy');
  expect(await readdir(backups)).toEqual([FIRST]);

  const copy = await restored(file);
  const found = await copy.queries.selectFrom('devices').select('id').where('id', 'like', 'pair-%').execute();
  const pairs = found.length / 2;
  expect(rows).toBeGreaterThan(DEVICES + found.length);
  expect(pairs).toBeGreaterThanOrEqual(before);
  expect(pairs).toBeLessThanOrEqual(after);
  const ids = new Set(found.map(({ id }) => id));
  for (let i = 1; i <= pairs; i++) for (const half of ['a', 'b']) expect(ids).toContain(`pair-${i}-${half}`);
  const tenant = await copy.queries.selectFrom('tenants').select('name').executeTakeFirstOrThrow();
  expect(tenant.name).toBe(String(pairs));
  await copy.close();
});

test('a broker that is killed in the middle leaves the backup before, and nothing else after its next start', async () => {
  const count = await deviceCount(database);
  await writeBackupAside({ database, file: join(backups, FIRST) });
  await database.close();
  const script = join(import.meta.dirname, '../../test/store/backup-writer.ts');
  const args = ['--conditions=pipit-source', script, join(folder, 'database'), join(backups, SECOND)];
  const broker = spawn(process.execPath, args, { stdio: 'inherit' });
  const gone = once(broker, 'exit');
  const pid = await processOfCopy();
  await vi.waitFor(async () => expect(await unfinished()).toHaveLength(1), { timeout: 20_000, interval: 5 });
  broker.kill('SIGKILL');
  await gone;
  // Nobody is there any more who wants its backup.
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), 10_000);
  expect(await readdir(folder)).toContain('database.copy');
  expect((await readdir(backups)).filter((name) => name === SECOND)).toEqual([]);

  database = await open();
  await start(systemClock).close();
  expect((await readdir(folder)).sort()).toEqual(['backups', 'database', 'database.lock']);
  expect(await readdir(backups)).toEqual([FIRST]);
  expect(await deviceCount(database)).toBe(count);
  const copy = await restored(join(backups, FIRST));
  expect(await deviceCount(copy)).toBe(count);
  await copy.close();
});

test('when its process is killed, that is told, nothing is left, and the next one works', async () => {
  const file = join(backups, FIRST);
  const backup = expect(writeBackupAside({ database, file })).rejects.toMatchObject({
    code: 'BACKUP_FAILED',
    message: expect.stringContaining('SIGKILL'),
  });
  process.kill(await processOfCopy(), 'SIGKILL');
  await backup;
  expect((await readdir(folder)).sort()).toEqual(['backups', 'database', 'database.lock']);
  expect(await readdir(backups)).toEqual([]);
  await writeBackupAside({ database, file });
  expect(await readdir(backups)).toEqual([FIRST]);
});

test.for(['while the files are copied', 'while the copy is read'])(
  'given up %s, it leaves nothing, and the database goes on',
  async (when) => {
    const giveUp = new AbortController();
    const onProgress = () => giveUp.abort();
    const backup = writeBackupAside({
      database,
      file: join(backups, FIRST),
      onProgress,
      signal: giveUp.signal,
    });
    const refused = expect(backup).rejects.toMatchObject({ name: 'AbortError' });
    if (when === 'while the files are copied') {
      await vi.waitFor(async () => expect(await readdir(folder)).toContain('database.copy'), { interval: 1 });
      giveUp.abort();
    }
    await refused;
    expect((await readdir(folder)).sort()).toEqual(['backups', 'database', 'database.lock']);
    expect(await readdir(backups)).toEqual([]);
    await writeBackupAside({ database, file: join(backups, SECOND) });
  },
);

test('a broker that stops does not wait for it', async () => {
  const clock = new FakeClock();
  const schedule = start(clock);
  await vi.waitFor(() => expect(clock.pending).toBe(1));
  clock.advance(60_000);
  await processOfCopy();
  await schedule.close();
  expect(schedule.figures).toEqual({ written: 0, failed: 0 });
  expect((await readdir(folder)).sort()).toEqual(['backups', 'database', 'database.lock']);
  expect(await readdir(backups)).toEqual([]);
});

test('there is one copy at a time', async () => {
  const copy = await database.copyFiles!();
  await expect(database.copyFiles!()).rejects.toMatchObject({ code: 'BUSY' });
  await copy.remove();
  await copy.remove();
  await (await database.copyFiles!()).remove();
});
