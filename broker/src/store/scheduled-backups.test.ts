import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { openTestDatabase } from '../../test/store/test-database.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { restoreBackup } from './backup.ts';
import type { Database } from './database.ts';
import { ScheduledBackups } from './scheduled-backups.ts';

const DAY_MS = 86_400_000;

let folder: string;
let database: Database;
let clock: FakeClock;
let lines: { msg: string }[];
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pipit-backups-'));
  clock = new FakeClock();
  lines = [];
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const start = (backups: string) =>
  new ScheduledBackups({
    database,
    folder: backups,
    everyMs: DAY_MS,
    keep: 2,
    log: pino({}, { write: (line) => lines.push(JSON.parse(line) as { msg: string }) }),
    clock,
    // A wall clock that goes on by itself, so that each file has a name of its own.
    now: () => Date.now(),
  });

/** Lets a backup that is due be written, and the next one be scheduled. */
async function turn(backups: ScheduledBackups, ms: number): Promise<void> {
  const { written, failed } = backups.figures;
  await vi.waitFor(() => {
    clock.advance(ms);
    expect(backups.figures.written + backups.figures.failed).toBeGreaterThan(written + failed);
  });
}

test('the newest are kept, and can be restored', async () => {
  const backups = start(join(folder, 'backups'));
  await database.queries.insertInto('devices').values({ id: 'a', tenantId: 'default', name: 'a' }).execute();
  for (let i = 0; i < 3; i++) await turn(backups, DAY_MS);
  await backups.close();
  await backups.close();
  const names = await readdir(join(folder, 'backups'));
  expect(names).toHaveLength(2);
  expect(backups.figures.written).toBeGreaterThanOrEqual(3);
  expect(backups.figures.failed).toBe(0);
  await restoreBackup({ database, file: join(folder, 'backups', names[0]!), replace: true });
  expect(await database.queries.selectFrom('devices').select('id').execute()).toEqual([{ id: 'a' }]);
});

test('a restart does not bring one forward', async () => {
  const first = start(folder);
  await turn(first, DAY_MS);
  await first.close();
  const second = start(folder);
  await vi.waitFor(() => expect(clock.pending).toBeGreaterThan(0));
  clock.advance(DAY_MS / 2);
  expect(second.figures).toEqual({ written: 0, failed: 0 });
  await second.close();
});

test('a folder that cannot be written is told, and tried again an hour later', async () => {
  const blocked = join(folder, 'backups');
  await writeFile(blocked, 'a file where the folder should be');
  const backups = start(blocked);
  await turn(backups, DAY_MS);
  expect(backups.figures.failed).toBe(1);
  expect(lines.at(-1)?.msg).toBe('database could not be backed up');
  await rm(blocked);
  await vi.waitFor(() => expect(clock.pending).toBe(1));
  clock.advance(3_599_000);
  expect(clock.pending).toBe(1);
  await turn(backups, DAY_MS);
  expect(backups.figures.written).toBe(1);
  await backups.close();
});
