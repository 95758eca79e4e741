/** One MQTT connection, from CONNECT to its end: bytes on topics, nothing of the protocol above. Never reconnects. */
// Its CommonJS and its browser build have only the default export in common.
import mqtt, { type IClientOptions, type MqttClient, type StreamBuilder } from 'mqtt';
import type { Clock } from '../clock.ts';
import { DeviceError } from '../errors.ts';

/** What is used of a duplex byte stream to the broker, as `node:net` or the SDK's `./testing` makes them. */
export interface TransportStream {
  write(bytes: Uint8Array): boolean;
  end(): unknown;
  destroy(error?: Error): unknown;
  on(event: string, listener: (...values: never[]) => void): unknown;
}

export type Transport = () => TransportStream;

export interface MqttLinkOptions {
  readonly clock: Clock;
  readonly url: string;
  readonly deviceId: string;
  readonly secret: string;
  readonly keepAliveS: number;
  readonly connectTimeoutMs: number;
  /** Bytes waiting for the socket, beyond which audio is not taken. */
  readonly maxQueuedBytes: number;
  readonly tls: TlsOptions | undefined;
  readonly transport: Transport | undefined;
  /** Called once, before `onOpen`: the broker's address answers, whatever it says. */
  readonly onReached?: () => void;
  readonly onOpen: () => void;
  /** Hot path: the broker said anything at all. */
  readonly onHeard: () => void;
  readonly onMessage: (topic: string, payload: Uint8Array) => void;
  /** Called once, last. */
  readonly onClosed: (error: DeviceError) => void;
}

/** PEM texts, for `mqtts:` and, in Node.js, `wss:`. */
export interface TlsOptions {
  /** Authorities to trust instead of the system's. */
  readonly ca?: string | string[];
  readonly cert?: string;
  readonly key?: string;
  /** Default true; turn it off in a laboratory only. */
  readonly rejectUnauthorized?: boolean;
}

/** MQTT 3.1.1 return codes (section 3.2.2.3) that trying again does not cure [TRN-3], and those of some brokers. */
const CREDENTIAL_CODES = new Set([2, 4, 5, 0x86, 0x87]);
/** The broker is there and takes no device in now. */
const UNAVAILABLE_CODES = new Set([3, 0x88]);

/** In a SUBACK (section 3.9.3). */
const REFUSED = 0x80;
const CLOSE_GRACE_MS = 1000;
/** Messages the broker has not acknowledged, beyond which the connection counts as lost. */
const MAX_UNACKNOWLEDGED = 256;

export class MqttLink {
  readonly #options: MqttLinkOptions;
  readonly #client: MqttClient;
  #error: DeviceError | undefined;
  #unacknowledged = 0;
  #closing = false;
  #closed = false;

