/** Settings of fleet, groups and devices: every write is a version, and every version is kept. */
import { sql } from 'kysely';
import { isDeviceId } from '@pipit/protocol';
import type { AuditAction } from '../../audit/audit-actions.ts';
import type { AuditSink } from '../../audit/audit-sink.ts';
import type { Principal } from '../../identity/principal.ts';
import { principalKey } from '../../identity/principal.ts';
import type { Database, Queries } from '../../store/database.ts';
import { repeatedValueOf } from '../../store/database-error.ts';
import { isId } from '../../store/ids.ts';
import { notify } from '../../store/notify.ts';
import { type Row, json } from '../../store/schema.ts';
import {
  type DeviceSettings,
  type SettingValue,
  type SettingsPatch,
  flattened,
  patched,
  requireSettingsThatFit,
  sideOf,
} from '../device-settings.ts';
import { FleetError } from '../fleet-error.ts';
import { requireTenantScope, visibleDevice } from '../sight.ts';
import type { ConfigScope } from './effective-config.ts';
import { nextRevision } from './revision.ts';

/** Which settings: `id` is empty for the fleet. */
export interface ScopeName {
  readonly scope: ConfigScope;
  readonly id: string;
}

export interface ConfigVersion {
  /** 0 when nothing was ever set. */
  readonly version: number;
  readonly revision: number;
  readonly settings: DeviceSettings;
  readonly changedAt: Date | null;
  /** Like `user:…`. */
  readonly changedBy: string | null;
  /** The version that was brought back with this one. */
  readonly restoredFrom: number | null;
}

export interface ConfigChange {
  readonly before: ConfigVersion;
  readonly after: ConfigVersion;
  /** Paths whose values are others now. */
  readonly changed: readonly string[];
}

/** What processes tell each other. Undefined scope: look at everything. */
export interface ConfigNotice {
  readonly tenantId: string;
  readonly scope: ConfigScope;
  readonly id: string;
  /** Whether devices themselves are told of it. Default true. */
  readonly device?: boolean;
  /** The level of its log lines is another. */
  readonly logLevel?: boolean;
}

const NOTHING: ConfigVersion = {
  version: 0,
  revision: 0,
  settings: {},
  changedAt: null,
  changedBy: null,
  restoredFrom: null,
};

export class ConfigVersions {
  readonly #database: Database;
  readonly #audit: AuditSink;

  constructor(database: Database, audit: AuditSink) {
    this.#database = database;
    this.#audit = audit;
  }

  /** @throws {FleetError} NOT_FOUND */
  async read(principal: Principal, name: ScopeName): Promise<ConfigVersion> {
    const { queries } = this.#database;
    await requireScope(queries, principal, name);
    return newest(queries, principal.tenantId, name);
  }

  /** Newest first. `before`: only older versions than this. @throws {FleetError} NOT_FOUND */
  async list(
    principal: Principal,
    name: ScopeName,
    limit: number,
    before?: number,
  ): Promise<ConfigVersion[]> {
    const { queries } = this.#database;
    await requireScope(queries, principal, name);
    let query = versionsOf(queries, principal.tenantId, name).orderBy('version', 'desc').limit(limit);
    if (before !== undefined) query = query.where('version', '<', before);
    return (await query.execute()).map(versionOf);
  }

  /** @throws {FleetError} NOT_FOUND */
  async version(principal: Principal, name: ScopeName, version: number): Promise<ConfigVersion> {
    const { queries } = this.#database;
    await requireScope(queries, principal, name);
    return exactly(queries, principal.tenantId, name, version);
  }

