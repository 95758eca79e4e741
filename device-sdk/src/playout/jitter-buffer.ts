/**
 * One answer's packets, from the network's order and time into the speaker's. Pure; the clock is a parameter.
 *
 * - Playing starts when the target is held, or has been waited for, or the answer is complete.
 * - A packet missing before others is concealed; a gap too long for that is skipped.
 * - When nothing is left, two frames are concealed, the second fading out, then there is silence until the target is
 *   held again. Nothing that arrives afterwards is skipped: on TCP it was delayed, not lost.
 * - Beyond its capacity the oldest packet goes and is counted.
 */
import { sequenceDifference } from '@pipit/protocol';
import type { DelayEstimator } from './delay-estimator.ts';
import type { PlayoutCounters } from './figures.ts';

export interface JitterBufferOptions {
  readonly frameDurationMs: number;
  /** Audio held at most, in ms. */
  readonly capacityMs: number;
  readonly delays: DelayEstimator;
  readonly counters: PlayoutCounters;
}

export type Pull =
  /** `fadeIn`: what came before was silence. */
  | { readonly kind: 'packet'; readonly packet: Uint8Array; readonly fadeIn: boolean }
  | { readonly kind: 'conceal'; readonly fadeOut: boolean }
  /** Starved in the middle of the answer. */
  | { readonly kind: 'silence' }
  /** Not enough is held to start with. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'ended' };

/** Missing frames concealed in a row; Opus fades out about then. */
const MAX_CONCEAL_MS = 120;
const STARVATION_CONCEALED_FRAMES = 2;
/** An answer whose end never comes is over after this much silence. */
const ABANDON_AFTER_MS = 8000;
/** A jump in sequence beyond this is not a gap but another count. */
const MAX_JUMP_MS = 10_000;

interface Held {
  readonly packet: Uint8Array;
  readonly afterSilence: boolean;
}

export class JitterBuffer {
  readonly #options: JitterBufferOptions;
  /** By position in the answer: sequence numbers without their wrap, the first that came being 0. */
  readonly #held = new Map<number, Held>();
  #firstSequence: number | undefined;
  #newest = 0;
  /** Position to play next. */
  #next = 0;
  #end: number | undefined;
  #phase: 'filling' | 'playing' = 'filling';
  #started = false;
  #fillingSinceMs: number | undefined;
  #starvedFrames = 0;
  #concealedInRow = 0;

  constructor(options: JitterBufferOptions) {
    this.#options = options;
    options.delays.startStream();
  }

  get bufferedMs(): number {
    return this.#held.size * this.#options.frameDurationMs;
  }

