/** Who is there at the moment. */
import { sql } from 'kysely';
import type { Queries } from '../../store/database.ts';
import { type Viewer, devicesOf } from './viewer.ts';

export interface OnlineCounts {
  readonly devicesOnline: number;
  readonly sessionsOpen: number;
}

export async function onlineCounts(queries: Queries, viewer: Viewer): Promise<OnlineCounts> {
  const devices = await devicesOf(queries, viewer);
  const own = (column: string) =>
    devices === undefined ? sql`` : sql`and ${sql.ref(column)} = any(${devices}::text[])`;
  const { rows } = await sql<OnlineCounts>`
    select
      (select count(*) from devices where tenant_id = ${viewer.tenantId} and online ${own('id')}) as devices_online,
      (select count(*) from sessions where tenant_id = ${viewer.tenantId} and ended_at is null and model_id is not null
        ${own('device_id')}) as sessions_open`.execute(queries);
  return rows[0]!;
}
