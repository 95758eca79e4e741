/** The engine `postgresql`: a server, reached through a pool of connections and one more that listens. */
import { sql } from 'kysely';
import { types } from 'pg';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Database } from './database.ts';
import { DatabaseError } from './database-error.ts';
import { INT8, NUMERIC, queriesOver } from './kysely-dialect.ts';
import { KEEP_ALIVE, unreachable } from './postgresql-client.ts';
import { NoticeConnection } from './postgresql-notices.ts';
import { PostgresqlPool } from './postgresql-pool.ts';
import { type ServerAddress, connectionTo } from './postgresql-url.ts';

export interface PostgresqlOptions extends ServerAddress {
  readonly minConnections: number;
  readonly maxConnections: number;
  /** How long a caller waits for a connection. */
  readonly acquireTimeoutMs: number;
  /** A statement that takes longer is ended. */
  readonly statementTimeoutMs: number;
  readonly log: Logger;
  readonly clock: Clock;
}

/** Sums and counts fit into a number. */
const parsers = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 || oid === NUMERIC
      ? Number
      : types.getTypeParser(oid, format)) as typeof types.getTypeParser,
};

/** Connects once, to know that it can. @throws {DatabaseError} UNREACHABLE, MISCONFIGURED */
export async function openPostgresql(options: PostgresqlOptions): Promise<Database> {
  const { log, clock, acquireTimeoutMs } = options;
  const connection = {
    ...(await connectionTo(options)),
    types: parsers,
    application_name: 'pipit',
    ...KEEP_ALIVE,
  };
  const pool = new PostgresqlPool({ ...options, connection });
  const notices = new NoticeConnection({
    connection: { ...connection, connectionTimeoutMillis: acquireTimeoutMs },
    onSilence: () => pool.giveUpIdle(),
    log,
    clock,
  });
  try {
    (await pool.connect()).release();
    await notices.open();
  } catch (error) {
    await pool.end();
    throw unreachable(error);
  }
  void pool.openMin();
  const queries = queriesOver(pool);
  let closed: Promise<void> | undefined;
  return {
    engine: 'postgresql',
    queries,
    get figures() {
      return pool.figures;
    },
    listen: (channel, heard) => notices.listeners.add(channel, heard),
    ping: async () => {
      if (closed) throw new DatabaseError('CLOSED', 'The database is closed.');
      if (!notices.isOpen) {
        const text = 'The connection that hears of changes in the database is lost, and is made anew.';
        throw new DatabaseError('UNREACHABLE', text);
      }
      await sql`select 1`.execute(queries);
    },
    close: () =>
      (closed ??= (async () => {
        await notices.close();
        await pool.end();
      })()),
  };
}
