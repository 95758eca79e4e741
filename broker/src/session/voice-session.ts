/**
 * Runs one conversation: takes events from device, model, playout and clock one after the other through the pure
 * lifecycle, carries out the commands, owns what the state needs and gives back what it does not. A fault in any of
 * that ends this conversation and nothing else.
 */
import { type Audio, type DeviceMessage, type ListenMode, type ReasonName } from '@pipit/protocol';
import { createOpusDecoder } from '../audio/opus.ts';
import type { Clock } from '../clock.ts';
import type { DeviceLink } from '../device/device-link.ts';
import {
  type ConversationSettings,
  ModelError,
  type ModelSession,
  type VoiceModel,
} from '../model/voice-model.ts';
import { Containment } from './containment.ts';
import type { ConversationEvent } from './conversation-events.ts';
import { DeviceAnnouncer } from './device-announcer.ts';
import { DeviceListener } from './device-listener.ts';
import { DeviceTime } from './device-time.ts';
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
import { ModelListener } from './model-listener.ts';
import { SessionMeter } from './session-meter.ts';
import { TurnLog } from './turn-log.ts';
import { Uplink } from './uplink.ts';

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
  /** 0 for never. */
  readonly deadlinesMs: Readonly<Record<Deadline, number>>;
  /** Microphone audio held while the model is being opened. */
  readonly maxHeldMs: number;
  /** Answer audio held for the device. */
  readonly maxAnswerMs: number;
  readonly clock: Clock;
  /** These must not throw. */
  readonly observe: (event: ConversationEvent) => void;
  readonly onIgnored: (state: string, event: string) => void;
  /** Our own code failed: the session ends with INTERNAL. */
  readonly onFault: (error: unknown) => void;
  /** Called once, last. */
  readonly onEnded: () => void;
}

export class VoiceSession {
  readonly #options: VoiceSessionOptions;
  readonly #contained: Containment;
  /** Its callbacks are contained. */
  readonly #clock: Clock;
  readonly #turns: TurnLog;
  readonly #meter: SessionMeter;
  readonly #announcer: DeviceAnnouncer;
  readonly #deviceTime: DeviceTime;
  readonly #deviceListener: DeviceListener;
  readonly #modelListener: ModelListener;
  readonly #opening = new AbortController();
  readonly #events: SessionEvent[] = [];
  #running = false;
  #state: SessionState = IDLE;
  #cancelDeadline: (() => void) | undefined;
  #uplink: Uplink | undefined;
  #downlink: Downlink | undefined;
  #model: ModelSession | undefined;
  #failure: ModelError | undefined;

