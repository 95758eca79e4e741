/** The thread of the embedded database: PGlite runs every query on the thread that calls it, so it gets one of its own. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { dataDir as template } from '@electric-sql/pglite-prepopulatedfs';
import { INT8, NUMERIC } from '../kysely-dialect.ts';
import { FolderFlush } from './folder-flush.ts';
import type { PlainError, Reply, Request, WorkerData } from './messages.ts';

const port = parentPort!;
const { folder, channels, isScratch } = workerData as WorkerData;
const say = (reply: Reply): void => port.postMessage(reply);

/** Written when the database was made completely; one without it never held anything. */
const COMPLETE = 'pipit-complete';
const FLUSH_EVERY_MS = 1000;
/** Of the log, what is kept to be written over; PostgreSQL would keep 1 GB. What is read once needs no large cache. */
const SETTINGS = ['max_wal_size=128MB', ...(isScratch ? ['shared_buffers=16MB'] : [])];

try {
  const { db, flush } = await open();
  serve(db, flush);
  say({ kind: 'ready' });
} catch (error) {
  say({ kind: 'failed', error: plain(error) });
}

async function open(): Promise<{ db: PGlite; flush: FolderFlush | undefined }> {
  const marker = folder && join(folder, COMPLETE);
  const fresh = !marker || !existsSync(marker);
  if (folder && fresh) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
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
  if (marker && fresh) {
    flush?.run();
    writeFileSync(marker, 'Made by Pipit. Without this file the folder is made anew.\n');
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
  const { message, code, severity, constraint, detail, table } = error as PlainError;
  return { message: message ?? String(error), code, severity, constraint, detail, table };
}
