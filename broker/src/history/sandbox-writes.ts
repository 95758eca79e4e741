/** Writes what becomes of sandboxes: one statement for each table, however many rows, all or nothing. */
import { sql } from 'kysely';
import type { Queries } from '../store/database.ts';
import type { SandboxBatch } from './sandbox-records.ts';

const time = (ms: number | undefined): string | null =>
  ms === undefined ? null : new Date(ms).toISOString();

/** `node` is the broker that holds them. */
export async function writeSandboxes(
  queries: Queries,
  { sandboxes, allocations }: SandboxBatch,
  node: string,
): Promise<void> {
  await queries.transaction().execute(async (transaction) => {
    if (sandboxes.length > 0) {
      const rows = sandboxes.map((one) => ({
        id: one.id,
        tenant_id: one.tenantId,
        user_id: one.userId ?? null,
        session_id: one.sessionId ?? null,
        strategy: one.strategy,
        engine: one.engine,
        created_at: time(one.createdAt),
        last_used_at: time(one.lastUsedAt),
        expires_at: time(one.expiresAt),
        ended_at: time(one.ended?.at),
        end_reason: one.ended?.reason ?? null,
      }));
      await sql`
        insert into sandboxes as s (id, tenant_id, user_id, session_id, strategy, engine, node, created_at, last_used_at,
          expires_at, ended_at, end_reason)
        select r.id, r.tenant_id, r.user_id, r.session_id, r.strategy, r.engine, ${node}, r.created_at, r.last_used_at,
          r.expires_at, r.ended_at, r.end_reason
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, tenant_id text, user_id uuid,
          session_id uuid, strategy text, engine text, created_at timestamptz, last_used_at timestamptz,
          expires_at timestamptz, ended_at timestamptz, end_reason text)
        on conflict (id) do update set
          last_used_at = greatest(s.last_used_at, excluded.last_used_at),
          expires_at = excluded.expires_at,
          ended_at = coalesce(excluded.ended_at, s.ended_at),
          end_reason = coalesce(excluded.end_reason, s.end_reason)`.execute(transaction);
    }
    if (allocations.length > 0) {
      const rows = allocations.map((one) => ({
        id: one.id,
        sandbox_id: one.sandboxId,
        tenant_id: one.tenantId,
        server_id: one.serverId,
        device_id: one.deviceId,
        session_id: one.sessionId,
        at: time(one.at),
        last_used_at: time(one.lastUsedAt),
        released_at: time(one.releasedAt),
      }));
      await sql`
        insert into sandbox_allocations as a (id, sandbox_id, tenant_id, server_id, device_id, session_id, at,
          last_used_at, released_at)
        select r.id, r.sandbox_id, r.tenant_id, r.server_id, r.device_id, r.session_id, r.at, r.last_used_at,
          r.released_at
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, sandbox_id uuid, tenant_id text,
          server_id text, device_id text, session_id uuid, at timestamptz, last_used_at timestamptz,
          released_at timestamptz)
        on conflict (id) do update set
          last_used_at = greatest(a.last_used_at, excluded.last_used_at),
          released_at = coalesce(excluded.released_at, a.released_at)`.execute(transaction);
    }
  });
}

/** Those of an earlier process of this name, which is gone. Returns how many. */
export const endEarlierSandboxes = (queries: Queries, node: string): Promise<number> =>
  endSandboxes(queries, sql`node = ${node}`);

/** Those that were to end before then, of brokers that are gone. Returns how many. */
export const endAbandonedSandboxes = (queries: Queries, before: Date): Promise<number> =>
  endSandboxes(queries, sql`expires_at < ${before}`);

async function endSandboxes(queries: Queries, which: ReturnType<typeof sql>): Promise<number> {
  return queries.transaction().execute(async (transaction) => {
    await sql`
      update sandbox_allocations a set released_at = a.last_used_at
      where a.released_at is null and a.sandbox_id in (select id from sandboxes where ended_at is null and ${which})
      `.execute(transaction);
    const { numAffectedRows = 0n } = await sql`
      update sandboxes set ended_at = last_used_at, end_reason = 'BROKER_LOST'
      where ended_at is null and ${which}`.execute(transaction);
    return Number(numAffectedRows);
  });
}
