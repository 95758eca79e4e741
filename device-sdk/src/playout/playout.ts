/** A session's loudspeaker: queue, clock or the sink's demand, decoder and sinks put together. */
import type { Audio } from '@pipit/protocol';
import type { Clock, Timer } from '../clock.ts';
import type { OpusDecoder } from '../codec/opus.ts';
import { AnswerQueue, type AnswerTurn } from './answer-queue.ts';
import type { AudioFormat, AudioSink } from './audio-sink.ts';
import type { PlayoutFigures } from './figures.ts';
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
  /** The last of what was to be played has been heard. */
  readonly onIdle: () => void;
  /** A sink threw; it gets nothing more. */
  readonly onSinkFailed: (error: unknown) => void;
}

export class Playout {
  readonly #options: PlayoutOptions;
  readonly #queue: AnswerQueue;
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
    this.#pump = new PlayoutPump({
      clock,
      frameDurationMs: format.frameDurationMs,
      turn: () => {
        // A sink that takes frames at its own pace came while the pump was running.
        if (this.#demanding) return 'idle';
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
    return this.#queue.isEmpty;
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
    return () => this.#detach(sink);
  }

  /** False when the audio was of a flushed or finished answer. */
  push(audio: Audio): boolean {
    if (this.#closed || !this.#queue.push(audio, this.#options.clock.now())) return false;
    this.#busy = true;
    if (!this.#demanding) this.#pump.wake();
    return true;
  }

  /** Silence for this answer and older ones, now. Returns how much of it was heard, in ms. */
  flush(generation: number): number {
    const { playedMs, cutsSound } = this.#queue.flush(generation, this.#options.clock.now());
    if (cutsSound) this.#tellSinks((sink) => sink.flush?.());
    this.#settle();
    return playedMs;
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

  #turn(demanding?: AudioSink): AnswerTurn & { pcm?: Int16Array } {
    const { clock, onStarted } = this.#options;
    const latencyMs = this.#latencyMs();
    const now = clock.now();
    const turn = this.#queue.pull(now, latencyMs);
    if (turn.ended) this.#tellSinks((sink) => sink.endOfAnswer?.());
    this.#settle();
    if (!turn.frame || this.#closed) return turn;
    const pcm = this.#sinks.size > 0 ? this.#renderer?.render(turn.frame) : undefined;
    if (pcm) this.#tellSinks((sink) => sink !== demanding && sink.write(pcm.slice()));
    if (turn.started !== undefined) {
      this.#lastProgressMs = now;
      onStarted({ generation: turn.started, playedMs: 0, deviceTimeMs: now + latencyMs });
    }
    this.#progress(now);
    return pcm ? { ...turn, pcm } : turn;
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
