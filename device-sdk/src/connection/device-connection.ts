/** One connection in the protocol's words: hello first, then messages and audio, pings answered, clocks compared. */
import {
  type Audio,
  type BodyInit,
  type BrokerBody,
  type BrokerMessage,
  decodeAudio,
  CommandStatus,
  decodeBrokerMessage,
  decodeDeviceConfig,
  type DeviceBody,
  type DeviceConfig,
  encodeDeviceMessage,
  ErrorCode,
  errorCodeName,
  type ErrorCodeName,
  type Goodbye,
  type Hello,
  type HelloAck,
  type Init,
  ProtocolError,
  reasonName,
  topicFor,
  type TopicName,
  toWireTime,
} from '@pipit/protocol';
import type { Timer } from '../clock.ts';
import { DeviceError } from '../errors.ts';
import type { ClockOffset } from '../events.ts';
import type { ReceivedCommand } from '../remote/command-desk.ts';
import { ClockSync } from './clock-sync.ts';
import { LinkWatch } from './link-watch.ts';
import { MqttLink, type MqttLinkOptions } from './mqtt-link.ts';

export interface DeviceConnectionOptions extends Omit<
  MqttLinkOptions,
  'onOpen' | 'onHeard' | 'onMessage' | 'onClosed'
> {
  readonly hello: Init<Hello>;
  readonly helloTimeoutMs: number;
  /** While it is watched: silence of the broker after which it counts as lost; 0 for never. */
  readonly silenceTimeoutMs: number;
  readonly onReady: (ack: HelloAck) => void;
  /** Anything a session may want. */
  readonly onMessage: (body: BrokerBody) => void;
  readonly onAudio: (audio: Audio) => void;
  /** What is configured, also before `onReady`. Undefined: this connection does not want to know. */
  readonly onConfig?: (config: DeviceConfig) => void;
  /** Undefined: commands are rejected. */
  readonly onCommand?: (received: ReceivedCommand) => void;
  /** [TOOL-1] Undefined: this connection offers no tools. */
  readonly onMcp?: (payload: string) => void;
  /** The broker answered the message of this number with an error; `onProblem` hears of it, too. */
  readonly onRefused: (messageId: number, error: BrokerRefusal) => void;
  readonly onOffset: (offset: ClockOffset) => void;
  /** The broker refused a message, or sent one that cannot be read. */
  readonly onProblem: (error: DeviceError) => void;
  /** Called once, last. `goodbye` is what the broker said before. */
  readonly onClosed: (error: DeviceError, goodbye: Goodbye | undefined) => void;
}

export interface BrokerRefusal {
  readonly code: ErrorCodeName;
  readonly text: string;
}

export interface SendOptions {
  /** The message it answers. */
  readonly correlationId?: number;
  /** The broker has it. */
  readonly onAcknowledged?: (() => void) | undefined;
}

export class DeviceConnection {
  readonly #options: DeviceConnectionOptions;
  readonly #link: MqttLink;
  readonly #clockSync: ClockSync;
  readonly #watch: LinkWatch;
  readonly #topics: Record<TopicName, string>;
  #helloTimer: Timer | undefined;
  #messageId = 0;
  #goodbye: Goodbye | undefined;
  #ready = false;
  #isConfigurable = false;
  #resolveClosed!: () => void;
  /** Resolves when the connection is over, however it ended. */
  readonly closed = new Promise<void>((resolve) => {
    this.#resolveClosed = resolve;
  });

