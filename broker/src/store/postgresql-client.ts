/**
 * What is asked of one connection to a PostgreSQL server, and when it is given up: a connection that was lost without a word
 * (a failover, a NAT that forgot it) answers nothing, and nothing tells the driver.
 */
import { type Client, DatabaseError as ServerError } from 'pg';
import type { Clock } from '../clock.ts';
import { DatabaseError } from './database-error.ts';

/** An idle connection is probed by the operating system after so long. */
export const KEEP_ALIVE = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 } as const;

export interface Patience {
  readonly timeoutMs: number;
  readonly clock: Clock;
  /** The connection did not answer, and is gone. */
  readonly onTimeout?: () => void;
}

/** @throws what the server said; {DatabaseError} UNREACHABLE when it says nothing, and then the connection is gone. */
export async function ask(
  client: Client,
  sql: string,
  parameters: unknown[],
  { timeoutMs, clock, onTimeout }: Patience,
) {
  const cancel = clock.after(timeoutMs, () => {
    giveUp(client, new Error(`no answer for ${timeoutMs} ms`));
    onTimeout?.();
  });
  try {
    return await client.query<Record<string, unknown>>(sql, parameters);
  } catch (error) {
    // What never left, such as a value that cannot be sent, is no fault of the connection either.
    const isLost = !(error instanceof ServerError) && client.connection.stream.destroyed;
    throw isLost ? unreachable(error) : error;
  } finally {
    cancel();
  }
}

/** Whoever waits for its answer gets the error, and nobody can ask it any more. */
export function giveUp(client: Client, why: Error): void {
  client.connection.stream.destroy(why);
}

/** Says goodbye, and waits only so long for the server to do the same. */
export async function endWithin(timeoutMs: number, client: Client, clock: Clock): Promise<void> {
  const cancel = clock.after(timeoutMs, () => giveUp(client, new Error('the end was not answered')));
  await client.end().finally(cancel);
}

/** @param error of the driver, the server or the operating system. */
export function unreachable(error: unknown): DatabaseError {
  if (error instanceof DatabaseError) return error;
  // The text of the driver names host and user, never the password.
  const { message, errors, code = '' } = error as Error & { errors?: readonly Error[]; code?: string };
  const why = message || errors?.map((each) => each.message).join('; ') || 'no reason given';
  return new DatabaseError(
    'UNREACHABLE',
    `The database cannot be reached (${why}). ${ADVICE[code] ?? 'Look at database.url (DATABASE_URL), the server and its access rules.'}`,
    { cause: error },
  );
}

const MORE_CONNECTIONS =
  'A broker needs database.maxConnections and one more, at least two: allow the role of database.url more (ALTER ROLE … CONNECTION LIMIT), raise max_connections of the server, or lower database.maxConnections and database.minConnections.';

/** By SQLSTATE. */
const ADVICE: Readonly<Record<string, string>> = {
  '3D000':
    'Create the database as its role: CREATE DATABASE … OWNER …; or name another in database.url (DATABASE_URL).',
  '28P01': 'Look at user and password in database.url (DATABASE_URL).',
  '53300': MORE_CONNECTIONS,
};
