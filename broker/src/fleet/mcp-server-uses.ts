/** Whose settings name an MCP server. */
import { sql } from 'kysely';
import type { Queries } from '../store/database.ts';
import type { ConfigScope } from './configuration/effective-config.ts';

/** Who has a server among their settings. */
export interface McpServerUse {
  readonly scope: ConfigScope;
  /** Empty for the fleet. */
  readonly id: string;
  /** Of the group or the device, where it has one. */
  readonly name: string | null;
}

/** The fleet first; at most 1000. */
export async function usesOf(queries: Queries, tenantId: string, id: string): Promise<McpServerUse[]> {
  const { rows } = await sql<McpServerUse>`
    select c.scope, c.scope_id as id, coalesce(g.name, d.name) as name from device_configs c
    left join device_groups g on c.scope = 'group' and g.tenant_id = c.tenant_id and g.id::text = c.scope_id
    left join devices d on c.scope = 'device' and d.tenant_id = c.tenant_id and d.id = c.scope_id
    where c.tenant_id = ${tenantId} and c.body -> 'mcpServers' ? ${id}
      and c.version = (
        select max(n.version) from device_configs n
        where n.tenant_id = c.tenant_id and n.scope = c.scope and n.scope_id = c.scope_id
      )
    order by case c.scope when 'fleet' then 0 when 'group' then 1 else 2 end, c.scope_id limit 1000`.execute(
    queries,
  );
  return rows;
}
