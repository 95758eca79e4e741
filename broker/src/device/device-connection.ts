/**
 * One socket of a device, from accept to close: joins guard, outbox and link, and owns every way in which it ends.
 * A closing connection still gets its last words across; a reader that is stuck, or a stranger, just loses its socket.
 */
import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { ProtocolError, type ReasonName, parseTopic, topicFor } from '@pipit/protocol';
import type { Level, Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Figures } from '../telemetry/figures.ts';
import type { Place } from './admission.ts';
import type { ReadConfig } from './config-topic.ts';
import type { DeviceLimits } from './device-limits.ts';
import type { AcceptLink, LinkFigures } from './device-link.ts';
import type { ConnectPacket } from './guard/connect-packet.ts';
import { FrameGuard, type GuardOwner, type Violation } from './guard/frame-guard.ts';
import type { LogThrottle } from './log-throttle.ts';
import { type ComeBack, MqttLink } from './mqtt-link.ts';
import { Outbox } from './outbox.ts';
import { type Refusal, authorizePublish } from './policy.ts';
import type { OfflineReason, PresenceEvent, Transport } from './presence.ts';
import { topicField } from './publish-frame.ts';

/** What all connections of a server share. */
export interface ConnectionContext {
  readonly limits: DeviceLimits;
  readonly clock: Clock;
  readonly log: Logger;
  /** For lines that strangers can cause. */
  readonly strangerLog: LogThrottle;
  /** For the lines of devices that come and go all the time. */
  readonly flappingLog: LogThrottle;
  readonly figures: Figures;
  readonly brokerVersion: string;
  readonly accept: AcceptLink;
  readonly configFor: ReadConfig | undefined;
  /** Never throws. */
  readonly onPresence: (event: PresenceEvent) => void;
  /** For events that devices which come and go cause. */
  readonly flappingEvents: LogThrottle;
  /** Undefined for the level of all. Never throws. */
  readonly logLevelOf: (deviceId: string) => Level | undefined;
  /** For the devices of a broker that stops. */
  readonly comeBack: () => ComeBack;
  /** A CONNECT has come: Aedes takes over from here. */
  readonly onConnect: (connection: DeviceConnection) => void;
  /** Called once, when the connection no longer counts. */
  readonly onGone: (connection: DeviceConnection) => void;
}

export interface Peer {
  readonly transport: Transport;
  readonly address: string;
  /** Of the client certificate that TLS has verified, in lower case without colons. */
  readonly certificateSha256?: string | undefined;
}

/** What a closing device may still send before its socket is paused for good. */
const DISCARD_BYTES = 65_536;
/** Last bytes of a CONNACK: fixed header, no session, return code. */
const CONNACK = [0x20, 0x02, 0x00] as const;
const PUBACK = [0x40, 0x02] as const;

export class DeviceConnection implements GuardOwner {
  readonly id = randomBytes(9).toString('base64url');
  readonly peer: Peer;
  readonly guard: FrameGuard;
  readonly figures: LinkFigures;
  /** The device signs in over and over: its lines in the log are thinned out. */
  isFlapping = false;
  readonly #socket: Duplex;
  readonly #place: Place;
  readonly #context: ConnectionContext;
  readonly #outbox: Outbox;
  readonly #openedAt: number;
  #log: Logger;
  #connect: ConnectPacket | undefined;
  #link: MqttLink | undefined;
  #refusal: Refusal | undefined;
  #closedFor: ReasonName | undefined;
  #heardAt: number;
  #warnedAt = -Infinity;
  #discarded = 0;
  #paused = false;
  #saidDisconnect = false;
  #cancelSilence: (() => void) | undefined;
  #cancelThrottle: (() => void) | undefined;
  #cancelLinger: (() => void) | undefined;

