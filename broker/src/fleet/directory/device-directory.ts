/** The devices of a tenant: who they are, what they are called, who has them, and what they sign in with. */
import type { AuditAction } from '../../audit/audit-actions.ts';
import type { AuditSink } from '../../audit/audit-sink.ts';
import type { Principal } from '../../identity/principal.ts';
import type { Database, Queries } from '../../store/database.ts';
import { repeatedValueOf } from '../../store/database-error.ts';
import { isId } from '../../store/ids.ts';
import { notify } from '../../store/notify.ts';
import type { RowChange } from '../../store/schema.ts';
import type { ConfigNotice } from '../configuration/config-versions.ts';
import { nextRevision } from '../configuration/revision.ts';
import { requireDeviceId } from '../device-store-error.ts';
import type { DeviceChange } from '../device-store.ts';
import { FleetError } from '../fleet-error.ts';
import { createSecret, hashSecret } from '../secret.ts';
import { isVisible, requireTenantScope, visibleDevice } from '../sight.ts';
import {
  type DeviceFilter,
  type DevicePosition,
  type DeviceSort,
  type DeviceStatus,
  filteredDevices,
  orderedDevices,
  statusIn,
} from './device-query.ts';
import { type DeviceDetail, deviceDetails } from './device-view.ts';
import { setTags } from './device-tags.ts';

export interface NewDeviceInput {
  readonly id: string;
  /** Default: the id. */
  readonly name?: string | undefined;
  readonly groupId?: string | null | undefined;
  readonly ownerId?: string | null | undefined;
  readonly tags?: readonly string[] | undefined;
}

export interface DeviceEdit {
  readonly name?: string | undefined;
  readonly groupId?: string | null | undefined;
  readonly ownerId?: string | null | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly enabled?: boolean | undefined;
  /** Of the broker's log lines about it. */
  readonly logLevel?: string | null | undefined;
}

export interface DeviceListQuery {
  readonly filter: DeviceFilter;
  readonly sort: DeviceSort;
  readonly descending: boolean;
  readonly limit: number;
  readonly after?: DevicePosition | undefined;
}

export interface DeviceSummary {
  readonly count: number;
  readonly byStatus: Readonly<Record<DeviceStatus, number>>;
}

export interface DeviceDirectoryOptions {
  readonly database: Database;
  readonly audit: AuditSink;
  readonly now: () => number;
}

export class DeviceDirectory {
  readonly #database: Database;
  readonly #audit: AuditSink;
  readonly #now: () => number;

  constructor({ database, audit, now }: DeviceDirectoryOptions) {
    this.#database = database;
    this.#audit = audit;
    this.#now = now;
  }