  constructor(options: DeviceConnectionOptions) {
    this.#options = options;
    const { clock, deviceId } = options;
    this.#topics = {
      audioUp: topicFor('audioUp', deviceId),
      controlUp: topicFor('controlUp', deviceId),
      audioDown: topicFor('audioDown', deviceId),
      controlDown: topicFor('controlDown', deviceId),
      config: topicFor('config', deviceId),
    };
    this.#clockSync = new ClockSync({ clock, send: (ping) => this.send(ping), onOffset: options.onOffset });
    this.#watch = new LinkWatch({
      clock,
      timeoutMs: options.silenceTimeoutMs,
      ask: () => this.send({ kind: 'ping', value: { originTimeMs: toWireTime(clock.now()) } }),
      onDead: () => this.#link.cut(new DeviceError('CONNECTION_LOST', { detail: 'the broker is silent' })),
    });
    this.#link = new MqttLink({
      ...options,
      onHeard: () => this.#watch.heard(),
      onOpen: () => void this.#greet(),
      onMessage: (topic, payload) => this.#receive(topic, payload),
      onClosed: (error) => this.#onClosed(error),
    });
  }

  /** The broker keeps a configuration for the device, if there is one. */
  get isConfigurable(): boolean {
    return this.#isConfigurable;
  }

  /** The number of the message; undefined when there is no connection any more. */
  send(body: BodyInit<DeviceBody>, options: SendOptions = {}): number | undefined {
    const messageId = ++this.#messageId;
    const bytes = encodeDeviceMessage({ messageId, correlationId: options.correlationId ?? 0 }, body);
    const sent = this.#link.sendReliably(this.#topics.controlUp, bytes, options.onAcknowledged);
    return sent ? messageId : undefined;
  }

  /** Hot path. */
  sendAudio(audio: Uint8Array): 'sent' | 'offline' | 'blocked' {
    return this.#ready ? this.#link.sendNow(this.#topics.audioUp, audio) : 'offline';
  }

  /** Whether it matters that a silent broker is noticed soon. Idempotent. */
  watch(on: boolean): void {
    if (on) this.#watch.start();
    else this.#watch.stop();
  }

  /** Measures the clock and the way now; `onOffset` hears of it. */
  measureClock(): void {
    if (this.#ready) this.#clockSync.start();
  }

  close(error: DeviceError): void {
    this.#link.close(error);
  }

  async #greet(): Promise<void> {
    const { clock, hello, helloTimeoutMs } = this.#options;
    this.#helloTimer = clock.after(helloTimeoutMs, () => this.close(new DeviceError('HELLO_FAILED')));
    try {
      const [, , isConfigurable] = await Promise.all([
        this.#link.subscribe([this.#topics.controlDown], 1),
        this.#link.subscribe([this.#topics.audioDown], 0),
        // [CFG-1] A broker of before configurations refuses it, and that is all.
        this.#options.onConfig && this.#link.trySubscribe(this.#topics.config, 1),
      ]);
      this.#isConfigurable = isConfigurable ?? false;
      // [CON-1]
      this.send({ kind: 'hello', value: hello });
    } catch (error) {
      this.close(DeviceError.from(error, 'HELLO_FAILED'));
    }
  }

  #receive(topic: string, payload: Uint8Array): void {
    if (topic === this.#topics.audioDown) {
      const decoded = decodeAudio(payload);
      if (decoded.ok) this.#options.onAudio(decoded.message);
      else this.#options.onProblem(unreadable(decoded.error));
    } else if (topic === this.#topics.controlDown) {
      const decoded = decodeBrokerMessage(payload);
      if (decoded.ok) this.#onMessage(decoded.message);
      else this.#refuse(decoded.error);
    } else if (topic === this.#topics.config) {
      const decoded = decodeDeviceConfig(payload);
      if (decoded.ok) this.#options.onConfig?.(decoded.message);
      else this.#options.onProblem(unreadable(decoded.error));
    }
  }

  #onMessage({ messageId, correlationId, deadlineMs, body }: BrokerMessage): void {
    const { clock, onMessage, onProblem, onReady, onRefused } = this.#options;
    switch (body.kind) {
      case 'helloAck':
        if (this.#ready) return;
        this.#ready = true;
        this.#helloTimer?.cancel();
        this.#clockSync.start();
        onReady(body.value);
        return;
      case 'ping': {
        const nowMs = toWireTime(clock.now());
        const { originTimeMs } = body.value;
        this.send(
          { kind: 'pong', value: { originTimeMs, receiveTimeMs: nowMs, transmitTimeMs: nowMs } },
          { correlationId: messageId },
        );
        return;
      }
      case 'pong':
        this.#clockSync.onPong(body.value);
        return;
      case 'goodbye':
        // [CON-4] The broker closes next; if it does not, the device does.
        this.#goodbye = body.value;
        this.close(dismissal(body.value));
        return;
      case 'error': {
        const { code, text } = body.value;
        onProblem(new DeviceError('BROKER_ERROR', { detail: text || errorCodeName(code) }));
        if (correlationId !== 0) onRefused(correlationId, { code: errorCodeName(code), text });
        return;
      }
      case 'mcp':
        return this.#options.onMcp?.(body.value.payload);
      case 'command': {
        const { onCommand } = this.#options;
        if (onCommand) return onCommand({ command: body.value, messageId, deadlineMs });
        const { commandId } = body.value;
        const value = { commandId, status: CommandStatus.REJECTED, text: 'A self-test runs. Try later.' };
        this.send({ kind: 'commandResult', value }, { correlationId: messageId });
        return;
      }
      default:
        onMessage(body);
    }
  }

  /** [ENV-5] A message that cannot be read is answered and forgotten. */
  #refuse(error: ProtocolError): void {
    this.#options.onProblem(unreadable(error));
    const { code, field = '', messageId = 0 } = error;
    this.send(
      { kind: 'error', value: { code: ErrorCode[code], text: error.message, field } },
      { correlationId: messageId },
    );
  }

  #onClosed(error: DeviceError): void {
    this.#helloTimer?.cancel();
    this.#clockSync.close();
    this.#watch.stop();
    const lost = error.code === 'CONNECT_FAILED' && this.#ready;
    this.#resolveClosed();
    this.#options.onClosed(lost ? DeviceError.from(error.cause, 'CONNECTION_LOST') : error, this.#goodbye);
  }
}

const unreadable = (error: ProtocolError) =>
  new DeviceError('PROTOCOL', { detail: error.message, cause: error });

function dismissal(goodbye: Goodbye): DeviceError {
  const reason = reasonName(goodbye.reason);
  const code =
    reason === 'TAKEN_OVER' ? 'TAKEN_OVER' : reason === 'REVOKED' ? 'BAD_CREDENTIALS' : 'DISMISSED';
  return new DeviceError(code, { detail: goodbye.text || reason, reason });
}
