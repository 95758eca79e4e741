/**
 * Backups of a database that is in use, during which nobody waits: the files of an embedded database are copied, and a
 * process of its own reads the copy. The engine has one connection, which the reading would hold from beginning to end.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type BackupOptions, type BackupSummary, temporaryOf, writeBackup } from './backup.ts';
import type { BackupMessage } from './backup-process.ts';
import { DatabaseError } from './database-error.ts';

export interface BackupAsideOptions extends BackupOptions {
  /** Gives it up; nothing is left of it. */
  readonly signal?: AbortSignal;
}

/** Optimising the WebAssembly takes 500 MB for a while and makes reading no faster; a larger heap would hold only garbage. */
const V8_FLAGS = ['--liftoff-only', '--max-semi-space-size=2'];
const STDERR_MOST_CHARACTERS = 2000;

/** Like `writeBackup`, which it is for a database without files of its own. @throws {DatabaseError} NO_ROOM, BACKUP_FAILED, BUSY */
export async function writeBackupAside(options: BackupAsideOptions): Promise<BackupSummary> {
  const { database, signal } = options;
  if (!database.copyFiles) return writeBackup(options);
  const copy = await database.copyFiles(signal);
  try {
    return await inProcess(copy.folder, options);
  } finally {
    await copy.remove();
  }
}

async function inProcess(
  folder: string,
  { file, onProgress, signal }: BackupAsideOptions,
): Promise<BackupSummary> {
  const child = fork(processFile(), [folder, file], {
    execArgv: [...process.execArgv, ...V8_FLAGS],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const end = (): void => void child.kill('SIGKILL');
  signal?.addEventListener('abort', end);
  if (signal?.aborted) end();
  try {
    return await resultOf(child, onProgress);
  } catch (error) {
    if (child.pid !== undefined) await rm(temporaryOf(file, child.pid), { force: true });
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', end);
  }
}

/** Settles when the process is gone. */
function resultOf(child: ChildProcess, onProgress: BackupOptions['onProgress']): Promise<BackupSummary> {
  let last: BackupMessage | undefined;
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_MOST_CHARACTERS);
  });
  child.on('message', (message: BackupMessage) => {
    if (message.kind === 'progress') onProgress?.(message.table, message.rows);
    else last = message;
  });
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => reject(failed(cause.message, cause)));
    child.once('close', (code, signal) => {
      if (last?.kind === 'done') return resolve(last.summary);
      if (last?.kind !== 'failed')
        return reject(failed(`it ended with ${signal ?? `code ${code}`} ${stderr}`));
      reject(last.code === 'NO_ROOM' ? new DatabaseError(last.code, last.message) : failed(last.message));
    });
  });
}

const processFile = (): string =>
  fileURLToPath(
    new URL(import.meta.url.endsWith('.ts') ? './backup-process.ts' : './backup-process.js', import.meta.url),
  );

const failed = (why: string, cause?: Error): DatabaseError =>
  new DatabaseError(
    'BACKUP_FAILED',
    `The process that writes the backup failed: ${why.trimEnd()}. The database goes on. Look at the memory and the disk of the machine.`,
    { cause },
  );
