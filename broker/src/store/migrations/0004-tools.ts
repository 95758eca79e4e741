/** What tools were asked and answered is removed with the words of people. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index session_events_with_tool_texts on session_events (at) where kind = 'toolText'`.execute(
    db,
  );
}
