/** The list of devices: what can be asked for, and how the database is asked. */
import { type ExpressionBuilder, type SelectQueryBuilder, sql } from 'kysely';
import type { Principal } from '../../identity/principal.ts';
import type { Queries } from '../../store/database.ts';
import { isId } from '../../store/ids.ts';
import type { Schema } from '../../store/schema.ts';
import type { SyncState } from '../configuration/sync-state.ts';
import { isVisible } from '../sight.ts';

export const DEVICE_STATUSES = ['online', 'unstable', 'offline', 'never'] as const;
/** `unstable`: comes and goes, wherever it is now. `never`: was not seen yet. */
export type DeviceStatus = (typeof DEVICE_STATUSES)[number];

export const DEVICE_SORTS = ['id', 'name', 'createdAt', 'lastSeenAt'] as const;
export type DeviceSort = (typeof DEVICE_SORTS)[number];

export interface DeviceFilter {
  /** What id or name begins with. */
  readonly q?: string | undefined;
  readonly status?: DeviceStatus | undefined;
  /** `none` for devices without. */
  readonly group?: string | undefined;
  /** All of them. */
  readonly tags?: readonly string[] | undefined;
  readonly firmware?: string | undefined;
  readonly hardware?: string | undefined;
  /** `none` for devices without. */
  readonly owner?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly sync?: SyncState | undefined;
}

export interface DevicePosition {
  /** ISO 8601 for times; null where there is none. */
  readonly value: string | null;
  readonly id: string;
}

type Devices = SelectQueryBuilder<Schema, 'devices', object>;

/** Visible to the principal and asked for. */
export function filteredDevices(
  queries: Queries,
  principal: Principal,
  filter: DeviceFilter,
  now: Date,
): Devices {
  const { q, status, group, tags, firmware, hardware, owner, enabled, sync } = filter;
  let query: Devices = queries.selectFrom('devices').where((eb) => isVisible(eb, principal));
  if (q) {
    const beginning = `${q.replaceAll(/[\\%_]/g, '\\$&')}%`;
    query = query.where((eb) =>
      eb.or([
        eb('devices.id', 'like', beginning),
        sql<boolean>`lower(devices.name) collate "C" like lower(${beginning}) collate "C"`,
      ]),
    );
  }
  if (status) query = query.where((eb) => hasStatus(eb, status, now));
  if (group !== undefined) query = query.where((eb) => refersTo(eb, 'devices.groupId', group));
  if (owner !== undefined) query = query.where((eb) => refersTo(eb, 'devices.ownerId', owner));
  for (const tag of tags ?? []) {
    query = query.where((eb) =>
      eb.exists(
        eb
          .selectFrom('deviceTags')
          .select(sql.lit(1).as('one'))
          .whereRef('deviceTags.deviceId', '=', 'devices.id')
          .where('deviceTags.tag', '=', tag),
      ),
    );
  }
  if (firmware !== undefined) query = query.where('devices.firmwareVersion', '=', firmware);
  if (hardware !== undefined) query = query.where('devices.hardwareModel', '=', hardware);
  if (enabled !== undefined) query = query.where('devices.enabled', '=', enabled);
  if (sync) query = query.where(syncState, '=', sync);
  // Few devices are in trouble, and there is an index of those.
  if (sync === 'partially_applied' || sync === 'rejected' || sync === 'drifted') {
    query = query.where(
      'devices.id',
      'in',
      sql<string>`(select t.device_id from device_reports t where t.tenant_id = ${principal.tenantId}
        and t.outcome = ${sql.lit(sync)})`,
    );
  }
  return query;
}

function hasStatus(eb: ExpressionBuilder<Schema, 'devices'>, status: DeviceStatus, now: Date) {
  const unstable = eb('devices.unstableUntil', '>', now);
  const stable = eb.or([eb('devices.unstableUntil', 'is', null), eb('devices.unstableUntil', '<=', now)]);
  switch (status) {
    case 'unstable':
      return unstable;
    case 'online':
      return eb.and([eb('devices.online', '=', true), stable]);
    case 'offline':
      return eb.and([eb('devices.online', '=', false), eb('devices.lastSeenAt', 'is not', null), stable]);
    case 'never':
      return eb.and([eb('devices.lastSeenAt', 'is', null), eb('devices.online', '=', false)]);
  }
}

