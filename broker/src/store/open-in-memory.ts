/** A database that lasts as long as the process: for demos and tests. */
import type { Logger } from 'pino';
import { systemClock } from '../clock.ts';
import type { Database } from './database.ts';
import { migrate } from './migrator.ts';
import { openEmbedded } from './pglite/embedded.ts';

const ACQUIRE_TIMEOUT_MS = 10_000;

export async function openInMemory(log: Logger): Promise<Database> {
  const database = await openEmbedded({
    folder: undefined,
    acquireTimeoutMs: ACQUIRE_TIMEOUT_MS,
    log,
    clock: systemClock,
  });
  await migrate(database.queries);
  return database;
}
