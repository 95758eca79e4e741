/** One conversation: runs the state machine, moves audio both ways past it, and tells the application. */
import {
  type Audio,
  type BodyInit,
  type BrokerBody,
  type DeviceBody,
  type ReasonName,
} from '@pipit/protocol';
import { AsyncQueue } from '../async-queue.ts';
import type { Clock, Timer } from '../clock.ts';
import type { OpusDecoder, OpusEncoder } from '../codec/opus.ts';
import { Emitter } from '../emitter.ts';
import { DeviceError } from '../errors.ts';
import type { Log, SessionEvents, SessionTranscript } from '../events.ts';
import type { AudioFormat, AudioSink } from '../playout/audio-sink.ts';
import type { PlayoutFigures } from '../playout/figures.ts';
import { type PlaybackMark, Playout } from '../playout/playout.ts';
import {
  type DeviceSessionState,
  SESSION_POLICY,
  type SessionCommand,
  type SessionEvent,
  type SessionInterruptCause,
  type SessionMode,
  type SessionStateName,
  step,
  uplinkRoute,
} from './device-session-state.ts';
import { readInbound } from './session-inbox.ts';
import { SessionOutbox } from './session-outbox.ts';
import { Uplink, type UplinkFigures } from './uplink.ts';

/** What a session sees of the connection. */
export interface SessionLink {
  sendControl(body: BodyInit<DeviceBody>): boolean;
  sendAudio(audio: Uint8Array): 'sent' | 'offline' | 'blocked';
}

export interface DeviceSessionOptions {
  readonly number: number;
  readonly mode: SessionMode;
  readonly clock: Clock;
  readonly log: Log;
  readonly link: SessionLink;
  readonly captureSampleRateHz: number;
  readonly playback: AudioFormat;
  readonly playoutBufferMs: number;
  readonly progressIntervalMs: number;
  readonly encoder: OpusEncoder | undefined;
  readonly decoder: OpusDecoder | undefined;
  /** Called once, after the last event. */
  readonly onEnded: () => void;
}

/** An Opus packet as it came, before any buffering. */
export interface ReceivedPacket {
  readonly generation: number;
  readonly sequence: number;
  readonly packet: Uint8Array;
  /** When the broker means it to be played, in its own clock. */
  readonly playTimeMs: number;
}

/** Packets, frames or transcripts held for a reader that does not read; then the oldest goes. */
const QUEUE_CAPACITY = 512;

export class DeviceSession {
  /** Chosen by the device; every message of the session carries it. */
  readonly number: number;
  readonly #options: DeviceSessionOptions;
  readonly #events: Emitter<SessionEvents>;
  readonly #outbox: SessionOutbox;
  readonly #uplink: Uplink;
  readonly #playout: Playout;
  readonly #packetReaders = new Set<AsyncQueue<ReceivedPacket>>();
  readonly #transcriptReaders = new Set<AsyncQueue<SessionTranscript>>();
  readonly #audioReaders = new Set<AsyncQueue<Int16Array>>();
  readonly #pending: SessionEvent[] = [];
  #state: DeviceSessionState = { name: 'IDLE' };
  #deadline: Timer | undefined;
  #stepping = false;
  #sessionId: string | undefined;