  constructor(options: VoiceSessionOptions) {
    const { link, session, clock, observe } = options;
    this.#options = options;
    this.#contained = new Containment((error) => this.#failed(error));
    this.#clock = this.#contained.clock(clock);
    this.#turns = new TurnLog((turn) => observe({ kind: 'turn', turn }));
    this.#meter = new SessionMeter(clock);
    this.#announcer = new DeviceAnnouncer(link, session);
    this.#deviceTime = new DeviceTime(link, clock);
    const dispatch = (event: SessionEvent) => this.#dispatch(event);
    this.#deviceListener = new DeviceListener({
      mode: options.mode,
      dispatch,
      onQuiet: () => this.#uplink?.quiet(),
      turns: this.#turns,
      deviceTime: this.#deviceTime,
      clock,
    });
    this.#modelListener = new ModelListener({
      state: () => this.#state,
      dispatch,
      play: (pcm) => this.#downlink?.write(pcm),
      turns: this.#turns,
      meter: this.#meter,
      announcer: this.#announcer,
      clock,
      observe,
    });
  }

  get sessionId(): string {
    return this.#options.sessionId;
  }

  get deviceId(): string {
    return this.#options.link.deviceId;
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
    this.#contained.run(() => {
      this.#uplink?.accept(audio);
      this.#deviceTime.arrived(audio, this.#options.frameDurationMs);
    });
  }

  message(message: DeviceMessage): void {
    this.#contained.run(() => this.#deviceListener.read(message));
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

  /** Does not throw: a fault in one part leaves the others, and above all the end, to take place. */
  #take(event: SessionEvent): void {
    const before = this.#state;
    const { state, commands } = step(before, event);
    this.#state = state;
    for (const command of commands) this.#contained.run(() => this.#perform(command, event));
    if (state === before) return;
    this.#releaseUnneeded();
    this.#contained.run(() => this.#uplink?.setRoute(POLICY[state.name].uplink));
    this.#armDeadline();
    if (state.name === before.name) return;
    const cause = `${event.from} ${event.type}`;
    this.#options.observe({ kind: 'state', from: before.name, to: state.name, cause });
    if (state.name === 'ended') this.#ended(state.reason);
  }

  #failed(error: unknown): void {
    this.#options.onFault(error);
    // After the end there is nothing left to end, and a fault in ending must not come back for ever.
    if (this.#state.name !== 'ended') this.#dispatch({ from: 'host', type: 'fault' });
  }

  #releaseUnneeded(): void {
    const { needs } = POLICY[this.#state.name];
    if (!needs.includes('playout') && this.#downlink) {
      const downlink = this.#downlink;
      this.#downlink = undefined;
      this.#contained.run(() => downlink.close());
      this.#meter.played(downlink);
    }
    if (!needs.includes('decoder')) this.#contained.run(() => this.#uplink?.close());
    if (!needs.includes('model')) {
      this.#contained.run(() => this.#opening.abort());
      this.#contained.run(() => this.#model?.abort());
    }
  }

  #armDeadline(): void {
    this.#cancelDeadline?.();
    this.#cancelDeadline = undefined;
    const deadline = 'deadline' in this.#state ? this.#state.deadline : null;
    const delayMs = deadline ? this.#options.deadlinesMs[deadline] : 0;
    if (delayMs <= 0) return;
    this.#cancelDeadline = this.#clock.after(delayMs, () =>
      this.#dispatch({ from: 'clock', type: 'deadline' }),
    );
  }

  #perform(command: SessionCommand, event: SessionEvent): void {
    const turns = this.#turns;
    switch (command.do) {
      case 'openModel':
        return this.#openModel();
      case 'closeModel':
        return this.#closeModel();
      case 'startAnswer':
        turns.answerStarted(command.generation, this.#clock.now(), this.#deviceTime.uplinkMs);
        return this.#startDownlink().start(command.generation);
      case 'endAnswer':
        return this.#downlink?.end();
      case 'flush':
        // An answer that is cut off by the end of the conversation was not interrupted by anybody.
        if (this.#live) turns.markAnswer('interrupted', this.#clock.now(), command.generation);
        return this.#downlink?.flush(command.generation);
      case 'announceOpened':
        return this.#announcer.opened(this.sessionId);
      case 'announceState':
        return this.#announcer.state(this.#state.name, this.#generation);
      case 'announceEnd':
        return this.#announcer.ended(command.reason, command.wasOpened);
      case 'ignore':
        return this.#options.onIgnored(this.#state.name, `${event.from} ${event.type}`);
    }
  }

  #openModel(): void {
    const { model, settings, sessionId, maxHeldMs, frameDurationMs } = this.#options;
    this.#uplink = new Uplink({
      decoder: createOpusDecoder(),
      frameDurationMs,
      clock: this.#clock,
      maxHeldMs,
      fillSilence: model.capabilities.needsContinuousInput,
      forward: (pcm) => this.#toModel(pcm),
    });
    model
      .open({
        sessionId,
        settings,
        signal: this.#opening.signal,
        onEvent: (modelEvent) => this.#contained.run(() => this.#modelListener.read(modelEvent)),
        onEnded: (failure) =>
          failure ? this.#modelFailed(failure) : this.#dispatch({ from: 'model', type: 'closed' }),
      })
      .then(
        (opened) => {
          this.#model = opened;
          this.#dispatch({ from: 'model', type: 'opened' });
          // It came too late: nobody waits for it any more.
          if (!POLICY[this.#state.name].needs.includes('model')) opened.abort();
        },
        (error: unknown) => this.#modelFailed(error),
      )
      .catch((error: unknown) => this.#failed(error));
  }

  #closeModel(): void {
    this.#model?.close().then(
      () => this.#dispatch({ from: 'model', type: 'closed' }),
      (error: unknown) => this.#failed(error),
    );
  }

  #modelFailed(error: unknown): void {
    if (!(error instanceof ModelError)) return this.#failed(error);
    this.#failure = error;
    this.#dispatch({ from: 'model', type: 'failed', reason: error.reason });
  }

  #toModel(pcm: Int16Array): void {
    if (!this.#model) return;
    this.#model.sendAudio(pcm);
    this.#modelListener.sent(this.#model.sentMs);
  }

  #startDownlink(): Downlink {
    const { link, session, model, codec, maxAnswerMs } = this.#options;
    this.#downlink ??= new Downlink({
      link,
      session,
      sampleRateHz: model.capabilities.outputSampleRateHz,
      codec,
      maxBufferedMs: maxAnswerMs,
      clock: this.#clock,
      onFirstFrame: (generation) => this.#turns.markAnswer('firstFrameSent', this.#clock.now(), generation),
      onDrained: (generation) => {
        this.#turns.markAnswer('finished', this.#clock.now(), generation);
        this.#dispatch({ from: 'playout', type: 'drained' });
      },
      onStarved: () => this.#dispatch({ from: 'playout', type: 'starved' }),
      onFed: () => this.#dispatch({ from: 'playout', type: 'fed' }),
    });
    return this.#downlink;
  }

  /** Of the answer that plays, or of the last one. */
  get #generation(): number {
    return 'generation' in this.#state ? this.#state.generation : 0;
  }

  get #live(): boolean {
    return this.#state.name === 'listening' || this.#state.name === 'speaking';
  }

  #ended(reason: ReasonName): void {
    this.#turns.close();
    const totals = this.#meter.totals(this.#turns.count, this.#uplink?.figures, this.#model);
    this.#options.observe({ kind: 'ended', reason, detail: this.#failure?.message ?? null, totals });
    this.#options.onEnded();
  }
}
