/**
 * A device's configuration on its retained topic, for one connection: read when the device subscribes, sent as any MQTT
 * server sends a retained message [CFG-1]; a new one is sent as it comes. Only the newest is held, and one read runs at a time.
 */
import { type DeviceConfig, type Init, encodeDeviceConfig, topicFor } from '@pipit/protocol';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Figures } from '../telemetry/figures.ts';
import type { Outbox } from './outbox.ts';
import { configFrame, topicField } from './publish-frame.ts';

/** Undefined when nothing was ever configured for the device. */
export type ReadConfig = (deviceId: string) => Promise<Init<DeviceConfig> | undefined>;

export interface ConfigTopicOptions {
  readonly deviceId: string;
  readonly outbox: Pick<Outbox, 'send'>;
  readonly nextPacketId: () => number;
  /** Undefined when nothing keeps configurations: then only what is published is sent. */
  readonly read: ReadConfig | undefined;
  readonly clock: Clock;
  readonly log: Logger;
  readonly figures: Figures;
}

interface Encoded {
  readonly revision: number;
  readonly payload: Uint8Array;
}

/** A device that subscribes again sooner gets what was read last: it costs no other read. */
const REREAD_MS = 5000;
const READ_TIMEOUT_MS = 10_000;
/** After a read that failed; doubled each time. */
const RETRY_MS = { min: 5000, max: 300_000 };

export class ConfigTopic {
  readonly #options: ConfigTopicOptions;
  readonly #topic: Buffer;
  /** As it was granted; undefined while the device is not subscribed. */
  #qos: 0 | 1 | undefined;
  #newest: Encoded | undefined;
  #readAt = -Infinity;
  /** The read that runs; what an older one brings is late. */
  #read: object | undefined;
  /** How what is being read is to be sent. */
  #retain = false;
  #failures = 0;
  #cancelTimer: (() => void) | undefined;
  #closed = false;

  constructor(options: ConfigTopicOptions) {
    this.#options = options;
    this.#topic = topicField(topicFor('config', options.deviceId));
  }

  /**
   * The device subscribes. `restored`: with its session from an earlier connection, so that what it gets is no retained
   * message but the one it may have missed.
   */
  subscribed(qos: number, restored: boolean): void {
    if (this.#closed) return;
    const { clock, read } = this.#options;
    this.#qos = qos > 0 ? 1 : 0;
    this.#retain = !restored;
    if (this.#read) return;
    if (!read || clock.now() - this.#readAt < REREAD_MS) this.#send();
    else this.#readNow(read);
  }

  unsubscribed(): void {
    this.#qos = undefined;
    this.#cancelTimer?.();
    this.#read = undefined;
  }

  /** False when the device does not hear it: it is not subscribed, or this cannot be sent. */
  publish(config: Init<DeviceConfig>): boolean {
    if (this.#closed || !this.#take(config)) return false;
    if (this.#qos === undefined) return false;
    // What is being read is about to be sent, or this in its place.
    if (this.#read) return true;
    this.#cancelTimer?.();
    this.#retain = false;
    this.#send();
    return true;
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    this.unsubscribed();
  }

  #readNow(read: ReadConfig): void {
    const { clock, deviceId } = this.#options;
    const mine = {};
    this.#cancelTimer?.();
    this.#read = mine;
    this.#readAt = clock.now();
    this.#cancelTimer = clock.after(READ_TIMEOUT_MS, () =>
      this.#failed(mine, new Error('no answer in time')),
    );
    void this.#await(mine, read, deviceId);
  }

  async #await(mine: object, read: ReadConfig, deviceId: string): Promise<void> {
    let config: Init<DeviceConfig> | undefined;
    try {
      config = await read(deviceId);
    } catch (error) {
      return this.#failed(mine, error);
    }
    if (this.#read !== mine) return;
    this.#cancelTimer?.();
    this.#read = undefined;
    this.#failures = 0;
    if (config) this.#take(config);
    this.#send();
  }

  #failed(mine: object, err: unknown): void {
    if (this.#read !== mine) return;
    const { clock, log, figures, read } = this.#options;
    this.#read = undefined;
    this.#cancelTimer?.();
    figures.count('device_config_errors_total');
    log.error({ err }, 'configuration of the device cannot be read');
    if (this.#newest) return this.#send();
    const delayMs = Math.min(RETRY_MS.max, RETRY_MS.min * 2 ** Math.min(this.#failures++, 10));
    this.#cancelTimer = clock.after(delayMs, () => this.#readNow(read!));
  }

  /** Keeps it unless a newer one is here. False when it cannot be sent. */
  #take(config: Init<DeviceConfig>): boolean {
    const { log, figures } = this.#options;
    const revision = config.revision ?? 0;
    if (this.#newest && revision < this.#newest.revision) return true;
    try {
      this.#newest = { revision, payload: encodeDeviceConfig(config) };
      return true;
    } catch (err) {
      figures.count('device_unsendable_total');
      log.error({ err, revision }, 'configuration cannot be sent');
      return false;
    }
  }

  #send(): void {
    if (this.#qos === undefined || !this.#newest) return;
    const { outbox, nextPacketId, figures } = this.#options;
    const packetId = this.#qos === 1 ? nextPacketId() : undefined;
    figures.count('device_configs_sent_total');
    outbox.send(configFrame(this.#topic, packetId, this.#newest.payload, this.#retain));
  }
}