  /** Use `PipitDevice.openSession`. */
  constructor(options: DeviceSessionOptions) {
    const { clock, link, playback, log } = options;
    this.#options = options;
    this.number = options.number;
    this.#events = new Emitter((error) =>
      log({ level: 'warn', message: 'a session listener failed', error }),
    );
    this.#outbox = new SessionOutbox(options.number, (body) => link.sendControl(body));
    this.#uplink = new Uplink({
      session: options.number,
      clock,
      sampleRateHz: options.captureSampleRateHz,
      frameDurationMs: playback.frameDurationMs,
      encoder: options.encoder,
      route: () => uplinkRoute(this.#state),
      send: (audio) => link.sendAudio(audio),
    });
    this.#playout = new Playout({
      clock,
      format: playback,
      capacityMs: options.playoutBufferMs,
      progressIntervalMs: options.progressIntervalMs,
      onStarted: (mark) => this.#playback('playbackStarted', mark),
      onProgress: (mark) => this.#playback('playbackProgress', mark),
      onFinished: (mark) => this.#playback('playbackFinished', mark),
      onIdle: () => this.#dispatch({ type: 'silent' }),
    });
    this.#dispatch({ type: 'open', mode: options.mode });
  }

  get state(): SessionStateName {
    return this.#state.name;
  }

  /** Why it ended; undefined while it lasts. */
  get endReason(): ReasonName | undefined {
    return this.#state.name === 'ENDED' ? this.#state.reason : undefined;
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
    return uplinkRoute(this.#state) === 'send';
  }

  get figures(): { readonly uplink: UplinkFigures; readonly playout: PlayoutFigures } {
    return { uplink: this.#uplink.figures, playout: this.#playout.figures };
  }

  /** Returns the function that removes the listener. */
  on<Name extends keyof SessionEvents>(
    name: Name,
    listener: (event: SessionEvents[Name]) => void,
  ): () => void {
    return this.#events.on(name, listener);
  }

  /**
   * The next event of this name.
   * @throws {DeviceError} SESSION_ENDED when it can no longer come; the signal's reason when aborted.
   */
  async once<Name extends keyof SessionEvents>(
    name: Name,
    signal?: AbortSignal,
  ): Promise<SessionEvents[Name]> {
    if (this.#state.name === 'ENDED') throw this.#endedError();
    const over = new AbortController();
    const off = this.#events.on('ended', () => name !== 'ended' && over.abort(this.#endedError()));
    try {
      return await this.#events.once(name, signal ? AbortSignal.any([signal, over.signal]) : over.signal);
    } finally {
      off();
    }
  }

  /**
   * Resolves when the session is in the state, at once when it is.
   * @throws {DeviceError} SESSION_ENDED with the reason when it ended before; the signal's reason when aborted.
   */
  waitForState(name: SessionStateName, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#state.name === name) return resolve();
      if (this.#state.name === 'ENDED') return reject(this.#endedError());
      if (signal?.aborted) return reject(signal.reason as Error);
      const settle = (finish: () => void) => {
        off();
        signal?.removeEventListener('abort', onAbort);
        finish();
      };
      const onAbort = () => settle(() => reject(signal!.reason as Error));
      const off = this.#events.on('state', ({ to }) => {
        if (to === name) settle(resolve);
        else if (to === 'ENDED') settle(() => reject(this.#endedError()));
      });
      signal?.addEventListener('abort', onAbort, { once: true });
    });
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
    for await (const pcm of source) {
      if (this.#state.name === 'ENDED') return;
      signal?.throwIfAborted();
      this.writePcm(pcm);
    }
  }

  /** Opens the microphone. In push to talk, an answer that plays is interrupted. */
  startListening(mode: SessionMode = this.#mode()): void {
    this.#dispatch({ type: 'startListening', mode });
  }

  /** Shuts the microphone and marks the end of the user's turn. */
  stopListening(): void {
    this.#dispatch({ type: 'stopListening' });
  }

  /** Stops the answer: the speaker at once, the broker as soon as it hears of it. */
  interrupt(cause: SessionInterruptCause = 'APPLICATION'): void {
    this.#dispatch({ type: 'interrupt', cause });
  }

  /** Opus packets of the answers as they arrive, not buffered for playing. Ends with the session. */
  packets(): AsyncIterableIterator<ReceivedPacket, undefined> {
    return this.#endedAlready(this.#reader(this.#packetReaders));
  }

  /** Samples of the answers, at the time they are to be heard. Ends with the session. */
  audio(): AsyncIterableIterator<Int16Array, undefined> {
    const decoder = this.#decoder();
    const queue: AsyncQueue<Int16Array> = this.#reader(this.#audioReaders, () => detach());
    const sink: AudioSink = { open: () => {}, write: (pcm) => queue.push(pcm), close: () => {} };
    const detach = this.#playout.attach(sink, () => decoder);
    return this.#endedAlready(queue);
  }

  /** What was said and heard. Ends with the session. */
  transcripts(): AsyncIterableIterator<SessionTranscript, undefined> {
    return this.#endedAlready(this.#reader(this.#transcriptReaders));
  }

  /**
   * Plays the answers there until the session ends. Opens the sink; closing it stays with the caller.
   * Returns the function that detaches it.
   */
  async play(sink: AudioSink): Promise<() => void> {
    const decoder = this.#decoder();
    await sink.open(this.#options.playback);
    return this.#playout.attach(sink, () => decoder);
  }

  /** Ends the conversation and waits until the broker agreed, for five seconds at most. Idempotent. */
  async close(): Promise<void> {
    this.#dispatch({ type: 'close' });
    if (this.#state.name !== 'ENDED') await this.waitForState('ENDED');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Of the device. */
  onMessage(body: BrokerBody): void {
    const inbound = readInbound(body, !this.#playout.isIdle);
    if (!inbound) return;
    if ('transcript' in inbound) {
      for (const reader of this.#transcriptReaders) reader.push(inbound.transcript);
      return this.#events.emit('transcript', inbound.transcript);
    }
    if (inbound.sessionId) this.#sessionId = inbound.sessionId;
    this.#dispatch(inbound.event);
  }

  /** Of the device. Hot path. */
  onAudio(audio: Audio): void {
    if (SESSION_POLICY[this.#state.name].downlink === 'drop') return;
    if (!this.#playout.push(audio)) return;
    for (const reader of this.#packetReaders) {
      for (const [i, packet] of audio.packets.entries()) {
        const sequence = (audio.sequence + i) >>> 0;
        const playTimeMs = audio.captureTimeMs + i * this.#options.playback.frameDurationMs;
        reader.push({ generation: audio.generation, sequence, packet, playTimeMs });
      }
    }
  }

  /** Of the device: there is no connection any more, or another session took this one's place. */
  onLost(reason: ReasonName, text = ''): void {
    this.#dispatch({ type: 'lost', reason, text });
  }

  #dispatch(event: SessionEvent): void {
    this.#pending.push(event);
    if (this.#stepping) return;
    this.#stepping = true;
    try {
      for (let next = this.#pending.shift(); next; next = this.#pending.shift()) {
        const from = this.#state;
        const { state, commands } = step(from, next);
        this.#state = state;
        if (state.name !== from.name) this.#armDeadline(state.name);
        for (const command of commands) this.#perform(command);
        if (state.name !== from.name) this.#announce(from.name, state);
      }
    } finally {
      this.#stepping = false;
    }
  }

  #armDeadline(name: SessionStateName): void {
    this.#deadline?.cancel();
    const { deadlineMs } = SESSION_POLICY[name];
    this.#deadline =
      deadlineMs === undefined
        ? undefined
        : this.#options.clock.after(deadlineMs, () => this.#dispatch({ type: 'deadline' }));
  }

  #perform(command: SessionCommand): void {
    const outbox = this.#outbox;
    switch (command.type) {
      case 'sendOpen':
        return outbox.open(command.mode, this.#options.playback.frameDurationMs);
      case 'sendClose':
        return outbox.close();
      case 'sendListenStart':
        return outbox.listenStart(command.mode);
      case 'sendEndOfSpeech':
        this.#uplink.endOfSpeech();
        return outbox.listenStop();
      case 'sendInterrupt':
        return outbox.interrupt(command.cause);
      case 'flushAnswer': {
        const { generation } = command;
        const playedMs = this.#playout.flush(generation);
        outbox.flushed(generation, playedMs);
        return this.#events.emit('flushed', { generation, playedMs });
      }
      case 'silence':
        this.#playout.flush(this.#playout.newestGeneration);
        return;
      case 'ignore': {
        const entry = { session: this.number, event: command.event, state: this.state };
        this.#options.log({ level: 'debug', message: 'event ignored', ...entry });
      }
    }
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
    this.#events.clear();
    this.#options.onEnded();
  }

  #release(): void {
    this.#playout.close();
    this.#uplink.close();
    this.#options.decoder?.close();
    for (const readers of [this.#packetReaders, this.#transcriptReaders, this.#audioReaders]) {
      for (const reader of readers) reader.end();
    }
  }

  #playback(kind: 'playbackStarted' | 'playbackProgress' | 'playbackFinished', mark: PlaybackMark): void {
    this.#outbox.playback(kind, mark);
    if (kind === 'playbackStarted') this.#dispatch({ type: 'playing' });
    this.#events.emit(kind, mark);
  }

  #mode(): SessionMode {
    return 'mode' in this.#state ? this.#state.mode : this.#options.mode;
  }

  #decoder(): OpusDecoder {
    const { decoder } = this.#options;
    if (!decoder) throw new DeviceError('CODEC', { detail: 'this device has no codec: use packets()' });
    return decoder;
  }

  #endedError(): DeviceError {
    const state = this.#state;
    if (state.name !== 'ENDED') return new DeviceError('SESSION_ENDED');
    return new DeviceError('SESSION_ENDED', { detail: state.text || state.reason, reason: state.reason });
  }

  #reader<Item>(readers: Set<AsyncQueue<Item>>, onDone?: () => void): AsyncQueue<Item> {
    const queue = new AsyncQueue<Item>({
      capacity: QUEUE_CAPACITY,
      onDone: () => {
        readers.delete(queue);
        onDone?.();
      },
    });
    readers.add(queue);
    return queue;
  }

  #endedAlready<Item>(queue: AsyncQueue<Item>): AsyncQueue<Item> {
    if (this.#state.name === 'ENDED') queue.end();
    return queue;
  }
}
