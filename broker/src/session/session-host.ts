/** Gives each device its conversation: one at a time, as many devices as the ceiling allows, across lost links. */
import {
  type DeviceMessage,
  ErrorCode,
  ERROR_TEXTS,
  type ErrorCodeName,
  ListenMode,
  REASON_TEXTS,
  Reason,
  type ReasonName,
  type SessionResume,
  type Telemetry,
  isFrameDuration,
} from '@pipit/protocol';
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { DeviceLink, DeviceLinkHandler } from '../device/device-link.ts';
import type { Figures } from '../telemetry/figures.ts';
import type { ObserveConversation } from './conversation-events.ts';
import { DeviceInbox } from './device-inbox.ts';
import { type PastConversations, unansweredIn } from './turns/past-conversations.ts';
import type { ConversationSettings } from '../model/voice-model.ts';
import type { ResumePolicy } from './lifecycle/lifecycle.ts';
import type { SpeechOutcome } from './prompted-speech.ts';
import { SelfTest } from './self-test.ts';
import { settingsReader } from './read-settings.ts';
import type { ReadSettings, SessionSettings } from './session-settings.ts';
import { type RegistryFigures, type SessionLimits, SessionRegistry } from './session-registry.ts';
import { StartupTimer } from './startup-timer.ts';
import type { Past, VoiceSessionOptions } from './voice-session-options.ts';
import { VoiceSession } from './voice-session.ts';

type OfSession =
  | 'link'
  | 'session'
  | 'sessionId'
  | 'frameDurationMs'
  | 'mode'
  | 'turnReports'
  | 'restored'
  | 'past'
  | 'startup'
  | 'settings'
  | 'fallback'
  | 'observe'
  | 'onIgnored'
  | 'onFault'
  | 'onEnded';

export interface SessionHostOptions extends Omit<VoiceSessionOptions, OfSession> {
  readonly limits: SessionLimits;
  /** For the model, where nobody set anything else. */
  readonly settings: ConversationSettings;
  /** The same for answers that a lost link cut off. */
  readonly resume: ResumePolicy;
  /** What is set for a device. What takes too long, or fails, is replaced by the settings above. */
  readonly settingsFor?: ReadSettings;
  /** Hears what devices say that is for no conversation. Must be quick; what it throws is logged. */
  readonly onDeviceMessage?: (deviceId: string, body: DeviceMessage['body']) => void;
  /** The id that was laid down for the next conversation of a device; it is then taken. */
  readonly takePrepared?: (deviceId: string) => string | undefined;
  readonly past: PastConversations;
  readonly observe: ObserveConversation;
  readonly log: Logger;
  readonly figures: Figures;
}

export interface CloseOptions {
  /** How long answers may go on. Default 0. */
  readonly drainMs?: number;
}

/** A conversation takes a moment to end, and its model with it; a device that opens faster than that is refused. */
const MAX_ENDING_PER_DEVICE = 2;

interface Opening {
  readonly number: number;
  readonly frameDurationMs: number;
  readonly mode: number;
  readonly turnReports: boolean;
  readonly deadlineMs: number;
  readonly sessionId?: string | undefined;
  readonly startup: StartupTimer;
  readonly restored?: boolean;
  readonly past: Past | Promise<Past>;
}

export class SessionHost {
  readonly #options: SessionHostOptions;
  readonly #sessions: SessionRegistry<VoiceSession>;
  readonly #tests = new Map<string, SelfTest>();
  readonly #fallback: SessionSettings;
  readonly #settingsFor: ReadSettings;
  #stopping: ReasonName | undefined;
  #closed: Promise<void> | undefined;
  #resolveEmpty: (() => void) | undefined;
  #detaching = false;

