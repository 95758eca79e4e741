/** The database that the flags name: a server, a folder, or one in memory. */
import { pino } from 'pino';
import { systemClock } from '../src/clock.ts';
import type { Database } from '../src/store/database.ts';
import { migrate } from '../src/store/migrator.ts';
import { openDatabase } from '../src/store/open-database.ts';
import { openEmbedded } from '../src/store/pglite/embedded.ts';

export async function openSeedDatabase({
  url,
  dataDir,
}: {
  url?: string | undefined;
  dataDir?: string | undefined;
}): Promise<Database> {
  const log = pino({ level: 'warn' }, pino.destination(2));
  const options = { acquireTimeoutMs: 600_000, log, clock: systemClock };
  if (url === undefined && dataDir === undefined) {
    const database = await openEmbedded({ ...options, folder: undefined });
    await migrate(database.queries);
    return database;
  }
  return openDatabase({
    ...options,
    url,
    dataDir: dataDir ?? '',
    minConnections: 1,
    maxConnections: 10,
    statementTimeoutMs: 600_000,
  });
}