  /**
   * `expected`: the version that is changed; undefined for whatever is there. What changes nothing makes no version.
   * @throws {FleetError} NOT_FOUND, STALE, INVALID
   */
  write(
    principal: Principal,
    name: ScopeName,
    patch: SettingsPatch,
    expected: number | undefined,
  ): Promise<ConfigChange> {
    return this.#change(principal, name, expected, 'configuration.change', async (_queries, before) => ({
      settings: patched(before.settings, patch),
      restoredFrom: null,
    }));
  }

  /** The settings of an earlier version, as a new one. @throws {FleetError} NOT_FOUND, STALE, INVALID */
  restore(
    principal: Principal,
    name: ScopeName,
    version: number,
    expected: number | undefined,
  ): Promise<ConfigChange> {
    return this.#change(principal, name, expected, 'configuration.restore', async (queries) => {
      const { settings } = await exactly(queries, principal.tenantId, name, version);
      return { settings, restoredFrom: version };
    });
  }

  async #change(
    principal: Principal,
    name: ScopeName,
    expected: number | undefined,
    action: AuditAction,
    make: (
      queries: Queries,
      before: ConfigVersion,
    ) => Promise<{ settings: DeviceSettings; restoredFrom: number | null }>,
  ): Promise<ConfigChange> {
    const { tenantId } = principal;
    const target = {
      kind: name.scope === 'device' ? 'device' : `configuration.${name.scope}`,
      id: name.id || 'fleet',
    };
    try {
      const change = await this.#database.queries.transaction().execute(async (queries) => {
        await requireScope(queries, principal, name);
        // It locks: what is read from here on is the newest.
        const revision = await nextRevision(queries);
        const before = await newest(queries, tenantId, name);
        if (expected !== undefined && before.version !== expected) throw FleetError.stale(before.version);
        const { settings, restoredFrom } = await make(queries, before);
        const changed = changedPaths(before.settings, settings);
        if (changed.length === 0 && restoredFrom === null) return { before, after: before, changed };
        requireSettingsThatFit(settings, await inheritedBy(queries, tenantId, name));
        await requireServers(queries, tenantId, settings, before.settings);
        const after = await insertVersion(queries, {
          tenantId,
          name,
          before,
          settings,
          revision,
          changed,
          restoredFrom,
          changedBy: principalKey(principal),
        });
        const device = changed.some((path) => sideOf(path) === 'device');
        const notice: ConfigNotice = { tenantId, ...name, device };
        await notify(queries, 'pipit_configs', notice);
        return { before, after, changed };
      });
      const { changed, before, after } = change;
      if (after === before) return change;
      this.#audit.record({
        principal,
        action,
        target,
        result: 'ok',
        detail: { changed, version: after.version },
      });
      return change;
    } catch (error) {
      if (!(error instanceof FleetError)) throw error;
      this.#audit.record({ principal, action, target, result: 'refused', detail: { code: error.code } });
      throw error;
    }
  }
}

/** @throws {FleetError} NOT_FOUND when there is no such group or device, or it is not theirs to see. */
async function requireScope(queries: Queries, principal: Principal, { scope, id }: ScopeName): Promise<void> {
  if (scope === 'device') {
    await visibleDevice(queries, principal, id);
    return;
  }
  requireTenantScope(principal, scope === 'fleet' ? 'a configuration' : 'a group', id || 'fleet');
  if (scope === 'fleet') return;
  const group = isId(id)
    ? await queries
        .selectFrom('deviceGroups')
        .select('id')
        .where('id', '=', id)
        .where('tenantId', '=', principal.tenantId)
        .executeTakeFirst()
    : undefined;
  if (!group) throw FleetError.notFound('a group', id);
}

const versionsOf = (queries: Queries, tenantId: string, { scope, id }: ScopeName) =>
  queries
    .selectFrom('deviceConfigs')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where('scope', '=', scope)
    .where('scopeId', '=', id);

async function newest(queries: Queries, tenantId: string, name: ScopeName): Promise<ConfigVersion> {
  const row = await versionsOf(queries, tenantId, name)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? versionOf(row) : NOTHING;
}

async function exactly(
  queries: Queries,
  tenantId: string,
  name: ScopeName,
  version: number,
): Promise<ConfigVersion> {
  const row = await versionsOf(queries, tenantId, name).where('version', '=', version).executeTakeFirst();
  if (!row) throw FleetError.notFound('a version', String(version));
  return versionOf(row);
}

