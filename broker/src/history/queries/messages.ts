/** What was said: of one conversation, or of all, by words and time. */
import { type RawBuilder, sql } from 'kysely';
import { wordQueryOf } from '../search-words.ts';
import type { Queries } from '../../store/database.ts';
import type { Row } from '../../store/schema.ts';
import {
  type TimelinePage,
  type TimelineQuery,
  columnsOf,
  orderOf,
  readTimeline,
  tenantConditions,
} from './timeline.ts';
import type { Viewer } from './viewer.ts';

export type MessageRow = Omit<Row<'messages'>, 'words' | 'tenantId'>;

/** With the beginning of its conversation. */
export type PlacedMessage = MessageRow & { readonly startedAt: Date };

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
  const conditions: RawBuilder<unknown>[] = [];
  if (sessionId !== undefined) conditions.push(sql`t.session_id = ${sessionId}::uuid`);
  if (role !== undefined) conditions.push(sql`t.role = ${role}`);
  const query: TimelineQuery = {
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
  };
  if (words === undefined) return readTimeline<MessageRow>(queries, query);
  const asked = wordQueryOf(words);
  if (asked === undefined) return [];
  if (!viewer.own) return search(queries, query, asked);
  // A person's own are few: they are looked through in the order of time.
  return readTimeline<MessageRow>(queries, { ...query, conditions: [...conditions, lookedAt(asked)] });
}

/** A conversation that was deleted just now has begun with the message. */
export async function inPlace(queries: Queries, rows: readonly MessageRow[]): Promise<PlacedMessage[]> {
  const ids = [...new Set(rows.map(({ sessionId }) => sessionId))];
  if (ids.length === 0) return [];
  const sessions = await queries
    .selectFrom('sessions')
    .select(['id', 'startedAt'])
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute();
  const starts = new Map(sessions.map(({ id, startedAt }) => [id, startedAt]));
  return rows.map((row) => ({ ...row, startedAt: starts.get(row.sessionId) ?? row.at }));
}

/** Beyond so many, words that were hardly found are rare enough for the index of words. */
const LOOKED_THROUGH = 5000;

/** Without the index of words, which `strip` keeps from being used: our words have no places that it could take away. */
const lookedAt = (asked: string): RawBuilder<unknown> =>
  sql`strip(t.words) @@ to_tsquery('simple', ${asked})`;

/**
 * Common words are found soon by looking through the newest messages, where the index would give half of the table;
 * rare ones by the index, where looking through would find nothing for long. No statistics know which is which, least
 * of all of a beginning of a word, so the first is tried for a while.
 */
async function search(queries: Queries, query: TimelineQuery, asked: string): Promise<MessageRow[]> {
  const wanted = query.page.limit + 1;
  const { rows } = await sql<MessageRow & { n: number; hit: boolean }>`
    select * from (
      select ${columnsOf(query)}, ${lookedAt(asked)} as hit, row_number() over (${orderOf(query, 't', null)}) as n
      from messages t where ${tenantConditions(query)} ${orderOf(query, 't', LOOKED_THROUGH)}
    ) x where hit or n = ${LOOKED_THROUGH} order by n limit ${wanted + 1}`.execute(queries);
  const found = rows.filter(({ hit }) => hit).slice(0, wanted);
  const sawAll = !rows.some(({ n }) => n === LOOKED_THROUGH);
  if (sawAll || found.length === wanted) return found.map(({ n: _n, hit: _hit, ...row }) => row);
  const { rows: indexed } = await sql<MessageRow>`
    with hits as materialized (
      select t.id, t.at from messages t
      where t.words @@ to_tsquery('simple', ${asked}) and ${tenantConditions(query)}
    ), t as materialized (
      select h.id from hits h ${orderOf(query, 'h')}
    )
    select ${sql.join(COLUMNS.map((column) => sql.ref(`m.${column}`)))}
    from t join messages m on m.id = t.id ${orderOf(query, 'm')}`.execute(queries);
  return indexed;
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
