/** A session's loudspeaker: queue, clock or the sink's demand, decoder and sinks put together. */
import type { Audio } from '@pipit/protocol';
import type { Clock, Timer } from '../clock.ts';
import type { OpusDecoder } from '../codec/opus.ts';
import { AnswerQueue, type AnswerTurn } from './answer-queue.ts';
import type { AudioFormat, AudioSink } from './audio-sink.ts';
import type { PlayoutFigures } from './figures.ts';
import { FrameRenderer } from './frame-renderer.ts';
import { PlayoutPump } from './pump.ts';

/** Times are of the device's clock: when it is heard, so a little ahead for a sink with latency. */
export interface PlaybackMark {
  readonly generation: number;
  readonly playedMs: number;
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
  /** The last of what was to be played has been heard. */
  readonly onIdle: () => void;
}

export class Playout {
  readonly #options: PlayoutOptions;
  readonly #queue: AnswerQueue;
  readonly #pump: PlayoutPump;
  readonly #sinks = new Set<AudioSink>();
  #renderer: FrameRenderer | undefined;
  #demanding: AudioSink | undefined;
  #idleTimer: Timer | undefined;
  #lastProgressMs = 0;
  #busy = false;
  #closed = false;

  constructor(options: PlayoutOptions) {
    this.#options = options;
    const { clock, format, capacityMs } = options;
    this.#queue = new AnswerQueue({ frameDurationMs: format.frameDurationMs, capacityMs });
    this.#pump = new PlayoutPump({
      clock,
      frameDurationMs: format.frameDurationMs,
      turn: () => {
        const turn = this.#turn();
        return turn.frame ? 'frame' : turn.next;
      },
    });
  }

  get figures(): PlayoutFigures {
    return this.#queue.figures;
  }

  /** Neither playing nor about to. */
  get isIdle(): boolean {
    return this.#queue.isEmpty && !this.#busy;
  }

  get newestGeneration(): number {
    return this.#queue.newestGeneration;
  }

  /** Frames are decoded only while there is a sink. The sink is opened already. Returns what removes it. */
  attach(sink: AudioSink, decoder: () => OpusDecoder): () => void {
    this.#renderer ??= new FrameRenderer(decoder(), this.#options.format, () => this.#queue.countCorrupt());
    this.#sinks.add(sink);
    if (sink.demand && !this.#demanding) {
      this.#demanding = sink;
      sink.demand(() => this.#pulled(sink));
    }
    return () => {
      this.#sinks.delete(sink);
      if (this.#demanding !== sink) return;
      this.#demanding = undefined;
      if (!this.#queue.isEmpty) this.#pump.wake();
    };
  }

  /** False when the audio was of a flushed or finished answer. */
  push(audio: Audio): boolean {
    if (this.#closed || !this.#queue.push(audio, this.#options.clock.now())) return false;
    if (!this.#demanding) this.#pump.wake();
    return true;
  }

  /** Silence for this answer and older ones, now. Returns how much of it was heard. */
  flush(generation: number): number {
    const playing = this.#queue.playing;
    const unheardMs = this.#latencyMs();
    const givenMs = this.#queue.flush(generation);
    const wasPlaying = playing !== undefined && playing.generation <= generation;
    if (wasPlaying || this.#idleTimer) for (const sink of this.#sinks) sink.flush?.();
    if (this.#queue.isEmpty) this.#becomeIdle(0);
    return playing?.generation === generation ? Math.max(0, Math.round(givenMs - unheardMs)) : givenMs;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#pump.close();
    this.#idleTimer?.cancel();
    if (this.#busy) for (const sink of this.#sinks) sink.flush?.();
    this.#sinks.clear();
  }

  #pulled(sink: AudioSink): Int16Array | undefined {
    if (this.#closed || this.#demanding !== sink) return undefined;
    return this.#turn(sink).pcm;
  }

  #turn(demanding?: AudioSink): AnswerTurn & { pcm?: Int16Array } {
    const { clock, onStarted } = this.#options;
    const turn = this.#queue.pull(clock.now());
    for (const { generation, playedMs } of turn.finished) this.#finish(generation, playedMs);
    if (!turn.frame) {
      if (turn.next === 'idle') this.#becomeIdle(this.#latencyMs());
      return turn;
    }
    const deviceTimeMs = clock.now() + this.#latencyMs();
    const pcm = this.#sinks.size > 0 ? this.#renderer?.render(turn.frame) : undefined;
    if (pcm) for (const sink of this.#sinks) if (sink !== demanding) sink.write(pcm.slice());
    if (turn.started !== undefined) {
      this.#busy = true;
      this.#idleTimer?.cancel();
      this.#idleTimer = undefined;
      this.#lastProgressMs = clock.now();
      onStarted({ generation: turn.started, playedMs: 0, deviceTimeMs });
    }
    this.#progress();
    return pcm ? { ...turn, pcm } : turn;
  }

  #progress(): void {
    const { clock, progressIntervalMs, onProgress } = this.#options;
    const now = clock.now();
    if (progressIntervalMs <= 0 || now - this.#lastProgressMs < progressIntervalMs) return;
    this.#lastProgressMs = now;
    const playing = this.#queue.playing;
    if (!playing) return;
    const playedMs = Math.max(0, Math.round(playing.playedMs - this.#latencyMs()));
    onProgress({ generation: playing.generation, playedMs, deviceTimeMs: now });
  }

  #finish(generation: number, playedMs: number): void {
    for (const sink of this.#sinks) sink.endOfAnswer?.();
    const deviceTimeMs = this.#options.clock.now() + this.#latencyMs();
    this.#options.onFinished({ generation, playedMs, deviceTimeMs });
  }

  #becomeIdle(afterMs: number): void {
    if (!this.#busy || (this.#idleTimer && afterMs > 0)) return;
    const idle = () => {
      this.#idleTimer = undefined;
      this.#busy = false;
      this.#options.onIdle();
    };
    this.#idleTimer?.cancel();
    if (afterMs > 0) this.#idleTimer = this.#options.clock.after(afterMs, idle);
    else idle();
  }

  #latencyMs(): number {
    let latencyMs = 0;
    for (const sink of this.#sinks) latencyMs = Math.max(latencyMs, sink.latencyMs?.() ?? 0);
    return latencyMs;
  }
}
