/**
 * The answers of a session in the order of their generations, each in a jitter buffer of its own. Knows what was
 * really played of each, and what was flushed. Pure; the clock is a parameter.
 */
import { type Audio, AudioFlag, toWireTime } from '@pipit/protocol';
import { DELAY_ESTIMATOR_DEFAULTS, DelayEstimator } from './delay-estimator.ts';
import { noPlayoutYet, type PlayoutFigures } from './figures.ts';
import { JitterBuffer, type Pull } from './jitter-buffer.ts';

export interface AnswerQueueOptions {
  readonly frameDurationMs: number;
  /** Of one answer's packets. */
  readonly capacityMs: number;
}

/** What is to be heard for one frame duration. */
export type AnswerFrame = Extract<Pull, { readonly kind: 'packet' | 'conceal' | 'silence' }>;

/** What the next turn of the speaker brings. */
export type AnswerTurn = {
  /** The answer whose first frame this is. */
  readonly started?: number;
  /** The frames before this turn were the last of their answer. */
  readonly ended: boolean;
} & ({ readonly frame: AnswerFrame } | { readonly frame?: never; readonly next: 'wait' | 'idle' });

/** An answer that was heard to its end. */
export interface HeardAnswer {
  readonly generation: number;
  readonly playedMs: number;
  readonly endedMs: number;
}

/** Where an answer stands, for a device that comes back to its conversation. */
export interface AnswerPosition {
  readonly generation: number;
  /** Of the first packet, from the one to be played next on, that did not come. Wraps at 2^32. */
  readonly nextSequence: number;
  /** Of the answer, what was heard. */
  readonly playedMs: number;
}

interface Answer {
  readonly generation: number;
  readonly buffer: JitterBuffer;
  /** When what was given to the speaker will have been heard; undefined before the first frame. */
  heardUntilMs: number | undefined;
}

/** A broker that sends more answers ahead than this has lost its mind; the oldest goes. */
const MAX_ANSWERS = 4;
/** Flushes may come late, but not later than this many answers. */
const REMEMBERED_ANSWERS = 8;

export class AnswerQueue {
  readonly #options: AnswerQueueOptions;
  readonly #delays: DelayEstimator;
  readonly #counters = noPlayoutYet();
  #answers: Answer[] = [];
  /** Given to the speaker to their end, and not heard to their end yet. */
  #fading: Answer[] = [];
  #flushedThrough = 0;
  #newestGone = 0;
  #linkLost = false;
  /** Of the frame pulled last. */
  #delayMs = 0;
  /** Of the newest answer that left the queue. */
  #goneAt: AnswerPosition | undefined;
  /** What was played of the answers that left the queue last, by generation. */
  readonly #played = new Map<number, number>();

