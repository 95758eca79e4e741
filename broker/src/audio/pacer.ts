/**
 * Plays an answer to the device: takes the model's PCM as fast as it comes, encodes a frame when it is due, and keeps
 * the device `leadMs` ahead of playback, no more, so that an interruption has little to take back.
 */
import type { Clock } from '../clock.ts';
import type { OpusEncoder } from './opus.ts';
import { PcmQueue } from './pcm-queue.ts';

export interface PacerOptions {
  readonly encoder: OpusEncoder;
  /** Of the model's PCM. */
  readonly sampleRateHz: number;
  readonly frameDurationMs: number;
  readonly leadMs: number;
  /** Audio of one answer beyond this is dropped, newest first. */
  readonly maxBufferedMs: number;
  readonly clock: Clock;
  /** Hot path: one encoded frame, and when it is meant to be played on the clock. */
  readonly onFrame: (packet: Uint8Array, playAtMs: number, last: boolean) => void;
  /** The answer was sent to its end; `marked` says whether its last frame said so. */
  readonly onDrained: (marked: boolean) => void;
  /** The model is slower than real time: the device may run dry. `fed` says that audio has come again. */
  readonly onStarved: () => void;
  readonly onFed: () => void;
}

/** Less than this fraction of a frame at the end of an answer is not worth a frame of its own. */
const MIN_TAIL = 0.05;

export class Pacer {
  readonly #options: PacerOptions;
  readonly #queue: PcmQueue;
  readonly #frame: Int16Array;
  #cancelTimer: (() => void) | undefined;
  /** When the next frame is to be played; undefined while nothing plays. */
  #playAtMs: number | undefined;
  #ending = false;
  #marked = false;
  #starved = false;
  #closed = false;
  #droppedMs = 0;

  constructor(options: PacerOptions) {
    this.#options = options;
    this.#queue = new PcmQueue((options.maxBufferedMs * options.sampleRateHz) / 1000);
    this.#frame = new Int16Array(options.encoder.samplesPerFrame);
  }

  /** Milliseconds of audio that wait here. */
  get bufferedMs(): number {
    return (this.#queue.length * 1000) / this.#options.sampleRateHz;
  }

  /** Milliseconds of audio that did not fit. */
  get droppedMs(): number {
    return this.#droppedMs;
  }

  write(pcm: Int16Array): void {
    if (this.#closed) return;
    const refused = this.#queue.push(pcm);
    this.#droppedMs += (refused * 1000) / this.#options.sampleRateHz;
    this.#ending = false;
    if (this.#starved && this.#queue.length >= this.#frame.length) {
      this.#starved = false;
      this.#options.onFed();
    }
    if (!this.#cancelTimer) this.#pump();
  }

  /** No more audio of this answer; `onDrained` follows when all is sent. */
  end(): void {
    if (this.#closed) return;
    this.#ending = true;
    if (!this.#cancelTimer) this.#pump();
  }

  /** Forgets the answer. Returns the milliseconds that were not sent. */
  flush(): number {
    const unsentMs = this.bufferedMs;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#queue.clear();
    this.#playAtMs = undefined;
    this.#ending = false;
    this.#marked = false;
    this.#starved = false;
    this.#options.encoder.reset();
    return unsentMs;
  }

  close(): void {
    if (this.#closed) return;
    this.flush();
    this.#closed = true;
    this.#options.encoder.close();
  }

  #pump(): void {
    this.#cancelTimer = undefined;
    const { clock, frameDurationMs, leadMs } = this.#options;
    for (;;) {
      const whole = this.#queue.length >= this.#frame.length;
      const tail = this.#ending && this.#queue.length > this.#frame.length * MIN_TAIL;
      if (!whole && !tail) break;
      const now = clock.now();
      // After a pause the device has played out: the lead is built up again from now.
      if (this.#playAtMs === undefined || this.#playAtMs < now) this.#playAtMs = now;
      const dueInMs = this.#playAtMs - leadMs - now;
      if (dueInMs > 0) {
        this.#cancelTimer = clock.after(dueInMs, () => this.#pump());
        return;
      }
      this.#queue.take(this.#frame);
      const playAtMs = this.#playAtMs;
      this.#playAtMs += frameDurationMs;
      const last = this.#ending && this.#queue.length <= this.#frame.length * MIN_TAIL;
      this.#marked = last;
      this.#options.onFrame(this.#options.encoder.encode(this.#frame), playAtMs, last);
    }
    // Handing over a frame may have closed the link, and us with it.
    if (this.#closed) return;
    if (this.#ending) {
      const marked = this.#marked;
      this.#queue.clear();
      this.#ending = false;
      this.#marked = false;
      this.#playAtMs = undefined;
      this.#options.onDrained(marked);
    } else if (!this.#starved) {
      this.#starved = true;
      this.#options.onStarved();
    }
  }
}
