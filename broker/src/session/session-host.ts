/** Gives each device its conversation: one at a time, as many devices as the ceiling allows. */
import {
  type Audio,
  type DeviceMessage,
  ErrorCode,
  ERROR_TEXTS,
  type ErrorCodeName,
  ListenMode,
  REASON_TEXTS,
  Reason,
  type ReasonName,
  type Telemetry,
  isFrameDuration,
} from '@pipit/protocol';
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { DeviceLink, DeviceLinkHandler } from '../device/device-link.ts';
import type { Figures } from '../telemetry/figures.ts';
import type { ObserveConversation } from './conversation-events.ts';
import { VoiceSession, type VoiceSessionOptions } from './voice-session.ts';

export interface SessionHostOptions extends Pick<
  VoiceSessionOptions,
  'model' | 'settings' | 'codec' | 'deadlinesMs' | 'maxHeldMs' | 'maxAnswerMs' | 'clock'
> {
  readonly maxSessions: number;
  readonly observe: ObserveConversation;
  readonly log: Logger;
  readonly figures: Figures;
}

/** Audio may overtake the message that opens its session: this much of it waits, about a second. */
const MAX_EARLY_AUDIO = 16;
/** A conversation takes a moment to end, and its model with it; a device that opens faster than that is refused. */
const MAX_ENDING_PER_DEVICE = 2;

export class SessionHost {
  readonly #options: SessionHostOptions;
  readonly #sessions = new Set<VoiceSession>();
  #stopping: ReasonName | undefined;
  #closed: Promise<void> | undefined;
  #resolveEmpty: (() => void) | undefined;

  constructor(options: SessionHostOptions) {
    this.#options = options;
    options.figures.gauge('session_open', () => this.#sessions.size);
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** For the device side: called with each link that said hello. */
  accept = (link: DeviceLink): DeviceLinkHandler => {
    let current: VoiceSession | undefined;
    let early: Audio[] = [];
    return {
      onAudio: (audio) => {
        if (current?.number === audio.session) return current.audio(audio);
        if (early.push(copyOf(audio)) <= MAX_EARLY_AUDIO) return;
        early.shift();
        this.#options.figures.count('session_early_audio_dropped_total');
      },
      onMessage: (message) => {
        if (message.body.kind === 'telemetry') return this.#telemetry(link, message.body.value);
        if (message.body.kind !== 'sessionOpen') return this.#toSession(link, current, message);
        const opened = this.#open(link, message, current);
        if (!opened) return;
        current = opened;
        const waiting = early.filter((audio) => audio.session === opened.number);
        early = [];
        for (const audio of waiting) opened.audio(audio);
      },
      onClosed: () => {
        early = [];
        current?.linkLost();
      },
    };
  };

  /** Ends every conversation and resolves when all have ended. New ones are refused. Idempotent. */
  close(reason: ReasonName): Promise<void> {
    this.#stopping ??= reason;
    this.#closed ??= new Promise((resolve) => {
      this.#resolveEmpty = resolve;
      for (const session of this.#sessions) session.stop(reason);
      if (this.#sessions.size === 0) resolve();
    });
    return this.#closed;
  }

  #telemetry(link: DeviceLink, telemetry: Telemetry): void {
    this.#options.figures.count('device_telemetry_total');
    this.#options.log.debug({ deviceId: link.deviceId, telemetry }, 'device telemetry');
  }

  #toSession(link: DeviceLink, current: VoiceSession | undefined, message: DeviceMessage): void {
    const wanted = (message.body.value as { session?: number }).session;
    if (current && current.number === wanted) return current.message(message);
    // A goodbye that crosses ours is no mistake, and neither is the last word about an answer.
    const { kind } = message.body;
    if (kind === 'sessionClose' || kind === 'flushed' || kind.startsWith('playback')) return;
    replyError(link, 'NO_SESSION', message.messageId);
  }

