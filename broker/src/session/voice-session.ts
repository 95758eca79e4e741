/**
 * Runs one conversation: takes events from device, model, playout and clock one after the other through the pure
 * lifecycle, carries out the commands, owns what the state needs and gives back what it does not. A fault in any of
 * that ends this conversation and nothing else.
 */
import {
  type Audio,
  type DeviceMessage,
  type ReasonName,
  type SessionResume,
  toWireTime,
} from '@pipit/protocol';
import { DECODED_SAMPLE_RATE_HZ, createOpusDecoder } from '../audio/opus.ts';
import type { Clock } from '../clock.ts';
import type { DeviceLink } from '../device/device-link.ts';
import type { ConversationSettings, HistoryMessage, ModelError } from '../model/voice-model.ts';
import { AnswerPlayer } from './downlink/answer-player.ts';
import { Containment } from './containment.ts';
import type { ConversationEvent } from './conversation-events.ts';
import type { SoundTape } from './conversation-sound.ts';
import { ConversationHistory } from './turns/conversation-history.ts';
import { DeviceAnnouncer } from './device-announcer.ts';
import { DeviceListener } from './device-listener.ts';
import { DeviceTime } from './device-time.ts';
import { echoGateFor } from './uplink/echo-policy.ts';
import {
  POLICY,
  type PhraseName,
  type ResumePolicy,
  type SessionCommand,
  type SessionEvent,
  type SessionState,
  type Talk,
  type UplinkRoute,
} from './lifecycle/lifecycle.ts';
import { LifecycleRunner } from './lifecycle/runner.ts';
import { ModelListener } from './streams/model-listener.ts';
import { ModelStreams } from './streams/model-streams.ts';
import { PendingTools } from './streams/pending-tools.ts';
import { PromptedSpeech, type SpeechOutcome } from './prompted-speech.ts';
import { SessionLink } from './session-link.ts';
import { SessionMeter } from './session-meter.ts';
import type { SessionSettings } from './session-settings.ts';
import type { SessionTools } from './session-tools.ts';
import { SettingsKeeper } from './settings-keeper.ts';
import { SessionRecord } from './turns/session-record.ts';
import { TurnLog, type TurnRecord } from './turns/turn-log.ts';
import { Uplink } from './uplink/uplink.ts';
import type { Past, VoiceSessionOptions } from './voice-session-options.ts';
import { Waveforms } from './waveforms.ts';
import { WrittenQuestions } from './written-questions.ts';

/** An allowance for what every conversation has: codecs, the model's stream and what the SDK buffers for it. */
const BASE_BYTES = 256 * 1024;

/** What the user says then is for this conversation. */
const HEARD: ReadonlySet<UplinkRoute> = new Set(['buffer', 'forward']);

/** A stream without a limit is not replaced for it: 0 is never. */
const atLeastOneMs = (leftMs: number): number => (leftMs === Infinity ? 0 : Math.max(1, leftMs));

const heardOf = ({ said: text, unsaid, generation }: TurnRecord): ConversationEvent => ({
  kind: 'transcript',
  role: 'assistant',
  stage: 'cut',
  text,
  unsaid,
  generation,
});

export class VoiceSession {
  readonly #options: VoiceSessionOptions;
  readonly #contained: Containment;
  /** Its callbacks are contained. */
  readonly #clock: Clock;
  readonly #link: SessionLink;
  readonly #turns: TurnLog;
  readonly #tools = new PendingTools();
  readonly #meter: SessionMeter;
  readonly #announcer: DeviceAnnouncer;
  readonly #record: SessionRecord;
  readonly #deviceTime: DeviceTime;
  readonly #deviceListener: DeviceListener;
  readonly #modelListener: ModelListener;
  readonly #streams: ModelStreams;
  readonly #echo: ReturnType<typeof echoGateFor>;
  readonly #lifecycle: LifecycleRunner;
  readonly #player: AnswerPlayer;
  readonly #settings: SettingsKeeper;
  readonly #speech: PromptedSpeech;
  readonly #tape: SoundTape | undefined;
  readonly #waveforms: Waveforms;
  readonly #toolbox: SessionTools | undefined;
  readonly #written: WrittenQuestions;
  #history = new ConversationHistory();
  #uplink: Uplink | undefined;
  #resumeRequest: SessionResume | undefined;
  #failure: ModelError | undefined;
  /** Another broker goes on from the store. */
  #leftToNext = false;

