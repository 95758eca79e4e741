/**
 * The broker's end of the Pipit protocol on one signed-in connection: hello first, pings both ways, errors answered,
 * the rest handed to the session. Knows messages and topics, but not sockets.
 */
import {
  type BodyInit,
  type BrokerBody,
  type ClockSample,
  type DeviceMessage,
  type Error as DeviceComplaint,
  ErrorCode,
  type ErrorCodeName,
  type Hello,
  MAX_AUDIO_BYTES,
  PROTOCOL_VERSION,
  ProtocolError,
  REASON_TEXTS,
  Reason,
  type ReasonName,
  clipUtf8,
  maxBytesOf,
  decodeAudio,
  decodeDeviceMessage,
  encodeBrokerMessage,
  toWireTime,
  topicFor,
} from '@pipit/protocol';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Figures } from '../telemetry/figures.ts';
import { MAX_PACKET_BYTES } from './audio-fields.ts';
import { AudioView } from './audio-view.ts';
import { ConfigTopic, type ReadConfig } from './config-topic.ts';
import { DeviceClock } from './device-clock.ts';
import type { DeviceLimits } from './device-limits.ts';
import type {
  AcceptLink,
  DeviceLink,
  DeviceLinkHandler,
  DownlinkFrame,
  LinkAudio,
  LinkFigures,
} from './device-link.ts';
import { negotiate } from './handshake.ts';
import { OpenCommands } from './open-commands.ts';
import type { Outbox } from './outbox.ts';
import { audioFrame, controlFrame, topicField } from './publish-frame.ts';

export interface MqttLinkOptions {
  readonly deviceId: string;
  readonly connectionId: string;
  readonly outbox: Outbox;
  readonly figures: LinkFigures;
  readonly processFigures: Figures;
  readonly limits: Pick<DeviceLimits, 'pingIntervalMs' | 'complaintIntervalMs'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly brokerVersion: string;
  readonly accept: AcceptLink;
  readonly configFor: ReadConfig | undefined;
  /** The device was accepted. */
  readonly onHello: (hello: Hello) => void;
  /** The link wants its connection closed. */
  readonly onClose: (reason: ReasonName) => void;
}

/** What a device that is sent away is told: when and where to connect again, if it matters. */
export interface ComeBack {
  readonly retryAfterMs?: number;
  readonly address?: string | undefined;
}

/** The first estimate of the clock should not rest on one ping. */
const FIRST_PINGS = 3;
const FIRST_PING_INTERVAL_MS = 500;
const MAX_ERROR_TEXT_BYTES = maxBytesOf('Error', 'text');
const MAX_ERROR_FIELD_BYTES = maxBytesOf('Error', 'field');
const MAX_GOODBYE_TEXT_BYTES = maxBytesOf('Goodbye', 'text');

export class MqttLink implements DeviceLink {
  readonly deviceId: string;
  readonly connectionId: string;
  readonly figures: LinkFigures;
  readonly config: ConfigTopic;
  readonly #options: MqttLinkOptions;
  readonly #controlTopic: Buffer;
  readonly #audioTopic: Buffer;
  readonly #view = new AudioView();
  readonly #deviceClock = new DeviceClock();
  readonly #commands = new OpenCommands();
  readonly #complainedAt = new Map<ErrorCodeName, number>();
  readonly #loggedAt = new Map<ErrorCodeName, number>();
  #hello: Hello | undefined;
  #audio: LinkAudio | undefined;
  #handler: DeviceLinkHandler | undefined;
  #closed = false;
  #failedAt = -Infinity;
  #messageId = 0;
  #packetId = 0;
  #pings = 0;
  #cancelPing: (() => void) | undefined;

  constructor(options: MqttLinkOptions) {
    this.#options = options;
    this.deviceId = options.deviceId;
    this.connectionId = options.connectionId;
    this.figures = options.figures;
    this.#controlTopic = topicField(topicFor('controlDown', options.deviceId));
    this.#audioTopic = topicField(topicFor('audioDown', options.deviceId));
    const { deviceId, outbox, clock, log, processFigures: figures, configFor: read } = options;
    const nextPacketId = (): number => this.#nextPacketId();
    this.config = new ConfigTopic({ deviceId, outbox, clock, log, figures, read, nextPacketId });
  }

