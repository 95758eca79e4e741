/** A server with devices for tests: records what its sessions hear, and closes everything at the end. */
import pino, { type Logger } from 'pino';
import { expect } from 'vitest';
import type { Audio, DeviceMessage, ReasonName } from '@pipit/protocol';
import type { Clock } from '../../src/clock.ts';
import type { DeviceLimits } from '../../src/device/device-limits.ts';
import type { DeviceLink } from '../../src/device/device-link.ts';
import {
  type ListenerOptions,
  type MqttServer,
  type MqttServerOptions,
  type PresenceEvent,
  createMqttServer,
} from '../../src/device/mqtt-server.ts';
import { MemoryDeviceStore } from '../../src/fleet/memory-device-store.ts';
import { Figures } from '../../src/telemetry/figures.ts';

/** What one accepted link heard. */
export interface Heard {
  readonly link: DeviceLink;
  readonly messages: DeviceMessage[];
  /** First payload byte and sequence are enough to recognise audio. */
  readonly sequences: number[];
  closedFor: ReasonName | undefined;
}

export interface DeviceBenchOptions extends Pick<
  MqttServerOptions,
  'configFor' | 'onPresence' | 'logLevelOf'
> {
  readonly limits?: Partial<DeviceLimits>;
  readonly listeners?: ListenerOptions[];
  readonly clock?: Clock;
  readonly onAudio?: (link: DeviceLink, audio: Audio) => void;
  readonly onMessage?: (link: DeviceLink, message: DeviceMessage) => void;
}

export class DeviceBench implements AsyncDisposable {
  readonly server: MqttServer;
  readonly store: MemoryDeviceStore;
  readonly figures: Figures;
  readonly heard: Heard[];
  readonly presence: PresenceEvent[];
  readonly logLines: Record<string, unknown>[];
  readonly #secrets = new Map<string, string>();

  private constructor(
    parts: Pick<DeviceBench, 'server' | 'store' | 'figures' | 'heard' | 'presence' | 'logLines'>,
  ) {
    this.server = parts.server;
    this.store = parts.store;
    this.figures = parts.figures;
    this.heard = parts.heard;
    this.presence = parts.presence;
    this.logLines = parts.logLines;
  }

  static async open(options: DeviceBenchOptions = {}): Promise<DeviceBench> {
    const heard: Heard[] = [];
    const presence: PresenceEvent[] = [];
    const logLines: Record<string, unknown>[] = [];
    const store = new MemoryDeviceStore();
    const figures = new Figures();
    const server = await createMqttServer({
      listeners: options.listeners ?? [{ kind: 'tcp', host: '127.0.0.1', port: 0 }],
      store,
      figures,
      log: recordingLogger(logLines),
      brokerVersion: '0.0.0-test',
      limits: { lingerMs: 100, ...options.limits },
      ...(options.clock && { clock: options.clock }),
      ...(options.configFor && { configFor: options.configFor }),
      ...(options.logLevelOf && { logLevelOf: options.logLevelOf }),
      onPresence: (event) => {
        presence.push(event);
        options.onPresence?.(event);
      },
      accept: (link) => {
        const record: Heard = { link, messages: [], sequences: [], closedFor: undefined };
        heard.push(record);
        return {
          onMessage: (message) => {
            record.messages.push(message);
            options.onMessage?.(link, message);
          },
          onAudio: (audio) => {
            record.sequences.push(audio.sequence);
            options.onAudio?.(link, audio);
          },
          onClosed: (reason) => {
            record.closedFor = reason;
          },
        };
      },
    });
    return new DeviceBench({ server, store, figures, heard, presence, logLines });
  }

  get port(): number {
    return this.server.addresses[0]!.port;
  }

  async add(id: string): Promise<string> {
    const { secret } = await this.store.add(id);
    this.#secrets.set(id, secret);
    return secret;
  }

  secretOf(id: string): string {
    return this.#secrets.get(id)!;
  }

  /** Of the latest link of this device. */
  heardFrom(id: string): Heard {
    return this.heard.findLast(({ link }) => link.deviceId === id)!;
  }

  /** The next event of this kind that fits, seen already or to come. */
  async told<Kind extends PresenceEvent['kind']>(
    kind: Kind,
    fits: (event: Extract<PresenceEvent, { kind: Kind }>) => boolean = () => true,
  ): Promise<Extract<PresenceEvent, { kind: Kind }>> {
    type Wanted = Extract<PresenceEvent, { kind: Kind }>;
    const find = () => this.presence.find((event) => event.kind === kind && fits(event as Wanted));
    await expect.poll(find, { timeout: 10_000 }).toBeDefined();
    return find() as Wanted;
  }

  logged(message: string): Record<string, unknown>[] {
    return this.logLines.filter((line) => line.msg === message);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server.close('SHUTDOWN', { drainMs: 500 });
  }
}

function recordingLogger(lines: Record<string, unknown>[]): Logger {
  return pino(
    { level: 'debug' },
    { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) },
  );
}
