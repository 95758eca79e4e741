/** One conversation: runs the state machine, moves audio both ways past it, and tells the application. */
import type { Audio, BrokerBody, ErrorCodeName, ReasonName } from '@pipit/protocol';
import type { Clock } from '../clock.ts';
import type { OpusDecoder, OpusEncoder } from '../codec/opus.ts';
import type { BrokerRefusal } from '../connection/device-connection.ts';
import { Emitter } from '../emitter.ts';
import { DeviceError } from '../errors.ts';
import type { Log, SessionEvents, SessionTranscript } from '../events.ts';
import type { AudioFormat, AudioSink } from '../playout/audio-sink.ts';
import type { PlayoutFigures } from '../playout/figures.ts';
import type { PlaybackMark } from '../playout/playout.ts';
import type {
  DeviceSessionState,
  SessionCommand,
  SessionInterruptCause,
  SessionMode,
  SessionStateName,
} from './device-session-state.ts';
import { Downlink, type ReceivedPacket } from './downlink.ts';
import { Readers } from './readers.ts';
import { readInbound } from './session-inbox.ts';
import { SessionMachine } from './session-machine.ts';
import { SESSION_DEADLINES_MS, SESSION_POLICY, uplinkRoute } from './session-policy.ts';
import { type SendControl, SessionOutbox, type SessionResumePolicy } from './session-outbox.ts';
import { streamSource } from './stream-source.ts';
import { Uplink, type UplinkFigures } from './uplink.ts';

/** What a session sees of the connection. */
export interface SessionLink {
  sendControl: SendControl;
  sendAudio(audio: Uint8Array): 'sent' | 'offline' | 'blocked';
}

export interface DeviceSessionOptions {
  readonly number: number;
  readonly mode: SessionMode;
  readonly clock: Clock;
  readonly log: Log;
  readonly link: SessionLink;
  readonly turnReports: boolean;
  readonly resumePolicy: SessionResumePolicy | undefined;
  /** How long to wait for a lost link. */
  readonly resumeTimeoutMs: number;
  /** Microphone audio kept for the time after a lost link. */
  readonly offlineHoldMs: number;
  readonly captureSampleRateHz: number;
  readonly playback: AudioFormat;
  readonly playoutBufferMs: number;
  readonly progressIntervalMs: number;
  readonly encoder: OpusEncoder | undefined;
  readonly decoder: OpusDecoder | undefined;
  /** Tells the broker that the session is closed, sooner or later: it may have ended by then. */
  readonly sayClosed: () => void;
  /** Called once, after the last event. */
  readonly onEnded: () => void;
}

/** What an error says of the conversation that was asked for. */
const REFUSALS: Partial<Record<ErrorCodeName, ReasonName>> = {
  NO_SESSION: 'DEVICE_LOST',
  UNSUPPORTED_AUDIO: 'UNSUPPORTED_AUDIO',
  RATE_LIMITED: 'CAPACITY',
  INTERNAL: 'INTERNAL',
};

export class DeviceSession {
  /** Chosen by the device; every message of the session carries it. */
  readonly number: number;
  readonly #options: DeviceSessionOptions;
  readonly #events: Emitter<SessionEvents>;
  readonly #outbox: SessionOutbox;
  readonly #uplink: Uplink;
  readonly #downlink: Downlink;
  readonly #machine: SessionMachine;
  readonly #transcriptReaders = new Readers<SessionTranscript>();
  #sessionId: string | undefined;
  /** Undefined while it is lost. */
  #link: SessionLink | undefined;
  /** The message that asks for the conversation, for the first time or again. */
  #askedBy: number | undefined;