  /** `place` is given back when the device is signed in; until then it is the socket's. */
  constructor(socket: Duplex, peer: Peer, place: Place, context: ConnectionContext) {
    this.#socket = socket;
    this.#place = place;
    this.#context = context;
    this.peer = peer;
    const { clock, limits } = context;
    this.#openedAt = this.#heardAt = clock.now();
    this.#log = context.log.child({ connectionId: this.id });
    this.figures = newFigures(() => this.#outbox.queuedBytes);
    this.#outbox = new Outbox({
      socket,
      limits,
      clock,
      figures: this.figures,
      onSlowReader: (why) => {
        context.figures.count('device_slow_readers_total');
        this.#shut('SLOW_READER', why, { hard: true });
      },
    });
    this.guard = new FrameGuard(this, limits, () => clock.now());
    this.#cancelSilence = clock.after(limits.connectTimeoutMs, () =>
      this.#shut('DEVICE_LOST', 'no sign-in in time', { hard: true }),
    );
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('end', () => this.#lost('closed by the device'));
    socket.on('error', (error) => this.#lost(error.message, { hard: true }));
    socket.on('close', () => {
      this.#cancelLinger?.();
      this.#lost('connection lost', { hard: true });
    });
  }

  /** Undefined until the device is signed in. */
  get deviceId(): string | undefined {
    return this.#link?.deviceId;
  }

  get link(): MqttLink | undefined {
    return this.#link;
  }

  /** The CONNECT, once there was one. */
  get connect(): ConnectPacket | undefined {
    return this.#connect;
  }

  get closed(): boolean {
    return this.#closedFor !== undefined;
  }

  /** Aedes has accepted the CONNECT: from now on the device may speak. */
  open(deviceId: string): void {
    if (this.closed) return;
    const { limits, clock, figures, brokerVersion, accept } = this.#context;
    this.#place.leave();
    this.#cancelSilence?.();
    const { configFor, onPresence, flappingEvents } = this.#context;
    const ids = { deviceId, connectionId: this.id };
    const level = this.#context.logLevelOf(deviceId);
    this.#log = this.#context.log.child(ids, level ? { level } : {});
    this.#link = new MqttLink({
      ...ids,
      outbox: this.#outbox,
      figures: this.figures,
      processFigures: figures,
      limits,
      clock,
      log: this.isFlapping ? this.#log.child({}, { level: 'warn' }) : this.#log,
      brokerVersion,
      accept,
      configFor,
      onHello: (hello) => onPresence({ kind: 'hello', ...ids, hello }),
      onClose: (reason) => this.close(reason),
    });
    this.#watchSilence();
    this.#tell({ ...this.peer }, 'device signed in');
    onPresence({ kind: 'online', ...ids, ...this.peer, flapping: this.isFlapping });
    if (this.isFlapping) {
      const { address } = this.peer;
      flappingEvents.line(({ suppressed = 0 }) =>
        onPresence({ kind: 'flapping', ...ids, address, suppressed }),
      );
    }
    this.guard.open(topicField(topicFor('audioUp', deviceId)));
  }

  /** Sign-in failed: Aedes sends the return code and closes. */
  refuse(refusal: Refusal): void {
    this.#refusal = refusal;
  }

  /** Says goodbye with the reason, then closes. Idempotent. */
  close(reason: ReasonName): void {
    const comeBack = reason === 'SHUTDOWN' ? this.#context.comeBack() : {};
    this.#shut(reason, undefined, { goodbye: true, comeBack });
  }

  /** Takes the socket away at once. */
  destroy(reason: ReasonName): void {
    this.#shut(reason, undefined, { hard: true });
    this.#socket.destroy();
  }

  onConnect(connect: ConnectPacket): void {
    this.#connect = connect;
    this.#context.onConnect(this);
  }

  onRefused(returnCode: 1 | 2, rule: string): void {
    this.#refusal = { returnCode, why: rule };
    this.#outbox.send(Buffer.from([...CONNACK, returnCode]));
    this.#shut('DEVICE_LOST', rule);
  }

  onAudio(buffer: Buffer, start: number, end: number): void {
    this.#link?.receiveAudio(buffer, start, end);
  }

  onPublish(topic: string, payload: Buffer, qos: number, retain: boolean): boolean {
    const link = this.#link;
    if (!link) return false;
    const decision = authorizePublish(link.deviceId, topic, retain);
    if (!decision.allowed) {
      this.#context.figures.count('device_forbidden_publish_total');
      link.complain(new ProtocolError('WRONG_TOPIC'));
      this.#shut('DEVICE_LOST', decision.why, { offline: 'PROTOCOL_ERROR' });
      return false;
    }
    // QoS 2 needs Aedes' memory of identifiers; it comes back through `deliver`.
    if (qos === 2) return false;
    this.deliver(topic, payload);
    return true;
  }

  /** A message that the device was allowed to publish. */
  deliver(topic: string, payload: Buffer): void {
    if (parseTopic(topic)?.name === 'audioUp') this.#link?.receiveAudio(payload, 0, payload.length);
    else this.#link?.receiveControl(payload);
  }

  onAcknowledge(packetId: number): void {
    this.#outbox.send(Buffer.from([...PUBACK, packetId >> 8, packetId & 0xff]));
  }

  /** Aedes has granted these, or restored them with the device's session. */
  onSubscribed(topics: readonly { topic: string; qos: number }[], restored: boolean): void {
    const config = topics.find(({ topic, qos }) => qos <= 2 && this.#isConfigTopic(topic));
    if (config) this.#link?.config.subscribed(config.qos, restored);
  }

  onUnsubscribed(topics: readonly string[]): void {
    if (topics.some((topic) => this.#isConfigTopic(topic))) this.#link?.config.unsubscribed();
  }

  onDisconnect(): void {
    this.#saidDisconnect = true;
  }

  onViolation(kind: Violation, rule: string): void {
    this.#context.figures.count('device_violations_total');
    if (kind === 'tooLarge') this.#link?.complain(new ProtocolError('TOO_LARGE'));
    else if (this.#link?.accepted)
      this.#link.complain(new ProtocolError('MALFORMED', { detail: `MQTT: ${rule}.` }));
    const how = { hard: !this.#link, offline: 'PROTOCOL_ERROR' } as const;
    this.#shut('DEVICE_LOST', `protocol violation: ${rule}`, how);
  }

  onThrottled(waitMs: number, flood: boolean): void {
    const { figures, clock, limits } = this.#context;
    this.figures.throttled++;
    figures.count('device_throttled_total');
    if (flood) {
      figures.count('device_floods_total');
      this.close('FLOOD');
      return;
    }
    this.#cancelThrottle = clock.after(waitMs, () => this.guard.resumeInput());
    if (clock.now() - this.#warnedAt < limits.complaintIntervalMs) return;
    this.#warnedAt = clock.now();
    this.#link?.complain(new ProtocolError('RATE_LIMITED'), Math.ceil(waitMs));
    this.#log.warn('device sends more than it may and is slowed down');
  }

  onPause(paused: boolean): void {
    this.#paused = paused;
    if (paused) this.#socket.pause();
    else this.#socket.resume();
  }

  onWrite(packets: Buffer): void {
    this.#outbox.send(packets);
  }

  onDestroy(error: Error | null): void {
    this.#lost(this.#refusal?.why ?? error?.message ?? 'closed by the MQTT broker');
  }

  #receive(chunk: Buffer): void {
    if (this.closed) {
      this.#discarded += chunk.length;
      if (this.#discarded > DISCARD_BYTES) this.#socket.pause();
      return;
    }
    this.figures.bytesIn += chunk.length;
    const now = this.#context.clock.now();
    this.#heardAt = now;
    this.guard.receive(chunk, now);
  }

  /** Section 3.1.2.10: one and a half times the keep alive. A device that talks Pipit must also answer our pings. */
  #watchSilence(): void {
    const { clock, limits } = this.#context;
    const keepAliveMs = (this.#connect?.keepAliveS ?? 0) * 1500;
    const promisedMs = keepAliveMs > 0 ? keepAliveMs : Infinity;
    const allowedMs = this.#link?.accepted ? Math.min(promisedMs, limits.maxSilenceMs) : promisedMs;
    // A paused socket is silent by our own doing.
    const silentMs = this.#paused ? 0 : clock.now() - this.#heardAt;
    if (silentMs >= allowedMs) {
      this.#context.figures.count('device_silent_total');
      const detail = `silent for ${Math.round(silentMs / 1000)} s`;
      this.#shut('DEVICE_LOST', detail, { offline: 'KEEP_ALIVE' });
      return;
    }
    const delayMs = Math.min(allowedMs - silentMs, limits.maxSilenceMs);
    this.#cancelSilence = clock.after(delayMs, () => this.#watchSilence());
  }

  /** The other end is gone, or Aedes has closed: both may come before or after the device's DISCONNECT was handled. */
  #lost(detail: string, how?: { readonly hard: boolean }): void {
    if (this.#saidDisconnect)
      this.#shut('REQUESTED', 'device disconnected', { ...how, offline: 'DISCONNECTED' });
    else this.#shut('DEVICE_LOST', detail, how);
  }

  #shut(
    reason: ReasonName,
    detail?: string,
    how: {
      readonly hard?: boolean;
      readonly goodbye?: boolean;
      readonly comeBack?: ComeBack;
      /** What presence says of it, when that is more than the reason. */
      readonly offline?: OfflineReason;
    } = {},
  ): void {
    if (this.closed) return;
    const lastWords = how.goodbye ? this.#link?.goodbye(reason, how.comeBack ?? {}) : undefined;
    this.#closedFor = reason;
    this.#cancelSilence?.();
    this.#cancelThrottle?.();
    this.#logEnd(reason, detail);
    this.#link?.ended(reason);
    this.guard.destroy();
    if (how.hard) {
      this.#outbox.abandon();
      this.#socket.destroy();
    } else {
      this.#cancelLinger = this.#context.clock.after(this.#context.limits.lingerMs, () =>
        this.#socket.destroy(),
      );
      this.#outbox.end(lastWords);
      // So that the device's own closing is noticed.
      this.#socket.resume();
    }
    this.#context.onGone(this);
    this.#tellOffline(how.offline ?? reason, detail);
  }

  #tellOffline(reason: OfflineReason, detail: string | undefined): void {
    if (!this.#link) return;
    const { deviceId, connectionId } = this.#link;
    const durationMs = Math.round(this.#context.clock.now() - this.#openedAt);
    const flapping = this.isFlapping;
    this.#context.onPresence({
      kind: 'offline',
      deviceId,
      connectionId,
      reason,
      detail,
      durationMs,
      flapping,
    });
  }

  #isConfigTopic(topic: string): boolean {
    const parsed = parseTopic(topic);
    return parsed?.name === 'config' && parsed.deviceId === this.deviceId;
  }

  #tell(fields: Record<string, unknown>, message: string): void {
    if (!this.isFlapping) this.#log.info(fields, message);
    else this.#context.flappingLog.line((more) => this.#log.info({ ...fields, ...more }, message));
  }

  #logEnd(reason: ReasonName, detail: string | undefined): void {
    const { figures, strangerLog, clock } = this.#context;
    if (this.#link) {
      const { audioMessagesIn, audioMessagesOut, audioMessagesDropped, bytesIn, bytesOut, throttled } =
        this.figures;
      const counted = {
        audioMessagesIn,
        audioMessagesOut,
        audioMessagesDropped,
        bytesIn,
        bytesOut,
        throttled,
      };
      const durationMs = Math.round(clock.now() - this.#openedAt);
      figures.count(`device_closed_${reason.toLowerCase()}_total`);
      this.#tell({ reason, detail, durationMs, ...counted }, 'device disconnected');
    } else if (this.#refusal) {
      const { returnCode, why } = this.#refusal;
      figures.count('device_refused_total');
      // The id is the stranger's claim, and may be anything.
      const claimedId = this.#connect?.clientId.slice(0, 64);
      strangerLog.line((more) => {
        this.#log.warn({ ...this.peer, claimedId, returnCode, why, ...more }, 'device refused');
        const { suppressed = 0 } = more;
        this.#context.onPresence({ kind: 'refused', ...this.peer, claimedId, returnCode, why, suppressed });
      });
    } else {
      figures.count('device_unsigned_closed_total');
      strangerLog.line((more) =>
        this.#log.info({ ...this.peer, detail, ...more }, 'connection closed before sign-in'),
      );
    }
  }
}

function newFigures(queuedBytes: () => number): LinkFigures {
  return {
    audioMessagesIn: 0,
    audioMessagesOut: 0,
    audioMessagesDropped: 0,
    bytesIn: 0,
    bytesOut: 0,
    get queuedBytes() {
      return queuedBytes();
    },
    throttled: 0,
  };
}