  get hello(): Hello {
    if (!this.#hello) throw new Error('hello is known only after it was answered');
    return this.#hello;
  }

  get audio(): LinkAudio {
    if (!this.#audio) throw new Error('audio is settled only after hello was answered');
    return this.#audio;
  }

  get deviceClock(): ClockSample | undefined {
    return this.#deviceClock.estimate;
  }

  /** Hello was answered: the session knows this link. */
  get accepted(): boolean {
    return this.#handler !== undefined;
  }

  send(body: BodyInit<BrokerBody>, correlationId = 0, deadlineMs = 0): boolean {
    if (this.#closed) return false;
    const frame = this.#frame(body, correlationId, deadlineMs);
    if (!frame) return false;
    if (body.kind === 'command') this.#commands.sent(this.#messageId, body.value.commandId ?? 0);
    this.#options.outbox.send(frame);
    return !this.#isClosed();
  }

  sendAudio(frame: DownlinkFrame): boolean {
    if (this.#closed || (frame.packet && frame.packet.length > MAX_PACKET_BYTES)) return false;
    return this.#options.outbox.sendAudio(
      audioFrame(this.#audioTopic, frame),
      frame.session,
      frame.generation,
    );
  }

  dropAudio(session: number, generation: number): number {
    const dropped = this.#options.outbox.dropAudio(session, generation);
    this.figures.audioMessagesDropped += dropped;
    return dropped;
  }

  close(reason: ReasonName): void {
    this.#options.onClose(reason);
  }

  /** A message on the control topic. Never throws. */
  receiveControl(payload: Uint8Array): void {
    if (this.#closed) return;
    const decoded = decodeDeviceMessage(payload);
    if (!decoded.ok) {
      this.#options.processFigures.count('device_decode_errors_total');
      this.#refuse(decoded.error);
      return;
    }
    const { message } = decoded;
    if (message.body.kind === 'hello') this.#greet(message.body.value, message.messageId);
    else if (!this.#handler)
      this.#refuse(new ProtocolError('HELLO_REQUIRED', { messageId: message.messageId }));
    else this.#dispatch(message, this.#handler);
  }

  /** A message on the audio topic. Hot path. Never throws. */
  receiveAudio(buffer: Buffer, start: number, end: number): void {
    if (this.#closed) return;
    this.figures.audioMessagesIn++;
    if (!this.#handler) {
      this.#complainSometimes(new ProtocolError('HELLO_REQUIRED'));
      return;
    }
    try {
      if (end - start <= MAX_AUDIO_BYTES && this.#view.read(buffer, start, end))
        this.#handler.onAudio(this.#view);
      else this.#receiveUnusualAudio(buffer.subarray(start, end), this.#handler);
    } catch (error) {
      this.#handlerFailed(error);
    }
  }

  /** Tells the device what it did wrong. */
  complain(error: ProtocolError, retryAfterMs = 0): void {
    const value = {
      code: ErrorCode[error.code],
      text: clipUtf8(error.message, MAX_ERROR_TEXT_BYTES),
      field: clipUtf8(error.field ?? '', MAX_ERROR_FIELD_BYTES),
      retryAfterMs,
    };
    this.send({ kind: 'error', value }, error.messageId ?? 0);
  }

  /** The last words of a connection; undefined when there can be none. */
  goodbye(reason: ReasonName, { retryAfterMs = 0, address = '' }: ComeBack): Buffer | undefined {
    const value = {
      reason: Reason[reason],
      retryAfterMs,
      text: clipUtf8(REASON_TEXTS[reason].text, MAX_GOODBYE_TEXT_BYTES),
      address,
    };
    return this.#frame({ kind: 'goodbye', value }, 0);
  }

  /** The connection is closed: the handler hears it, once. */
  ended(reason: ReasonName): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelPing?.();
    this.config.close();
    try {
      this.#handler?.onClosed(reason);
    } catch (error) {
      this.#handlerFailed(error);
    }
  }

  #greet(hello: Hello, messageId: number): void {
    const negotiated = negotiate(hello);
    if (!negotiated.ok) {
      const { code, field } = negotiated.error;
      this.#refuse(new ProtocolError(code, { messageId, ...(field && { field }) }));
      return;
    }
    this.#hello = hello;
    this.#audio = negotiated.audio;
    const { connectionId, brokerVersion } = this.#options;
    const wallTimeS = Math.floor(Date.now() / 1000);
    const value = {
      protocolVersion: PROTOCOL_VERSION,
      ...negotiated.audio,
      wallTimeS,
      brokerVersion,
      connectionId,
    };
    this.send({ kind: 'helloAck', value }, messageId);
    if (this.#handler || this.#isClosed()) return;
    try {
      this.#handler = this.#options.accept(this);
    } catch (error) {
      this.#handlerFailed(error);
      this.close('INTERNAL');
      return;
    }
    this.#options.log.info(
      { firmware: hello.firmwareVersion, hardware: hello.hardwareModel, ...this.#audio },
      'device said hello',
    );
    this.#options.onHello(hello);
    this.#ping();
  }

  #dispatch(message: DeviceMessage, handler: DeviceLinkHandler): void {
    const { body } = message;
    const receivedAtMs = toWireTime(this.#options.clock.now());
    switch (body.kind) {
      case 'ping': {
        const { originTimeMs } = body.value;
        const transmitTimeMs = toWireTime(this.#options.clock.now());
        this.send(
          { kind: 'pong', value: { originTimeMs, receiveTimeMs: receivedAtMs, transmitTimeMs } },
          message.messageId,
        );
        return;
      }
      case 'pong':
        this.#deviceClock.add(body.value, receivedAtMs);
        return;
      case 'error':
        return this.#complainedOf(message, body.value, handler);
      default:
        this.#handOver(message, handler);
    }
  }

  /** [CMD-3] A device that does not know commands refuses them like any message it does not know. */
  #complainedOf(message: DeviceMessage, complaint: DeviceComplaint, handler: DeviceLinkHandler): void {
    const { correlationId } = message;
    this.#options.processFigures.count('device_errors_reported_total');
    this.#options.log.debug({ code: complaint.code, correlationId }, 'device reported an error');
    const value = this.#commands.refused(correlationId, complaint);
    if (value) this.#handOver({ ...message, body: { kind: 'commandResult', value } }, handler);
  }

  #handOver(message: DeviceMessage, handler: DeviceLinkHandler): void {
    try {
      handler.onMessage(message);
    } catch (error) {
      this.#handlerFailed(error);
      this.complain(new ProtocolError('INTERNAL', { messageId: message.messageId }));
    }
  }

  #receiveUnusualAudio(payload: Uint8Array, handler: DeviceLinkHandler): void {
    const decoded = decodeAudio(payload);
    if (decoded.ok) {
      handler.onAudio(decoded.message);
      return;
    }
    this.#options.processFigures.count('device_decode_errors_total');
    this.#complainSometimes(decoded.error);
  }

  /** A message that has no effect but this answer; each one is answered, the log hears of them once in a while. */
  #refuse(error: ProtocolError): void {
    this.complain(error);
    if (this.#isTimeFor(this.#loggedAt, error)) this.#logRefusal(error);
  }

  /** Audio that has no effect: too frequent for an answer each. */
  #complainSometimes(error: ProtocolError): void {
    if (!this.#isTimeFor(this.#complainedAt, error)) return;
    this.complain(error);
    this.#logRefusal(error);
  }

  #isTimeFor(last: Map<ErrorCodeName, number>, { code }: ProtocolError): boolean {
    const now = this.#options.clock.now();
    if (now - (last.get(code) ?? -Infinity) < this.#options.limits.complaintIntervalMs) return false;
    last.set(code, now);
    return true;
  }

  #logRefusal({ code, field, message }: ProtocolError): void {
    this.#options.log.warn({ code, field, why: message }, 'device message refused');
  }

  #ping(): void {
    const originTimeMs = toWireTime(this.#options.clock.now());
    if (!this.send({ kind: 'ping', value: { originTimeMs } })) return;
    const delayMs =
      ++this.#pings < FIRST_PINGS ? FIRST_PING_INTERVAL_MS : this.#options.limits.pingIntervalMs;
    this.#cancelPing = this.#options.clock.after(delayMs, () => this.#ping());
  }

  /** QoS 1 by hand: in order with the audio, and never sent again on a later connection, where it would mean nothing. */
  #frame(body: BodyInit<BrokerBody>, correlationId: number, deadlineMs = 0): Buffer | undefined {
    let payload: Uint8Array;
    try {
      payload = encodeBrokerMessage({ messageId: ++this.#messageId, correlationId, deadlineMs }, body);
    } catch (err) {
      this.#options.processFigures.count('device_unsendable_total');
      this.#options.log.error({ err, kind: body.kind }, 'message cannot be sent');
      return undefined;
    }
    return controlFrame(this.#controlTopic, this.#nextPacketId(), payload);
  }

  #nextPacketId(): number {
    this.#packetId = (this.#packetId % 0xffff) + 1;
    return this.#packetId;
  }

  #handlerFailed(err: unknown): void {
    this.#options.processFigures.count('device_handler_errors_total');
    const now = this.#options.clock.now();
    // A fault in the path of audio would come back fifty times a second.
    if (now - this.#failedAt < this.#options.limits.complaintIntervalMs) return;
    this.#failedAt = now;
    this.#options.log.error({ err }, 'session failed to handle the device');
  }

  /** A method, because sending may close the link. */
  #isClosed(): boolean {
    return this.#closed;
  }
}