const versionOf = (row: Row<'deviceConfigs'>): ConfigVersion => ({
  version: row.version,
  revision: row.revision,
  settings: row.body,
  changedAt: row.changedAt,
  changedBy: row.changedBy,
  restoredFrom: row.restoredFrom,
});

/** What holds where a scope says nothing itself. */
export async function inheritedBy(
  queries: Queries,
  tenantId: string,
  { scope, id }: ScopeName,
): Promise<Map<string, SettingValue>> {
  const inherited = new Map<string, SettingValue>();
  if (scope === 'fleet') return inherited;
  const take = async (name: ScopeName): Promise<void> => {
    for (const [path, value] of flattened((await newest(queries, tenantId, name)).settings))
      inherited.set(path, value);
  };
  await take({ scope: 'fleet', id: '' });
  if (scope === 'device' && isDeviceId(id)) {
    const device = await queries
      .selectFrom('devices')
      .select('groupId')
      .where('id', '=', id)
      .executeTakeFirst();
    if (device?.groupId) await take({ scope: 'group', id: device.groupId });
  }
  return inherited;
}

/** One that was deleted since may stay. @throws {FleetError} INVALID when a new one is not the tenant's. */
async function requireServers(
  queries: Queries,
  tenantId: string,
  { mcpServers = [] }: DeviceSettings,
  before: DeviceSettings,
): Promise<void> {
  const fresh = mcpServers.filter((id) => !before.mcpServers?.includes(id));
  if (fresh.length === 0) return;
  const known = await queries
    .selectFrom('mcpServers')
    .select('id')
    .where('tenantId', '=', tenantId)
    .where('id', 'in', fresh)
    .execute();
  const ids = new Set([...known.map((server) => server.id), ...(before.mcpServers ?? [])]);
  const issues = mcpServers.flatMap((id, index) =>
    ids.has(id)
      ? []
      : [{ path: ['mcpServers', index], message: 'There is no such MCP server.', code: 'NOT_FOUND' }],
  );
  if (issues.length > 0) throw new FleetError('INVALID', 'Name MCP servers that exist.', { issues });
}

export function changedPaths(before: DeviceSettings, after: DeviceSettings): string[] {
  const [old, next] = [flattened(before), flattened(after)];
  return [...new Set([...old.keys(), ...next.keys()])]
    .filter((path) => JSON.stringify(old.get(path)) !== JSON.stringify(next.get(path)))
    .sort();
}

interface NewVersion {
  readonly tenantId: string;
  readonly name: ScopeName;
  readonly before: ConfigVersion;
  readonly settings: DeviceSettings;
  readonly revision: number;
  readonly changed: readonly string[];
  readonly restoredFrom: number | null;
  readonly changedBy: string;
}

async function insertVersion(queries: Queries, version: NewVersion): Promise<ConfigVersion> {
  const { tenantId, name, before, settings, revision, changed, restoredFrom, changedBy } = version;
  const tellsDevice = changed.some((path) => sideOf(path) === 'device');
  const former = sql<number>`coalesce((select device_revision from device_configs where tenant_id = ${tenantId}
    and scope = ${name.scope} and scope_id = ${name.id} and version = ${before.version}), 0)`;
  try {
    const row = await queries
      .insertInto('deviceConfigs')
      .values({
        tenantId,
        scope: name.scope,
        scopeId: name.id,
        version: before.version + 1,
        revision,
        deviceRevision: tellsDevice ? revision : former,
        hasDeviceKeys: [...flattened(settings).keys()].some((path) => sideOf(path) === 'device'),
        body: json(settings),
        changedBy,
        restoredFrom,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return versionOf(row);
  } catch (error) {
    if (repeatedValueOf(error) === undefined) throw error;
    throw FleetError.stale(before.version + 1);
  }
}
