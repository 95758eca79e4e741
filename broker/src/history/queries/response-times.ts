/** How long people waited in stretches of time: the 50th and 95th percentile, in milliseconds. */
import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../../store/database.ts';
import { middleOf } from '../response-hours.ts';
import { type Viewer, ownSince } from './viewer.ts';

export interface ResponseTimes {
  readonly p50Ms: number;
  readonly p95Ms: number;
}

export interface ResponseTimesQuery {
  readonly from: Date;
  readonly to: Date;
  /** Undefined: all of the tenant. */
  readonly deviceIds: readonly string[] | undefined;
  /** In SQL: the stretch that a time belongs to, as text. */
  readonly startOf: (time: RawBuilder<unknown>) => RawBuilder<unknown>;
}

/** By the stretch. Of a whole tenant they are right to 2 %; of devices they are as long known as turns are kept. */
export async function responseTimes(
  queries: Queries,
  viewer: Viewer,
  query: ResponseTimesQuery,
): Promise<Map<string, ResponseTimes>> {
  const { rows } = await (
    query.deviceIds ? ofDevices(viewer, query, query.deviceIds) : ofAll(viewer, query)
  ).execute(queries);
  return new Map(rows.map(({ start, p50Ms, p95Ms }) => [start, { p50Ms, p95Ms }]));
}

type Row = ResponseTimes & { readonly start: string };

const ofAll = ({ tenantId }: Viewer, { from, to, startOf }: ResponseTimesQuery) => sql<Row>`
  select start, ${middleOf(sql`min(bucket) filter (where upto >= 0.5 * total)`)} as p50_ms,
    ${middleOf(sql`min(bucket) filter (where upto >= 0.95 * total)`)} as p95_ms
  from (
    select start, bucket, sum(turns) over (partition by start order by bucket) as upto,
      sum(turns) over (partition by start) as total
    from (
      select ${startOf(sql`hour`)} as start, bucket, sum(turns) as turns from response_hours
      where tenant_id = ${tenantId} and hour >= ${from} and hour < ${to} group by 1, 2
    ) summed
  ) counted
  group by start`;

const ofDevices = (
  viewer: Viewer,
  { from, to, startOf }: ResponseTimesQuery,
  deviceIds: readonly string[],
) => sql<Row>`
  select start, round(percentiles[1]) as p50_ms, round(percentiles[2]) as p95_ms
  from (
    select start, percentile_cont(array[0.5, 0.95]) within group (order by response_ms) as percentiles
    from (
      select ${startOf(sql`date_trunc('hour', at at time zone 'UTC') at time zone 'UTC'`)} as start, response_ms
      from turns
      where tenant_id = ${viewer.tenantId} and device_id = any(${deviceIds}::text[]) and at >= ${from} and at < ${to}
        and response_ms is not null
        ${viewer.own ? sql`and at >= ${ownSince(viewer, 'turns.device_id')}` : sql``}
    ) found
    group by start
  ) summed`;
