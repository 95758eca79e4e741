/**
 * Runs one conversation: takes events from device, model, playout and clock one after the other through the pure
 * lifecycle, owns what the state needs and gives back what it does not, and carries out the commands.
 */
import {
  type Audio,
  type DeviceMessage,
  type ListenMode,
  ListenMode as Mode,
  REASON_TEXTS,
  type ReasonName,
  Reason,
  SessionState as WireState,
  type SessionStateName,
  clipUtf8,
  toWireTime,
  wireTimeDifference,
} from '@pipit/protocol';
import { createOpusDecoder } from '../audio/opus.ts';
import type { Clock } from '../clock.ts';
import type { DeviceLink } from '../device/device-link.ts';
import type {
  ConversationSettings,
  ModelError,
  ModelEvent,
  ModelSession,
  VoiceModel,
} from '../model/voice-model.ts';
import type { ConversationEvent, SessionTotals } from './conversation-events.ts';
import { Downlink, type DownlinkOptions } from './downlink.ts';
import {
  type Deadline,
  IDLE,
  POLICY,
  type SessionCommand,
  type SessionEvent,
  type SessionState,
  step,
} from './lifecycle.ts';
import { sendTranscript } from './transcript.ts';
import { InputTimeline, TurnLog } from './turn-log.ts';
import { Uplink } from './uplink.ts';

export interface SessionTiming {
  readonly openMs: number;
  /** Nobody spoke for so long; 0 for never. */
  readonly silenceMs: number;
  /** The model began an answer and does not go on. */
  readonly stallMs: number;
  readonly drainMs: number;
}

export interface VoiceSessionOptions {
  readonly link: DeviceLink;
  /** The device's number for it. */
  readonly session: number;
  readonly sessionId: string;
  readonly frameDurationMs: number;
  readonly mode: ListenMode;
  readonly model: VoiceModel;
  readonly settings: ConversationSettings;
  readonly codec: DownlinkOptions['codec'];
  readonly timing: SessionTiming;
  /** Microphone audio held while the model is being opened. */
  readonly maxHeldMs: number;
  /** Answer audio held for the device. */
  readonly maxAnswerMs: number;
  readonly clock: Clock;
  readonly observe: (event: ConversationEvent) => void;
  readonly onIgnored: (state: string, event: string) => void;
  readonly onEnded: () => void;
}

/** Frames over which the delay of the microphone's way is averaged. */
const UPLINK_SMOOTHING = 8;

export class VoiceSession {
  readonly #options: VoiceSessionOptions;
  readonly #startedAt: number;
  readonly #turns: TurnLog;
  readonly #timeline = new InputTimeline();
  readonly #opening = new AbortController();
  readonly #events: SessionEvent[] = [];
  #running = false;
  #state: SessionState = IDLE;
  #cancelDeadline: (() => void) | undefined;
  #uplink: Uplink | undefined;
  #downlink: Downlink | undefined;
  #model: ModelSession | undefined;
  #failure: ModelError | undefined;
  #mode: ListenMode;
  #totals = { input: { speech: 0, text: 0 }, output: { speech: 0, text: 0 } };
  #framesOut = { sent: 0, dropped: 0 };
  /** Running mean over the last frames; null before the clocks are compared. */
  #uplinkMs: number | null = null;

  constructor(options: VoiceSessionOptions) {
    this.#options = options;
    this.#startedAt = options.clock.now();
    this.#mode = options.mode;
    this.#turns = new TurnLog((turn) => options.observe({ kind: 'turn', turn }));
  }

  get sessionId(): string {
    return this.#options.sessionId;
  }

  get number(): number {
    return this.#options.session;
  }

  get state(): SessionState['name'] {
    return this.#state.name;
  }

  start(): void {
    this.#dispatch({ from: 'device', type: 'start' });
  }

