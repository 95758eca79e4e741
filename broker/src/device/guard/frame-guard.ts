/**
 * Stands between a device's socket and Aedes. Bytes come in by `receive`; audio and control messages of the device go
 * straight to the owner, in the order of the wire; everything else that is well-formed goes on to Aedes, which reads
 * and writes this Duplex as if it were the socket.
 *
 * Holds at most `maxUnauthenticatedBytes` before sign-in, later one packet and the rest of one chunk: while a reason to
 * wait exists the socket is paused, so that TCP slows the device.
 */
import { Duplex } from 'node:stream';
import { MAX_AUDIO_BYTES } from '@pipit/protocol';
import type { DeviceLimits } from '../device-limits.ts';
import { type ConnectPacket, readConnect } from './connect-packet.ts';
import { InputBudget } from './input-budget.ts';
import { PUBLISH_QOS0, PacketType, isRetained, packetType, publishQos, uint16At } from './mqtt-packets.ts';
import { PacketScanner, type PacketSink } from './packet-scanner.ts';
import { acknowledgementFault, filtersFault, headerFault, publishFault } from './packet-rules.ts';

export type GuardLimits = Pick<
  DeviceLimits,
  | 'maxUnauthenticatedBytes'
  | 'maxFiltersPerPacket'
  | 'messagesPerSecond'
  | 'burstS'
  | 'bytesPerSecond'
  | 'floodGraceMs'
>;

export type Violation = 'malformed' | 'tooLarge' | 'unauthenticated';

/** What the guard sees, told to the connection that owns it. Any of these may close the guard. */
export interface GuardOwner {
  /** A well-formed CONNECT: it is passed on when this returns, and nothing after it until `open`. */
  onConnect(connect: ConnectPacket): void;
  /** A CONNECT that deserves an answer before the socket is closed. */
  onRefused(returnCode: 1 | 2, rule: string): void;
  /** Payload of an audio message. Hot path. */
  onAudio(buffer: Buffer, start: number, end: number): void;
  /** A PUBLISH but QoS 0 audio. True when the owner took it; false leaves it to Aedes. */
  onPublish(topic: string, payload: Buffer, qos: number, retain: boolean): boolean;
  /** To be sent for a QoS 1 message that was taken. */
  onAcknowledge(packetId: number): void;
  /** The device says goodbye. */
  onDisconnect(): void;
  onViolation(kind: Violation, rule: string): void;
  /** Sent too much: its socket is paused for `waitMs`, unless it is a flood. */
  onThrottled(waitMs: number, flood: boolean): void;
  /** The socket shall be paused or resumed. */
  onPause(paused: boolean): void;
  /** Aedes writes to the device. */
  onWrite(packets: Buffer): void;
  /** Aedes, or the owner, has destroyed the guard. */
  onDestroy(error: Error | null): void;
}

const State = { CONNECT: 0, SIGN_IN: 1, OPEN: 2, CLOSED: 3 } as const;
type State = (typeof State)[keyof typeof State];

/** Reasons to wait, as bits. */
const Wait = { SIGN_IN: 1, RATE: 2, AEDES: 4 } as const;

/** Topic, packet identifier and a little room, around the largest payload. */
const MAX_PUBLISH_BYTES = MAX_AUDIO_BYTES + 256;
const MAX_SUBSCRIBE_BYTES = 2048;
/** More than this unread by Aedes, and the device waits. */
const AEDES_BACKLOG_BYTES = 16_384;
/** The longest fixed header. */
const FIXED_HEADER_BYTES = 5;

export class FrameGuard extends Duplex implements PacketSink {
  readonly #owner: GuardOwner;
  readonly #limits: GuardLimits;
  readonly #now: () => number;
  readonly #scanner: PacketScanner;
  readonly #caps;
  #budget: InputBudget;
  #state: State = State.CONNECT;
  #waits = 0;
  #unauthenticatedBytes = 0;
  /** What is left of a chunk while there is a reason to wait. */
  #rest: Buffer | undefined;
  #audioTopic: Buffer = Buffer.alloc(0);

