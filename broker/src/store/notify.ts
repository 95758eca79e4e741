/** Tells all processes that share the database; in a transaction, when that is committed. */
import { sql } from 'kysely';
import type { Channel, Queries } from './database.ts';

/** `payload` is at most 8000 bytes. */
export async function notify(queries: Queries, channel: Channel, payload: object): Promise<void> {
  await sql`select pg_notify(${channel}, ${JSON.stringify(payload)})`.execute(queries);
}
