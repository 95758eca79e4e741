/** The thread of the embedded database: PGlite runs every query on the thread that calls it, so it gets one of its own. */
import { setFlagsFromString } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { dataDir as template } from '@electric-sql/pglite-prepopulatedfs';
import { INT8, NUMERIC } from '../kysely-dialect.ts';
import { beginDatabase, contentOf, finishDatabase } from './database-folder.ts';
import { FolderFlush } from './folder-flush.ts';
import type { PlainError, Reply, Request, WorkerData } from './messages.ts';

const port = parentPort!;
const { folder, channels, isScratch, isBrief, mayCreate } = workerData as WorkerData;
const say = (reply: Reply): void => port.postMessage(reply);

const FLUSH_EVERY_MS = 1000;
/**
 * Of its own cache, 32 MB are as quick as 128 with a million messages (broker/scripts/measure-queries.ts), and ready half a
 * second sooner.
 */
const SETTINGS = ['max_wal_size=128MB', 'shared_buffers=32MB'];

/** Of WebAssembly's file system, which names an error by its number only. */
const FILE_ERRORS: Readonly<Record<number, readonly [code: string, message: string]>> = {
  2: ['EACCES', 'access to a file is denied'],
  19: ['EDQUOT', 'the quota of the disk is used up'],
  29: ['EIO', 'the disk cannot be read or written'],
  33: ['EMFILE', 'too many files are open'],
  51: ['ENOSPC', 'no space is left on the disk'],
  63: ['EPERM', 'a file may not be used so'],
  69: ['EROFS', 'the disk is read-only'],
};

/** V8's optimizing compiler takes longer than a few statements do. Read when a program is compiled: both, and before. */
if (isBrief) for (const name of ['tier-up', 'dynamic-tiering']) setFlagsFromString(`--no-wasm-${name}`);

try {
  const { db, flush } = await open();
  serve(db, flush);
  say({ kind: 'ready' });
} catch (error) {
  say({ kind: 'failed', error: plain(error) });
}

async function open(): Promise<{ db: PGlite; flush: FolderFlush | undefined }> {
  const content = folder === undefined ? 'nothing' : contentOf(folder);
  if (content === 'something else') throw new Error('it holds files, but no PG_VERSION');
  const fresh = content !== 'database';
  if (fresh && !mayCreate) throw Object.assign(new Error('it is gone'), { code: 'MISSING' });
  if (folder !== undefined && fresh) await beginDatabase(folder);
  const flush = folder === undefined || isScratch ? undefined : new FolderFlush(folder, { known: !fresh });
  const db = await PGlite.create({
    ...(folder && { dataDir: folder }),
    // Made from scratch it would take five seconds, and twice the memory for good.
    ...(fresh && { loadDataDir: await template() }),
    parsers: { [INT8]: Number, [NUMERIC]: Number },
    startParams: [...PGlite.defaultStartParams, ...SETTINGS.flatMap((setting) => ['-c', setting])],
  });
  for (const channel of channels) {
    await db.listen(channel, (payload) => say({ kind: 'notice', channel, payload }));
  }
  if (folder !== undefined && fresh) {
    flush?.run();
    await finishDatabase(folder);
  }
  return { db, flush };
}

function serve(db: PGlite, flush: FolderFlush | undefined): void {
  let changed = false;
  const flushNow = (): void => {
    if (!changed) return;
    changed = false;
    try {
      flush?.run();
    } catch (error) {
      changed = true;
      say({ kind: 'notice', channel: 'flush-failed', payload: plain(error).message });
    }
  };
  const timer = setInterval(flushNow, FLUSH_EVERY_MS);
  port.on('message', (request: Request) => {
    void answer(request);
  });

  async function answer(request: Request): Promise<void> {
    try {
      switch (request.kind) {
        case 'query': {
          const { rows, affectedRows } = await db.query<Record<string, unknown>>(request.sql, [
            ...request.parameters,
          ]);
          changed = true;
          return say({
            kind: 'result',
            id: request.id,
            result: { rows, rowCount: affectedRows || rows.length },
          });
        }
        case 'flush':
          flushNow();
          break;
        case 'close':
          clearInterval(timer);
          await db.close();
          changed = true;
          flushNow();
          break;
      }
      say({ kind: 'result', id: request.id, result: { rows: [], rowCount: 0 } });
    } catch (error) {
      say({ kind: 'error', id: request.id, error: plain(error) });
    }
  }
}

function plain(error: unknown): PlainError {
  const { message, code, severity, constraint, detail, table, errno } = error as PlainError & {
    errno?: number;
  };
  if (message) return { message, code, severity, constraint, detail, table };
  const [name, text] = FILE_ERRORS[errno ?? 0] ?? [code, errno ? `error ${errno} of a file` : String(error)];
  return { message: text, code: name };
}
