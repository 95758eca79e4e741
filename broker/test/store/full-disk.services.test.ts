/** The embedded database on a disk that becomes full, and has room again. Needs root, to make a small disk. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { writeBackupAside } from '../../src/store/backup-aside.ts';
import { migrate } from '../../src/store/migrator.ts';
import { openEmbedded } from '../../src/store/pglite/embedded.ts';
import { json } from '../../src/store/schema.ts';

const isRoot = process.getuid?.() === 0;
let disk: string;
beforeAll(() => {
  disk = mkdtempSync(join(tmpdir(), 'pipit-disk-'));
  if (isRoot) execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=80m', 'tmpfs', disk]);
});
afterEach(() => {
  for (const name of readdirSync(disk)) rmSync(join(disk, name), { recursive: true });
  if (isRoot) execFileSync('mount', ['-o', 'remount,size=80m', disk]);
});
afterAll(() => {
  if (isRoot) execFileSync('umount', [disk]);
  rmSync(disk, { recursive: true });
});

/** Whatever room there is. */
function fillUp(): string {
  const file = join(disk, 'ballast');
  try {
    writeFileSync(file, Buffer.alloc(100 * 1024 * 1024));
  } catch (error) {
    expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
  }
  return file;
}

test.skipIf(!isRoot)(
  'a disk that is full costs nothing that was acknowledged, and the database comes back by itself',
  async () => {
    const database = await openEmbedded({
      folder: join(disk, 'database'),
      acquireTimeoutMs: 10_000,
      log: pino({ level: 'silent' }),
      clock: systemClock,
    });
    const { queries } = database;
    await migrate(queries);
    await queries
      .insertInto('deployment')
      .values({ key: 'count', value: json({ i: 0 }) })
      .execute();
    let acknowledged = 0;
    const write = async (): Promise<void> => {
      const value = json({ i: acknowledged + 1 });
      await queries.updateTable('deployment').set({ value }).where('key', '=', 'count').execute();
      acknowledged++;
    };
    await write();
    const ballast = fillUp();
    const writeOn = async (): Promise<never> => {
      for (;;) {
        await write();
        // The log grows and the tables do not: a table without room fails its statement only.
        await sql`select pg_logical_emit_message(false, 'test', repeat('x', 100000))`.execute(queries);
      }
    };
    // Until the log of the database needs a new file.
    await expect(writeOn()).rejects.toMatchObject({ code: '53100' });
    await expect(database.ping()).rejects.toMatchObject({
      code: 'UNREACHABLE',
      message: expect.stringContaining('free space'),
    });
    rmSync(ballast);
    await vi.waitFor(() => database.ping(), { timeout: 60_000, interval: 200 });
    const { value } = await queries.selectFrom('deployment').select('value').executeTakeFirstOrThrow();
    // The last one may have been written without an acknowledgement.
    expect([0, 1]).toContain((value as { i: number }).i - acknowledged);
    await queries.deleteFrom('deployment').execute();
    await database.close();
  },
  180_000,
);

test.skipIf(!isRoot).for(['2m', '12m', '35m'])(
  'a disk of %s that is too small for a first start is told, and with room it goes well',
  async (size) => {
    execFileSync('mount', ['-o', `remount,size=${size}`, disk]);
    const open = () =>
      openEmbedded({
        folder: join(disk, 'small', 'database'),
        acquireTimeoutMs: 10_000,
        log: pino({ level: 'silent' }),
        clock: systemClock,
      });
    await expect(open()).rejects.toMatchObject({
      code: 'NO_ROOM',
      message: expect.stringMatching(/small.*no space.*dataDir/i),
    });
    execFileSync('mount', ['-o', 'remount,size=80m', disk]);
    await (await open()).close();
    rmSync(join(disk, 'small'), { recursive: true });
  },
);

test.skipIf(!isRoot)('a backup for which there is no room is refused, and the database goes on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pipit-roomy-'));
  const log = pino({ level: 'silent' });
  const open = (parent: string) =>
    openEmbedded({ folder: join(parent, 'database'), acquireTimeoutMs: 10_000, log, clock: systemClock });
  const tight = await open(disk);
  await migrate(tight.queries);
  await expect(writeBackupAside({ database: tight, file: join(folder, 'backup.gz') })).rejects.toMatchObject({
    code: 'NO_ROOM',
    message: expect.stringMatching(/ \d+ MB are missing/),
  });
  expect(readdirSync(disk).sort()).toEqual(['database', 'database.lock']);
  await tight.ping();
  await tight.close();

  const roomy = await open(folder);
  await migrate(roomy.queries);
  const ballast = fillUp();
  const target = join(disk, 'backup.gz');
  await expect(writeBackupAside({ database: roomy, file: target })).rejects.toMatchObject({
    code: 'NO_ROOM',
    message: expect.stringContaining(`The disk of ${target} is full`),
  });
  expect(readdirSync(disk).filter((name) => name.startsWith('backup'))).toEqual([]);
  expect(readdirSync(folder).sort()).toEqual(['database', 'database.lock']);
  rmSync(ballast);
  await writeBackupAside({ database: roomy, file: target });
  await roomy.close();
  rmSync(folder, { recursive: true });
});
