/** Files of backups that were never finished, because their process was killed. */
import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** A process that writes touches its file all the time; in another container its number says nothing. */
const UNTOUCHED_MS = 60_000;

/** Of this file, and of those that have a name by default, in its folder. What cannot be removed stays. */
export async function removeLeftovers(file: string): Promise<void> {
  const folder = dirname(file);
  for (const name of await readdir(folder).catch(() => [])) {
    const [, target = '', pid] = /^(.+)\.(\d+)\.tmp$/.exec(name) ?? [];
    if (target !== basename(file) && !/^pipit-[\dT-]+Z\.jsonl\.gz$/.test(target)) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (!found || Date.now() - found.mtimeMs < UNTOUCHED_MS || lives(Number(pid))) continue;
    await rm(path, { force: true }).catch(() => {});
  }
}

function lives(pid: number): boolean {
  // In a container a process has the number of the one before.
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
