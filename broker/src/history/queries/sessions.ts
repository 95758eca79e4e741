/** Conversations as lists and one by one. */
import { sql } from 'kysely';
import type { Queries } from '../../store/database.ts';
import { isId } from '../../store/ids.ts';
import type { Row } from '../../store/schema.ts';
import { type TimelinePage, readTimeline } from './timeline.ts';
import { type Viewer, ownSince } from './viewer.ts';

export type SessionRow = Omit<Row<'sessions'>, 'ordinal' | 'number' | 'frameDurationMs' | 'mode'>;

const COLUMNS = [
  'id',
  'tenantId',
  'deviceId',
  'userId',
  'workspace',
  'startedAt',
  'openedAt',
  'lastAt',
  'endedAt',
  'endReason',
  'modelId',
  'voice',
  'configRevision',
  'openedTimes',
  'messageCount',
  'turnCount',
  'interruptionCount',
  'failureCount',
  'renewalCount',
  'durationMs',
  'inputSpeechTokens',
  'inputTextTokens',
  'outputSpeechTokens',
  'outputTextTokens',
  'cost',
  'startup',
  'totals',
  'hasAudio',
] as const satisfies readonly (keyof SessionRow)[];

export interface SessionFilter {
  readonly deviceId?: string | undefined;
  readonly userId?: string | undefined;
  readonly workspace?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly open?: boolean | undefined;
  readonly reason?: string | undefined;
}

export function listSessions(
  queries: Queries,
  viewer: Viewer,
  { deviceId, userId, workspace, from, to, open, reason }: SessionFilter,
  page: TimelinePage,
): Promise<SessionRow[]> {
  const conditions = [];
  if (userId !== undefined) conditions.push(sql`t.user_id = ${userId}::uuid`);
  if (workspace !== undefined) conditions.push(sql`t.workspace = ${workspace}`);
  if (reason !== undefined) conditions.push(sql`t.end_reason = ${reason}`);
  if (open !== undefined) conditions.push(open ? sql`t.ended_at is null` : sql`t.ended_at is not null`);
  return readTimeline<SessionRow>(queries, {
    table: 'sessions',
    columns: COLUMNS,
    timeColumn: 'startedAt',
    idType: 'uuid',
    viewer,
    deviceId,
    from,
    to,
    conditions,
    page,
  });
}

/** Undefined when there is none, or none that the viewer may know of. */
export async function readSession(
  queries: Queries,
  viewer: Viewer,
  id: string,
): Promise<SessionRow | undefined> {
  if (!isId(id)) return undefined;
  let query = queries
    .selectFrom('sessions')
    .select([...COLUMNS])
    .where('id', '=', id)
    .where('tenantId', '=', viewer.tenantId);
  if (viewer.own) {
    const { deviceId, userId } = viewer.own;
    query =
      deviceId === null
        ? query.where('userId', '=', userId)
        : query
            .where('deviceId', '=', deviceId)
            .where('startedAt', '>=', ownSince(viewer, 'sessions.device_id'));
  }
  return query.executeTakeFirst();
}
