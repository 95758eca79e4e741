/** Sandboxes that there are and were, and the conversations that used a server in them. */
import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../../store/database.ts';
import { isId } from '../../store/ids.ts';
import type { Row } from '../../store/schema.ts';
import type { TimelinePage } from './timeline.ts';
import type { Viewer } from './viewer.ts';

export type SandboxRow = Row<'sandboxes'>;
export type AllocationRow = Row<'sandboxAllocations'>;

export interface SandboxFilter {
  readonly userId?: string | undefined;
  readonly strategy?: string | undefined;
  /** Whether it is still there. */
  readonly open?: boolean | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

/** By when they were made; one more than the limit, if there is one more. */
export async function listSandboxes(
  queries: Queries,
  viewer: Viewer,
  { userId, strategy, open, from, to }: SandboxFilter,
  page: TimelinePage,
): Promise<SandboxRow[]> {
  const conditions = [...visible(viewer), ...behind(page, 'created_at')];
  if (userId !== undefined) conditions.push(sql`user_id = ${userId}::uuid`);
  if (strategy !== undefined) conditions.push(sql`strategy = ${strategy}`);
  if (open !== undefined) conditions.push(open ? sql`ended_at is null` : sql`ended_at is not null`);
  if (from) conditions.push(sql`created_at >= ${from}`);
  if (to) conditions.push(sql`created_at < ${to}`);
  const { rows } = await sql<SandboxRow>`
    select * from sandboxes where ${sql.join(conditions, sql` and `)} ${order(page, 'created_at')}`.execute(
    queries,
  );
  return rows;
}

/** Undefined also when it is of others. */
export async function readSandbox(
  queries: Queries,
  viewer: Viewer,
  id: string,
): Promise<SandboxRow | undefined> {
  const conditions = [...visible(viewer), sql`id = ${id}::uuid`];
  const { rows } = await sql<SandboxRow>`
    select * from sandboxes where ${sql.join(conditions, sql` and `)}`.execute(queries);
  return rows[0];
}

/** Of a sandbox that the viewer may see; one more than the limit, if there is one more. */
export async function listAllocations(
  queries: Queries,
  sandboxId: string,
  page: TimelinePage,
): Promise<AllocationRow[]> {
  const conditions = [sql`sandbox_id = ${sandboxId}::uuid`, ...behind(page, 'at')];
  const { rows } = await sql<AllocationRow>`
    select * from sandbox_allocations where ${sql.join(conditions, sql` and `)} ${order(page, 'at')}`.execute(
    queries,
  );
  return rows;
}

/** People see their own; what belongs to the tenant is for who looks after it. */
function visible({ tenantId, own }: Viewer): RawBuilder<unknown>[] {
  const ofTenant = sql`tenant_id = ${tenantId}`;
  return own ? [ofTenant, sql`user_id = ${own.userId}::uuid`] : [ofTenant];
}

function behind({ after, descending }: TimelinePage, column: string): RawBuilder<unknown>[] {
  if (!after) return [];
  // A position that somebody made up.
  if (!isId(after.id)) return [sql`false`];
  const position = sql`(${after.at}::timestamptz, ${after.id}::uuid)`;
  return [sql`(${sql.ref(column)}, id) ${sql.raw(descending ? '<' : '>')} ${position}`];
}

function order({ descending, limit }: TimelinePage, column: string): RawBuilder<unknown> {
  const direction = sql.raw(descending ? 'desc' : 'asc');
  return sql`order by ${sql.ref(column)} ${direction}, id ${direction} limit ${limit + 1}`;
}
