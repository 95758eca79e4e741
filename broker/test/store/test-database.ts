/** A database in memory with all tables, for the tests of one file. */
import { pino } from 'pino';
import { systemClock } from '../../src/clock.ts';
import type { Database } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrator.ts';
import { openEmbedded } from '../../src/store/pglite/embedded.ts';

export async function openTestDatabase(): Promise<Database> {
  const database = await openEmbedded({
    folder: undefined,
    acquireTimeoutMs: 10_000,
    log: pino({ level: 'silent' }),
    clock: systemClock,
  });
  await migrate(database.queries);
  return database;
}