  /** In order, at most `limit`. */
  async list(principal: Principal, query: DeviceListQuery): Promise<DeviceDetail[]> {
    const { filter, sort, descending, limit, after } = query;
    const { queries } = this.#database;
    const now = new Date(this.#now());
    const found = filteredDevices(queries, principal, filter, now);
    return deviceDetails(queries, orderedDevices(found, sort, descending, after).limit(limit), now);
  }

  async count(principal: Principal, filter: DeviceFilter): Promise<number> {
    return (await this.summary(principal, filter)).count;
  }

  /** How many there are, and where they are. */
  async summary(principal: Principal, filter: DeviceFilter): Promise<DeviceSummary> {
    const now = new Date(this.#now());
    const rows = await filteredDevices(this.#database.queries, principal, filter, now)
      .select((eb) => [statusIn(now).as('status'), eb.fn.countAll<number>().as('count')])
      .groupBy('status')
      .execute();
    const byStatus = { online: 0, unstable: 0, offline: 0, never: 0 };
    for (const { status, count } of rows) byStatus[status] = count;
    return { count: rows.reduce((sum, { count }) => sum + count, 0), byStatus };
  }

  /** At most `limit` ids, by id. */
  async ids(principal: Principal, filter: DeviceFilter, limit: number): Promise<string[]> {
    const found = filteredDevices(this.#database.queries, principal, filter, new Date(this.#now()));
    const rows = await found.select('devices.id').orderBy('devices.id').limit(limit).execute();
    return rows.map(({ id }) => id);
  }

  /** @throws {FleetError} NOT_FOUND */
  async read(principal: Principal, id: string): Promise<DeviceDetail> {
    await visibleDevice(this.#database.queries, principal, id);
    const { queries } = this.#database;
    const query = queries.selectFrom('devices').where('devices.id', '=', id);
    const [device] = await deviceDetails(queries, query, new Date(this.#now()));
    if (!device) throw FleetError.notFound('a device', id);
    return device;
  }

  /**
   * The secret is told this once. @throws {FleetError} EXISTS, INVALID
   * @throws {DeviceStoreError} INVALID_ID
   */
  async create(
    principal: Principal,
    input: NewDeviceInput,
  ): Promise<{ device: DeviceDetail; secret: string }> {
    const { id } = input;
    requireDeviceId(id);
    requireTenantScope(principal, 'a tenant', principal.tenantId);
    const secret = createSecret();
    await this.#database.queries
      .transaction()
      .execute((queries) => insertDevice(queries, principal.tenantId, input, hashSecret(secret)));
    this.#record(principal, 'device.create', id, { name: input.name ?? id });
    return { device: await this.read(principal, id), secret };
  }

  /** @throws {FleetError} NOT_FOUND, INVALID */
  async edit(principal: Principal, id: string, edit: DeviceEdit): Promise<DeviceDetail> {
    const { tags, ...rest } = edit;
    await this.#database.queries.transaction().execute(async (queries) => {
      const device = await visibleDevice(queries, principal, id);
      const { tenantId } = device;
      const change: RowChange<'devices'> = given(rest);
      if (rest.groupId !== undefined) await requireGroup(queries, tenantId, rest.groupId);
      if (rest.ownerId !== undefined) await requireOwner(queries, tenantId, rest.ownerId);
      const moves = rest.groupId !== undefined && rest.groupId !== device.groupId;
      const logLevel = rest.logLevel !== undefined && rest.logLevel !== device.logLevel;
      if (moves) change.scopeRevision = await nextRevision(queries);
      if (moves || logLevel) {
        const notice: ConfigNotice = { tenantId, scope: 'device', id, logLevel };
        await notify(queries, 'pipit_configs', notice);
      }
      if (Object.keys(change).length > 0)
        await queries.updateTable('devices').set(change).where('id', '=', id).execute();
      if (tags) await setTags(queries, tenantId, id, tags);
      if (rest.enabled !== undefined && rest.enabled !== device.enabled)
        await tellChange(queries, { id, kind: rest.enabled ? 'enabled' : 'disabled' });
    });
    this.#record(principal, 'device.change', id, edit);
    return this.read(principal, id);
  }

  /** @throws {FleetError} NOT_FOUND */
  async remove(principal: Principal, id: string): Promise<void> {
    await this.#database.queries.transaction().execute(async (queries) => {
      const { tenantId } = await visibleDevice(queries, principal, id);
      await queries.deleteFrom('devices').where('id', '=', id).execute();
      await queries
        .deleteFrom('deviceConfigs')
        .where('tenantId', '=', tenantId)
        .where('scope', '=', 'device')
        .where('scopeId', '=', id)
        .execute();
      await tellChange(queries, { id, kind: 'removed' });
    });
    this.#record(principal, 'device.delete', id);
  }

  /**
   * A new secret, told this once. The old one is good until the new one is used for the first time; with `immediately`
   * it ends at once. @throws {FleetError} NOT_FOUND
   */
  async rotate(principal: Principal, id: string, immediately: boolean): Promise<string> {
    const secret = createSecret();
    const hash = hashSecret(secret);
    const at = new Date(this.#now());
    const change: RowChange<'devices'> = immediately
      ? { secretHash: hash, nextSecretHash: null, nextSecretAt: null, rotatedAt: at }
      : { nextSecretHash: hash, nextSecretAt: at };
    await this.#database.queries.transaction().execute(async (queries) => {
      await visibleDevice(queries, principal, id);
      await queries.updateTable('devices').set(change).where('id', '=', id).execute();
      if (immediately) await tellChange(queries, { id, kind: 'rotated' });
    });
    this.#record(principal, 'device.secret.rotate', id, { immediately });
    return secret;
  }

  /** SHA-256 in hexadecimal, of the only client certificate that is good; null for none. @throws {FleetError} NOT_FOUND */
  async pinCertificate(principal: Principal, id: string, sha256: string | null): Promise<void> {
    await this.#database.queries.transaction().execute(async (queries) => {
      await visibleDevice(queries, principal, id);
      await queries.updateTable('devices').set({ certificateSha256: sha256 }).where('id', '=', id).execute();
      await tellChange(queries, { id, kind: 'rotated' });
    });
    this.#record(principal, 'device.certificate.set', id, { sha256 });
  }

