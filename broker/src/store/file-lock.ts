/** A lock between processes: a file that only one can create. A lock left behind by a process that died is taken over. */
import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { DeviceStoreError } from './device-store-error.ts';

export interface FileLockOptions {
  /** How long to wait for another process. Default 5000. */
  readonly waitMs?: number;
  /** A lock older than this was left behind; its holder needs milliseconds. Default 10000. */
  readonly staleMs?: number;
}

const RETRY_MS = 15;

/** Runs `work` while holding the lock. @throws {DeviceStoreError} LOCKED when it cannot be had in time. */
export async function withFileLock<Result>(
  path: string,
  work: () => Promise<Result>,
  { waitMs = 5000, staleMs = 10_000 }: FileLockOptions = {},
): Promise<Result> {
  const token = `${process.pid} ${randomBytes(8).toString('hex')}\n`;
  const giveUpAt = performance.now() + waitMs;
  while (!(await tryCreate(path, token))) {
    await removeIfStale(path, staleMs);
    if (performance.now() > giveUpAt) {
      throw new DeviceStoreError(
        'LOCKED',
        `Another process holds ${path}. Try again; remove the file if none does.`,
      );
    }
    await delay(RETRY_MS * (0.5 + Math.random()));
  }
  try {
    return await work();
  } finally {
    // Only our own: it may have been taken over while this process was suspended.
    if ((await readFile(path, 'utf8').catch(() => '')) === token) await rm(path, { force: true });
  }
}

async function tryCreate(path: string, token: string): Promise<boolean> {
  try {
    await writeFile(path, token, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    // Created, but not filled: a full disk must not leave a lock that nobody holds. Only an empty one can be ours.
    const left = await stat(path).catch(() => undefined);
    if (left?.size === 0) await rm(path, { force: true });
    throw error;
  }
}

/** By rename, which only one of several waiting processes can win. */
async function removeIfStale(path: string, staleMs: number): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  // A lock from the future was made before the clock was set back.
  if (!found || Math.abs(Date.now() - found.mtimeMs) < staleMs) return;
  const aside = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.stale`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  // Another process may have taken the old lock over in between: then this one is its, and goes back.
  const taken = await stat(aside).catch(() => undefined);
  if (taken && (taken.ino !== found.ino || taken.mtimeMs !== found.mtimeMs)) {
    await link(aside, path).catch(() => {});
  }
  await rm(aside, { force: true });
}
