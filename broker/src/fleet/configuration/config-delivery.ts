/**
 * Brings changed settings to the devices that are connected here: what they are told over MQTT, and what their
 * conversations use. A change of the whole fleet is brought to a few at a time.
 */
import type { DeviceConfig, Init } from '@pipit/protocol';
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { Database } from '../../store/database.ts';
import type { SettingValue } from '../device-settings.ts';
import type { ConfigNotice } from './config-versions.ts';
import {
  CONFIGURED_COLUMNS,
  type ConfiguredDevice,
  type EffectiveConfig,
  deviceConfigOf,
  effectiveConfigs,
} from './effective-config.ts';

export interface ConfigDeliveryOptions {
  readonly database: Database;
  readonly defaults: ReadonlyMap<string, SettingValue>;
  /** Devices that are connected to this process. */
  readonly connected: () => readonly string[];
  readonly publish: (deviceId: string, config: Init<DeviceConfig>) => void;
  /** Of a device whose conversation may use it. */
  readonly apply: (effective: EffectiveConfig) => void;
  readonly clock: Clock;
  readonly log: Logger;
}

const AT_ONCE = 100;
const PACE_MS = 50;
const RETRY_MS = 5000;
/** Changes that wait; beyond it everything is looked at. */
const MAX_WAITING = 1000;

export class ConfigDelivery {
  readonly #options: ConfigDeliveryOptions;
  readonly #stopListening: () => void;
  readonly #waiting = new Map<string, ConfigNotice>();
  #everything = false;
  #working: Promise<void> | undefined;
  #wake: (() => void) | undefined;
  #closed = false;

  constructor(options: ConfigDeliveryOptions) {
    this.#options = options;
    this.#stopListening = options.database.listen('pipit_configs', {
      onNotice: (payload) => this.changed(JSON.parse(payload) as ConfigNotice),
      onGap: () => this.changed(undefined),
    });
  }

  /** Undefined: anything may have changed. */
  changed(notice: ConfigNotice | undefined): void {
    if (this.#closed) return;
    if (!notice || this.#waiting.size >= MAX_WAITING) {
      this.#everything = true;
      this.#waiting.clear();
    } else if (!this.#everything) {
      const key = `${notice.scope}/${notice.tenantId}/${notice.id}`;
      const device = notice.device !== false || this.#waiting.get(key)?.device === true;
      this.#waiting.set(key, { ...notice, device });
    }
    this.#start();
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopListening();
    this.#wake?.();
    await this.#working;
  }

  get #hasWork(): boolean {
    return !this.#closed && (this.#everything || this.#waiting.size > 0);
  }

  #start(): void {
    if (!this.#hasWork) return;
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
      // What came at the last moment.
      this.#start();
    });
  }

  async #work(): Promise<void> {
    const { log } = this.#options;
    while (this.#hasWork) {
      const notices = this.#everything ? undefined : [...this.#waiting.values()];
      this.#everything = false;
      this.#waiting.clear();
      try {
        await this.#bring(notices);
      } catch (error) {
        log.error({ err: error }, 'changed settings could not be brought to devices');
        this.#everything = true;
        await this.#pause(RETRY_MS);
      }
    }
  }

  async #bring(notices: readonly ConfigNotice[] | undefined): Promise<void> {
    const { connected } = this.#options;
    const onlyDevices = notices?.every(({ scope }) => scope === 'device');
    const named = new Set(notices?.map(({ id }) => id));
    const here = onlyDevices ? connected().filter((id) => named.has(id)) : [...connected()];
    for (let at = 0; at < here.length && !this.#closed; at += AT_ONCE) {
      if (at > 0) await this.#pause(PACE_MS);
      await this.#bringTo(here.slice(at, at + AT_ONCE), notices);
    }
  }

  async #bringTo(ids: readonly string[], notices: readonly ConfigNotice[] | undefined): Promise<void> {
    const { database, defaults, publish, apply } = this.#options;
    const { queries } = database;
    const devices = await queries
      .selectFrom('devices')
      .select(CONFIGURED_COLUMNS)
      .where('id', 'in', ids)
      .execute();
    const concerns = ({ tenantId, groupId, id }: ConfiguredDevice, notice: ConfigNotice): boolean =>
      notice.tenantId === tenantId &&
      (notice.scope === 'fleet' || notice.id === (notice.scope === 'group' ? groupId : id));
    const told = new Set<string>();
    const touched = devices.filter((device) => {
      const about = notices?.filter((notice) => concerns(device, notice));
      // A device answers what it is told, so it is not told what it knows.
      if (!about || about.some((notice) => notice.device)) told.add(device.id);
      return !about || about.length > 0;
    });
    for (const effective of await effectiveConfigs(queries, touched, defaults)) {
      if (told.has(effective.deviceId)) publish(effective.deviceId, deviceConfigOf(effective));
      apply(effective);
    }
  }

  async #pause(ms: number): Promise<void> {
    if (this.#closed) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#options.clock.after(ms, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
    this.#wake = undefined;
  }
}
