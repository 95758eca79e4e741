/**
 * One page of a table that is read by time. Whoever sees all of a tenant reads one index; a person's own things are
 * read conversation by conversation, or device by device, each from its index, so that nobody pays for what others have.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../../store/database.ts';
import { type Viewer, devicesOf, ownSince } from './viewer.ts';

export interface TimelinePage {
  readonly limit: number;
  readonly descending: boolean;
  /** The last one seen. */
  readonly after: { readonly at: Date; readonly id: string } | undefined;
}

export interface TimelineQuery {
  /** In SQL it goes by the name `t`. */
  readonly table: 'sessions' | 'messages' | 'turns' | 'alerts';
  readonly columns: readonly string[];
  readonly timeColumn: string;
  readonly idType: 'uuid' | 'bigint';
  readonly viewer: Viewer;
  readonly deviceId?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly conditions: readonly RawBuilder<unknown>[];
  readonly page: TimelinePage;
}

/** The newest conversations of a person that are looked into for what belongs to them. */
const MAX_OWN_SESSIONS = 1000;

/** One more than the limit, if there is one more. */
export async function readTimeline<Row>(queries: Queries, query: TimelineQuery): Promise<Row[]> {
  const devices = await devicesOf(queries, query.viewer);
  const statement = devices === undefined ? whole(query) : own(query, devices);
  const { rows } = await sql<Row>`${statement}`.execute(queries);
  return rows;
}

/** All of the tenant that the query is about. */
export function tenantConditions(query: TimelineQuery): RawBuilder<unknown> {
  const conditions = [sql`t.tenant_id = ${query.viewer.tenantId}`, ...conditionsOf(query)];
  if (query.deviceId !== undefined) conditions.push(sql`t.device_id = ${query.deviceId}`);
  return all(conditions);
}

function whole(query: TimelineQuery): RawBuilder<unknown> {
  return sql`
    select ${columnsOf(query)} from ${sql.table(query.table)} t
    where ${tenantConditions(query)} ${orderOf(query, 't')}`;
}

function own(query: TimelineQuery, devices: readonly string[]): RawBuilder<unknown> {
  const { table, viewer, deviceId } = query;
  const conditions = conditionsOf(query);
  const userId = viewer.own?.userId ?? null;
  if (table === 'alerts' || viewer.own?.deviceId != null) return byDevice(query, devices, conditions);
  if (deviceId !== undefined) conditions.push(sql`t.device_id = ${deviceId}`);
  const forUser = [sql`t.tenant_id = ${viewer.tenantId}`, sql`t.user_id = ${userId}::uuid`, ...conditions];
  if (table === 'sessions')
    return sql`select ${columnsOf(query)} from sessions t where ${all(forUser)} ${orderOf(query, 't')}`;
  return sql`
    select x.* from (
      select id from sessions where tenant_id = ${viewer.tenantId} and user_id = ${userId}::uuid
      order by started_at desc, id desc limit ${MAX_OWN_SESSIONS}
    ) s cross join lateral (
      select ${columnsOf(query)} from ${sql.table(table)} t
      where ${all([sql`t.session_id = s.id`, ...conditions])} ${orderOf(query, 't')}
    ) x ${orderOf(query, 'x')}`;
}

function byDevice(
  query: TimelineQuery,
  devices: readonly string[],
  conditions: readonly RawBuilder<unknown>[],
): RawBuilder<unknown> {
  const { table, timeColumn, viewer, deviceId } = query;
  const wanted = deviceId === undefined ? devices : devices.filter((id) => id === deviceId);
  const since = sql`${sql.ref(`t.${timeColumn}`)} >= ${ownSince(viewer, 'd.id')}`;
  return sql`
    select x.* from unnest(${wanted}::text[]) as d(id) cross join lateral (
      select ${columnsOf(query)} from ${sql.table(table)} t
      where ${all([sql`t.tenant_id = ${viewer.tenantId}`, sql`t.device_id = d.id`, since, ...conditions])} ${orderOf(query, 't')}
    ) x ${orderOf(query, 'x')}`;
}

function conditionsOf({
  timeColumn,
  from,
  to,
  page,
  conditions,
  idType,
}: TimelineQuery): RawBuilder<unknown>[] {
  const time = sql.ref(`t.${timeColumn}`);
  const found = [...conditions];
  if (from) found.push(sql`${time} >= ${from}`);
  if (to) found.push(sql`${time} < ${to}`);
  if (page.after) {
    const { at, id } = page.after;
    const position = sql`(${at}::timestamptz, ${id}::${sql.raw(idType)})`;
    found.push(sql`(${time}, t.id) ${sql.raw(page.descending ? '<' : '>')} ${position}`);
  }
  return found;
}

const all = (conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> =>
  sql.join(conditions, sql` and `);

export const columnsOf = ({ columns }: TimelineQuery): RawBuilder<unknown> =>
  sql.join(columns.map((column) => sql.ref(`t.${column}`)));

/** With the limit of the page, or another, or none. */
export function orderOf(
  { timeColumn, page }: TimelineQuery,
  table: string,
  limit: number | null = page.limit + 1,
): RawBuilder<unknown> {
  const direction = sql.raw(page.descending ? 'desc' : 'asc');
  const order = sql`order by ${sql.ref(`${table}.${timeColumn}`)} ${direction}, ${sql.ref(`${table}.id`)} ${direction}`;
  return limit === null ? order : sql`${order} limit ${limit}`;
}
