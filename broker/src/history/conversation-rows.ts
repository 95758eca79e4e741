/** The entries of a conversation as rows: each is one statement, so it is there as a whole or not at all. */
import { sql } from 'kysely';
import type { Queries } from '../store/database.ts';
import type { ConversationEntry } from './conversation-store.ts';
import { wordsOf } from './search-words.ts';

/** A device that was removed in the midst of its words leaves them to the first tenant. */
const tenantOf = (deviceId: string) =>
  sql<string>`coalesce((select tenant_id from devices where id = ${deviceId}), 'default')`;

export async function writeEntry(
  queries: Queries,
  deviceId: string,
  entry: ConversationEntry,
): Promise<void> {
  const { sessionId } = entry;
  const at = new Date(entry.at);
  switch (entry.kind) {
    case 'opened': {
      const { number, frameDurationMs, mode } = entry;
      await sql`
        insert into sessions (id, tenant_id, device_id, number, frame_duration_ms, mode, started_at, opened_at, last_at, opened_times)
        values (${sessionId}, ${tenantOf(deviceId)}, ${deviceId}, ${number}, ${frameDurationMs}, ${mode}, ${at}, ${at}, ${at}, 1)
        on conflict (id) do update set
          number = excluded.number, frame_duration_ms = excluded.frame_duration_ms, mode = excluded.mode,
          opened_at = excluded.opened_at, last_at = excluded.last_at, opened_times = sessions.opened_times + 1,
          ended_at = null, end_reason = null`.execute(queries);
      return;
    }
    case 'message': {
      const { role, text, generation, interrupted = false } = entry;
      // No text of PostgreSQL holds NUL.
      const clean = text.replaceAll('\0', '');
      await sql`
        with session as (
          insert into sessions (id, tenant_id, device_id, started_at, last_at, message_count)
          values (${sessionId}, ${tenantOf(deviceId)}, ${deviceId}, ${at}, ${at}, 1)
          on conflict (id) do update set last_at = excluded.last_at, message_count = sessions.message_count + 1
          returning id, tenant_id
        )
        insert into messages (tenant_id, session_id, device_id, at, role, text, generation, interrupted, words)
        select tenant_id, id, ${deviceId}, ${at}, ${role}, ${clean}, ${generation}::integer, ${interrupted}::boolean,
          array_to_tsvector(${wordsOf(clean)}::text[])
        from session`.execute(queries);
      return;
    }
    case 'ended':
      await queries
        .updateTable('sessions')
        .set({ endedAt: at, lastAt: at, endReason: entry.reason })
        .where('id', '=', sessionId)
        .execute();
  }
}