  /** Hot path. */
  audio(audio: Audio): void {
    if (!this.#uplink) return;
    this.#uplink.accept(audio);
    if (!this.#options.link.deviceClock) return;
    const capturedMs = audio.captureTimeMs + audio.packets.length * this.#options.frameDurationMs;
    const delayMs = Math.max(0, this.#options.clock.now() - this.#ourTime(capturedMs));
    this.#uplinkMs =
      this.#uplinkMs === null ? delayMs : this.#uplinkMs + (delayMs - this.#uplinkMs) / UPLINK_SMOOTHING;
  }

  message(message: DeviceMessage): void {
    const { body } = message;
    switch (body.kind) {
      case 'sessionClose':
        return this.#dispatch({ from: 'device', type: 'close' });
      case 'interrupt':
        return this.#dispatch({ from: 'device', type: 'interrupt' });
      case 'listenStart':
        this.#mode = body.value.mode || this.#mode;
        // Who presses the button while the answer plays wants to be heard now.
        if (this.#mode === Mode.PUSH_TO_TALK) this.#dispatch({ from: 'device', type: 'interrupt' });
        return;
      case 'listenStop':
        return this.#uplink?.quiet();
      case 'playbackStarted':
        return this.#turns.markAnswer(
          'playbackStarted',
          this.#ourTime(body.value.deviceTimeMs),
          body.value.generation,
        );
      case 'playbackFinished':
        this.#turns.played(body.value.playedMs, body.value.generation);
        return this.#turns.complete(body.value.generation);
      case 'flushed':
        this.#turns.markAnswer('flushed', this.#options.clock.now(), body.value.generation);
        this.#turns.played(body.value.playedMs, body.value.generation);
        return this.#turns.complete(body.value.generation);
      case 'playbackProgress':
        return this.#turns.played(body.value.playedMs, body.value.generation);
      case 'sessionOpen':
      case 'hello':
      case 'ping':
      case 'pong':
      case 'error':
      case 'telemetry':
        return;
    }
  }

  linkLost(): void {
    this.#dispatch({ from: 'link', type: 'lost' });
  }

  stop(reason: ReasonName): void {
    this.#dispatch({ from: 'host', type: 'stop', reason });
  }

  #dispatch(event: SessionEvent): void {
    this.#events.push(event);
    if (this.#running) return;
    this.#running = true;
    for (let next = this.#events.shift(); next; next = this.#events.shift()) this.#take(next);
    this.#running = false;
  }

  #take(event: SessionEvent): void {
    const before = this.#state;
    const { state, commands } = step(before, event);
    this.#state = state;
    if (state !== before) {
      this.#releaseUnneeded();
      this.#uplink?.setRoute(POLICY[state.name].uplink);
      this.#armDeadline();
    }
    for (const command of commands) this.#perform(command, event);
    if (state.name !== before.name) {
      const cause = `${event.from} ${event.type}`;
      this.#options.observe({ kind: 'state', from: before.name, to: state.name, cause });
      if (state.name === 'ended') this.#ended(state.reason);
    }
  }

  #releaseUnneeded(): void {
    const { needs } = POLICY[this.#state.name];
    if (!needs.includes('playout') && this.#downlink) {
      this.#framesOut = { sent: this.#downlink.framesSent, dropped: this.#downlink.framesDropped };
      this.#downlink.close();
      this.#downlink = undefined;
    }
    if (!needs.includes('decoder')) this.#uplink?.close();
    if (!needs.includes('model')) {
      this.#opening.abort();
      this.#model?.abort();
    }
  }

  #armDeadline(): void {
    this.#cancelDeadline?.();
    this.#cancelDeadline = undefined;
    const deadline = 'deadline' in this.#state ? this.#state.deadline : null;
    const delayMs = deadline ? this.#delayOf(deadline) : 0;
    if (delayMs <= 0) return;
    this.#cancelDeadline = this.#options.clock.after(delayMs, () =>
      this.#dispatch({ from: 'clock', type: 'deadline' }),
    );
  }

  #delayOf(deadline: Deadline): number {
    const { timing } = this.#options;
    return { open: timing.openMs, silence: timing.silenceMs, stall: timing.stallMs, drain: timing.drainMs }[
      deadline
    ];
  }