  /** Use `PipitDevice.openSession`. */
  constructor(options: DeviceSessionOptions) {
    const { clock, playback, log } = options;
    this.#options = options;
    this.#link = options.link;
    this.number = options.number;
    this.#events = new Emitter((error) =>
      log({ level: 'warn', message: 'a session listener failed', error }),
    );
    this.#machine = new SessionMachine({
      clock,
      deadlinesMs: { ...SESSION_DEADLINES_MS, resume: options.resumeTimeoutMs },
      perform: (command) => this.#perform(command),
      onChanged: (from, state) => this.#announce(from, state),
    });
    this.#outbox = new SessionOutbox({
      session: options.number,
      frameDurationMs: playback.frameDurationMs,
      turnReports: options.turnReports,
      resumePolicy: options.resumePolicy,
      isHeld: () => this.#machine.state.name === 'SUSPENDED',
      send: (body, onAcknowledged) => this.#link?.sendControl(body, onAcknowledged),
    });
    this.#uplink = new Uplink({
      session: options.number,
      clock,
      sampleRateHz: options.captureSampleRateHz,
      frameDurationMs: playback.frameDurationMs,
      encoder: options.encoder,
      holdMs: options.offlineHoldMs,
      route: () => uplinkRoute(this.#machine.state),
      isHeld: () => this.#machine.state.name === 'SUSPENDED',
      send: (audio) => this.#link?.sendAudio(audio) ?? 'offline',
    });
    this.#downlink = new Downlink({
      clock,
      format: playback,
      decoder: options.decoder,
      capacityMs: options.playoutBufferMs,
      progressIntervalMs: options.progressIntervalMs,
      onStarted: (mark) => this.#playback('playbackStarted', mark),
      onProgress: (mark) => this.#playback('playbackProgress', mark),
      onFinished: (mark) => this.#playback('playbackFinished', mark),
      onWaiting: () => this.#machine.dispatch({ type: 'waiting' }),
      onIdle: () => this.#machine.dispatch({ type: 'silent' }),
      onSinkFailed: (error) => this.#events.emit('error', DeviceError.from(error, 'AUDIO_DEVICE')),
    });
    this.#machine.dispatch({ type: 'open', mode: options.mode });
  }

  get state(): SessionStateName {
    return this.#machine.state.name;
  }

  /** Why it ended; undefined while it lasts. */
  get endReason(): ReasonName | undefined {
    return this.#machine.state.name === 'ENDED' ? this.#machine.state.reason : undefined;
  }

  /** The broker's name for the conversation, once it is open. */
  get sessionId(): string | undefined {
    return this.#sessionId;
  }

  get playbackFormat(): AudioFormat {
    return this.#options.playback;
  }

  /** Frames written now would be sent. */
  get isMicrophoneOpen(): boolean {
    return uplinkRoute(this.#machine.state) === 'send';
  }

  get figures(): { readonly uplink: UplinkFigures; readonly playout: PlayoutFigures } {
    return { uplink: this.#uplink.figures, playout: this.#downlink.playout.figures };
  }

  /** Returns the function that removes the listener. */
  on<Name extends keyof SessionEvents>(
    name: Name,
    listener: (event: SessionEvents[Name]) => void,
  ): () => void {
    return this.#events.on(name, listener);
  }

  /**
   * The next event of this name. It may be awaited later: a rejection is not lost, and does not end the process.
   * @throws {DeviceError} SESSION_ENDED when it can no longer come; the signal's reason when aborted.
   */
  once<Name extends keyof SessionEvents>(name: Name, signal?: AbortSignal): Promise<SessionEvents[Name]> {
    return this.#events.once(name, signal);
  }

  /**
   * Resolves when the session is in the state, at once when it is. It may be awaited later, as `once`.
   * @throws {DeviceError} SESSION_ENDED with the reason when it ended before; the signal's reason when aborted.
   */
  waitForState(name: SessionStateName, signal?: AbortSignal): Promise<void> {
    if (this.state === name) return Promise.resolve();
    const reached = this.#events.once('state', signal, ({ to }) => to === name).then(() => {});
    reached.catch(() => {});
    return reached;
  }

  /**
   * Sends one Opus packet of the session's frame duration. Dropped and counted when the microphone is shut.
   * @throws {DeviceError} INVALID_AUDIO
   */
  sendPacket(packet: Uint8Array, capturedAtMs?: number): void {
    this.#uplink.sendPacket(packet, capturedAtMs);
  }

  /** Encodes and sends mono samples, any number at a time. Dropped and counted when the microphone is shut. */
  writePcm(pcm: Int16Array): void {
    this.#uplink.writePcm(pcm);
  }

  /**
   * Writes what the source yields until it ends, the session ends, or the signal comes; the source is then closed.
   * A source yields samples at the pace they are captured.
   */
  async stream(source: AsyncIterable<Int16Array>, signal?: AbortSignal): Promise<void> {
    const over = this.waitForState('ENDED', signal);
    await streamSource(source, { write: (pcm) => this.writePcm(pcm), signal, over });
  }

  /** Opens the microphone. In push to talk, an answer that plays is interrupted. */
  startListening(mode: SessionMode = this.#mode()): void {
    this.#machine.dispatch({ type: 'startListening', mode });
  }

  /** Shuts the microphone and marks the end of the user's turn. */
  stopListening(): void {
    this.#machine.dispatch({ type: 'stopListening' });
  }

  /** Stops the answer: the speaker at once, the broker as soon as it hears of it. */
  interrupt(cause: SessionInterruptCause = 'APPLICATION'): void {
    this.#machine.dispatch({ type: 'interrupt', cause });
  }

  /** Opus packets of the answers as they arrive, not buffered for playing. Ends with the session. */
  packets(): AsyncIterableIterator<ReceivedPacket, undefined> {
    return this.#downlink.packets();
  }

  /** Samples of the answers, at the time they are to be heard. Ends with the session. */
  audio(): AsyncIterableIterator<Int16Array, undefined> {
    return this.#downlink.audio();
  }

  /** What was said and heard. Ends with the session. */
  transcripts(): AsyncIterableIterator<SessionTranscript, undefined> {
    return this.#transcriptReaders.open();
  }

  /**
   * Plays the answers there until the session ends. Opens the sink; closing it stays with the caller.
   * Returns the function that detaches it.
   */
  play(sink: AudioSink): Promise<() => void> {
    return this.#downlink.play(sink);
  }

  /** Ends the conversation and waits until the broker agreed, for five seconds at most. Idempotent. */
  async close(): Promise<void> {
    this.#machine.dispatch({ type: 'close' });
    if (this.#machine.state.name !== 'ENDED') await this.waitForState('ENDED');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Of the device. */
  onMessage(body: BrokerBody): void {
    const inbound = readInbound(body, !this.#downlink.playout.isIdle);
    if (!inbound) return;
    if ('transcript' in inbound) {
      this.#transcriptReaders.push(inbound.transcript);
      return this.#events.emit('transcript', inbound.transcript);
    }
    if ('turnReport' in inbound) return this.#events.emit('turnReport', inbound.turnReport);
    if (inbound.sessionId) this.#sessionId = inbound.sessionId;
    this.#machine.dispatch(inbound.event);
    if (inbound.resumption) this.#events.emit('resumed', inbound.resumption);
  }

  /** Of the device: the broker answered a message of this session, perhaps, with an error. */
  onRefused(messageId: number, { code, text }: BrokerRefusal): void {
    if (messageId !== this.#askedBy) return;
    this.#machine.dispatch({ type: 'refused', reason: REFUSALS[code] ?? 'UNSPECIFIED', text: text || code });
  }

  /** Of the device. Hot path. */
  onAudio(audio: Audio): void {
    if (SESSION_POLICY[this.#machine.state.name].downlink === 'drop') return;
    this.#downlink.push(audio);
  }

  /** Of the device: the connection is lost, and another one is tried for. */
  onLinkLost(): void {
    this.#link = undefined;
    this.#machine.dispatch({ type: 'linkLost' });
  }

  /** Of the device: there is a connection again; hello settled `playback`. */
  onLinkBack(link: SessionLink, playback: AudioFormat): void {
    this.#link = link;
    const { frameDurationMs, sampleRateHz } = this.#options.playback;
    if (playback.frameDurationMs === frameDurationMs && playback.sampleRateHz === sampleRateHz) {
      return this.#machine.dispatch({ type: 'linkBack' });
    }
    // Encoder, decoder and loudspeaker were made for the old one.
    const text = `The broker now wants ${playback.frameDurationMs} ms at ${playback.sampleRateHz} Hz. Open another session.`;
    this.onLost('UNSUPPORTED_AUDIO', text);
  }

  /** Of the device: there will be no connection any more, or another session took this one's place. */
  onLost(reason: ReasonName, text = ''): void {
    this.#machine.dispatch({ type: 'lost', reason, text });
  }

  #perform(command: SessionCommand): void {
    const outbox = this.#outbox;
    const { playout } = this.#downlink;
    switch (command.type) {
      case 'sendOpen':
        this.#askedBy = outbox.open(command.mode);
        return;
      case 'sendResume':
        this.#askedBy = outbox.resume(this.#sessionId ?? '', command.mode, playout.position);
        return;
      case 'sendClose':
        return this.#options.sayClosed();
      case 'sendListenStart':
        return outbox.listenStart(command.mode);
      case 'sendEndOfSpeech':
        this.#uplink.endOfSpeech();
        return outbox.listenStop();
      case 'sendInterrupt':
        return outbox.interrupt(command.cause);
      case 'flushAnswer': {
        const { generation } = command;
        const playedMs = playout.flush(generation);
        outbox.flushed(generation, playedMs);
        return this.#events.emit('flushed', { generation, playedMs });
      }
      case 'silence':
        playout.flush(playout.newestGeneration);
        return;
      case 'holdAnswer':
        return playout.hold();
      case 'releaseAnswer':
        return playout.release();
      case 'finishAnswer':
        return playout.finish();
      case 'forgetAnswers':
        outbox.forgetAnswers();
        return this.#forgetAnswers();
      case 'catchUp':
        outbox.tellAgain();
        return this.#uplink.catchUp(command.again);
      case 'ignore': {
        const entry = { session: this.number, event: command.event, state: this.state };
        this.#options.log({ level: 'debug', message: 'event ignored', ...entry });
      }
    }
  }

  /** The broker was restarted: an answer that was being heard has ended here. */
  #forgetAnswers(): void {
    const playout = this.#downlink.playout;
    const cut = playout.isIdle ? undefined : playout.position;
    playout.restart();
    if (cut) this.#events.emit('flushed', { generation: cut.generation, playedMs: cut.playedMs });
  }

  #announce(from: SessionStateName, state: DeviceSessionState): void {
    this.#options.log({
      level: 'info',
      message: 'session state',
      session: this.number,
      from,
      to: state.name,
    });
    if (state.name === 'ENDED') this.#release();
    this.#events.emit('state', { from, to: state.name });
    if (state.name !== 'ENDED') return;
    this.#events.emit('ended', { reason: state.reason, text: state.text });
    this.#events.end(
      new DeviceError('SESSION_ENDED', { detail: state.text || state.reason, reason: state.reason }),
    );
    this.#options.onEnded();
  }

  #release(): void {
    this.#downlink.close();
    this.#uplink.close();
    this.#transcriptReaders.end();
  }

  #playback(kind: 'playbackStarted' | 'playbackProgress' | 'playbackFinished', mark: PlaybackMark): void {
    this.#outbox.playback(kind, mark);
    if (kind === 'playbackStarted') this.#machine.dispatch({ type: 'playing' });
    this.#events.emit(kind, mark);
  }

  #mode(): SessionMode {
    const { state } = this.#machine;
    return 'mode' in state ? state.mode : this.#options.mode;
  }
}
