/** The engine `embedded`: PGlite, PostgreSQL in this process, in a thread and a folder of its own. */
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import { CHANNELS, type Database } from '../database.ts';
import { DatabaseError, isDiskFull } from '../database-error.ts';
import { queriesOver } from '../kysely-dialect.ts';
import { ChannelListeners } from '../listeners.ts';
import { Checkpoints } from './checkpoints.ts';
import { contentOf } from './database-folder.ts';
import { DatabaseThread } from './database-thread.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { OnlineCopies, removeCopy } from './online-copy.ts';
import { SingleConnectionPool } from './single-connection-pool.ts';

export interface EmbeddedOptions {
  /** Of the database's files, made when it is not there; undefined: in memory. */
  readonly folder: string | undefined;
  /** How long a caller waits for its turn. */
  readonly acquireTimeoutMs: number;
  /** A statement that takes longer hangs, and the database is opened anew. Default 5 minutes: large tables take their time. */
  readonly hangTimeoutMs?: number;
  /** Where there is no database yet. Default true; without it nothing is made, not even a folder. */
  readonly mayCreate?: boolean;
  /** To be read once and thrown away: little memory, and nothing is brought to the disk. Default false. */
  readonly isScratch?: boolean;
  /** For a few statements of a process that ends then: it opens sooner, with little memory. Default false. */
  readonly isBrief?: boolean;
  readonly log: Logger;
  readonly clock: Clock;
}

const HANG_TIMEOUT_MS = 300_000;
/** With some for its log. */
const ROOM_MB = 100;

/** @throws {DatabaseError} LOCKED while another process uses the folder, CORRUPT when it cannot be opened, NO_ROOM, MISSING. */
export async function openEmbedded(options: EmbeddedOptions): Promise<Database> {
  const { folder, acquireTimeoutMs, mayCreate = true, log, clock } = options;
  let lock: FolderLock | undefined;
  if (folder !== undefined) {
    if (!mayCreate && ['nothing', 'unfinished'].includes(contentOf(folder))) throw missing(folder);
    await mkdir(dirname(folder), { recursive: true, mode: 0o700 });
    lock = await lockFolder(`${folder}.lock`, `The database in ${folder}`);
    await removeCopy(folder).catch((err: unknown) =>
      log.warn({ err }, 'a copy of the database was left behind and cannot be removed'),
    );
  }
  const listeners = new ChannelListeners((error) =>
    log.error({ err: error }, 'a listener of the database failed'),
  );
  let thread: DatabaseThread;
  try {
    thread = await DatabaseThread.start({
      folder,
      channels: CHANNELS,
      isScratch: options.isScratch ?? false,
      isBrief: options.isBrief ?? false,
      mayCreate,
      hangTimeoutMs: options.hangTimeoutMs ?? HANG_TIMEOUT_MS,
      onNotice: (channel, payload) => {
        if (channel === 'flush-failed')
          log.error({ why: payload }, 'the database could not be brought to the disk');
        else listeners.tell(channel, payload);
      },
      onBack: () => listeners.gap(),
      clock,
      log,
    });
  } catch (error) {
    await lock?.release();
    throw notOpened(folder ?? 'memory', error as Error);
  }
  const pool = new SingleConnectionPool({ thread, acquireTimeoutMs, clock });
  const queries = queriesOver(pool);
  const checkpoints = new Checkpoints({ queries, clock, log });
  const copies = folder === undefined ? undefined : new OnlineCopies({ queries, folder, checkpoints });
  let closed: Promise<void> | undefined;
  return {
    engine: 'embedded',
    queries,
    get figures() {
      return { connections: 1, idle: pool.taken ? 0 : 1, waiting: pool.waiting };
    },
    listen: (channel, notices) => listeners.add(channel, notices),
    ...(copies && { copyFiles: (signal) => copies.make(signal) }),
    ping: async () => {
      if (closed) throw new DatabaseError('CLOSED', 'The database is closed.');
      await thread.query('select 1', []);
    },
    close: () =>
      (closed ??= (async () => {
        checkpoints.close();
        await pool.end();
        await thread.close();
        await lock?.release();
      })()),
  };
}

const missing = (folder: string): DatabaseError =>
  new DatabaseError(
    'MISSING',
    `There is no database in ${folder} yet. It is made when the broker starts, or by: pipit db migrate. If there should be one, look at dataDir.`,
  );

function notOpened(where: string, cause: Error): DatabaseError {
  if (isDiskFull(cause)) {
    const text = `There is no room for the database in ${where} (${cause.message}). It needs ${ROOM_MB} MB to begin with: make room, or set dataDir to a folder on another disk.`;
    return new DatabaseError('NO_ROOM', text, { cause });
  }
  const text = `The database in ${where} cannot be opened (${cause.message}). Look at the disk; else move the folder away and restore a backup: pipit db restore FILE.`;
  return new DatabaseError('CORRUPT', text, { cause });
}
