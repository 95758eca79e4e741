/** Whether there is a recording of the sound of a conversation; the recordings themselves are files. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table sessions add column has_audio boolean not null default false`.execute(db);
}
