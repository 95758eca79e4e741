/** What was said: of one conversation, or of all, by words and time. */
import { sql } from 'kysely';
import { wordQueryOf } from '../search-words.ts';
import type { Queries } from '../../store/database.ts';
import type { Row } from '../../store/schema.ts';
import { type TimelinePage, readTimeline } from './timeline.ts';
import type { Viewer } from './viewer.ts';

export type MessageRow = Omit<Row<'messages'>, 'words' | 'tenantId'>;

const COLUMNS = ['id', 'sessionId', 'deviceId', 'at', 'role', 'text', 'generation', 'interrupted'] as const;

export interface MessageFilter {
  readonly sessionId?: string | undefined;
  readonly deviceId?: string | undefined;
  /** All words must be there, the last one as a beginning. */
  readonly words?: string | undefined;
  readonly role?: 'user' | 'assistant' | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

export async function listMessages(
  queries: Queries,
  viewer: Viewer,
  { sessionId, deviceId, words, role, from, to }: MessageFilter,
  page: TimelinePage,
): Promise<MessageRow[]> {
  const conditions = [];
  if (sessionId !== undefined) conditions.push(sql`t.session_id = ${sessionId}::uuid`);
  if (role !== undefined) conditions.push(sql`t.role = ${role}`);
  if (words !== undefined) {
    const query = wordQueryOf(words);
    if (query === undefined) return [];
    conditions.push(sql`t.words @@ to_tsquery('simple', ${query})`);
  }
  return readTimeline<MessageRow>(queries, {
    table: 'messages',
    columns: COLUMNS,
    timeColumn: 'at',
    idType: 'bigint',
    viewer,
    deviceId,
    from,
    to,
    conditions,
    page,
  });
}

/** With whose it is, so that its conversation can be looked at. */
export function readMessage(queries: Queries, tenantId: string, id: number): Promise<MessageRow | undefined> {
  return queries
    .selectFrom('messages')
    .select([...COLUMNS])
    .where('id', '=', id)
    .where('tenantId', '=', tenantId)
    .executeTakeFirst();
}
