/** What is in force for a device: the fleet's settings, over them its group's, over them its own. */
import {
  type DeviceConfig,
  type Init,
  MAX_CONFIG_ENTRIES,
  type ConfigScalar,
  configValue,
} from '@pipit/protocol';
import { sql } from 'kysely';
import { voiceFits } from '../../config/voices.ts';
import type { Queries } from '../../store/database.ts';
import { type DeviceSettings, type SettingValue, type Side, flattened, sideOf } from '../device-settings.ts';

export type ConfigScope = 'fleet' | 'group' | 'device';

export interface EffectiveValue {
  readonly value: SettingValue;
  /** Where it comes from; `default` is the configuration of the broker. */
  readonly scope: ConfigScope | 'default';
  /** Of the group or device. */
  readonly scopeId: string | null;
  /** Of that scope's settings; null for defaults. */
  readonly version: number | null;
  readonly side: Side;
}

export interface EffectiveConfig {
  readonly deviceId: string;
  readonly tenantId: string;
  /** Whose device it is; null for a device of nobody's. */
  readonly ownerId: string | null;
  /** Of the last change of anything in it. */
  readonly revision: number;
  /** Of the last change of what the device itself is told, as it is told. */
  readonly deviceRevision: number;
  /** By path, like `voice`, `tools.mcp`, `x.lamp`. */
  readonly values: ReadonlyMap<string, EffectiveValue>;
}

/** A device as far as it matters here. */
export interface ConfiguredDevice {
  readonly id: string;
  readonly tenantId: string;
  readonly groupId: string | null;
  readonly ownerId: string | null;
  readonly scopeRevision: number;
  readonly revisionOffset: number;
}

export const CONFIGURED_COLUMNS = [
  'id',
  'tenantId',
  'groupId',
  'ownerId',
  'scopeRevision',
  'revisionOffset',
] as const;

interface ScopeRow {
  readonly tenantId: string;
  readonly scope: ConfigScope;
  readonly scopeId: string;
  readonly version: number;
  readonly revision: number;
  readonly deviceRevision: number;
  readonly body: DeviceSettings;
}

/** Of many devices at once. `defaults` are the values where nobody says anything. */
export async function effectiveConfigs(
  queries: Queries,
  devices: readonly ConfiguredDevice[],
  defaults: ReadonlyMap<string, SettingValue>,
): Promise<EffectiveConfig[]> {
  if (devices.length === 0) return [];
  const rows = await newestRows(queries, devices);
  const byScope = new Map(rows.map((row) => [keyOf(row.tenantId, row.scope, row.scopeId), row]));
  return devices.map((device) => {
    const { id, tenantId, groupId, ownerId, scopeRevision, revisionOffset } = device;
    const scopes = [
      byScope.get(keyOf(tenantId, 'fleet', '')),
      groupId === null ? undefined : byScope.get(keyOf(tenantId, 'group', groupId)),
      byScope.get(keyOf(tenantId, 'device', id)),
    ].filter((row) => row !== undefined);
    const revision = Math.max(scopeRevision, ...scopes.map((row) => row.revision));
    const deviceRevision =
      Math.max(scopeRevision, ...scopes.map((row) => row.deviceRevision)) + revisionOffset;
    const values = merged(scopes, defaults);
    return { deviceId: id, tenantId, ownerId, revision, deviceRevision, values };
  });
}

/** Of one device; undefined when there is none. */
export async function effectiveConfig(
  queries: Queries,
  deviceId: string,
  defaults: ReadonlyMap<string, SettingValue>,
): Promise<EffectiveConfig | undefined> {
  const device = await queries
    .selectFrom('devices')
    .select(CONFIGURED_COLUMNS)
    .where('id', '=', deviceId)
    .executeTakeFirst();
  if (!device) return undefined;
  const [effective] = await effectiveConfigs(queries, [device], defaults);
  return effective;
}

/** The newest version of every scope that one of the devices is in. */
async function newestRows(queries: Queries, devices: readonly ConfiguredDevice[]): Promise<ScopeRow[]> {
  const wanted = new Map<string, readonly [tenantId: string, scope: ConfigScope, scopeId: string]>();
  const want = (tenantId: string, scope: ConfigScope, scopeId: string): void =>
    void wanted.set(keyOf(tenantId, scope, scopeId), [tenantId, scope, scopeId]);
  for (const { id, tenantId, groupId } of devices) {
    want(tenantId, 'fleet', '');
    if (groupId !== null) want(tenantId, 'group', groupId);
    want(tenantId, 'device', id);
  }
  const list = [...wanted.values()];
  const tenants = list.map(([tenantId]) => tenantId);
  const scopes = list.map(([, scope]) => scope);
  const ids = list.map(([, , scopeId]) => scopeId);
  const { rows } = await sql<ScopeRow>`
    select c.tenant_id, c.scope, c.scope_id, c.version, c.revision, c.device_revision, c.body
    from unnest(${tenants}::text[], ${scopes}::text[], ${ids}::text[]) as w (tenant_id, scope, scope_id)
    cross join lateral (
      select * from device_configs d
      where d.tenant_id = w.tenant_id and d.scope = w.scope and d.scope_id = w.scope_id
      order by d.version desc limit 1
    ) c`.execute(queries);
  return rows;
}

const keyOf = (tenantId: string, scope: ConfigScope, scopeId: string): string =>
  `${scope}/${tenantId}/${scopeId}`;

function merged(
  scopes: readonly ScopeRow[],
  defaults: ReadonlyMap<string, SettingValue>,
): Map<string, EffectiveValue> {
  const values = new Map<string, EffectiveValue>();
  for (const [path, value] of defaults)
    values.set(path, { value, scope: 'default', scopeId: null, version: null, side: sideOf(path) });
  for (const { scope, scopeId, version, body } of scopes) {
    for (const [path, value] of flattened(body))
      values.set(path, { value, scope, scopeId: scopeId || null, version, side: sideOf(path) });
  }
  return values;
}

/** What the device is told. Defaults of the broker's are its own business. */
export function deviceEntries({ values }: EffectiveConfig): Map<string, ConfigScalar> {
  const entries = [...values]
    .filter(([, { side, scope }]) => side === 'device' && scope !== 'default')
    .map(([path, { value }]) => [path, value as ConfigScalar] as const)
    .sort(([a], [b]) => Number(a.startsWith('x.')) - Number(b.startsWith('x.')) || (a < b ? -1 : 1));
  return new Map(entries.slice(0, MAX_CONFIG_ENTRIES));
}

export function deviceConfigOf(effective: EffectiveConfig): Init<DeviceConfig> {
  const entries = [...deviceEntries(effective)].map(([key, value]) => ({ key, value: configValue(value) }));
  return { revision: effective.deviceRevision, entries };
}

/** What fits each for itself, but not together, because scopes do not know each other. */
export function warningsOf({ values }: EffectiveConfig): string[] {
  const [voice, language] = [values.get('voice')?.value, values.get('language')?.value];
  if (typeof voice !== 'string' || typeof language !== 'string' || voiceFits(voice, language)) return [];
  return [`The voice ${voice} does not speak ${language}.`];
}