  /** Of these ids, those that the principal sees. */
  async visible(principal: Principal, ids: readonly string[]): Promise<string[]> {
    if (ids.length === 0) return [];
    const rows = await this.#database.queries
      .selectFrom('devices')
      .select('devices.id')
      .where('devices.id', 'in', [...ids])
      .where((eb) => isVisible(eb, principal))
      .execute();
    return rows.map(({ id }) => id);
  }

  #record(principal: Principal, action: AuditAction, id: string, detail?: object): void {
    this.#audit.record({
      principal,
      action,
      target: { kind: 'device', id },
      result: 'ok',
      ...(detail && { detail }),
    });
  }
}

/** @throws {FleetError} EXISTS, INVALID */
export async function insertDevice(
  queries: Queries,
  tenantId: string,
  { id, name = id, groupId = null, ownerId = null, tags = [] }: NewDeviceInput,
  secretHash: string | null,
): Promise<void> {
  await requireGroup(queries, tenantId, groupId);
  await requireOwner(queries, tenantId, ownerId);
  // A device that was here before may hold a higher revision than the fleet's.
  const scopeRevision = await nextRevision(queries);
  try {
    await queries
      .insertInto('devices')
      .values({ id, tenantId, name, groupId, ownerId, secretHash, scopeRevision })
      .execute();
  } catch (error) {
    if (repeatedValueOf(error) === undefined) throw error;
    throw new FleetError('EXISTS', `There is a device ${id} already. Rotate its secret, or take another id.`);
  }
  if (tags.length > 0) await setTags(queries, tenantId, id, tags);
  await tellChange(queries, { id, kind: 'added' });
}

export const tellChange = (queries: Queries, change: DeviceChange): Promise<void> =>
  notify(queries, 'pipit_devices', change);

/** @throws {FleetError} INVALID */
export async function requireGroup(
  queries: Queries,
  tenantId: string,
  groupId: string | null,
): Promise<void> {
  if (groupId === null || (await isOfTenant(queries, 'deviceGroups', tenantId, groupId))) return;
  throw FleetError.invalid(['groupId'], 'There is no such group.', 'NOT_FOUND');
}

async function requireOwner(queries: Queries, tenantId: string, ownerId: string | null): Promise<void> {
  if (ownerId === null || (await isOfTenant(queries, 'users', tenantId, ownerId))) return;
  throw FleetError.invalid(['ownerId'], 'There is no such person.', 'NOT_FOUND');
}

async function isOfTenant(
  queries: Queries,
  table: 'deviceGroups' | 'users',
  tenantId: string,
  id: string,
): Promise<boolean> {
  if (!isId(id)) return false;
  const found = await queries
    .selectFrom(table)
    .select('id')
    .where('id', '=', id)
    .where('tenantId', '=', tenantId)
    .executeTakeFirst();
  return found !== undefined;
}

function given({
  name,
  groupId,
  ownerId,
  enabled,
  logLevel,
}: Omit<DeviceEdit, 'tags'>): RowChange<'devices'> {
  return {
    ...(name !== undefined && { name }),
    ...(groupId !== undefined && { groupId }),
    ...(ownerId !== undefined && { ownerId }),
    ...(enabled !== undefined && { enabled }),
    ...(logLevel !== undefined && { logLevel }),
  };
}