  constructor(options: SessionHostOptions) {
    this.#options = options;
    const { limits, clock, figures, log, settings, resume, settingsFor } = options;
    this.#fallback = { model: settings, resume, recording: false };
    this.#settingsFor = settingsReader({ settingsFor, fallback: this.#fallback, clock, figures, log });
    this.#sessions = new SessionRegistry({
      limits,
      clock,
      figures,
      evict: (session) => {
        const { deviceId, sessionId, memoryBytes } = session;
        log.warn({ deviceId, sessionId, memoryBytes }, 'session ended to make room');
        session.stop('CAPACITY');
      },
    });
  }

  get size(): number {
    return this.#sessions.size;
  }

  get registryFigures(): RegistryFigures {
    return this.#sessions.figures;
  }

  /** False when it is not under way here. */
  end(sessionId: string, reason: ReasonName): boolean {
    const session = this.#sessions.find(sessionId);
    session?.stop(reason);
    return session !== undefined;
  }

  /** Devices that are in conversation. */
  get conversing(): string[] {
    return [...this.#sessions].filter((session) => !session.isEnding).map(({ deviceId }) => deviceId);
  }

  /** What holds for the device's conversation now; undefined when it has none. */
  settingsOf(deviceId: string): SessionSettings | undefined {
    return this.#live(deviceId)?.settings;
  }

  /** Settings of a device have changed: its conversation, if there is one, takes them over. */
  applySettings(deviceId: string, settings: SessionSettings): void {
    for (const session of this.#own(deviceId)) session.apply(settings);
  }

  /** Ends the device's conversation; the next one begins with all that is set by then. False when it has none. */
  restartSession(deviceId: string): boolean {
    const session = this.#live(deviceId);
    session?.stop('REQUESTED');
    return session !== undefined;
  }

  /** Has the model say something in the device's conversation. */
  async say(deviceId: string, text: string, timeoutMs: number): Promise<SpeechOutcome | 'no_conversation'> {
    return this.#live(deviceId)?.say(text, timeoutMs) ?? 'no_conversation';
  }

  /** For the device side: called with each link that said hello. */
  accept = (link: DeviceLink): DeviceLinkHandler => {
    const { figures } = this.#options;
    const inbox = new DeviceInbox((what) => figures.count(`session_early_${what}_dropped_total`));
    return {
      onAudio: (audio) => inbox.audio(audio),
      onMessage: (message) => this.#read(link, inbox, message),
      onClosed: (reason) => {
        const { session } = inbox;
        inbox.close();
        this.#tests.get(link.deviceId)?.close();
        // A device that is not welcome any more has nothing to come back to.
        if (reason === 'REVOKED') session?.stop(reason);
        session?.linkLost(link);
      },
    };
  };

  /**
   * Ends every conversation and resolves when all have ended; new ones are refused. With SHUTDOWN they are left to be
   * continued by another broker, at the next pause or when the time is up. Idempotent.
   */
  close(reason: ReasonName, { drainMs = 0 }: CloseOptions = {}): Promise<void> {
    this.#stopping ??= reason;
    for (const test of this.#tests.values()) test.close();
    this.#closed ??= new Promise((resolve) => {
      let cancel = () => {};
      this.#resolveEmpty = () => {
        cancel();
        resolve();
      };
      if (reason === 'SHUTDOWN') {
        this.#detaching = true;
        for (const session of this.#sessions) this.#detachIfQuiet(session);
        const detachAll = () => {
          for (const session of this.#sessions) session.detach();
        };
        if (drainMs > 0) cancel = this.#options.clock.after(drainMs, detachAll);
        else detachAll();
      } else for (const session of this.#sessions) session.stop(reason);
      if (this.#sessions.size === 0) this.#resolveEmpty();
    });
    return this.#closed;
  }

  #read(link: DeviceLink, inbox: DeviceInbox, message: DeviceMessage): void {
    switch (message.body.kind) {
      case 'telemetry':
        this.#telemetry(link, message.body.value);
        return this.#tellOutside(link, message.body);
      case 'sessionOpen':
        return this.#open(link, inbox, message);
      case 'sessionResume':
        return this.#resume(link, inbox, message.body.value, message.messageId);
      case 'selfTestStart':
        return this.#test(link, inbox, message);
      case 'configReport':
      case 'commandResult':
      case 'mcp':
        return this.#tellOutside(link, message.body);
      default:
        return this.#toSession(link, inbox, message);
    }
  }

  #telemetry(link: DeviceLink, telemetry: Telemetry): void {
    this.#options.figures.count('device_telemetry_total');
    this.#options.log.debug({ deviceId: link.deviceId, telemetry }, 'device telemetry');
  }

  #tellOutside({ deviceId }: DeviceLink, body: DeviceMessage['body']): void {
    try {
      this.#options.onDeviceMessage?.(deviceId, body);
    } catch (error) {
      this.#options.log.error({ err: error, deviceId }, 'a listener of device messages failed');
    }
  }

  #toSession(link: DeviceLink, inbox: DeviceInbox, message: DeviceMessage): void {
    const wanted = (message.body.value as { session?: number }).session ?? 0;
    if (inbox.message(wanted, message)) return;
    const { kind } = message.body;
    // A device may close on a new connection what it had open on the last one.
    const held = this.#own(link.deviceId).find(({ number }) => number === wanted);
    if (held && kind === 'sessionClose') return held.message(message);
    // A goodbye that crosses ours is no mistake, and neither is the last word about an answer.
    if (kind === 'sessionClose' || kind === 'flushed' || kind.startsWith('playback')) return;
    replyError(link, 'NO_SESSION', message.messageId);
  }

  #open(link: DeviceLink, inbox: DeviceInbox, { body, messageId, deadlineMs }: DeviceMessage): void {
    if (body.kind !== 'sessionOpen') return;
    const { session: number, mode, turnReports } = body.value;
    const frameDurationMs = body.value.frameDurationMs || link.audio.frameDurationMs;
    if (number === 0) return replyError(link, 'OUT_OF_BOUNDS', messageId, 'sessionOpen.session');
    // [SES-1] What is still under way for the last one must not reach this one.
    if (inbox.session?.number === number) return replyError(link, 'INVALID_STATE', messageId);
    const startup = new StartupTimer(this.#options.clock);
    const refusal = this.#refusal(link.deviceId, frameDurationMs);
    if (refusal) {
      this.#options.figures.count('session_refused_total');
      this.#options.log.warn({ deviceId: link.deviceId, reason: refusal }, 'session refused');
      const value = { session: number, reason: Reason[refusal], text: REASON_TEXTS[refusal].text };
      link.send({ kind: 'sessionRejected', value }, messageId);
      return;
    }
    // [SES-3] Also one that was held for the device since it lost its link, and [SES-11] its memory.
    for (const own of this.#own(link.deviceId)) own.stop('REPLACED');
    this.#tests.get(link.deviceId)?.close();
    const past = this.#options.past.before(link.deviceId);
    const sessionId = this.#options.takePrepared?.(link.deviceId);
    const asked = { number, frameDurationMs, mode, turnReports, deadlineMs, past, startup, sessionId };
    this.#start(link, inbox, asked);
  }

  /** [SES-9] */
  #resume(link: DeviceLink, inbox: DeviceInbox, request: SessionResume, messageId: number): void {
    if (request.session === 0) return replyError(link, 'OUT_OF_BOUNDS', messageId, 'sessionResume.session');
    const live = this.#own(link.deviceId).find((session) => session.sessionId === request.sessionId);
    if (live && live.number === request.session && live.resume(link, request)) return inbox.open(live);
    if (live && live === inbox.session) return replyError(link, 'INVALID_STATE', messageId);
    if (live) {
      this.#sendClosed(link, request, live.endReason ?? 'DEVICE_LOST');
      // Nobody will come back to it.
      return live.stop('DEVICE_LOST');
    }
    // The next broker knows of it.
    if (this.#stopping === 'SHUTDOWN') return link.close('SHUTDOWN');
    const refused = this.#refusal(link.deviceId, request.frameDurationMs);
    if (refused) return this.#sendClosed(link, request, refused);
    // What the device says meanwhile waits for what the store knows.
    inbox.expect(request.session);
    const startup = new StartupTimer(this.#options.clock);
    void this.#options.past.of(link.deviceId, request.sessionId).then((stored) => {
      if (inbox.expected !== request.session) return;
      if (this.#stopping === 'SHUTDOWN') return link.close('SHUTDOWN');
      const reason = stored?.ended ?? this.#refusal(link.deviceId, request.frameDurationMs);
      if (!stored || reason) {
        inbox.forget();
        return this.#sendClosed(link, request, reason ?? 'DEVICE_LOST');
      }
      const { mode, turnReports, frameDurationMs, sessionId, session: number } = request;
      const past = { messages: stored.messages, unanswered: unansweredIn(stored) };
      this.#options.figures.count('session_restored_total');
      const restored = { sessionId, restored: true, past, deadlineMs: 0, startup };
      this.#start(link, inbox, { number, frameDurationMs, mode, turnReports, ...restored });
    });
  }

  #sendClosed(link: DeviceLink, { session }: SessionResume, reason: ReasonName): void {
    this.#options.figures.count('session_resume_refused_total');
    link.send({
      kind: 'sessionClosed',
      value: { session, reason: Reason[reason], text: REASON_TEXTS[reason].text },
    });
  }

  /** [SES-14] */
  #test(link: DeviceLink, inbox: DeviceInbox, message: DeviceMessage): void {
    // Whose link was taken for the test has lost its conversation already.
    for (const own of this.#own(link.deviceId)) if (own.state === 'suspended') own.stop('TAKEN_OVER');
    const talking = this.#own(link.deviceId).some(({ state }) => state !== 'closing');
    if (talking || this.#tests.has(link.deviceId) || this.#stopping)
      return replyError(link, 'INVALID_STATE', message.messageId);
    const { model, settings, codec, clock, log } = this.#options;
    const onFault = (error: unknown) =>
      log.error({ err: error, deviceId: link.deviceId }, 'self-test failed');
    const onEnded = () => {
      this.#tests.delete(link.deviceId);
      inbox.forget();
    };
    const test = new SelfTest({ link, message, model, settings, codec, clock, onEnded, onFault });
    this.#tests.set(link.deviceId, test);
    inbox.open(test);
  }

  #own(deviceId: string): VoiceSession[] {
    return this.#sessions.of(deviceId);
  }

  #live(deviceId: string): VoiceSession | undefined {
    return this.#own(deviceId).find((session) => !session.isEnding);
  }

  /** A refused device keeps the conversation that it has. */
  #refusal(deviceId: string, frameDurationMs: number): ReasonName | undefined {
    if (this.#stopping) return this.#stopping;
    if (!isFrameDuration(frameDurationMs)) return 'UNSUPPORTED_AUDIO';
    // Its own ones end for this one, and take no place from it.
    const own = this.#own(deviceId);
    if (own.length > MAX_ENDING_PER_DEVICE) return 'FLOOD';
    return this.#sessions.hasRoomFor(deviceId) ? undefined : 'CAPACITY';
  }

  #detachIfQuiet(session: VoiceSession): void {
    if (session.isQuiet) session.detach();
  }

  #start(link: DeviceLink, inbox: DeviceInbox, asked: Opening): void {
    const { observe, figures, deadlinesMs } = this.#options;
    const { number, frameDurationMs, mode, turnReports, deadlineMs, past } = asked;
    const { sessionId = randomUUID(), restored = false, startup } = asked;
    const context = { deviceId: link.deviceId, sessionId };
    const log = this.#options.log.child({ ...context, connectionId: link.connectionId });
    figures.count('session_opened_total');
    const session = new VoiceSession({
      ...this.#options,
      // [ENV-3] The device does not wait longer than it said.
      deadlinesMs: {
        ...deadlinesMs,
        open: Math.min(deadlinesMs.open, deadlineMs || Infinity),
        queue: Math.min(deadlinesMs.queue, deadlineMs || Infinity),
      },
      link,
      session: number,
      sessionId,
      frameDurationMs,
      mode: (mode || ListenMode.AUTOMATIC) as ListenMode,
      turnReports,
      restored,
      past,
      startup,
      settings: this.#settingsFor(link.deviceId),
      fallback: this.#fallback,
      observe: (event) => {
        // The model counts tokens of silence, too.
        if (event.kind !== 'usage') this.#sessions.touch(session);
        try {
          observe(context, event);
        } catch (error) {
          log.error({ err: error }, 'a listener of the conversation failed');
        }
        // Not while it is in the midst of a step.
        if (this.#detaching) queueMicrotask(() => this.#detachIfQuiet(session));
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
        // What the user says from now on is for the next broker.
        if (this.#detaching) session.link?.close('SHUTDOWN');
        if (this.#sessions.size === 0) this.#resolveEmpty?.();
      },
    });
    this.#sessions.add(session);
    session.start();
    inbox.open(session);
  }
}

function replyError(link: DeviceLink, code: ErrorCodeName, messageId: number, field = ''): void {
  link.send(
    { kind: 'error', value: { code: ErrorCode[code], text: ERROR_TEXTS[code].text, field } },
    messageId,
  );
}
