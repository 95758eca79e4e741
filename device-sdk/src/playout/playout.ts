/** A session's loudspeaker: queue, clock or the sink's demand, decoder and sinks put together. */
import type { Audio } from '@pipit/protocol';
import type { Clock, Timer } from '../clock.ts';
import type { OpusDecoder } from '../codec/opus.ts';
import { type AnswerPosition, AnswerQueue } from './answer-queue.ts';
import type { AudioFormat, AudioSink } from './audio-sink.ts';
import type { PlayoutFigures } from './figures.ts';
import { FrameFeeder, type FeederTurn } from './frame-feeder.ts';
import { FrameRenderer } from './frame-renderer.ts';
import { PlayoutPump } from './pump.ts';

export interface PlaybackMark {
  readonly generation: number;
  /** Of the answer, what was heard. */
  readonly playedMs: number;
  /** When, on the device's clock. The start is told ahead by as much as the sink holds back. */
  readonly deviceTimeMs: number;
}

export interface PlayoutOptions {
  readonly clock: Clock;
  readonly format: AudioFormat;
  /** Audio of one answer held at most. */
  readonly capacityMs: number;
  /** How often progress is told; 0 for never. */
  readonly progressIntervalMs: number;
  readonly onStarted: (mark: PlaybackMark) => void;
  readonly onProgress: (mark: PlaybackMark) => void;
  readonly onFinished: (mark: PlaybackMark) => void;
  /** There is something to be played, and was nothing before. */
  readonly onWaiting: () => void;
  /** The last of what was to be played has been heard. */
  readonly onIdle: () => void;
  /** A sink threw; it gets nothing more. */
  readonly onSinkFailed: (error: unknown) => void;
}

export class Playout {
  readonly #options: PlayoutOptions;
  readonly #queue: AnswerQueue;
  readonly #feeder: FrameFeeder;
  readonly #pump: PlayoutPump;
  readonly #sinks = new Set<AudioSink>();
  #renderer: FrameRenderer | undefined;
  #demanding: AudioSink | undefined;
  /** For the moment when what the sinks hold was heard. */
  #endTimer: Timer | undefined;
  #lastProgressMs = 0;
  #busy = false;
  #closed = false;

