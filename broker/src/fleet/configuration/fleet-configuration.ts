/** What is set where, what is in force, and how far devices are with it: the settings of a fleet as people see them. */
import type { ConfigScalar } from '@pipit/protocol';
import type { AuditSink } from '../../audit/audit-sink.ts';
import type { Principal } from '../../identity/principal.ts';
import type { Database } from '../../store/database.ts';
import type { SettingValue, SettingsPatch } from '../device-settings.ts';
import type { Row } from '../../store/schema.ts';
import { FleetError } from '../fleet-error.ts';
import { visibleDevice } from '../sight.ts';
import { type ConfigChange, type ConfigVersion, ConfigVersions, type ScopeName } from './config-versions.ts';
import {
  type EffectiveConfig,
  type EffectiveValue,
  deviceEntries,
  effectiveConfig,
  warningsOf,
} from './effective-config.ts';
import { type Effect, effectOf } from './effect.ts';
import { inheritedValues } from './inherited.ts';
import { type KeyResult, type KeyState, type SyncState, keyState, syncStateOf } from './sync-state.ts';

export interface FleetConfigurationOptions {
  readonly database: Database;
  readonly audit: AuditSink;
  /** Values where nobody says anything. */
  readonly defaults: ReadonlyMap<string, SettingValue>;
  /** Devices that are connected to this process; the database learns of them a moment later. */
  readonly connected: () => readonly string[];
  /** Devices that are in conversation with this process. */
  readonly talking: () => readonly string[];
}

export interface DeviceKeyView {
  readonly state: KeyState;
  readonly wanted: ConfigScalar;
  /** What the device uses, if it said so. */
  readonly reported: ConfigScalar | null;
  readonly text: string;
}

export interface EffectiveView {
  readonly deviceId: string;
  readonly revision: number;
  readonly values: Record<string, EffectiveValue>;
  readonly warnings: string[];
  /** What the device is told, and what became of it. */
  readonly device: {
    readonly state: SyncState;
    /** Of a pending state: since when. Null when it is not pending, or when that is not known. */
    readonly pendingSince: string | null;
    readonly revision: number;
    readonly reportedRevision: number | null;
    readonly reportedAt: string | null;
    readonly keys: Record<string, DeviceKeyView>;
  };
}

export interface ChangeWithEffect extends ConfigChange {
  readonly effect: Effect;
}

export class FleetConfiguration {
  readonly versions: ConfigVersions;
  readonly #options: FleetConfigurationOptions;

  constructor(options: FleetConfigurationOptions) {
    this.#options = options;
    this.versions = new ConfigVersions(options.database, options.audit);
  }

  /** @throws {FleetError} NOT_FOUND, STALE, INVALID */
  async write(
    principal: Principal,
    name: ScopeName,
    patch: SettingsPatch,
    expected: number | undefined,
  ): Promise<ChangeWithEffect> {
    const change = await this.versions.write(principal, name, patch, expected);
    return this.#withEffect(principal, name, change);
  }

  /** @throws {FleetError} NOT_FOUND, STALE, INVALID */
  async restore(
    principal: Principal,
    name: ScopeName,
    version: number,
    expected: number | undefined,
  ): Promise<ChangeWithEffect> {
    const change = await this.versions.restore(principal, name, version, expected);
    return this.#withEffect(principal, name, change);
  }

  read(principal: Principal, name: ScopeName): Promise<ConfigVersion> {
    return this.versions.read(principal, name);
  }

  /** What holds where a scope sets nothing itself, and who set that. @throws {FleetError} NOT_FOUND */
  async inherited(principal: Principal, name: ScopeName): Promise<Record<string, EffectiveValue>> {
    await this.versions.read(principal, name);
    const { database, defaults } = this.#options;
    return Object.fromEntries(await inheritedValues(database.queries, principal.tenantId, name, defaults));
  }

  /** @throws {FleetError} NOT_FOUND */
  async effective(principal: Principal, deviceId: string): Promise<EffectiveView> {
    const { queries } = this.#options.database;
    const device = await visibleDevice(queries, principal, deviceId);
    const effective = await this.inForce(deviceId);
    if (!effective) throw FleetError.notFound('a device', deviceId);
    const report = await queries
      .selectFrom('deviceReports')
      .selectAll()
      .where('deviceId', '=', deviceId)
      .executeTakeFirst();
    const entries = deviceEntries(effective);
    const isCurrent = report !== undefined && report.revision >= effective.deviceRevision;
    const results = (isCurrent ? report.results : {}) as Record<string, KeyResult>;
    const keys = [...entries].map(([key, wanted]) => {
      const result = results[key];
      const view: DeviceKeyView = {
        state: keyState(wanted, result),
        wanted,
        reported: result?.value ?? null,
        text: result?.text ?? '',
      };
      return [key, view] as const;
    });
    const state = syncStateOf({
      hasEntries: entries.size > 0,
      wantedRevision: effective.deviceRevision,
      reported: report,
      online: device.online,
    });
    return {
      deviceId,
      revision: effective.revision,
      values: Object.fromEntries(effective.values),
      warnings: warningsOf(effective),
      device: {
        state,
        pendingSince: await this.#pendingSince(device, effective, state),
        revision: effective.deviceRevision,
        reportedRevision: report?.revision ?? null,
        reportedAt: report?.reportedAt.toISOString() ?? null,
        keys: Object.fromEntries(keys),
      },
    };
  }

  /** When it was set, or when the device came back since, which is when it could be told. */
  async #pendingSince(
    device: Row<'devices'>,
    { deviceRevision }: EffectiveConfig,
    state: SyncState,
  ): Promise<string | null> {
    if (state !== 'pending_sent' && state !== 'pending_offline') return null;
    const { id, tenantId, groupId, revisionOffset, onlineAt } = device;
    const scopes: ScopeName[] = [
      { scope: 'fleet', id: '' },
      { scope: 'device', id },
      ...(groupId === null ? [] : [{ scope: 'group' as const, id: groupId }]),
    ];
    const change = await this.#options.database.queries
      .selectFrom('deviceConfigs')
      .select('changedAt')
      .where('tenantId', '=', tenantId)
      .where('revision', '=', deviceRevision - revisionOffset)
      .where((eb) =>
        eb.or(scopes.map(({ scope, id: of }) => eb.and([eb('scope', '=', scope), eb('scopeId', '=', of)]))),
      )
      .executeTakeFirst();
    // A device that moved to another group has its revision from the move, whose time is not kept.
    if (!change) return null;
    const isThere = state === 'pending_sent' && onlineAt !== null;
    return new Date(Math.max(change.changedAt.getTime(), isThere ? onlineAt.getTime() : 0)).toISOString();
  }

  /** Undefined when there is no such device. */
  inForce(deviceId: string): Promise<EffectiveConfig | undefined> {
    const { database, defaults } = this.#options;
    return effectiveConfig(database.queries, deviceId, defaults);
  }

  async #withEffect(
    { tenantId }: Principal,
    name: ScopeName,
    change: ConfigChange,
  ): Promise<ChangeWithEffect> {
    const { database, defaults, connected, talking } = this.#options;
    const options = { queries: database.queries, defaults, connected: connected(), talking: talking() };
    return { ...change, effect: await effectOf(options, tenantId, name, change) };
  }
}
