/**
 * Keeps one connection to the broker: tries again after a loss as long as it makes sense, where the broker said and when it
 * said, until it is closed.
 */
import { type Goodbye, type HelloAck, isFrameDuration, isPlaybackSampleRate } from '@pipit/protocol';
import type { Timer } from '../clock.ts';
import type { DeviceSettings } from '../device-options.ts';
import { DeviceError } from '../errors.ts';
import { afterLoss } from './after-loss.ts';
import { DeviceConnection, type DeviceConnectionOptions } from './device-connection.ts';
import { helloOf } from './hello.ts';
import { nextAddress } from './next-address.ts';

/** A connection on which the broker has answered hello. */
export interface ReadyConnection {
  readonly connection: DeviceConnection;
  readonly ack: HelloAck;
}

type Listeners =
  | 'onMessage'
  | 'onAudio'
  | 'onConfig'
  | 'onCommand'
  | 'onMcp'
  | 'onRefused'
  | 'onOffset'
  | 'onProblem';

export interface ConnectionKeeperOptions extends Required<Pick<DeviceConnectionOptions, Listeners>> {
  readonly settings: DeviceSettings;
  /** Asked when hello is said. */
  readonly hasTools: () => boolean;
  readonly onConnecting: (attempt: number) => void;
  readonly onConnected: (ready: ReadyConnection) => void;
  /** A connection, or an attempt, is over. `forGood`: nothing is there to come back to, though another may be tried. */
  readonly onLost: (error: DeviceError, forGood: boolean) => void;
  /** After `onLost`: the next attempt comes after `delayMs`. */
  readonly onWaiting: (attempt: number, delayMs: number) => void;
  /** After `onLost`: there will be no other attempt. */
  readonly onGivenUp: (error: DeviceError) => void;
}

export class ConnectionKeeper {
  readonly #options: ConnectionKeeperOptions;
  readonly #figures = { attempts: 0, connections: 0 };
  #state: 'idle' | 'connecting' | 'connected' | 'waiting' | 'paused' | 'closed' = 'idle';
  #connection: DeviceConnection | undefined;
  #ready: ReadyConnection | undefined;
  /** Somebody has asked for a connection. */
  #wanted = false;
  #timer: Timer | undefined;
  /** Where the broker sent us last; forgotten when that fails or is lost. */
  #address: string | undefined;
  /** In a row; a connection that lasted sets it to 0. */
  #failures = 0;
  #connectedAtMs = 0;
  #disconnected: Promise<void> = Promise.resolve();

  constructor(options: ConnectionKeeperOptions) {
    this.#options = options;
  }

  get ready(): ReadyConnection | undefined {
    return this.#ready;
  }

  get isClosed(): boolean {
    return this.#state === 'closed';
  }

  get figures(): { readonly attempts: number; readonly connections: number } {
    return { ...this.#figures };
  }

  /** Idempotent. */
  start(): void {
    this.#wanted = true;
    if (this.#state === 'idle') this.#attempt();
  }

  /** Leaves the broker to another connection of the device: it lets a device in once. Resolves when ours is over. */
  async pause(): Promise<void> {
    if (this.#state === 'closed') return;
    const connection = this.#connection;
    this.#timer?.cancel();
    this.#connection = undefined;
    this.#ready = undefined;
    this.#state = 'paused';
    connection?.close(new DeviceError('CLOSED'));
    await connection?.closed;
  }

  resume(): void {
    if (this.#state !== 'paused') return;
    this.#state = 'idle';
    if (this.#wanted) this.#attempt();
  }

  /** Resolves when the connection has ended, after a second at most. Idempotent. */
  close(): Promise<void> {
    if (this.#state === 'closed') return this.#disconnected;
    this.#state = 'closed';
    this.#timer?.cancel();
    const connection = this.#connection;
    this.#connection = undefined;
    this.#ready = undefined;
    if (connection) {
      this.#disconnected = connection.closed;
      connection.close(new DeviceError('CLOSED'));
    }
    return this.#disconnected;
  }

  #attempt(): void {
    this.#state = 'connecting';
    this.#figures.attempts++;
    this.#options.onConnecting(this.#failures + 1);
    // A listener may have closed the device.
    if (this.isClosed) return;
    try {
      this.#connection = this.#dial();
    } catch (error) {
      // A transport, or the MQTT client with a URL it cannot use, may throw at once.
      this.#onClosed(DeviceError.from(error, 'CONNECT_FAILED'), undefined);
    }
  }

  #dial(): DeviceConnection {
    const {
      settings,
      hasTools,
      onMessage,
      onAudio,
      onConfig,
      onCommand,
      onMcp,
      onRefused,
      onOffset,
      onProblem,
    } = this.#options;
    const connection: DeviceConnection = new DeviceConnection({
      ...settings,
      url: this.#address ?? settings.url,
      helloTimeoutMs: settings.connectTimeoutMs,
      hello: helloOf(settings, hasTools()),
      onReady: (ack) => this.#onReady(ack),
      onMessage,
      onAudio,
      onConfig,
      onCommand,
      onMcp,
      onRefused,
      onOffset,
      onProblem,
      onClosed: (error, goodbye) => this.#connection === connection && this.#onClosed(error, goodbye),
    });
    return connection;
  }

  #onReady(ack: HelloAck): void {
    const connection = this.#connection!;
    if (!isFrameDuration(ack.frameDurationMs) || !isPlaybackSampleRate(ack.playbackSampleRateHz)) {
      const detail = `frames of ${ack.frameDurationMs} ms at ${ack.playbackSampleRateHz} Hz are not what hello offered`;
      return connection.close(new DeviceError('PROTOCOL', { detail }));
    }
    const { settings, onConnected } = this.#options;
    this.#state = 'connected';
    this.#ready = { connection, ack };
    this.#connectedAtMs = settings.clock.now();
    this.#figures.connections++;
    settings.log({ level: 'info', message: 'connected', connectionId: ack.connectionId });
    onConnected(this.#ready);
  }

  #onClosed(error: DeviceError, goodbye: Goodbye | undefined): void {
    const { settings, onLost, onWaiting, onGivenUp } = this.#options;
    const { clock, reconnect, random, log } = settings;
    const wasConnected = this.#state === 'connected';
    const wasElsewhere = !wasConnected && this.#address !== undefined;
    this.#state = 'waiting';
    this.#connection = undefined;
    this.#ready = undefined;
    this.#address = goodbye && this.#addressAfter(goodbye);
    const lasted = wasConnected && clock.now() - this.#connectedAtMs >= reconnect.stableAfterMs;
    this.#failures = lasted ? 1 : this.#failures + 1;
    log({ level: 'info', message: 'disconnected', code: error.code, reason: error.reason });

    const loss = { error, goodbye, failures: this.#failures, lasted, wasElsewhere };
    const next = afterLoss(loss, reconnect, random());
    onLost(error, 'giveUp' in next || next.refused);
    // A listener may have closed the device.
    if (this.isClosed) return;
    if ('giveUp' in next) return onGivenUp(next.giveUp);
    const { delayMs } = next;
    this.#timer = clock.after(delayMs, () => this.#attempt());
    onWaiting(this.#failures + 1, delayMs);
  }

  /** [CON-4] Where to connect next, when that is not where we always do. */
  #addressAfter({ address }: Goodbye): string | undefined {
    const { url, transport, log } = this.#options.settings;
    const next = transport ? undefined : nextAddress(address, url);
    if (!next) return undefined;
    if ('url' in next) return next.url;
    log({ level: 'warn', message: 'not going where the broker sent us', address, why: next.refused });
    return undefined;
  }
}
