/**
 * One answer's packets, from the network's order and time into the speaker's. Pure; the clock is a parameter.
 *
 * - Playing starts when the target is held, or has been waited for, or the answer is complete.
 * - A packet missing before others is concealed; a gap too long for that is skipped.
 * - When nothing is left, two frames are concealed, the second fading out, then there is silence until the target is
 *   held again. Nothing that arrives afterwards is skipped: on TCP it was delayed, not lost.
 * - While the link is lost an answer that ran dry waits as long as it takes.
 * - Beyond its capacity the oldest packet goes and is counted.
 */
import { sequenceDifference, wireTimeDifference } from '@pipit/protocol';
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
  /** `fadeIn`: what was heard before was silence. `jump`: it was not what comes before it in the answer. */
  | {
      readonly kind: 'packet';
      readonly packet: Uint8Array;
      readonly fadeIn: boolean;
      readonly jump: boolean;
    }
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
/** Longer than this is not a pause of the sender but another clock. */
const MAX_PAUSE_MS = 600_000;

interface Held {
  readonly packet: Uint8Array;
  readonly afterSilence: boolean;
}

export interface ArrivedPacket {
  /** Wraps at 2^32. */
  readonly sequence: number;
  readonly packet: Uint8Array;
  readonly afterSilence?: boolean;
  /** When the sender means it to be played, by its clock, modulo 2^32; without it, right after the one before. */
  readonly playTimeMs?: number;
}

export class JitterBuffer {
  readonly #options: JitterBufferOptions;
  /** By position in the answer: sequence numbers without their wrap, the first that came being 0. */
  readonly #held = new Map<number, Held>();
  #firstSequence: number | undefined;
  #newest = 0;
  /** Position to play next. */
  #next = 0;
  /** Position of the answer's first packet. */
  #first = 0;
  /** Position that was played last, or concealed. */
  #last: number | undefined;
  #schedule: { readonly position: number; readonly playTimeMs: number } | undefined;
  /** Pauses of the sender: its schedule less the positions. */
  #shiftMs = 0;
  #fastestTransitMs = 0;
  #end: number | undefined;
  #phase: 'filling' | 'playing' = 'filling';
  #started = false;
  #fillingSinceMs: number | undefined;
  /** What was heard last was silence, or faded to it. */
  #isSilent = true;
  #starvedFrames = 0;
  #concealedInRow = 0;

  constructor(options: JitterBufferOptions) {
    this.#options = options;
    options.delays.startStream();
  }

  get bufferedMs(): number {
    return this.#held.size * this.#options.frameDurationMs;
  }

  /** Of the first packet, from the one to be played next on, that is not here. Undefined before anything came. */
  get nextSequence(): number | undefined {
    if (this.#firstSequence === undefined) return undefined;
    let position = this.#next;
    while (this.#held.has(position)) position++;
    return (this.#firstSequence + position) >>> 0;
  }

  /** Place in the answer up to which it was given away, with what is missing or was left out. */
  get passedMs(): number {
    return (this.#next - this.#first) * this.#options.frameDurationMs;
  }

  /** How long the packet to be played next would have been here, had it come as fast as the fastest. */
  delayMs(nowMs: number): number {
    return nowMs - this.#mediaTimeMs(this.#next) - this.#fastestTransitMs;
  }

  push({ sequence, packet, afterSilence = false, playTimeMs }: ArrivedPacket, nowMs: number): void {
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
      this.#first = position;
    }
    if (playTimeMs !== undefined) this.#follow(position, playTimeMs);
    delays.onArrival(this.#mediaTimeMs(position), nowMs);
    this.#fastestTransitMs = delays.fastestTransitMs;
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

  /** To be called once every frame duration while the answer plays. `linkLost`: nothing can come now. */
  pull(nowMs: number, linkLost = false): Pull {
    if (this.#isOver()) return { kind: 'ended' };
    if (this.#phase === 'filling') {
      if (!this.#isFilled(nowMs)) return this.#whileFilling(linkLost);
      this.#phase = 'playing';
    }
    const held = this.#held.get(this.#next);
    if (held) return this.#play(held);
    if (this.#held.size > 0) return this.#acrossGap();
    return this.#end === undefined ? this.#starve(linkLost) : this.#beforeEnd(this.#end);
  }

  /** The packet after the one that was pulled, within the same frame duration. Undefined when it is not here. */
  pullMore(): Pull | undefined {
    const held = this.#phase === 'playing' ? this.#held.get(this.#next) : undefined;
    return held && this.#play(held);
  }

  #mediaTimeMs(position: number): number {
    return position * this.#options.frameDurationMs + this.#shiftMs;
  }

  /** A sender that paused, because the model did, starts a new schedule: what comes after is not late. */
  #follow(position: number, playTimeMs: number): void {
    const { frameDurationMs, delays } = this.#options;
    const last = this.#schedule;
    this.#schedule = { position, playTimeMs };
    if (!last) return;
    const expectedMs = (position - last.position) * frameDurationMs;
    const pausedMs = wireTimeDifference(playTimeMs, last.playTimeMs) - expectedMs;
    if (pausedMs <= frameDurationMs / 2 || pausedMs > MAX_PAUSE_MS) return;
    this.#shiftMs += pausedMs;
    delays.startStream();
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

  #whileFilling(linkLost: boolean): Pull {
    if (!this.#started) return { kind: 'wait' };
    if (linkLost) {
      // Its patience begins anew when the link is back.
      this.#starvedFrames = 1;
      return { kind: 'wait' };
    }
    this.#starvedFrames++;
    this.#options.counters.waited++;
    return { kind: 'silence' };
  }

  #play(held: Held): Pull {
    const fadeIn = this.#isSilent;
    const jump = !fadeIn && (this.#starvedFrames > 0 || this.#last !== this.#next - 1);
    this.#isSilent = false;
    this.#last = this.#next;
    this.#held.delete(this.#next++);
    this.#started = true;
    this.#starvedFrames = 0;
    this.#concealedInRow = 0;
    return { kind: 'packet', packet: held.packet, fadeIn, jump };
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
    this.#last = this.#next++;
    this.#started = true;
    this.#concealedInRow++;
    return { kind: 'conceal', fadeOut: false };
  }

  #starve(linkLost: boolean): Pull {
    const { counters } = this.#options;
    if (this.#starvedFrames === 0 && !linkLost) counters.starvations++;
    this.#starvedFrames++;
    counters.concealed++;
    const fadeOut = this.#starvedFrames >= STARVATION_CONCEALED_FRAMES;
    if (fadeOut) {
      this.#isSilent = true;
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