  #perform(command: SessionCommand, event: SessionEvent): void {
    const { link, session, sessionId, observe: _, onIgnored } = this.#options;
    switch (command.do) {
      case 'openModel':
        return this.#openModel();
      case 'closeModel':
        void this.#model?.close().then(() => this.#dispatch({ from: 'model', type: 'closed' }));
        return;
      case 'startAnswer':
        this.#turns.answerStarted(command.generation, this.#options.clock.now(), this.#uplinkMs);
        return this.#startDownlink().start(command.generation);
      case 'endAnswer':
        return this.#downlink?.end();
      case 'flush':
        this.#turns.markAnswer('interrupted', this.#options.clock.now(), command.generation);
        return this.#downlink?.flush(command.generation);
      case 'announceOpened':
        link.send({ kind: 'sessionOpened', value: { session, sessionId } });
        return;
      case 'announceState':
        return this.#announceState();
      case 'announceEnd':
        return this.#announceEnd(command.reason, command.wasOpened);
      case 'ignore':
        return onIgnored(this.#state.name, `${event.from} ${event.type}`);
    }
  }

  /** A time of the device's clock on ours; now, while the clocks are not compared yet. */
  #ourTime(deviceTimeMs: number): number {
    const now = this.#options.clock.now();
    const offset = this.#options.link.deviceClock;
    if (!offset) return now;
    return now - wireTimeDifference(toWireTime(now), toWireTime(deviceTimeMs - offset.offsetMs + 2 ** 32));
  }

  #openModel(): void {
    const { model, settings, sessionId, clock, maxHeldMs, frameDurationMs } = this.#options;
    this.#uplink = new Uplink({
      decoder: createOpusDecoder(),
      frameDurationMs,
      clock,
      maxHeldMs,
      fillSilence: model.capabilities.needsContinuousInput,
      forward: (pcm) => this.#toModel(pcm),
    });
    model
      .open({
        sessionId,
        settings,
        signal: this.#opening.signal,
        onEvent: (event) => this.#fromModel(event),
        onEnded: (failure) => this.#modelEnded(failure),
      })
      .then(
        (opened) => {
          this.#model = opened;
          this.#dispatch({ from: 'model', type: 'opened' });
          if (!POLICY[this.#state.name].needs.includes('model')) opened.abort();
        },
        (error: ModelError) => this.#modelFailed(error),
      );
  }

  #toModel(pcm: Int16Array): void {
    if (!this.#model) return;
    this.#model.sendAudio(pcm);
    this.#timeline.sent(this.#model.sentMs, this.#options.clock.now());
  }

  #fromModel(event: ModelEvent): void {
    const now = this.#options.clock.now();
    switch (event.kind) {
      case 'audio':
        return this.#answerAudio(event.answer, event.pcm);
      case 'userSpeechStarted':
        return this.#dispatch({ from: 'model', type: 'userSpeech' });
      case 'userSpeechEnded':
        this.#turns.markUser(
          'speechEnd',
          (event.atMs === null ? undefined : this.#timeline.timeOf(event.atMs)) ?? now,
        );
        return this.#turns.markUser('speechEndDetected', now);
      case 'userText':
        this.#turns.markUser('transcript', now);
        this.#turns.heard(event.text);
        return this.#transcript('user', 'final', event.text, this.#generation + 1);
      case 'assistantText':
        return this.#assistantText(event);
      case 'answerEnded':
        return this.#dispatch({ from: 'model', type: 'answerEnded', answer: event.answer });
      case 'interrupted':
        return this.#dispatch({ from: 'model', type: 'interrupted' });
      case 'usage':
        for (const side of ['input', 'output'] as const) {
          this.#totals[side].speech += event[side].speech;
          this.#totals[side].text += event[side].text;
        }
        return;
      case 'toolUse':
        return this.#options.observe({ kind: 'toolUse', name: event.name });
    }
  }

  /** Hot path: asks the lifecycle only when an answer begins. */
  #answerAudio(answer: number, pcm: Int16Array): void {
    if (this.#state.name !== 'speaking' || this.#state.answer !== answer) {
      this.#dispatch({ from: 'model', type: 'answer', answer });
    }
    if (this.#state.name === 'speaking' && this.#state.answer === answer) this.#downlink?.write(pcm);
  }

  #assistantText(event: ModelEvent & { kind: 'assistantText' }): void {
    const playing = this.#state.name === 'speaking' && this.#state.answer === event.answer;
    const cancelled = this.#state.name === 'listening' && event.answer <= this.#state.cancelledAnswer;
    if (event.stage === 'speculative' && cancelled) return;
    const isNext = event.stage === 'speculative' && !playing;
    const generation = this.#generation + (isNext ? 1 : 0);
    if (event.stage === 'final') this.#turns.said(event.text, generation);
    this.#transcript('assistant', event.stage, event.text, generation);
  }

  /** Of the answer that plays, or of the last one. */
  get #generation(): number {
    return 'generation' in this.#state ? this.#state.generation : 0;
  }

  #transcript(
    role: 'user' | 'assistant',
    stage: 'speculative' | 'final',
    text: string,
    generation: number,
  ): void {
    this.#options.observe({ kind: 'transcript', role, stage, text, generation });
    sendTranscript(this.#options.link, { session: this.#options.session, generation, role, stage, text });
  }

  #startDownlink(): Downlink {
    const { link, session, model, codec, maxAnswerMs, clock } = this.#options;
    this.#downlink ??= new Downlink({
      link,
      session,
      sampleRateHz: model.capabilities.outputSampleRateHz,
      codec,
      maxBufferedMs: maxAnswerMs,
      clock,
      onFirstFrame: (generation) => this.#turns.markAnswer('firstFrameSent', clock.now(), generation),
      onDrained: () => {
        this.#turns.markAnswer('finished', clock.now(), this.#generation);
        this.#dispatch({ from: 'playout', type: 'drained' });
      },
      onStarved: () => this.#dispatch({ from: 'playout', type: 'starved' }),
      onFed: () => this.#dispatch({ from: 'playout', type: 'fed' }),
    });
    return this.#downlink;
  }

  #modelEnded(failure: ModelError | null): void {
    if (failure) this.#modelFailed(failure);
    else this.#dispatch({ from: 'model', type: 'closed' });
  }

  #modelFailed(error: ModelError): void {
    this.#failure = error;
    this.#dispatch({ from: 'model', type: 'failed', reason: error.reason });
  }

  #announceState(): void {
    const { link, session } = this.#options;
    const state = WireState[this.#state.name.toUpperCase() as SessionStateName];
    link.send({ kind: 'stateChanged', value: { session, state, generation: this.#generation } });
  }

  #announceEnd(reason: ReasonName, wasOpened: boolean): void {
    const { link, session } = this.#options;
    // The model's own words may name accounts and requests: they are for the log, not for the device.
    const text = clipUtf8(REASON_TEXTS[reason].text, 240);
    const value = { session, reason: Reason[reason], text };
    link.send(wasOpened ? { kind: 'sessionClosed', value } : { kind: 'sessionRejected', value });
  }

  #ended(reason: ReasonName): void {
    this.#turns.close();
    const detail = this.#failure?.message ?? null;
    this.#options.observe({ kind: 'ended', reason, detail, totals: this.#sum() });
    this.#options.onEnded();
  }

  #sum(): SessionTotals {
    const uplink = this.#uplink?.figures;
    return {
      durationMs: Math.round(this.#options.clock.now() - this.#startedAt),
      turns: this.#turns.count,
      framesIn: uplink?.frames ?? 0,
      framesOut: this.#framesOut.sent,
      framesLost: uplink?.lost ?? 0,
      framesCorrupt: uplink?.corrupt ?? 0,
      framesDropped: this.#framesOut.dropped + (uplink?.heldDropped ?? 0),
      ...this.#totals,
    };
  }
}
