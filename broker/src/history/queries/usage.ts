/** What was used and what it cost, by stretches of time and by device. */
import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../../store/database.ts';
import { type ResponseTimes, responseTimes } from './response-times.ts';
import { type Viewer, devicesOf, ownSince } from './viewer.ts';

export interface UsageRow {
  readonly sessions: number;
  readonly turns: number;
  readonly messages: number;
  readonly interruptions: number;
  readonly failures: number;
  readonly durationMs: number;
  readonly inputSpeechTokens: number;
  readonly inputTextTokens: number;
  readonly outputSpeechTokens: number;
  readonly outputTextTokens: number;
  readonly cost: number;
  readonly meanResponseMs: number | null;
}

export interface UsageQuery {
  readonly from: Date;
  readonly to: Date;
  readonly deviceId?: string | undefined;
}

/** In the rows of all devices together. No device has this id. */
export const ALL_DEVICES = '';

const SUMS = sql.raw(`
  sum(sessions) as sessions, sum(turns) as turns, sum(messages) as messages, sum(interruptions) as interruptions,
  sum(failures) as failures, sum(duration_ms) as duration_ms, sum(input_speech_tokens) as input_speech_tokens,
  sum(input_text_tokens) as input_text_tokens, sum(output_speech_tokens) as output_speech_tokens,
  sum(output_text_tokens) as output_text_tokens, sum(cost) as cost,
  sum(response_ms_sum)::double precision / nullif(sum(response_count), 0) as mean_response_ms`);

/** A device is counted from the hour in which it became theirs. */
const ownHours = (viewer: Viewer): RawBuilder<unknown> =>
  viewer.own ? sql`and hour >= date_trunc('hour', ${ownSince(viewer, 'usage_hours.device_id')})` : sql``;

/** By time, how long people waited is known to percentiles. */
export interface TimedUsageRow extends UsageRow {
  /** Local time of the time zone. */
  readonly start: string;
  readonly response: ResponseTimes | undefined;
}

export interface TimedUsageQuery extends UsageQuery {
  /** `span`: all of it as one. */
  readonly by: 'hour' | 'day' | 'week' | 'month' | 'span';
  readonly timeZone: string;
}

/** The oldest first; stretches without use are left out. Weeks begin on Monday. */
export async function usageByTime(
  queries: Queries,
  viewer: Viewer,
  { by, timeZone, from, to, deviceId }: TimedUsageQuery,
): Promise<TimedUsageRow[]> {
  const devices = await devicesOf(queries, viewer);
  const wanted = devices
    ? devices.filter((id) => deviceId === undefined || id === deviceId)
    : [deviceId ?? ALL_DEVICES];
  const startOf = (time: RawBuilder<unknown>): RawBuilder<unknown> => {
    const local = (of: RawBuilder<unknown>) => sql`(${of} at time zone ${timeZone}::text)`;
    const start = by === 'span' ? local(sql`${from}::timestamptz`) : sql`date_trunc(${by}, ${local(time)})`;
    return sql`to_char(${start}, 'YYYY-MM-DD"T"HH24:MI:SS')`;
  };
  const { rows } = await sql<UsageRow & { start: string }>`
    select ${startOf(sql`hour`)} as start, ${SUMS}
    from usage_hours
    where tenant_id = ${viewer.tenantId} and device_id = any(${wanted}::text[]) and hour >= ${from} and hour < ${to}
      ${ownHours(viewer)}
    group by 1 order by 1`.execute(queries);
  const deviceIds = devices || deviceId !== undefined ? wanted : undefined;
  const times = await responseTimes(queries, viewer, { from, to, deviceIds, startOf });
  return rows.map((row) => ({ ...row, response: times.get(row.start) }));
}

/** Those that cost most first. */
export async function usageByDevice(
  queries: Queries,
  viewer: Viewer,
  { from, to, deviceId, limit }: UsageQuery & { readonly limit: number },
): Promise<(UsageRow & { readonly deviceId: string })[]> {
  const devices = await devicesOf(queries, viewer);
  const { rows } = await sql<UsageRow & { deviceId: string }>`
    select device_id, ${SUMS} from usage_hours
    where tenant_id = ${viewer.tenantId} and hour >= ${from} and hour < ${to} and device_id <> ${ALL_DEVICES}
      ${devices ? sql`and device_id = any(${devices}::text[])` : sql``} ${ownHours(viewer)}
      ${deviceId === undefined ? sql`` : sql`and device_id = ${deviceId}`}
    group by device_id order by cost desc, device_id limit ${limit}`.execute(queries);
  return rows;
}
