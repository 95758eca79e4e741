/** Turns with their times, and how long people waited for answers. */
import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../../store/database.ts';
import type { Row } from '../../store/schema.ts';
import { type TimelinePage, readTimeline } from './timeline.ts';
import { type Viewer, devicesOf, ownSince } from './viewer.ts';

export type TurnRow = Omit<Row<'turns'>, 'tenantId'>;

const COLUMNS = [
  'id',
  'sessionId',
  'deviceId',
  'at',
  'generation',
  'marks',
  'playedMs',
  'interrupted',
  'responseMs',
  'endpointingMs',
  'thinkingMs',
  'toolMs',
  'bridgeMs',
  'deliveryMs',
] as const;

export interface TurnFilter {
  readonly sessionId?: string | undefined;
  readonly deviceId?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

export function listTurns(
  queries: Queries,
  viewer: Viewer,
  { sessionId, deviceId, from, to }: TurnFilter,
  page: TimelinePage,
): Promise<TurnRow[]> {
  return readTimeline<TurnRow>(queries, {
    table: 'turns',
    columns: COLUMNS,
    timeColumn: 'at',
    idType: 'bigint',
    viewer,
    deviceId,
    from,
    to,
    conditions: sessionId === undefined ? [] : [sql`t.session_id = ${sessionId}::uuid`],
    page,
  });
}

export interface LatencyRow {
  readonly key: string;
  readonly turns: number;
  readonly interrupted: number;
  readonly responseP50Ms: number | null;
  readonly responseP95Ms: number | null;
  readonly thinkingP50Ms: number | null;
  readonly thinkingP95Ms: number | null;
}

export interface LatencyQuery {
  readonly by: 'day' | 'device';
  readonly from: Date;
  readonly to: Date;
  readonly timeZone: string;
  readonly deviceId?: string | undefined;
  readonly limit: number;
}

/** By day the newest last, by device the slowest first. */
export async function latencies(
  queries: Queries,
  viewer: Viewer,
  { by, from, to, timeZone, deviceId, limit }: LatencyQuery,
): Promise<LatencyRow[]> {
  const devices = await devicesOf(queries, viewer);
  const conditions: RawBuilder<unknown>[] = [
    sql`tenant_id = ${viewer.tenantId}`,
    sql`at >= ${from}`,
    sql`at < ${to}`,
  ];
  if (deviceId !== undefined) conditions.push(sql`device_id = ${deviceId}`);
  if (devices)
    conditions.push(
      sql`device_id = any(${devices}::text[])`,
      sql`at >= ${ownSince(viewer, 'turns.device_id')}`,
    );
  const key = by === 'day' ? sql`to_char(at at time zone ${timeZone}::text, 'YYYY-MM-DD')` : sql`device_id`;
  const order = by === 'day' ? sql`key` : sql`response[2] desc nulls last, key`;
  // Both percentiles of one sorting.
  const { rows } = await sql<LatencyRow>`
    select key, turns, interrupted, response[1] as response_p50_ms, response[2] as response_p95_ms,
      thinking[1] as thinking_p50_ms, thinking[2] as thinking_p95_ms
    from (
      select key, count(*) as turns, count(*) filter (where interrupted) as interrupted,
        percentile_cont(array[0.5, 0.95]) within group (order by response_ms) as response,
        percentile_cont(array[0.5, 0.95]) within group (order by thinking_ms) as thinking
      from (
        select ${key} as key, interrupted, response_ms, thinking_ms from turns
        where ${sql.join(conditions, sql` and `)}
      ) found
      group by key
    ) summed
    order by ${order} limit ${limit}`.execute(queries);
  return rows;
}
