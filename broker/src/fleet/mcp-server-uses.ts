/** Whose settings name an MCP server. */
import { sql } from 'kysely';
import type { Queries } from '../store/database.ts';

/** Who has a server among their settings. */
export interface McpServerUse {
  readonly scope: string;
  readonly id: string;
}

export async function usesOf(queries: Queries, tenantId: string, id: string): Promise<McpServerUse[]> {
  const { rows } = await sql<McpServerUse>`
    select c.scope, c.scope_id as id from device_configs c
    where c.tenant_id = ${tenantId} and c.body -> 'mcpServers' ? ${id}
      and c.version = (
        select max(n.version) from device_configs n
        where n.tenant_id = c.tenant_id and n.scope = c.scope and n.scope_id = c.scope_id
      )
    order by c.scope, c.scope_id limit 1000`.execute(queries);
  return rows;
}