  #open(
    link: DeviceLink,
    message: DeviceMessage,
    current: VoiceSession | undefined,
  ): VoiceSession | undefined {
    if (message.body.kind !== 'sessionOpen') return undefined;
    const { session, mode } = message.body.value;
    const frameDurationMs = message.body.value.frameDurationMs || link.audio.frameDurationMs;
    if (session === 0) return replyError(link, 'OUT_OF_BOUNDS', message.messageId, 'sessionOpen.session');
    // [SES-1] What is still under way for the last one must not reach this one.
    if (current?.number === session) return replyError(link, 'INVALID_STATE', message.messageId);
    const refusal = this.#refusal(link.deviceId, frameDurationMs);
    if (refusal) {
      this.#options.figures.count('session_refused_total');
      this.#options.log.warn({ deviceId: link.deviceId, reason: refusal }, 'session refused');
      const value = { session, reason: Reason[refusal], text: REASON_TEXTS[refusal].text };
      link.send({ kind: 'sessionRejected', value }, message.messageId);
      return undefined;
    }
    // [SES-3]
    current?.stop('REPLACED');
    const opened = this.#create(link, session, frameDurationMs, mode, message.deadlineMs);
    opened.start();
    return opened;
  }

  /** A refused device keeps the conversation that it has. */
  #refusal(deviceId: string, frameDurationMs: number): ReasonName | undefined {
    if (this.#stopping) return this.#stopping;
    if (!isFrameDuration(frameDurationMs)) return 'UNSUPPORTED_AUDIO';
    // Its own ones end for this one, and take no place from it.
    const own = [...this.#sessions].filter((session) => session.deviceId === deviceId);
    if (own.length > MAX_ENDING_PER_DEVICE) return 'FLOOD';
    return this.#sessions.size - own.length >= this.#options.maxSessions ? 'CAPACITY' : undefined;
  }

  #create(
    link: DeviceLink,
    number: number,
    frameDurationMs: number,
    mode: number,
    deadlineMs: number,
  ): VoiceSession {
    const { observe, figures, deadlinesMs } = this.#options;
    const sessionId = randomUUID();
    const context = { deviceId: link.deviceId, sessionId };
    const log = this.#options.log.child({ ...context, connectionId: link.connectionId });
    figures.count('session_opened_total');
    const session = new VoiceSession({
      ...this.#options,
      // [ENV-3] The device does not wait longer than it said.
      deadlinesMs: { ...deadlinesMs, open: Math.min(deadlinesMs.open, deadlineMs || Infinity) },
      link,
      session: number,
      sessionId,
      frameDurationMs,
      mode: (mode || ListenMode.AUTOMATIC) as ListenMode,
      observe: (event) => {
        try {
          observe(context, event);
        } catch (error) {
          log.error({ err: error }, 'a listener of the conversation failed');
        }
      },
      onIgnored: (state, event) => {
        figures.count('session_ignored_events_total');
        log.debug({ state, event }, 'event ignored in this state');
      },
      onFault: (error) => {
        figures.count('session_faults_total');
        log.error({ err: error }, 'session failed');
      },
      onEnded: () => {
        this.#sessions.delete(session);
        if (this.#sessions.size === 0) this.#resolveEmpty?.();
      },
    });
    this.#sessions.add(session);
    return session;
  }
}

function replyError(link: DeviceLink, code: ErrorCodeName, messageId: number, field = ''): undefined {
  link.send(
    { kind: 'error', value: { code: ErrorCode[code], text: ERROR_TEXTS[code].text, field } },
    messageId,
  );
}

/** The packets are views of a buffer that will be used again, and the fields may live on the prototype. */
function copyOf({ session, generation, sequence, captureTimeMs, flags, packets }: Audio): Audio {
  const copies = packets.map((packet) => Uint8Array.from(packet));
  return { session, generation, sequence, captureTimeMs, flags, packets: copies };
}
