/** What the fleet had encrypted with a key that is gone: found, and given up, so that it can be entered again. */
import { sql } from 'kysely';
import type { Queries } from '../store/database.ts';
import { type Vault, canOpen } from '../store/vault.ts';
import { claimContext } from './claims/claims.ts';
import { mcpServerContext } from './mcp-servers.ts';
import { mcpAttemptContext } from './mcp-sign-in-attempts.ts';
import { mcpSignInContext } from './mcp-sign-ins.ts';

export interface LostMcpSecrets {
  readonly tenantId: string;
  readonly id: string;
  readonly name: string;
  /** What they were called: headers, or variables of the program. */
  readonly secrets: readonly string[];
}

/** A device that was claimed and has not used its secret yet. */
export interface LostClaim {
  readonly id: string;
  readonly tenantId: string;
  readonly deviceId: string;
}

/** An MCP server that somebody had signed in to. */
export interface LostSignIn {
  readonly tenantId: string;
  readonly serverId: string;
  readonly name: string;
}

export interface LostOfFleet {
  readonly mcpSignIns: readonly LostSignIn[];
  readonly mcpServers: readonly LostMcpSecrets[];
  readonly claims: readonly LostClaim[];
}

export async function lostOfFleet(queries: Queries, vault: Pick<Vault, 'open'>): Promise<LostOfFleet> {
  const servers = await queries
    .selectFrom('mcpServers')
    .leftJoin('mcpServerVersions', (join) =>
      join
        .onRef('mcpServerVersions.serverId', '=', 'mcpServers.id')
        .onRef('mcpServerVersions.version', '=', 'mcpServers.version'),
    )
    .select(['mcpServers.id', 'tenantId', 'name', 'mcpServers.secrets', 'mcpServerVersions.settings'])
    .where('mcpServers.secrets', 'is not', null)
    .orderBy('name')
    .execute();
  const claims = await queries
    .selectFrom('deviceClaims')
    .select(['id', 'deviceId', 'tenantId', 'credential'])
    .where('credential', 'is not', null)
    .orderBy('deviceId')
    .execute();
  const signIns = await queries
    .selectFrom('mcpSignIns')
    .innerJoin('mcpServers', 'mcpServers.id', 'mcpSignIns.serverId')
    .select(['serverId', 'mcpSignIns.tenantId', 'name', 'sealed', 'attempt'])
    .orderBy('mcpServers.name')
    .execute();
  return {
    mcpSignIns: signIns
      .filter(
        ({ serverId, sealed, attempt }) =>
          (sealed !== null && !canOpen(vault, sealed, mcpSignInContext(serverId))) ||
          (attempt !== null && !canOpen(vault, attempt, mcpAttemptContext(serverId))),
      )
      .map(({ tenantId, serverId, name }) => ({ tenantId, serverId, name })),
    mcpServers: servers
      .filter(({ id, secrets }) => !canOpen(vault, secrets!, mcpServerContext(id)))
      .map(({ id, tenantId, name, settings }) => ({ tenantId, id, name, secrets: namesOf(settings) })),
    claims: claims
      .filter(({ id, credential }) => !canOpen(vault, credential!, claimContext(id)))
      .map(({ id, deviceId, tenantId }) => ({ id, tenantId: tenantId!, deviceId })),
  };
}

/** In a transaction. The servers stay, without their secrets; so do the devices, which find their claim expired. */
export async function forgetOfFleet(
  queries: Queries,
  { mcpServers, mcpSignIns, claims }: LostOfFleet,
  { at, by }: { at: Date; by: string },
): Promise<void> {
  for (const { id } of mcpServers) {
    await queries
      .updateTable('mcpServers')
      .set((eb) => ({ secrets: null, version: eb('version', '+', 1), updatedAt: at, updatedBy: by }))
      .where('id', '=', id)
      .execute();
    await sql`
      insert into mcp_server_versions (server_id, version, settings, changed_at, changed_by)
      select s.id, s.version, v.settings || '{"secrets": []}', ${at}, ${by}
      from mcp_servers s join mcp_server_versions v on v.server_id = s.id and v.version = s.version - 1
      where s.id = ${id}`.execute(queries);
  }
  for (const { serverId } of mcpSignIns)
    await queries.deleteFrom('mcpSignIns').where('serverId', '=', serverId).execute();
  if (claims.length === 0) return;
  const ids = claims.map(({ id }) => id);
  await queries.updateTable('deviceClaims').set({ credential: null }).where('id', 'in', ids).execute();
}

function namesOf(settings: Record<string, unknown> | null): string[] {
  const secrets = settings?.['secrets'];
  return Array.isArray(secrets) ? secrets.filter((name) => typeof name === 'string') : [];
}
