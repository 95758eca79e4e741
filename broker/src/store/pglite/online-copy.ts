/**
 * Copies the files of an embedded database while it is used, in the way of PostgreSQL's own base backups: the files are
 * copied as they come, and what the log says of the meantime makes them whole when the copy is opened. The copy is the
 * database at the moment when its last file was copied. It is beside the database: `FOLDER.copy`.
 */
import {
  type FileHandle,
  copyFile,
  mkdir,
  open,
  readdir,
  rm,
  stat,
  statfs,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import type { FilesCopy, Queries } from '../database.ts';
import { DatabaseError, isDiskFull } from '../database-error.ts';
import type { Checkpoints } from './checkpoints.ts';

export interface OnlineCopiesOptions {
  readonly queries: Queries;
  /** Of the database. */
  readonly folder: string;
  readonly checkpoints: Pick<Checkpoints, 'hold'>;
}

/** A large file is brought to the disk by pieces: otherwise what the database writes would wait behind all that was copied. */
const PIECE_BYTES = 4 * 1024 * 1024;
/** Of the copied bytes: for the log of the meantime and for what is made of the copy on the same disk. */
const ROOM_BESIDES = 0.25;
/** What the database itself is to have left. */
const ROOM_LEFT_BYTES = 128 * 1024 * 1024;
const LOG = 'pg_wal';
/** Belongs to the process that has the database open. */
const PROCESS_FILE = 'postmaster.pid';

export class OnlineCopies {
  readonly #options: OnlineCopiesOptions;
  #exists = false;

  constructor(options: OnlineCopiesOptions) {
    this.#options = options;
  }

  /** @throws {DatabaseError} NO_ROOM, BUSY while there is another; what the database or the file system said. */
  async make(signal?: AbortSignal): Promise<FilesCopy> {
    if (this.#exists) throw new DatabaseError('BUSY', 'There is a copy of the database already. Try later.');
    this.#exists = true;
    const { folder, checkpoints } = this.#options;
    // A checkpoint would throw away of the log what the copy needs.
    const release = checkpoints.hold();
    try {
      await removeCopy(folder);
      await refuseWithoutRoom(folder);
      await this.#copy(signal);
    } catch (error) {
      await removeCopy(folder).finally(() => (this.#exists = false));
      throw isDiskFull(error) ? noRoom('The copy of the database did not fit.', error) : error;
    } finally {
      release();
    }
    let removed: Promise<void> | undefined;
    return {
      folder: copyOf(folder),
      remove: () => (removed ??= removeCopy(folder).finally(() => (this.#exists = false))),
    };
  }

  async #copy(signal: AbortSignal | undefined): Promise<void> {
    const { queries, folder } = this.#options;
    const to = copyOf(folder);
    await mkdir(join(to, LOG), { recursive: true, mode: 0o700 });
    await sql`select pg_backup_start('pipit', true)`.execute(queries);
    let ended: EndOfCopying;
    try {
      for (const { path, bytes } of await dataFiles(folder)) {
        signal?.throwIfAborted();
        const [source, target] = [join(folder, path), join(to, path)];
        if (bytes === undefined) await mkdir(target, { recursive: true, mode: 0o700 });
        else if (bytes < PIECE_BYTES) await ifThere(copyFile(source, target));
        else await ifThere(copyLargeFile(source, target, signal));
      }
    } finally {
      ended = await endOfCopying(queries);
    }
    await writeFile(join(to, 'backup_label'), ended.label, { mode: 0o600 });
    for (const name of await logFiles(folder, ended)) {
      await copyLargeFile(join(folder, LOG, name), join(to, LOG, name), signal);
    }
  }
}

/** Also one that was left by a process that was killed. */
export async function removeCopy(folder: string): Promise<void> {
  const options = { recursive: true, force: true, maxRetries: 5, retryDelay: 50 };
  await rm(copyOf(folder), options);
  await rm(`${copyOf(folder)}.lock`, options);
}

const copyOf = (folder: string): string => `${folder}.copy`;

interface DataFile {
  /** In the folder. */
  readonly path: string;
  /** Undefined: a folder. */
  readonly bytes: number | undefined;
}

/** Without the log. Folders come before what is in them. */
async function dataFiles(folder: string, within = ''): Promise<DataFile[]> {
  const files: DataFile[] = [];
  for (const entry of await readdir(join(folder, within), { withFileTypes: true })) {
    const path = join(within, entry.name);
    if (path === LOG || path === PROCESS_FILE) continue;
    if (entry.isDirectory()) files.push({ path, bytes: undefined }, ...(await dataFiles(folder, path)));
    else if (entry.isFile())
      files.push({ path, bytes: (await ifThere(stat(join(folder, path))))?.size ?? 0 });
  }
  return files;
}

/** What was removed since it was listed is in the log. */
async function ifThere<Result>(operation: Promise<Result>): Promise<Result | undefined> {
  try {
    return await operation;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

interface EndOfCopying {
  /** Says where the log is to be read from. */
  readonly label: string;
  /** The file of the log that ends with the copy. */
  readonly lastLog: string;
}

async function endOfCopying(queries: Queries): Promise<EndOfCopying> {
  const { rows } = await sql<EndOfCopying>`
    select labelfile as label, pg_walfile_name(lsn) as "lastLog" from pg_backup_stop(false)`.execute(queries);
  return rows[0]!;
}

/** From the one that the label names to the last; later ones are empty. */
async function logFiles(folder: string, { label, lastLog }: EndOfCopying): Promise<string[]> {
  const [, first] = /^START WAL LOCATION: \S+ \(file ([0-9A-F]{24})\)$/m.exec(label) ?? [];
  if (first === undefined) throw new Error(`The database names no log to begin with: ${label}`);
  const names = (await readdir(join(folder, LOG))).filter((name) => /^[0-9A-F]{24}$/.test(name));
  if (!names.includes(first)) throw new Error(`The log ${first} is gone.`);
  return names.filter((name) => first <= name && name <= lastLog);
}

async function copyLargeFile(from: string, to: string, signal: AbortSignal | undefined): Promise<void> {
  const source = await open(from, 'r');
  let target: FileHandle | undefined;
  try {
    target = await open(to, 'w', 0o600);
    const piece = Buffer.allocUnsafe(PIECE_BYTES);
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await source.read(piece, 0, PIECE_BYTES);
      if (bytesRead === 0) return;
      await target.writeFile(piece.subarray(0, bytesRead));
      await target.datasync();
    }
  } finally {
    await target?.close();
    await source.close();
  }
}

async function refuseWithoutRoom(folder: string): Promise<void> {
  const files = await dataFiles(folder);
  const sum = files.reduce((total, { bytes = 0 }) => total + bytes, 0);
  const { bavail, bsize } = await statfs(dirname(folder));
  const missing = sum * (1 + ROOM_BESIDES) + ROOM_LEFT_BYTES - bavail * bsize;
  if (missing > 0) throw noRoom(`${Math.ceil(missing / 1024 / 1024)} MB are missing.`);
}

const noRoom = (why: string, cause?: unknown): DatabaseError =>
  new DatabaseError(
    'NO_ROOM',
    `A backup while the database is used needs room for a copy of it on its disk. ${why} Make room, or stop the broker and write one to another disk: pipit db backup --out FILE.`,
    { cause },
  );