  constructor(options: PlayoutOptions) {
    this.#options = options;
    const { clock, format, capacityMs } = options;
    this.#queue = new AnswerQueue({ frameDurationMs: format.frameDurationMs, capacityMs });
    this.#feeder = new FrameFeeder(this.#queue, format);
    this.#pump = new PlayoutPump({
      clock,
      frameDurationMs: format.frameDurationMs,
      turn: () => {
        // A sink that takes frames at its own pace came while the pump was running.
        return this.#demanding ? 'idle' : this.#turn().next;
      },
    });
  }

  get figures(): PlayoutFigures {
    const { figures } = this.#queue;
    return { ...figures, bufferedMs: figures.bufferedMs + this.#feeder.heldMs };
  }

  /** Neither playing nor about to. */
  get isIdle(): boolean {
    return this.#queue.isEmpty;
  }

  get newestGeneration(): number {
    return this.#queue.newestGeneration;
  }

  /**
   * The newest answer that the device has audio of, playing, over or flushed: the sequence number of the first of its
   * packets that did not come (a packet whose turn is over counts as come), and what was heard of it.
   */
  get position(): AnswerPosition | undefined {
    return this.#queue.position(this.#options.clock.now());
  }

  /** Frames are decoded only while there is a sink. The sink is opened already. Returns what removes it. */
  attach(sink: AudioSink, decoder: () => OpusDecoder): () => void {
    this.#renderer ??= new FrameRenderer(decoder(), this.#options.format, () => this.#queue.countCorrupt());
    this.#sinks.add(sink);
    if (sink.demand && !this.#demanding) {
      this.#demanding = sink;
      sink.demand(() => this.#pulled(sink));
    }
    return () => this.#detach(sink);
  }

  /** False when the audio was of a flushed or finished answer. */
  push(audio: Audio): boolean {
    if (this.#closed || !this.#queue.push(audio, this.#options.clock.now())) return false;
    if (!this.#demanding) this.#pump.wake();
    if (!this.#busy) {
      this.#busy = true;
      this.#options.onWaiting();
    }
    return true;
  }

  /** Silence for this answer and older ones, now. Returns how much of it was heard, in ms. */
  flush(generation: number): number {
    const { playedMs, cutsSound } = this.#queue.flush(generation, this.#options.clock.now());
    if (cutsSound) this.#silence();
    this.#settle();
    return playedMs;
  }

  /** The link is lost: what is here is played, then the answer waits in silence, however long. */
  hold(): void {
    this.#queue.linkLost = true;
  }

  /** The link is back: the answer goes on when the target is held. One that is not continued has to be flushed. */
  release(): void {
    this.#queue.linkLost = false;
  }

  /** Nothing more comes: what is here is played, and its end is not waited for. */
  finish(): void {
    this.#queue.finish();
    if (!this.#demanding && this.#queue.hasFrames) this.#pump.wake();
  }

  /** Forgets all answers and falls silent: the broker was restarted and numbers its answers from 1 again. */
  restart(): void {
    if (this.#queue.restart()) this.#silence();
    this.#settle();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#pump.close();
    this.#endTimer?.cancel();
    if (!this.isIdle) this.#tellSinks((sink) => sink.flush?.());
    this.#sinks.clear();
  }

  #detach(sink: AudioSink): void {
    this.#sinks.delete(sink);
    if (this.#demanding !== sink) return;
    this.#demanding = undefined;
    if (this.#queue.hasFrames) this.#pump.wake();
  }

  #pulled(sink: AudioSink): Int16Array | undefined {
    if (this.#closed || this.#demanding !== sink) return undefined;
    return this.#turn(sink).pcm;
  }

  #turn(demanding?: AudioSink): FeederTurn {
    const { clock, onStarted } = this.#options;
    const now = clock.now();
    const renderer = this.#sinks.size > 0 ? this.#renderer : undefined;
    const turn = this.#feeder.turn(now, this.#latencyMs(), renderer);
    const { pcm, started } = turn;
    this.#settle();
    if (this.#closed) return turn;
    if (pcm) this.#tellSinks((sink) => sink !== demanding && sink.write(pcm.slice()));
    if (turn.ended) this.#tellSinks((sink) => sink.endOfAnswer?.());
    if (started) {
      this.#lastProgressMs = now;
      onStarted({ generation: started.generation, playedMs: 0, deviceTimeMs: started.heardMs });
    }
    this.#progress(now);
    return turn;
  }

  #progress(now: number): void {
    const { progressIntervalMs, onProgress } = this.#options;
    if (progressIntervalMs <= 0 || now - this.#lastProgressMs < progressIntervalMs) return;
    this.#lastProgressMs = now;
    const playing = this.#queue.playing(now);
    if (playing) onProgress({ ...playing, deviceTimeMs: now });
  }

  /** Tells of answers that were heard to their end, and of silence; comes back when the next one will have been. */
  #settle(): void {
    const { clock, onFinished, onIdle } = this.#options;
    this.#endTimer?.cancel();
    this.#endTimer = undefined;
    for (const { generation, playedMs, endedMs } of this.#queue.heard(clock.now())) {
      onFinished({ generation, playedMs, deviceTimeMs: endedMs });
    }
    const { nextEndMs } = this.#queue;
    if (this.#closed) return;
    if (nextEndMs !== undefined) this.#endTimer = clock.after(nextEndMs - clock.now(), () => this.#settle());
    else if (this.#busy && this.#queue.isEmpty) {
      this.#busy = false;
      onIdle();
    }
  }

  #silence(): void {
    this.#feeder.clear();
    this.#tellSinks((sink) => sink.flush?.());
  }

  /** A sink that fails costs nobody else the sound. */
  #tellSinks(tell: (sink: AudioSink) => unknown): void {
    for (const sink of this.#sinks) {
      try {
        tell(sink);
      } catch (error) {
        this.#detach(sink);
        this.#options.onSinkFailed(error);
      }
    }
  }

  #latencyMs(): number {
    let latencyMs = 0;
    this.#tellSinks((sink) => (latencyMs = Math.max(latencyMs, sink.latencyMs?.() ?? 0)));
    return latencyMs;
  }
}