  constructor(owner: GuardOwner, limits: GuardLimits, now: () => number) {
    // Packets reach Aedes whole; autoDestroy would race with the owner's own closing.
    super({ autoDestroy: false, decodeStrings: true, readableHighWaterMark: AEDES_BACKLOG_BYTES });
    this.#owner = owner;
    this.#limits = limits;
    this.#now = now;
    this.#scanner = new PacketScanner(this);
    this.#budget = new InputBudget(limits, now());
    this.#caps = {
      connectBytes: limits.maxUnauthenticatedBytes - FIXED_HEADER_BYTES,
      publishBytes: MAX_PUBLISH_BYTES,
      subscribeBytes: MAX_SUBSCRIBE_BYTES,
    };
  }

  /** Bytes of the device that wait here. */
  get heldBytes(): number {
    return this.#scanner.heldBytes + (this.#rest?.length ?? 0) + this.readableLength;
  }

  /** A chunk from the socket, at this time of the clock. Never throws. */
  receive(chunk: Buffer, now: number): void {
    if (this.#state === State.CLOSED) return;
    if (this.#state < State.OPEN) {
      this.#unauthenticatedBytes += chunk.length;
      if (this.#unauthenticatedBytes > this.#limits.maxUnauthenticatedBytes) {
        this.#violation(
          'unauthenticated',
          `more than ${this.#limits.maxUnauthenticatedBytes} bytes before sign-in`,
        );
        return;
      }
    }
    if (this.#rest) {
      // A stream may hand over what it had read before it was paused.
      this.#rest = Buffer.concat([this.#rest, chunk]);
      return;
    }
    this.#scan(chunk, now);
  }

  /** The device is signed in. `audioTopic`: its own audio-up topic with the length in front, as in a PUBLISH. */
  open(audioTopic: Buffer): void {
    if (this.#state !== State.SIGN_IN) return;
    this.#state = State.OPEN;
    this.#audioTopic = audioTopic;
    this.#budget = new InputBudget(this.#limits, this.#now());
    this.#stopWaiting(Wait.SIGN_IN);
  }

  /** The time is over that `onThrottled` asked for. */
  resumeInput(): void {
    this.#budget.resumed(this.#now());
    this.#stopWaiting(Wait.RATE);
  }

  header(first: number, remainingLength: number): boolean {
    // The usual case first: the rules below would say the same of it.
    if (first === PUBLISH_QOS0 && this.#state === State.OPEN && remainingLength >= 2) {
      if (remainingLength <= MAX_PUBLISH_BYTES) return true;
    }
    if (this.#state === State.CLOSED) return false;
    const isConnect = packetType(first) === PacketType.CONNECT;
    if (isConnect !== (this.#state === State.CONNECT)) {
      const rule = isConnect
        ? 'a second CONNECT [MQTT-3.1.0-2]'
        : 'the first packet is not CONNECT [MQTT-3.1.0-1]';
      return this.#violation('malformed', rule);
    }
    const fault = headerFault(first, remainingLength, this.#caps);
    return fault ? this.#violation(fault.tooLarge ? 'tooLarge' : 'malformed', fault.rule) : true;
  }

  packet(first: number, buffer: Buffer, start: number, body: number, end: number): boolean {
    if (this.#state === State.CLOSED) return false;
    const withinRate = this.#budget.spend(end - start);
    if (first === PUBLISH_QOS0 && this.#state === State.OPEN && this.#isOwnAudio(buffer, body, end)) {
      this.#owner.onAudio(buffer, body + this.#audioTopic.length, end);
    } else {
      this.#dispatch(first, buffer, start, body, end);
    }
    if (!withinRate) this.#throttle();
    return this.#waits === 0 && !this.#isClosed();
  }

  malformedLength(): void {
    this.#violation('malformed', 'remaining length of more than four bytes');
  }

  override _read(): void {
    this.#stopWaiting(Wait.AEDES);
  }

  override _write(packet: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    this.#owner.onWrite(packet);
    done();
  }

  /** Aedes writes a packet in pieces under one cork: they must reach the socket as one. */
  override _writev(pieces: { chunk: Buffer }[], done: (error?: Error) => void): void {
    this.#owner.onWrite(Buffer.concat(pieces.map((piece) => piece.chunk)));
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#state = State.CLOSED;
    this.#rest = undefined;
    this.#owner.onDestroy(error);
    done(null);
  }

  #scan(chunk: Buffer, now: number): void {
    this.#budget.refill(now);
    const at = this.#scanner.push(chunk);
    if (at >= chunk.length || this.#isClosed()) return;
    const rest = chunk.subarray(at);
    // A few bytes of a large chunk must not keep all of it while an unknown device signs in.
    this.#rest = this.#state < State.OPEN ? Buffer.from(rest) : rest;
  }

  #isOwnAudio(buffer: Buffer, body: number, end: number): boolean {
    const topic = this.#audioTopic;
    if (end - body < topic.length) return false;
    for (let index = 0; index < topic.length; index++)
      if (buffer[body + index] !== topic[index]) return false;
    return true;
  }

  #dispatch(first: number, buffer: Buffer, start: number, body: number, end: number): void {
    let fault: string | undefined;
    switch (packetType(first)) {
      case PacketType.CONNECT:
        this.#connect(buffer, start, body, end);
        return;
      case PacketType.PUBLISH:
        fault = publishFault(first, buffer, body, end);
        if (!fault && this.#publish(first, buffer, body, end)) return;
        break;
      case PacketType.SUBSCRIBE:
      case PacketType.UNSUBSCRIBE:
        fault = filtersFault(first, buffer, body, end, this.#limits.maxFiltersPerPacket);
        break;
      case PacketType.DISCONNECT:
        this.#owner.onDisconnect();
        break;
      case PacketType.PINGREQ:
        break;
      default:
        fault = acknowledgementFault(buffer, body);
    }
    if (fault) this.#violation('malformed', fault);
    else this.#passOn(Buffer.from(buffer.subarray(start, end)));
  }

  /** True when Aedes need not see it. */
  #publish(first: number, buffer: Buffer, body: number, end: number): boolean {
    const topicEnd = body + 2 + uint16At(buffer, body);
    const topic = buffer.toString('utf8', body + 2, topicEnd);
    const qos = publishQos(first);
    const payload = buffer.subarray(qos === 0 ? topicEnd : topicEnd + 2, end);
    if (!this.#owner.onPublish(topic, payload, qos, isRetained(first))) return this.#isClosed();
    if (qos === 1 && !this.#isClosed()) this.#owner.onAcknowledge(uint16At(buffer, topicEnd));
    return true;
  }

  #connect(buffer: Buffer, start: number, body: number, end: number): void {
    const result = readConnect(buffer, body, end);
    if (!result.ok) {
      if (result.returnCode === undefined) this.#violation('malformed', result.rule);
      else this.#owner.onRefused(result.returnCode, result.rule);
      return;
    }
    this.#state = State.SIGN_IN;
    this.#wait(Wait.SIGN_IN);
    this.#owner.onConnect(result.connect);
    const copy = Buffer.from(buffer.subarray(start, end));
    // Aedes does not see the audio, so it cannot judge silence: the owner keeps the promise of section 3.1.2.10.
    copy.writeUInt16BE(0, result.connect.keepAliveAt - start);
    this.#passOn(copy);
  }

  #passOn(packet: Buffer): void {
    if (!this.#isClosed() && !this.push(packet)) this.#wait(Wait.AEDES);
  }

  #throttle(): void {
    if (this.#isClosed() || this.#waits & Wait.RATE) return;
    const flood = this.#budget.paused(this.#now());
    this.#wait(Wait.RATE);
    this.#owner.onThrottled(this.#budget.waitMs(), flood);
  }

  #wait(reason: number): void {
    const before = this.#waits;
    this.#waits |= reason;
    if (before === 0) this.#owner.onPause(true);
  }

  #stopWaiting(reason: number): void {
    if ((this.#waits & reason) === 0 || this.#isClosed()) return;
    this.#waits &= ~reason;
    if (this.#waits !== 0) return;
    const rest = this.#rest;
    this.#rest = undefined;
    if (rest) this.#scan(rest, this.#now());
    if (this.#waits === 0 && !this.#isClosed()) this.#owner.onPause(false);
  }

  #violation(kind: Violation, rule: string): false {
    this.#owner.onViolation(kind, rule);
    return false;
  }

  /** A method, because owners close the guard from within a call. */
  #isClosed(): boolean {
    return this.#state === State.CLOSED;
  }
}