  constructor(options: VoiceSessionOptions) {
    const { session, sessionId, observe, model } = options;
    this.#options = options;
    this.#contained = new Containment((error) => this.#failed(error));
    const clock = (this.#clock = this.#contained.clock(options.clock));
    this.#speech = new PromptedSpeech(clock);
    this.#settings = new SettingsKeeper({
      initial: options.settings instanceof Promise ? options.fallback : options.settings,
      clock,
      isStale: () => this.#streams.isStale,
      renew: () => this.#dispatch({ from: 'host', type: 'reconfigure' }),
      onChanged: (settings) => {
        const { model: of, recording, configRevision = null } = settings;
        const { voice } = of;
        this.#tape?.consent(recording);
        this.#toolbox?.configure(settings);
        observe({ kind: 'settings', voice, recording, configRevision });
      },
    });
    this.#link = new SessionLink(options.link);
    const { deviceId, audio } = options.link;
    const { frameDurationMs } = options;
    const { playbackSampleRateHz } = audio;
    this.#tape = options.openTape?.({ deviceId, sessionId, frameDurationMs, playbackSampleRateHz });
    this.#waveforms = new Waveforms({
      clock,
      tell: (runs, lost) => observe({ kind: 'peaks', runs, lost, atMs: clock.now() }),
    });
    this.#toolbox = options.openTools?.({
      deviceId,
      sessionId,
      onChanged: () => this.#contained.run(() => this.#settings.refresh()),
      onResult: (toolUseId, json) => this.#contained.run(() => this.#toolResult(toolUseId, json)),
      onSlow: () => this.#dispatch({ from: 'host', type: 'toolSlow' }),
      observe,
    });
    this.#turns = new TurnLog((turn) => this.#turnOver(turn));
    this.#meter = new SessionMeter(clock);
    this.#announcer = new DeviceAnnouncer(this.#link, session);
    this.#record = new SessionRecord({
      ...options,
      deviceId: options.link.deviceId,
      store: options.store,
      clock,
      tell: (transcript) => this.#announcer.transcript(transcript),
      onFault: (error) => this.#failed(error),
    });
    this.#deviceTime = new DeviceTime(this.#link, clock);
    this.#echo = echoGateFor(options.echo, options.link.hello.capabilities, () => this.#deviceListener.mode);
    this.#lifecycle = new LifecycleRunner({
      clock,
      perform: (command, event) => this.#contained.run(() => this.#perform(command, event)),
      onChanged: (before, event) => this.#changed(before, event),
      delayMs: ({ of }) =>
        of === 'renewal' ? atLeastOneMs(this.#streams.renewalLeftMs) : options.deadlinesMs[of],
    });
    const dispatch = (event: SessionEvent) => this.#lifecycle.dispatch(event);
    this.#player = new AnswerPlayer({
      link: this.#link,
      session,
      sampleRateHz: model.capabilities.outputSampleRateHz,
      codec: options.codec,
      maxBufferedMs: options.maxAnswerMs,
      maxAwayMs: options.maxAwayAnswerMs,
      meter: this.#meter,
      clock,
      onFrameSent: (frame, playAtMs, isSent) => {
        if (isSent) this.#tape?.said(frame.generation, frame.packet, playAtMs);
        if (isSent) this.#waveforms.said(frame.generation, frame.peaks, playAtMs);
        this.#frameSent();
      },
      onFirstFrame: (generation) => this.#turns.markAnswer('firstFrameSent', clock.now(), generation),
      onDrained: (generation) => {
        this.#turns.markAnswer('finished', clock.now(), generation);
        dispatch({ from: 'playout', type: 'drained' });
      },
      onStarved: () => dispatch({ from: 'playout', type: 'starved' }),
      onFed: () => dispatch({ from: 'playout', type: 'fed' }),
    });
    this.#deviceListener = new DeviceListener({
      mode: options.mode,
      dispatch,
      onQuiet: () => this.#uplink?.quiet(),
      onPlaybackStarted: (deviceTimeMs) => this.#echo?.playbackStarted(deviceTimeMs),
      onPlaybackEnded: (deviceTimeMs) => this.#echo?.playbackEnded(deviceTimeMs),
      turns: this.#turns,
      deviceTime: this.#deviceTime,
      clock,
    });
    this.#written = new WrittenQuestions({
      isPossible: model.capabilities.textInput,
      restored: options.restored,
      speech: this.#speech,
      turns: this.#turns,
      streams: () => this.#streams,
      history: () => this.#history,
      talk: () => this.#talk,
      generation: () => this.#generation,
      greeting: () => this.#settings.current.greeting,
      dispatch,
    });
    this.#streams = new ModelStreams({
      ...options,
      settings: () => this.#modelSettings,
      clock,
      history: (maxBytes) => this.#historyFor(maxBytes),
      dispatch,
      onEvent: (stream, event) => this.#contained.run(() => this.#modelListener.read(stream, event)),
      onFailure: (failure) => {
        this.#failure = failure;
        observe({ kind: 'modelFailed', reason: failure.reason, detail: failure.message });
      },
      onFault: (error) => this.#failed(error),
    });
    this.#modelListener = new ModelListener({
      state: () => this.#lifecycle.state,
      streams: () => this.#streams,
      dispatch,
      play: (pcm) => this.#player.write(pcm),
      isInstruction: (text) => this.#speech.isInstruction(text),
      onHeard: (generation, text) => this.#history.heard(generation, text),
      tell: (transcript) => {
        observe({ kind: 'transcript', ...transcript });
        this.#record.tell(transcript);
      },
      turns: this.#turns,
      tools: this.#tools,
      meter: this.#meter,
      outputSampleRateHz: model.capabilities.outputSampleRateHz,
      clock,
      observe,
      callTool: (toolUseId, name, input) => this.#callTool(toolUseId, name, input),
    });
    this.sessionId = sessionId;
  }

  readonly sessionId: string;

  get deviceId(): string {
    return this.#link.deviceId;
  }

  get number(): number {
    return this.#options.session;
  }

  get state(): SessionState['name'] {
    return this.#state.name;
  }

  /** Undefined while it goes on. */
  get endReason(): ReasonName | undefined {
    return 'reason' in this.#state ? this.#state.reason : undefined;
  }

  /** Undefined while the device is away. */
  get link(): DeviceLink | undefined {
    return this.#link.current;
  }

  /** Nobody would miss anything if the broker stopped now. */
  get isQuiet(): boolean {
    const talk = this.#talk;
    if (!talk || this.#state.name === 'suspended') return true;
    return talk.name === 'listening' && talk.user === 'quiet' && !talk.playing;
  }

  get isAway(): boolean {
    return this.#state.name === 'suspended';
  }

  get isEnding(): boolean {
    return this.#state.name === 'closing' || this.#state.name === 'ended';
  }

  /** What it holds, by the lengths of its buffers. */
  get memoryBytes(): number {
    const audio =
      this.#player.heldBytes + this.#streams.unanswered.heldBytes + (this.#uplink?.heldBytes ?? 0);
    return Math.round(BASE_BYTES + audio + this.#history.bytes);
  }

  get settings(): SessionSettings {
    return this.#settings.current;
  }

  start(): void {
    const { session, frameDurationMs, mode, restored, observe } = this.#options;
    this.#options.startup.lap('accept');
    const { model, recording, configRevision = null } = this.#settings.current;
    this.#tape?.consent(recording);
    if (!(this.#options.settings instanceof Promise)) this.#toolbox?.configure(this.#settings.current);
    observe({ kind: 'started', restored, voice: model.voice, configRevision });
    if (restored) this.#announcer.resumed(this.sessionId, 'opening', 0, { policy: 'drop', restored });
    this.#record.opened(session, frameDurationMs, mode);
    this.#dispatch({ from: 'device', type: 'start' });
  }

  /** Hot path. */
  audio(audio: Audio): void {
    this.#contained.run(() => {
      this.#uplink?.accept(audio);
      if (HEARD.has(POLICY[this.#state.name].uplink)) this.#tape?.heard(audio);
      this.#deviceTime.arrived(audio, this.#options.frameDurationMs);
    });
  }

  message(message: DeviceMessage): void {
    this.#contained.run(() => this.#deviceListener.read(message));
  }

  /** Of this link, which may not be the session's any more. */
  linkLost(link: DeviceLink): void {
    if (this.#link.current !== link) return;
    this.#link.detach();
    if (this.#options.deadlinesMs.grace > 0) this.#dispatch({ from: 'link', type: 'lost' });
    else this.stop('DEVICE_LOST');
  }

  /** From now on these hold; the model's from the next pause on, when a stream that has them is open. */
  apply(settings: SessionSettings): void {
    this.#contained.run(() => this.#settings.apply(settings));
  }

  /** Has the model say this, word by word; resolves when it was heard, or will not be. */
  say(text: string, timeoutMs: number): Promise<SpeechOutcome> {
    if (!this.#options.model.capabilities.textInput) return Promise.resolve('no_text');
    const talk = this.#talk;
    if (!talk || this.isEnding) return Promise.resolve(this.isEnding ? 'ended' : 'busy');
    const isFree = this.isQuiet && !this.isAway && talk.name === 'listening' && this.#streams.current;
    if (!isFree || this.#speech.isAwaited) return Promise.resolve('busy');
    const outcome = this.#speech.outcome(timeoutMs);
    this.#contained.run(() => this.#written.say(text));
    return outcome;
  }

  /** False when there is nothing to come back to. */
  resume(link: DeviceLink, request: SessionResume): boolean {
    const previous = this.#link.current;
    // The old connection may not have been noticed to be dead.
    if (previous && previous !== link) this.linkLost(previous);
    if (this.#state.name !== 'suspended' || request.frameDurationMs !== this.#options.frameDurationMs) {
      return false;
    }
    const { playbackSampleRateHz, frameDurationMs } = this.#link.audio;
    const sameFormat =
      link.audio.playbackSampleRateHz === playbackSampleRateHz &&
      link.audio.frameDurationMs === frameDurationMs;
    this.#link.attach(link);
    this.#deviceListener.resumed(request.mode);
    this.#resumeRequest = request;
    const wished = ([undefined, 'continue', 'repeat', 'drop'] as const)[request.policy];
    // What was encoded for another format cannot be sent again.
    const policy = sameFormat ? (wished ?? this.#settings.current.resume) : 'drop';
    this.#dispatch({ from: 'link', type: 'back', policy });
    if (!sameFormat) this.#player.close();
    return true;
  }

  stop(reason: ReasonName): void {
    this.#dispatch({ from: 'host', type: 'stop', reason });
  }

  /** The broker stops: the conversation is left as it is, for the next one. */
  detach(): void {
    this.#dispatch({ from: 'host', type: 'detach' });
  }

  #dispatch(event: SessionEvent): void {
    this.#lifecycle.dispatch(event);
  }

  /** Does not throw: a fault in one part leaves the others, and above all the end, to take place. */
  #changed(before: SessionState, event: SessionEvent): void {
    const state = this.#state;
    this.#releaseUnneeded();
    this.#contained.run(() => this.#uplink?.setRoute(POLICY[state.name].uplink));
    if ('renewal' in state && state.renewal === null) this.#contained.run(() => this.#settings.check());
    if (state.name === before.name) return;
    const cause = `${event.from} ${event.type}`;
    this.#options.observe({ kind: 'state', from: before.name, to: state.name, cause });
    if (state.name !== 'ended') return;
    // The device that came back to it, and is gone again, will come back once more.
    const { restored } = this.#options;
    const again = restored && before.name === 'opening' && state.reason === 'DEVICE_LOST';
    this.#ended(state.reason, again || event.type === 'detach');
  }

  #failed(error: unknown): void {
    this.#options.onFault(error);
    // After the end there is nothing left to end, and a fault in ending must not come back for ever.
    if (this.#state.name !== 'ended') this.#dispatch({ from: 'host', type: 'fault' });
  }

  #releaseUnneeded(): void {
    const { needs } = POLICY[this.#state.name];
    if (!needs.includes('playout')) this.#contained.run(() => this.#player.close());
    if (!needs.includes('decoder')) this.#contained.run(() => this.#uplink?.close());
    if (!needs.includes('model')) this.#contained.run(() => this.#streams.abort());
    else if (!this.#awaitsOldAnswer()) this.#contained.run(() => this.#streams.finished());
  }

  /** An answer of a stream that was replaced is still coming. */
  #awaitsOldAnswer(): boolean {
    const talk = this.#talk;
    return talk?.name === 'speaking' && !talk.answerEnded;
  }

  #perform(command: SessionCommand, event: SessionEvent): void {
    const turns = this.#turns;
    const streams = this.#streams;
    switch (command.do) {
      case 'openModel':
        return this.#openModel();
      case 'closeModel':
        return void streams
          .close()
          .then(() => this.#dispatch({ from: 'model', type: 'closed' }))
          .catch((error: unknown) => this.#failed(error));
      case 'openNext':
        return streams.openNext(command.beside, command.attempt, command.trim);
      case 'handOver':
        streams.handOver({
          keep: command.keep,
          question: command.keep ? undefined : this.#written.forNextStream(),
        });
        this.#tools.deliver(streams.current);
        return this.#options.observe({ kind: 'modelRenewed', inAnswer: command.keep });
      case 'dropModel':
        return streams.dropModel();
      case 'dropNext':
        return streams.dropNext();
      case 'startAnswer':
        turns.answerStarted(command.generation, this.#clock.now(), this.#deviceTime.uplinkMs);
        this.#history.answerStarted(command.generation);
        this.#speech.answerStarted(command.generation);
        return this.#player.start(command.generation);
      case 'endAnswer':
        return this.#player.end();
      case 'flush':
        // An answer that is cut off by the end of the conversation was not interrupted by anybody.
        if (this.#talk) turns.markAnswer('interrupted', this.#clock.now(), command.generation);
        if (this.#talk) streams.unanswered.answered(streams.lastAnswer);
        this.#cut(command.generation, this.#talk !== undefined);
        return this.#player.flush(command.generation);
      case 'takeBack':
        turns.takeBack(command.generation);
        this.#history.takeBack(command.generation);
        this.#speech.takenBack(command.generation);
        this.#cut(command.generation, false);
        return this.#player.flush(command.generation);
      case 'say':
        return this.#say(command.phrase, command.generation);
      case 'holdPlayout':
        this.#echo?.playbackEnded(undefined);
        return this.#player.hold();
      case 'resumePlayout':
        return this.#resumePlayout(command.policy, command.repeated);
      case 'announceOpened':
        this.#options.startup.lap('model');
        this.#announcer.opened(this.sessionId);
        this.#options.observe({ kind: 'opened', startup: this.#options.startup.times });
        return this.#written.begin();
      case 'announceState': {
        // [SES-4] A renewal is nothing that a device need know.
        const name = this.#state.name === 'renewing' ? this.#talk!.name : this.#state.name;
        return this.#announcer.state(name, this.#generation);
      }
      case 'announceEnd':
        return this.#announcer.ended(command.reason, command.wasOpened);
      case 'ignore':
        return this.#options.onIgnored(this.#state.name, `${event.from} ${event.type}`);
    }
  }

  #openModel(): void {
    const { model, maxHeldMs, frameDurationMs, past } = this.#options;
    this.#uplink = new Uplink({
      decoder: createOpusDecoder(),
      frameDurationMs,
      clock: this.#clock,
      maxHeldMs,
      fillSilence: model.capabilities.needsContinuousInput,
      ...(this.#echo && { echoGate: this.#echo }),
      onCaptured: (pcm, captureTimeMs) =>
        this.#waveforms.heard(pcm, DECODED_SAMPLE_RATE_HZ, this.#deviceTime.ours(captureTimeMs)),
      onLost: (packets, captureTimeMs) => this.#waveforms.lost(packets, this.#deviceTime.ours(captureTimeMs)),
      forward: (pcm) => this.#streams.send(pcm),
    });
    const { settings } = this.#options;
    const open = ({ messages, unanswered }: Past) => {
      this.#options.startup.lap('history');
      const asked = this.#written.leftUnanswered(unanswered);
      this.#history = new ConversationHistory(asked ? messages.slice(0, -1) : messages);
      // It may have ended while it waited for its past.
      if (this.#state.name === 'opening') this.#streams.open();
    };
    if (!(settings instanceof Promise) && !(past instanceof Promise) && !this.#toolbox) return open(past);
    const ready = Promise.resolve(settings).then((read) => {
      if (settings instanceof Promise) this.#settings.begin(read);
      return this.#toolbox?.ready;
    });
    void Promise.all([past, ready])
      .then(([before]) => open(before))
      .catch((error: unknown) => this.#failed(error));
  }

  /** For each call there is a result, or the model waits for ever. */
  #callTool(toolUseId: string, name: string, input: string): void {
    if (this.#toolbox) return this.#toolbox.call(toolUseId, name, input);
    this.#toolResult(toolUseId, JSON.stringify({ error: 'There are no tools here.' }));
  }

  #toolResult(toolUseId: string, json: string): void {
    this.#turns.markTool('toolResult', this.#clock.now(), this.#generation);
    this.#tools.answer(toolUseId, json, this.#streams.current);
  }

  get #modelSettings(): ConversationSettings {
    const { model } = this.#settings.current;
    const tools = this.#toolbox?.specs ?? [];
    return tools.length > 0 ? { ...model, tools } : model;
  }

  /** What of this answer was to be heard from now on is not. */
  #cut(generation: number, isInterruption: boolean): void {
    this.#tape?.cut(generation);
    const heardMs = this.#waveforms.cut(generation);
    if (isInterruption) this.#options.observe({ kind: 'interrupted', generation, heardMs });
  }

  /** Hot path. */
  #frameSent(): void {
    if (!this.#echo) return;
    const { deviceClock, audio } = this.#link;
    const deviceTimeMs = deviceClock && toWireTime(this.#clock.now() + deviceClock.offsetMs + 2 ** 32);
    this.#echo.frameSent(deviceTimeMs, audio.frameDurationMs);
  }

  #say(phrase: PhraseName, generation: number): void {
    const { phrases, link } = this.#options;
    if (!phrases) return this.#dispatch({ from: 'playout', type: 'drained' });
    const { text, pcm } = phrases.get(phrase, this.#settings.current.language ?? link.hello.language);
    this.#announcer.transcript({ role: 'assistant', stage: 'final', text, generation });
    this.#options.observe({ kind: 'phrase', phrase });
    this.#player.say(generation, pcm);
  }

  #resumePlayout(policy: ResumePolicy, repeated: number): void {
    const request = this.#resumeRequest;
    this.#resumeRequest = undefined;
    const generation = this.#generation;
    if (request && request.generation > 0) this.#turns.played(request.playedMs, request.generation);
    const name = this.#talk?.name ?? 'listening';
    this.#announcer.resumed(this.sessionId, name, generation, { policy, restored: false });
    if (repeated > 0) this.#turns.renumber(repeated - 1, repeated);
    if (repeated > 0) this.#speech.renumbered(repeated - 1, repeated);
    this.#player.resume(request, policy, repeated);
  }

  #turnOver(turn: TurnRecord): void {
    const { observe, turnReports } = this.#options;
    const interrupted = turn.marks.interrupted !== undefined;
    if (interrupted) observe(heardOf(turn));
    observe({ kind: 'turn', turn, atMs: this.#clock.now() });
    this.#history.said(turn.generation, turn.said);
    this.#speech.turnOver(turn.generation, interrupted);
    // An answer that could not be said to its end is given anew by the next broker, as if it had not been.
    const unsaid = this.#leftToNext && turn.marks.finished === undefined && !interrupted;
    if (!unsaid) this.#record.said(turn.generation, turn.said, interrupted);
    if (turnReports) this.#announcer.turn(turn);
  }

  /** For the next stream: with what is being said now, without what it will hear again. */
  #historyFor(maxBytes: number): readonly HistoryMessage[] {
    for (const { generation, said } of this.#turns.open()) this.#history.said(generation, said);
    return this.#history.messages(maxBytes);
  }

  get #state(): SessionState {
    return this.#lifecycle.state;
  }

  /** Of the answer that plays, or of the last one. */
  get #generation(): number {
    if ('talk' in this.#state) return this.#state.talk.generation;
    return 'generation' in this.#state ? this.#state.generation : 0;
  }

  get #talk(): Talk | undefined {
    return 'talk' in this.#state ? this.#state.talk : undefined;
  }

  /** `continued`: by the next one, from the store. */
  #ended(reason: ReasonName, continued: boolean): void {
    this.#leftToNext = continued;
    this.#settings.close();
    this.#turns.close();
    this.#speech.close();
    this.#tape?.close();
    this.#waveforms.close();
    this.#toolbox?.close();
    if (!continued) this.#record.ended(reason);
    const { uplink, streams } = { uplink: this.#uplink?.figures, streams: this.#streams };
    const totals = this.#meter.totals(this.#turns.count, uplink, streams);
    const detail =
      reason.startsWith('MODEL') || reason === 'OPEN_TIMEOUT' ? this.#failure?.message : undefined;
    this.#options.observe({ kind: 'ended', reason, detail: detail ?? null, totals, continued });
    const { settled } = this.#record;
    if (settled) void settled.then(() => this.#options.onEnded());
    else this.#options.onEnded();
  }
}
