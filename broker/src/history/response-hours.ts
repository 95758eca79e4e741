/**
 * Response times in buckets by hour, of all devices of a tenant together. A bucket is 4 % wide, so what is read from it
 * is right to 2 %, and a year of turns is some thousands of rows.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../store/database.ts';

const WIDTH = sql.raw('ln(1.04)');

const bucketOf = (ms: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`floor(ln(greatest(${ms}, 1)) / ${WIDTH})`;

/** The middle of a bucket, in milliseconds. */
export const middleOf = (bucket: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`round(exp((${bucket} + 0.5) * ${WIDTH}))`;

/** @param turns in SQL: rows with `tenant_id`, `at` and `response_ms`. */
export async function addResponseTimes(queries: Queries, turns: RawBuilder<unknown>): Promise<void> {
  await sql`
    insert into response_hours as h (tenant_id, hour, bucket, turns)
    select tenant_id, date_trunc('hour', at at time zone 'UTC') at time zone 'UTC', ${bucketOf(sql`response_ms`)}, count(*)
    from ${turns} t where response_ms is not null group by 1, 2, 3
    on conflict (tenant_id, hour, bucket) do update set turns = h.turns + excluded.turns`.execute(queries);
}
