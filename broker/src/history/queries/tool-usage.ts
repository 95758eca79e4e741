/** How tools did, by tool. */
import { sql } from 'kysely';
import type { Queries } from '../../store/database.ts';
import { ALL_DEVICES, type UsageQuery } from './usage.ts';
import { type Viewer, devicesOf, ownSince } from './viewer.ts';

export interface ToolUsageRow {
  readonly source: string;
  readonly name: string;
  readonly calls: number;
  readonly failures: number;
  readonly timeouts: number;
  readonly meanMs: number;
  readonly maxMs: number;
}

/** Those that were called most first. */
export async function toolUsage(
  queries: Queries,
  viewer: Viewer,
  { from, to, deviceId, limit }: UsageQuery & { readonly limit: number },
): Promise<ToolUsageRow[]> {
  const devices = await devicesOf(queries, viewer);
  const wanted = devices
    ? devices.filter((id) => deviceId === undefined || id === deviceId)
    : [deviceId ?? ALL_DEVICES];
  const theirs = viewer.own
    ? sql`and hour >= date_trunc('hour', ${ownSince(viewer, 'tool_usage_hours.device_id')})`
    : sql``;
  const { rows } = await sql<ToolUsageRow>`
    select source, name, sum(calls) as calls, sum(failures) as failures, sum(timeouts) as timeouts,
      sum(duration_ms)::double precision / sum(calls) as mean_ms, max(max_ms) as max_ms
    from tool_usage_hours
    where tenant_id = ${viewer.tenantId} and device_id = any(${wanted}::text[]) and hour >= ${from} and hour < ${to}
      ${theirs}
    group by source, name order by calls desc, source, name limit ${limit}`.execute(queries);
  return rows;
}
