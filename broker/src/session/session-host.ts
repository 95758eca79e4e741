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
  'model' | 'settings' | 'codec' | 'timing' | 'maxHeldMs' | 'maxAnswerMs' | 'clock'
> {
  readonly maxSessions: number;
  readonly observe: ObserveConversation;
  readonly log: Logger;
  readonly figures: Figures;
}

/** Audio may overtake the message that opens its session: this much of it waits, about a second. */
const MAX_EARLY_AUDIO = 16;

export class SessionHost {
  readonly #options: SessionHostOptions;
  readonly #sessions = new Set<VoiceSession>();
  #stopping: ReasonName | undefined;
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
        if (early.length >= MAX_EARLY_AUDIO) early.shift();
        early.push(copyOf(audio));
      },
      onMessage: (message) => {
        if (message.body.kind === 'telemetry') return;
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
  async close(reason: ReasonName): Promise<void> {
    this.#stopping = reason;
    const empty = new Promise<void>((resolve) => {
      this.#resolveEmpty = resolve;
    });
    for (const session of this.#sessions) session.stop(reason);
    if (this.#sessions.size > 0) await empty;
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
    const { session, frameDurationMs, mode } = message.body.value;
    const live = current && current.state !== 'ended';
    if (live && current.number === session) return replyError(link, 'INVALID_STATE', message.messageId);
    if (live) current.stop('REPLACED');
    if (session === 0) return replyError(link, 'OUT_OF_BOUNDS', message.messageId, 'sessionOpen.session');
    const refusal = this.#refusal(frameDurationMs || link.audio.frameDurationMs);
    if (refusal) {
      this.#options.figures.count('session_refused_total');
      this.#options.log.warn({ deviceId: link.deviceId, reason: refusal }, 'session refused');
      const value = { session, reason: Reason[refusal], text: REASON_TEXTS[refusal].text };
      link.send({ kind: 'sessionRejected', value }, message.messageId);
      return undefined;
    }
    const opened = this.#create(link, session, frameDurationMs || link.audio.frameDurationMs, mode);
    opened.start();
    return opened;
  }

  #refusal(frameDurationMs: number): ReasonName | undefined {
    if (this.#stopping) return this.#stopping;
    if (this.#sessions.size >= this.#options.maxSessions) return 'CAPACITY';
    return isFrameDuration(frameDurationMs) ? undefined : 'UNSUPPORTED_AUDIO';
  }

  #create(link: DeviceLink, number: number, frameDurationMs: number, mode: number): VoiceSession {
    const { observe, figures } = this.#options;
    const sessionId = randomUUID();
    const context = { deviceId: link.deviceId, sessionId };
    const log = this.#options.log.child({ ...context, connectionId: link.connectionId });
    figures.count('session_opened_total');
    const session = new VoiceSession({
      ...this.#options,
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
