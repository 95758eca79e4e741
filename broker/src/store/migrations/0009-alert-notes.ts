/** What somebody who sees to an alert says to the others. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table alerts add column acknowledged_note text`.execute(db);
}