/** The same for every row. */
export const statusIn = (now: Date) => sql<DeviceStatus>`(case
  when devices.unstable_until > ${now} then 'unstable'
  when devices.online then 'online'
  when devices.last_seen_at is null then 'never'
  else 'offline' end)`;

export function statusOf(
  device: { readonly online: boolean; readonly unstableUntil: Date | null; readonly lastSeenAt: Date | null },
  now: Date,
): DeviceStatus {
  if (device.unstableUntil && device.unstableUntil > now) return 'unstable';
  if (device.online) return 'online';
  return device.lastSeenAt ? 'offline' : 'never';
}

function refersTo(
  eb: ExpressionBuilder<Schema, 'devices'>,
  column: 'devices.groupId' | 'devices.ownerId',
  id: string,
) {
  if (id === 'none') return eb(column, 'is', null);
  return isId(id) ? eb(column, '=', id) : eb.lit(false);
}

const newestOf = (scope: 'fleet' | 'group' | 'device', id: ReturnType<typeof sql>) => sql`
  (select c.device_revision, c.has_device_keys from device_configs c
   where c.tenant_id = devices.tenant_id and c.scope = ${sql.lit(scope)} and c.scope_id = ${id}
   order by c.version desc limit 1)`;

/** As `syncStateOf` has it. */
export const syncState = sql<SyncState>`(
  select case
    when not coalesce(bool_or(w.has_device_keys), false) then 'in_sync'
    when r.revision >= greatest(devices.scope_revision, max(w.device_revision))::bigint + devices.revision_offset
      and r.outcome <> 'pending' then case r.outcome when 'applied' then 'in_sync' else r.outcome end
    when devices.online then 'pending_sent'
    else 'pending_offline' end
  from (
    select 0 as device_revision, false as has_device_keys union all
    ${newestOf('fleet', sql`''`)} union all
    ${newestOf('group', sql`devices.group_id::text`)} union all
    ${newestOf('device', sql`devices.id`)}
  ) w
  left join device_reports r on r.device_id = devices.id
  group by r.revision, r.outcome)`;

const COLUMNS = {
  id: 'devices.id',
  name: 'devices.name',
  createdAt: 'devices.createdAt',
  lastSeenAt: 'devices.lastSeenAt',
} as const;

/** In order; behind a position when there is one. Devices without a value come last. */
export function orderedDevices(
  query: Devices,
  sort: DeviceSort,
  descending: boolean,
  after: DevicePosition | undefined,
): Devices {
  const column = COLUMNS[sort];
  const direction = descending ? 'desc' : 'asc';
  const beyond = descending ? '<' : '>';
  let ordered = query;
  if (after) {
    const isTime = sort === 'createdAt' || sort === 'lastSeenAt';
    const value = after.value !== null && isTime ? new Date(after.value) : after.value;
    const reference = sql.ref(column);
    ordered =
      value === null
        ? ordered.where(column, 'is', null).where('devices.id', beyond, after.id)
        : sort === 'lastSeenAt'
          ? ordered.where(
              sql<boolean>`((${reference}, devices.id) ${sql.raw(beyond)} (${value}, ${after.id}) or ${reference} is null)`,
            )
          : ordered.where(
              sql<boolean>`(${reference}, devices.id) ${sql.raw(beyond)} (${value}, ${after.id})`,
            );
  }
  // Without a sort by a column that is never null the index is of use as it is.
  if (sort === 'id') return ordered.orderBy('devices.id', direction);
  return ordered
    .orderBy(column, (order) =>
      sort !== 'lastSeenAt'
        ? descending
          ? order.desc()
          : order.asc()
        : descending
          ? order.desc().nullsLast()
          : order.asc().nullsLast(),
    )
    .orderBy('devices.id', direction);
}
