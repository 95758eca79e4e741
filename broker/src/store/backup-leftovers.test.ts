import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTestDatabase } from '../../test/store/test-database.ts';
import { writeBackup } from './backup.ts';

/** More than Linux gives to any process. */
const GONE = 2 ** 22 + 1;

test('a backup removes what one that was killed has left, and nothing else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pipit-leftovers-'));
  const put = async (name: string, agoMs: number): Promise<void> => {
    await writeFile(join(folder, name), 'half');
    const at = new Date(Date.now() - agoMs);
    await utimes(join(folder, name), at, at);
  };
  const stays = [
    // Written at this moment, perhaps in another container.
    [`mine.gz.${GONE + 1}.tmp`, 0],
    [`mine.gz.${process.ppid}.tmp`, 600_000],
    [`other.gz.${GONE}.tmp`, 600_000],
    ['mine.gz.tmp', 600_000],
  ] as const;
  const goes = [
    [`mine.gz.${GONE}.tmp`, 600_000],
    [`pipit-2026-01-02T03-04-05-678Z.jsonl.gz.${GONE}.tmp`, 600_000],
  ] as const;
  for (const [name, agoMs] of [...stays, ...goes]) await put(name, agoMs);
  const database = await openTestDatabase();
  await writeBackup({ database, file: join(folder, 'mine.gz') });
  await database.close();
  expect((await readdir(folder)).sort()).toEqual([...stays.map(([name]) => name), 'mine.gz'].sort());
  await rm(folder, { recursive: true });
});