  constructor(options: MqttLinkOptions) {
    this.#options = options;
    const settings: IClientOptions = {
      clientId: options.deviceId,
      username: options.deviceId,
      password: options.secret,
      protocolVersion: 4,
      clean: true,
      keepalive: options.keepAliveS,
      connectTimeout: options.connectTimeoutMs,
      reconnectPeriod: 0,
      resubscribe: false,
      queueQoSZero: false,
      ...options.tls,
    };
    const { transport } = options;
    this.#client = transport
      ? new mqtt.MqttClient(transport as unknown as StreamBuilder, settings)
      : mqtt.connect(options.url, settings);
    this.#watchReached();
    this.#client.on('connect', () => {
      this.#noDelay();
      options.onOpen();
    });
    this.#client.on('packetreceive', () => options.onHeard());
    // Until its end is settled, the broker may still be answering: nobody listens any more.
    this.#client.on('message', (topic, payload) => {
      if (!this.#closing) options.onMessage(topic, payload);
    });
    this.#client.on('error', (error) => {
      this.#error ??= connectionError(error);
    });
    this.#client.on('close', () => this.#finish());
  }

  /** @throws {DeviceError} when the broker does not allow it. */
  async subscribe(topics: readonly string[], qos: 0 | 1): Promise<void> {
    const grants = await this.#client.subscribeAsync([...topics], { qos });
    const refused = grants.find((grant) => grant.qos === REFUSED);
    if (refused)
      throw new DeviceError('HELLO_FAILED', { detail: `no right to subscribe to ${refused.topic}` });
  }

  /** False when the broker does not allow it. @throws when the connection is lost. */
  async trySubscribe(topic: string, qos: 0 | 1): Promise<boolean> {
    try {
      const grants = await this.#client.subscribeAsync(topic, { qos });
      return grants.every((grant) => grant.qos !== REFUSED);
    } catch (error) {
      // The MQTT client takes a refusal for an error, and gives the broker's answer along.
      if ((error as { packet?: { granted?: number[] } }).packet?.granted?.includes(REFUSED)) return false;
      throw error;
    }
  }

  /** QoS 1: kept by the client until the broker has it, which is when `onAcknowledged` is called, or the connection is over. */
  sendReliably(topic: string, payload: Uint8Array, onAcknowledged?: () => void): boolean {
    if (!this.#client.connected || this.#closing) return false;
    if (this.#unacknowledged >= MAX_UNACKNOWLEDGED) {
      this.cut(new DeviceError('CONNECTION_LOST', { detail: 'the broker acknowledges nothing' }));
      return false;
    }
    this.#unacknowledged++;
    // A connection that is lost meanwhile is told by `onClosed`.
    this.#client.publish(topic, asBuffer(payload), { qos: 1 }, (error) => {
      this.#unacknowledged--;
      if (!error) onAcknowledged?.();
    });
    return true;
  }

  /** QoS 0: not taken when the socket does not keep up. */
  sendNow(topic: string, payload: Uint8Array): 'sent' | 'offline' | 'blocked' {
    if (!this.#client.connected || this.#closing) return 'offline';
    if (this.queuedBytes > this.#options.maxQueuedBytes) return 'blocked';
    this.#client.publish(topic, asBuffer(payload), { qos: 0 });
    return 'sent';
  }

  get queuedBytes(): number {
    const { stream } = this.#client;
    const socket = stream.socket as { bufferedAmount?: number } | undefined;
    return stream.writableLength + (socket?.bufferedAmount ?? 0);
  }

  /**
   * Says DISCONNECT after what was sent before has arrived, or cuts the socket after a second. `error` is what
   * `onClosed` will get. Idempotent.
   */
  close(error: DeviceError): void {
    this.#error ??= error;
    if (this.#closing) return;
    this.#closing = true;
    if (!this.#client.connected) {
      this.#client.end(true, () => this.#finish());
      return;
    }
    const cut = this.#options.clock.after(CLOSE_GRACE_MS, () => this.#client.stream.destroy());
    this.#client.end(false, () => {
      cut.cancel();
      this.#finish();
    });
  }

  /** Ends the connection without a word: nobody would hear it. Idempotent. */
  cut(error: DeviceError): void {
    this.#error ??= error;
    this.#closing = true;
    this.#client.stream.destroy();
  }

  #finish(): void {
    if (this.#closed) return;
    this.#closed = true;
    const { onClosed } = this.#options;
    onClosed(this.#error ?? new DeviceError('CONNECTION_LOST'));
    if (!this.#closing) this.#client.end(true);
    this.#closing = true;
  }

  #watchReached(): void {
    const { onReached, url, transport } = this.#options;
    if (!onReached) return;
    let reached = false;
    const once = () => {
      if (!reached) onReached();
      reached = true;
    };
    // A WebSocket says nothing of the kind: there the answer to CONNECT counts.
    const event = !transport && url.startsWith('mqtts:') ? 'secureConnect' : 'connect';
    this.#client.stream.once(event, once);
    this.#client.once('packetreceive', once);
  }

  #noDelay(): void {
    // The MQTT client leaves Nagle's algorithm on, which holds small packets back for an acknowledgement.
    const stream = this.#client.stream as { setNoDelay?: (on: boolean) => void; socket?: unknown };
    const webSocket = stream.socket as { _socket?: { setNoDelay?: (on: boolean) => void } } | undefined;
    stream.setNoDelay?.(true);
    webSocket?._socket?.setNoDelay?.(true);
  }
}

function connectionError(error: Error & { code?: unknown }): DeviceError {
  const bad = typeof error.code === 'number' && CREDENTIAL_CODES.has(error.code);
  if (typeof error.code === 'number' && UNAVAILABLE_CODES.has(error.code)) {
    const detail =
      'it answers, and takes no device in now: it is full, or there were too many failed sign-ins';
    return new DeviceError('CONNECT_FAILED', { detail, reason: 'CAPACITY', cause: error });
  }
  return DeviceError.from(error, bad ? 'BAD_CREDENTIALS' : 'CONNECT_FAILED');
}

/** The MQTT client takes Node's Buffer, which its browser build brings along as a subclass of Uint8Array. */
const asBuffer = (bytes: Uint8Array): Buffer => bytes as Buffer;
