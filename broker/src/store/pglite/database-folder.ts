/**
 * What a folder holds before the embedded database is opened in it. Only a database that provably was not made to its end is
 * ever removed: it has a marker from before its first file until after its last.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder } from '../durable-file.ts';

const UNFINISHED = 'pipit-unfinished';
/** Of PostgreSQL, in every database. */
const VERSION = 'PG_VERSION';

export type FolderContent = 'nothing' | 'unfinished' | 'database' | 'something else';

export function contentOf(folder: string): FolderContent {
  if (existsSync(join(folder, UNFINISHED))) return 'unfinished';
  if (existsSync(join(folder, VERSION))) return 'database';
  return existsSync(folder) && readdirSync(folder).length > 0 ? 'something else' : 'nothing';
}

/** Empty, but for the marker, which is on the disk. */
export async function beginDatabase(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const marker = await open(join(folder, UNFINISHED), 'w', 0o600);
  try {
    await marker.writeFile(
      'The database in this folder is being made. While this file is here, it holds nothing.\n',
    );
    await marker.sync();
  } finally {
    await marker.close();
  }
  await syncFolder(folder);
  await syncFolder(dirname(folder));
  // The marker goes last of all.
  for (const name of readdirSync(folder))
    if (name !== UNFINISHED) rmSync(join(folder, name), { recursive: true });
}

/** All files are on the disk; their names are not yet. */
export async function finishDatabase(folder: string): Promise<void> {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isDirectory()) await syncFolder(join(entry.parentPath, entry.name));
  await syncFolder(folder);
  await rm(join(folder, UNFINISHED));
  await syncFolder(folder);
}
