/**
 * A folder that one process at a time may use. The lock is a file that names its holder; one whose holder is gone is taken
 * over at once on the same machine, and after a while on another, where nobody can look for the process.
 */
import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { DatabaseError } from '../database-error.ts';

export interface FolderLock {
  /** Gives the folder back. Idempotent. */
  release(): Promise<void>;
}

interface Holder {
  readonly pid: number;
  /** Tells two processes apart that had the same number one after the other. */
  readonly started: string;
  readonly host: string;
  readonly token: string;
}

/** The holder touches its lock this often. */
const TOUCH_EVERY_MS = 2000;
/** On another machine, a lock that was not touched for so long was left behind. */
const LEFT_BEHIND_MS = 15_000;
const ATTEMPTS = 5;

/** @throws {DatabaseError} LOCKED while another process uses the folder. */
export async function lockFolder(path: string, what: string): Promise<FolderLock> {
  const own: Holder = {
    pid: process.pid,
    started: await startOf(process.pid),
    host: await machine(),
    token: randomBytes(8).toString('hex'),
  };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      await writeFile(path, JSON.stringify(own), { flag: 'wx', mode: 0o600 });
      return held(path, own);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = await holderOf(path);
    if (holder && (await lives(holder, path))) {
      throw new DatabaseError(
        'LOCKED',
        `${what} is in use by process ${holder.pid} on ${holder.host.split(' ')[0]}. Stop that process first, use its HTTP API, or keep the data in PostgreSQL (database.url), which many may share.`,
      );
    }
    await putAside(path);
  }
  throw new DatabaseError('LOCKED', `${what} is fought over by several processes. Start one of them.`);
}

function held(path: string, own: Holder): FolderLock {
  const timer = setInterval(() => {
    const now = new Date();
    // Gone when somebody removed the folder under us: then there is nothing to keep.
    utimes(path, now, now).catch(() => {});
  }, TOUCH_EVERY_MS).unref();
  let released: Promise<void> | undefined;
  return {
    release: () =>
      (released ??= (async () => {
        clearInterval(timer);
        if ((await holderOf(path))?.token === own.token) await rm(path, { force: true });
      })()),
  };
}

/** Undefined when there is no lock, or one that was not written to its end. */
async function holderOf(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

async function lives(holder: Holder, path: string): Promise<boolean> {
  if (holder.host !== (await machine())) {
    const found = await stat(path).catch(() => undefined);
    return found !== undefined && Math.abs(Date.now() - found.mtimeMs) < LEFT_BEHIND_MS;
  }
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return holder.started === (await startOf(holder.pid));
}

/** By rename, which only one of several waiting processes can win. */
async function putAside(path: string): Promise<void> {
  const aside = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  await rm(aside, { force: true });
}

/** In ticks since the machine started (proc(5), field 22); empty where there is no /proc. */
async function startOf(pid: number): Promise<string> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

/** Containers of one machine see different processes: each has a host name of its own. */
async function machine(): Promise<string> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  return `${hostname()} ${boot.trim()}`;
}
