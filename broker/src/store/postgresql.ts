/** The engine `postgresql`: a server, reached through a pool of connections and one more that listens. */
import { Pool, types } from 'pg';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Database } from './database.ts';
import { DatabaseError } from './database-error.ts';
import { INT8, NUMERIC, queriesOver } from './kysely-dialect.ts';
import { NoticeConnection } from './postgresql-notices.ts';

export interface PostgresqlOptions {
  /** `postgresql://user:password@host:port/database`. A secret. */
  readonly url: string;
  /** Authorities that the server's certificate must come from, PEM; turns TLS on. */
  readonly ca?: string | undefined;
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

/** Connects once, to know that it can. @throws {DatabaseError} UNREACHABLE */
export async function openPostgresql(options: PostgresqlOptions): Promise<Database> {
  const { url, ca, log } = options;
  const connection = {
    connectionString: url,
    ...(ca && { ssl: { ca, rejectUnauthorized: true } }),
    types: parsers,
    application_name: 'pipit',
    keepAlive: true,
  };
  const pool = new Pool({
    ...connection,
    min: options.minConnections,
    max: options.maxConnections,
    connectionTimeoutMillis: options.acquireTimeoutMs,
    statement_timeout: options.statementTimeoutMs,
    idleTimeoutMillis: 60_000,
  });
  // A server that goes away ends idle connections; the next caller gets a new one, or the error.
  pool.on('error', (error) => log.warn({ err: error }, 'a database connection was lost'));
  // One that is lost between two statements of a transaction: the next statement fails and says so. Unheard, it would end the process.
  pool.on('connect', (client) => client.on('error', () => {}));
  try {
    (await pool.connect()).release();
  } catch (error) {
    await pool.end();
    throw unreachable(error);
  }
  const notices = new NoticeConnection({ connection, log, clock: options.clock });
  await notices.open();
  const queries = queriesOver(pool);
  let closed: Promise<void> | undefined;
  return {
    engine: 'postgresql',
    queries,
    get figures() {
      return { connections: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount };
    },
    listen: (channel, heard) => notices.listeners.add(channel, heard),
    ping: async () => {
      if (closed) throw new DatabaseError('CLOSED', 'The database is closed.');
      try {
        await pool.query('select 1');
      } catch (error) {
        throw unreachable(error);
      }
    },
    close: () =>
      (closed ??= (async () => {
        await notices.close();
        await pool.end();
      })()),
  };
}

function unreachable(error: unknown): DatabaseError {
  // The text of the driver names host and user, never the password.
  const { message, errors } = error as Error & { errors?: readonly Error[] };
  const why = message || errors?.map((each) => each.message).join('; ') || 'no reason given';
  return new DatabaseError(
    'UNREACHABLE',
    `The database cannot be reached (${why}). Look at database.url (DATABASE_URL), the server and its access rules.`,
    { cause: error },
  );
}
