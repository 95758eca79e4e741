/**
 * Plays an answer to the device: takes the model's PCM as fast as it comes, encodes a frame when it is due, and keeps
 * the device `leadMs` ahead of playback, no more, so that an interruption has little to take back.
 */
import type { Clock } from '../clock.ts';
import type { OpusEncoder } from './opus.ts';
import { PcmQueue } from './pcm-queue.ts';
import type { SentFrame } from './sent-frames.ts';

export interface PacerOptions {
  readonly encoder: OpusEncoder;
  /** Of the model's PCM. */
  readonly sampleRateHz: number;
  readonly frameDurationMs: number;
  readonly leadMs: number;
  /** Audio of one answer beyond this is dropped, newest first. */
  readonly maxBufferedMs: number;
  readonly clock: Clock;
  /** Hot path: one encoded frame, when it is meant to be played on the clock, and what it was made of, to be read at once. */
  readonly onFrame: (packet: Uint8Array, playAtMs: number, last: boolean, pcm: Int16Array) => void;
  /** A frame that was put back; the same as `onFrame` otherwise. */
  readonly onFrameAgain: (frame: SentFrame, playAtMs: number, last: boolean) => void;
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
  /** Sent before, and to be sent again before anything else. */
  #again: SentFrame[] = [];
  /** The longest that the answer may become while it is held back; undefined when it is not. */
  #heldBackMs: number | undefined;

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
    const room = this.#roomFor(pcm);
    const refused = pcm.length - room.length + this.#queue.push(room);
    this.#droppedMs += (refused * 1000) / this.#options.sampleRateHz;
    this.#ending = false;
    if (this.#starved && this.#queue.length >= this.#frame.length) {
      this.#starved = false;
      this.#options.onFed();
    }
    this.#run();
  }

  /** No more audio of this answer; `onDrained` follows when all is sent. */
  end(): void {
    if (this.#closed) return;
    this.#ending = true;
    this.#run();
  }

  /** Sends nothing until `release`; takes no more than this meanwhile. */
  hold(maxBufferedMs: number): void {
    if (this.#closed) return;
    this.#heldBackMs = maxBufferedMs;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#playAtMs = undefined;
  }

  /** Goes on, with these frames first. */
  release(again: readonly SentFrame[] = []): void {
    if (this.#closed) return;
    this.#heldBackMs = undefined;
    this.#again = [...again];
    this.#run();
  }

  /** Forgets the answer. Returns the milliseconds that were not sent. */
  flush(): number {
    const unsentMs = this.bufferedMs;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#queue.clear();
    this.#again = [];
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

  #run(): void {
    if (!this.#cancelTimer && this.#heldBackMs === undefined) this.#pump();
  }

  #roomFor(pcm: Int16Array): Int16Array {
    if (this.#heldBackMs === undefined) return pcm;
    const samples = ((this.#heldBackMs - this.bufferedMs) * this.#options.sampleRateHz) / 1000;
    return pcm.subarray(0, Math.max(0, Math.floor(samples)));
  }

  #pump(): void {
    this.#cancelTimer = undefined;
    const { clock, frameDurationMs, leadMs, onFrame, onFrameAgain, encoder } = this.#options;
    for (;;) {
      const whole = this.#queue.length >= this.#frame.length;
      const tail = this.#ending && this.#queue.length > this.#frame.length * MIN_TAIL;
      if (!whole && !tail && this.#again.length === 0) break;
      const now = clock.now();
      // After a pause the device has played out: the lead is built up again from now.
      if (this.#playAtMs === undefined || this.#playAtMs < now) this.#playAtMs = now;
      const dueInMs = this.#playAtMs - leadMs - now;
      if (dueInMs > 0) {
        this.#cancelTimer = clock.after(dueInMs, () => this.#pump());
        return;
      }
      const playAtMs = this.#playAtMs;
      this.#playAtMs += frameDurationMs;
      const again = this.#again.shift();
      if (!again) this.#queue.take(this.#frame);
      const last =
        this.#ending && this.#again.length === 0 && this.#queue.length <= this.#frame.length * MIN_TAIL;
      this.#marked = last;
      if (again) onFrameAgain(again, playAtMs, last);
      else onFrame(encoder.encode(this.#frame), playAtMs, last, this.#frame);
      // Handing over a frame may have lost the link.
      if (this.#heldBackMs !== undefined) return;
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