  push(sequence: number, packet: Uint8Array, afterSilence: boolean, nowMs: number): void {
    const { counters, delays, frameDurationMs, capacityMs } = this.#options;
    counters.received++;
    let position = this.#positionOf(sequence);
    if (Math.abs(position - this.#newest) * frameDurationMs > MAX_JUMP_MS) {
      this.#firstSequence = (sequence - (this.#newest + 1)) >>> 0;
      position = this.#newest + 1;
    }
    if (this.#held.has(position)) {
      counters.duplicate++;
      return;
    }
    if (position < this.#next) {
      // Before the first frame was played, an earlier one may still come first.
      if (this.#started || this.#end !== undefined) {
        counters.late++;
        return;
      }
      this.#next = position;
    }
    delays.onArrival(position * frameDurationMs, nowMs);
    this.#held.set(position, { packet, afterSilence });
    this.#newest = Math.max(this.#newest, position);
    if (this.#phase === 'filling') this.#fillingSinceMs ??= nowMs;
    while (this.bufferedMs > capacityMs) this.#dropOldest();
  }

  /** The answer's last packet is the one before this sequence number. */
  end(sequence: number): void {
    const least = this.#newest + (this.#held.size > 0 ? 1 : 0);
    const end = this.#positionOf(sequence);
    this.#end ??= (end - least) * this.#options.frameDurationMs > MAX_JUMP_MS ? least : Math.max(end, least);
  }

  /** Nothing more comes: the answer ends with what is held. */
  endHere(): void {
    this.#end ??= this.#held.size > 0 ? this.#newest + 1 : this.#next;
  }

  /** To be called once every frame duration while the answer plays. */
  pull(nowMs: number): Pull {
    if (this.#isOver()) return { kind: 'ended' };
    if (this.#phase === 'filling') {
      if (!this.#isFilled(nowMs)) return this.#whileFilling();
      this.#phase = 'playing';
    }
    const held = this.#held.get(this.#next);
    if (held) return this.#play(held);
    if (this.#held.size > 0) return this.#acrossGap();
    return this.#end === undefined ? this.#starve() : this.#beforeEnd(this.#end);
  }

  #positionOf(sequence: number): number {
    this.#firstSequence ??= sequence;
    // Relative to the newest, so that the 32 bits of a sequence number may wrap.
    return this.#newest + sequenceDifference(sequence, (this.#firstSequence + this.#newest) >>> 0);
  }

  #isOver(): boolean {
    if (this.#end !== undefined && this.#next >= this.#end) return true;
    return this.#starvedFrames * this.#options.frameDurationMs > ABANDON_AFTER_MS;
  }

  #isFilled(nowMs: number): boolean {
    if (this.#end !== undefined) return true;
    if (this.#held.size === 0 || this.#fillingSinceMs === undefined) return false;
    const { targetMs } = this.#options.delays;
    return this.bufferedMs >= targetMs || nowMs - this.#fillingSinceMs >= targetMs;
  }

  #whileFilling(): Pull {
    if (!this.#started) return { kind: 'wait' };
    this.#starvedFrames++;
    return { kind: 'silence' };
  }

  #play(held: Held): Pull {
    const fadeIn = this.#starvedFrames > 0 || !this.#started;
    this.#held.delete(this.#next++);
    this.#started = true;
    this.#starvedFrames = 0;
    this.#concealedInRow = 0;
    return { kind: 'packet', packet: held.packet, fadeIn };
  }

  /** Packets are held, but not the next one. */
  #acrossGap(): Pull {
    const { frameDurationMs, counters } = this.#options;
    const oldest = Math.min(...this.#held.keys());
    const held = this.#held.get(oldest)!;
    const missing = oldest - this.#next;
    if (held.afterSilence || (missing + this.#concealedInRow) * frameDurationMs > MAX_CONCEAL_MS) {
      if (!held.afterSilence) counters.lost += missing;
      this.#next = oldest;
      return this.#play(held);
    }
    return this.#conceal();
  }

  /** The answer's last packets never came. */
  #beforeEnd(end: number): Pull {
    const missing = end - this.#next;
    if ((missing + this.#concealedInRow) * this.#options.frameDurationMs <= MAX_CONCEAL_MS)
      return this.#conceal();
    this.#options.counters.lost += missing;
    this.#next = end;
    return { kind: 'ended' };
  }

  #conceal(): Pull {
    this.#options.counters.lost++;
    this.#options.counters.concealed++;
    this.#next++;
    this.#started = true;
    this.#concealedInRow++;
    return { kind: 'conceal', fadeOut: false };
  }

  #starve(): Pull {
    const { counters } = this.#options;
    if (this.#starvedFrames === 0) counters.starvations++;
    this.#starvedFrames++;
    counters.concealed++;
    const fadeOut = this.#starvedFrames >= STARVATION_CONCEALED_FRAMES;
    if (fadeOut) {
      this.#phase = 'filling';
      this.#fillingSinceMs = undefined;
    }
    return { kind: 'conceal', fadeOut };
  }

  #dropOldest(): void {
    const oldest = Math.min(...this.#held.keys());
    this.#held.delete(oldest);
    this.#next = Math.max(this.#next, oldest + 1);
    this.#options.counters.overflowed++;
  }
}