  constructor(options: AnswerQueueOptions) {
    this.#options = options;
    this.#delays = new DelayEstimator({
      ...DELAY_ESTIMATOR_DEFAULTS,
      frameDurationMs: options.frameDurationMs,
    });
  }

  get figures(): PlayoutFigures {
    return {
      ...this.#counters,
      jitterMs: this.#delays.jitterMs,
      targetMs: this.#delays.targetMs,
      leadMs: this.#delays.leadMs,
      delayMs: this.#delayMs,
      bufferedMs: this.#answers.reduce((sum, answer) => sum + answer.buffer.bufferedMs, 0),
    };
  }

  /** There is nothing to play, and all of it was heard. */
  get isEmpty(): boolean {
    return this.#answers.length === 0 && this.#fading.length === 0;
  }

  /** There is something to pull. */
  get hasFrames(): boolean {
    return this.#answers.length > 0;
  }

  /** When the next answer will have been heard to its end. */
  get nextEndMs(): number | undefined {
    return this.#fading[0]?.heardUntilMs;
  }

  /** The newest answer that was heard of. */
  get newestGeneration(): number {
    const newest = this.#answers.at(-1) ?? this.#fading.at(-1);
    return Math.max(newest?.generation ?? 0, this.#newestGone, this.#flushedThrough);
  }

  /** Where the newest answer that anything came of stands, also one that is over. */
  position(nowMs: number): AnswerPosition | undefined {
    const newest = this.#answers.at(-1) ?? this.#fading.at(-1);
    if (!newest || newest.generation < (this.#goneAt?.generation ?? 0)) return this.#goneAt;
    return this.#positionOf(newest, nowMs);
  }

  /** While the link is lost an answer that ran dry waits, and that is no fault of the network's. */
  set linkLost(lost: boolean) {
    this.#linkLost = lost;
  }

  countCorrupt(): void {
    this.#counters.corrupt++;
  }

  /** False when the audio belongs to an answer that was flushed or played to its end, or when it is none. */
  push(audio: Audio, nowMs: number): boolean {
    const isEnd = (audio.flags & AudioFlag.END) !== 0;
    // [AUD-5]
    if (audio.packets.length === 0 && !isEnd) return false;
    if (audio.generation <= this.#flushedThrough) {
      this.#counters.stale += audio.packets.length;
      return false;
    }
    const answer =
      this.#answers.find((a) => a.generation === audio.generation) ?? this.#begin(audio.generation, nowMs);
    if (!answer) {
      this.#counters.late += audio.packets.length;
      return false;
    }
    const afterSilence = (audio.flags & AudioFlag.AFTER_SILENCE) !== 0;
    const { frameDurationMs } = this.#options;
    for (const [i, packet] of audio.packets.entries()) {
      const sequence = (audio.sequence + i) >>> 0;
      const playTimeMs = toWireTime(audio.captureTimeMs + i * frameDurationMs);
      answer.buffer.push({ sequence, packet, afterSilence: afterSilence && i === 0, playTimeMs }, nowMs);
    }
    if (isEnd) answer.buffer.end((audio.sequence + audio.packets.length) >>> 0);
    return true;
  }

  /**
   * To be called once every frame duration while there are frames. `latencyMs`: until what is given to the speaker now
   * is heard. `heldMs`: pulled before, and not given to it yet.
   */
  pull(nowMs: number, latencyMs: number, heldMs = 0): AnswerTurn {
    let ended = false;
    for (;;) {
      const answer = this.#answers[0];
      if (!answer) return { ended, next: 'idle' };
      const { buffer, generation } = answer;
      const delayMs = buffer.delayMs(nowMs);
      const beforeMs = buffer.passedMs;
      const pulled = buffer.pull(nowMs, this.#linkLost);
      if (pulled.kind === 'ended') {
        this.#answers.shift();
        this.#retire(answer, nowMs);
        ended = true;
        continue;
      }
      if (pulled.kind === 'wait') return { ended, next: 'wait' };
      const started = answer.heardUntilMs === undefined ? { started: generation } : {};
      // What is made up while the answer waits is no part of it.
      if (buffer.passedMs > beforeMs) {
        answer.heardUntilMs = nowMs + latencyMs + heldMs + this.#options.frameDurationMs;
        this.#counters.played++;
        this.#delayMs = delayMs + heldMs;
      }
      return { ...started, ended, frame: pulled };
    }
  }

  /**
   * How much later than needed the answer plays. Needed is what the network's jitter asks for, or the broker's lead
   * when that is more: what comes ahead of its time delays nobody. `heldMs`: pulled, and not given to the speaker yet.
   */
  excessMs(nowMs: number, heldMs: number): number {
    const answer = this.#answers[0];
    if (answer?.heardUntilMs === undefined) return 0;
    const { targetMs, leadMs } = this.#delays;
    return answer.buffer.delayMs(nowMs) + heldMs - Math.max(targetMs, leadMs);
  }

  /** Enough is here for the network's jitter; if not, the network is late just now, and to hurry would make a gap. */
  canSpare(heldMs: number): boolean {
    const bufferedMs = this.#answers[0]?.buffer.bufferedMs ?? 0;
    return bufferedMs + heldMs > this.#delays.targetMs;
  }

  /** The frame after the one that was pulled, within the same turn, to catch up. */
  pullMore(heldMs: number): AnswerFrame | undefined {
    const answer = this.#answers[0];
    if (answer?.heardUntilMs === undefined || !this.canSpare(heldMs)) return undefined;
    const pulled = answer.buffer.pullMore();
    if (pulled?.kind !== 'packet') return undefined;
    answer.heardUntilMs += this.#options.frameDurationMs;
    this.#counters.played++;
    return pulled;
  }

  /** Of the frames that were pulled, so much was left out. */
  shortened(ms: number, counter: 'skippedMs' | 'compressedMs'): void {
    this.#counters[counter] += ms;
    const answer = this.#answers[0];
    if (answer?.heardUntilMs !== undefined) answer.heardUntilMs -= ms;
  }

  /** Answers that have been heard to their end since the last call, in order. */
  heard(nowMs: number): HeardAnswer[] {
    const over: HeardAnswer[] = [];
    for (let first = this.#fading[0]; first && first.heardUntilMs! <= nowMs; first = this.#fading[0]) {
      this.#fading.shift();
      this.#remember(first, nowMs);
      const { generation, heardUntilMs: endedMs = nowMs } = first;
      over.push({ generation, playedMs: this.#playedMs(first, nowMs), endedMs });
    }
    return over;
  }

  /**
   * [AUD-6] Forgets this answer and those before it. `playedMs` is what was heard of it; `cutsSound`: the speaker still
   * holds some of what was flushed, and nothing newer.
   */
  flush(generation: number, nowMs: number): { readonly playedMs: number; readonly cutsSound: boolean } {
    const given = [...this.#fading, ...this.#answers];
    const flushed = given.filter((answer) => answer.generation <= generation);
    for (const answer of flushed) this.#remember(answer, nowMs);
    this.#fading = this.#fading.filter((answer) => answer.generation > generation);
    this.#answers = this.#answers.filter((answer) => answer.generation > generation);
    this.#flushedThrough = Math.max(this.#flushedThrough, generation);
    const newerSounds = [...this.#fading, ...this.#answers].some((a) => a.heardUntilMs !== undefined);
    return {
      playedMs: this.#played.get(generation) ?? 0,
      cutsSound: !newerSounds && flushed.some((answer) => answer.heardUntilMs !== undefined),
    };
  }

  /** The newest answer ends with what is here of it, as those before it do. */
  finish(): void {
    this.#linkLost = false;
    this.#answers.at(-1)?.buffer.endHere();
  }

  /** Forgets all answers; generations begin anew. True when the speaker still holds something. */
  restart(): boolean {
    const cutsSound = [...this.#fading, ...this.#answers].some((a) => a.heardUntilMs !== undefined);
    this.#answers = [];
    this.#fading = [];
    this.#played.clear();
    this.#flushedThrough = 0;
    this.#newestGone = 0;
    this.#goneAt = undefined;
    this.#delays.startSender();
    return cutsSound;
  }

  /** The answer that is given to the speaker now, and how much of it was heard. */
  playing(nowMs: number): { readonly generation: number; readonly playedMs: number } | undefined {
    const answer = this.#answers[0];
    if (answer?.heardUntilMs === undefined) return undefined;
    return { generation: answer.generation, playedMs: this.#playedMs(answer, nowMs) };
  }

  #retire(answer: Answer, nowMs: number): void {
    if (answer.heardUntilMs === undefined) this.#remember(answer, nowMs);
    else this.#fading.push(answer);
  }

  #remember(answer: Answer, nowMs: number): void {
    if (answer.generation >= this.#newestGone) this.#goneAt = this.#positionOf(answer, nowMs);
    this.#newestGone = Math.max(this.#newestGone, answer.generation);
    this.#played.set(answer.generation, this.#playedMs(answer, nowMs));
    if (this.#played.size <= REMEMBERED_ANSWERS) return;
    for (const [oldest] of this.#played) return void this.#played.delete(oldest);
  }

  #begin(generation: number, nowMs: number): Answer | undefined {
    const newest = this.newestGeneration;
    if (generation <= newest) return undefined;
    const { frameDurationMs, capacityMs } = this.#options;
    const buffer = new JitterBuffer({
      frameDurationMs,
      capacityMs,
      delays: this.#delays,
      counters: this.#counters,
    });
    const answer: Answer = { generation, buffer, heardUntilMs: undefined };
    // An older answer still waiting for its end will not get it any more.
    this.#answers.at(-1)?.buffer.endHere();
    this.#answers.push(answer);
    if (this.#answers.length > MAX_ANSWERS) {
      const oldest = this.#answers.shift()!;
      this.#counters.overflowed += oldest.buffer.bufferedMs / frameDurationMs;
      this.#retire(oldest, nowMs);
    }
    return answer;
  }

  #positionOf(answer: Answer, nowMs: number): AnswerPosition {
    const { generation, buffer } = answer;
    return { generation, nextSequence: buffer.nextSequence ?? 0, playedMs: this.#playedMs(answer, nowMs) };
  }

  /** What was given less what the speaker still holds. */
  #playedMs({ buffer, heardUntilMs }: Answer, nowMs: number): number {
    if (heardUntilMs === undefined) return 0;
    return Math.round(Math.max(0, buffer.passedMs - Math.max(0, heardUntilMs - nowMs)));
  }
}
