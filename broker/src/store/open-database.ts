/** Opens the database that the configuration names and brings it to the present version. */
import { join } from 'node:path';
import type { Logger } from 'pino';
import { type Clock, systemClock } from '../clock.ts';
import type { Database } from './database.ts';
import { migrate } from './migrator.ts';
import { openEmbedded } from './pglite/embedded.ts';
import { openPostgresql } from './postgresql.ts';

export interface DatabaseOptions {
  /** Of a PostgreSQL server; undefined: the embedded database in `dataDir`. */
  readonly url?: string | undefined;
  /** PEM file with the authorities of the server's certificate. */
  readonly caFile?: string | undefined;
  readonly minConnections: number;
  readonly maxConnections: number;
  readonly acquireTimeoutMs: number;
  readonly statementTimeoutMs: number;
  readonly dataDir: string;
  /** The embedded one, where there is none yet. Default true. */
  readonly mayCreate?: boolean;
  /** The embedded one, for a few statements. Default false. */
  readonly isBrief?: boolean;
  readonly log: Logger;
  readonly clock?: Clock;
}

/** Of the embedded database, in the data folder. */
export const DATABASE_FOLDER = 'database';

/** As it is. @throws {DatabaseError} */
export async function connectDatabase(options: DatabaseOptions): Promise<Database> {
  const { url, dataDir, clock = systemClock } = options;
  if (!url) return openEmbedded({ ...options, clock, folder: join(dataDir, DATABASE_FOLDER) });
  return openPostgresql({ ...options, clock, url });
}

/** With all migrations. @throws {DatabaseError} */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const database = await connectDatabase(options);
  try {
    await migrate(database.queries, {
      onApplied: (migration) => options.log.info({ migration }, 'database brought to its new version'),
    });
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}
