/**
 * The answers of a session in the order of their generations, each in a jitter buffer of its own. Knows what was
 * really played of each, and what was flushed. Pure; the clock is a parameter.
 */
import { type Audio, AudioFlag } from '@pipit/protocol';
import { DELAY_ESTIMATOR_DEFAULTS, DelayEstimator } from './delay-estimator.ts';
import { noPlayoutYet, type PlayoutFigures } from './figures.ts';
import { JitterBuffer } from './jitter-buffer.ts';

export interface AnswerQueueOptions {
  readonly frameDurationMs: number;
  /** Of one answer's packets. */
  readonly capacityMs: number;
}

export type AnswerFrame =
  | {
      readonly kind: 'packet';
      readonly generation: number;
      readonly packet: Uint8Array;
      readonly fadeIn: boolean;
    }
  | { readonly kind: 'conceal'; readonly generation: number; readonly fadeOut: boolean }
  | { readonly kind: 'silence'; readonly generation: number };

/** What the next turn of the speaker brings. */
export type AnswerTurn = {
  /** The answer whose first frame this is. */
  readonly started?: number;
  /** Answers whose last frame has been played, in order. */
  readonly finished: readonly { readonly generation: number; readonly playedMs: number }[];
} & ({ readonly frame: AnswerFrame } | { readonly frame?: never; readonly next: 'wait' | 'idle' });

interface Answer {
  readonly generation: number;
  readonly buffer: JitterBuffer;
  started: boolean;
  playedFrames: number;
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
  #flushedThrough = 0;
  #newestGone = 0;
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
      bufferedMs: this.#answers.reduce((sum, answer) => sum + answer.buffer.bufferedMs, 0),
    };
  }

  get isEmpty(): boolean {
    return this.#answers.length === 0;
  }

  /** The newest answer that was heard of. */
  get newestGeneration(): number {
    return Math.max(this.#answers.at(-1)?.generation ?? 0, this.#newestGone, this.#flushedThrough);
  }

  countCorrupt(): void {
    this.#counters.corrupt++;
  }

  /** False when the audio belongs to an answer that was flushed or played to its end. */
  push(audio: Audio, nowMs: number): boolean {
    if (audio.generation <= this.#flushedThrough) {
      this.#counters.stale += audio.packets.length;
      return false;
    }
    const answer =
      this.#answers.find((a) => a.generation === audio.generation) ?? this.#begin(audio.generation);
    if (!answer) {
      this.#counters.late += audio.packets.length;
      return false;
    }
    const afterSilence = (audio.flags & AudioFlag.AFTER_SILENCE) !== 0;
    for (const [i, packet] of audio.packets.entries()) {
      answer.buffer.push((audio.sequence + i) >>> 0, packet, afterSilence && i === 0, nowMs);
    }
    if (audio.flags & AudioFlag.END) answer.buffer.end((audio.sequence + audio.packets.length) >>> 0);
    return true;
  }

  /** To be called once every frame duration while there are answers. */
  pull(nowMs: number): AnswerTurn {
    const finished: { generation: number; playedMs: number }[] = [];
    for (;;) {
      const answer = this.#answers[0];
      if (!answer) return { finished, next: 'idle' };
      const { generation } = answer;
      const pulled = answer.buffer.pull(nowMs);
      if (pulled.kind === 'ended') {
        this.#answers.shift();
        this.#remember(answer);
        if (answer.started) finished.push({ generation, playedMs: this.#playedMs(answer) });
        continue;
      }
      if (pulled.kind === 'wait') return { finished, next: 'wait' };
      const started = answer.started ? {} : { started: generation };
      answer.started = true;
      if (pulled.kind !== 'silence') {
        answer.playedFrames++;
        this.#counters.played++;
      }
      return { ...started, finished, frame: { ...pulled, generation } };
    }
  }

  /** Forgets this answer and those before it. Returns how much of it was played. */
  flush(generation: number): number {
    for (const answer of this.#answers) if (answer.generation <= generation) this.#remember(answer);
    this.#answers = this.#answers.filter((answer) => answer.generation > generation);
    this.#flushedThrough = Math.max(this.#flushedThrough, generation);
    return this.#played.get(generation) ?? 0;
  }

  /** How much of the answer now playing was given to the speaker. */
  get playing(): { readonly generation: number; readonly playedMs: number } | undefined {
    const answer = this.#answers[0];
    return answer?.started ? { generation: answer.generation, playedMs: this.#playedMs(answer) } : undefined;
  }

  #remember(answer: Answer): void {
    this.#newestGone = Math.max(this.#newestGone, answer.generation);
    this.#played.set(answer.generation, this.#playedMs(answer));
    if (this.#played.size <= REMEMBERED_ANSWERS) return;
    for (const [oldest] of this.#played) return void this.#played.delete(oldest);
  }

  #begin(generation: number): Answer | undefined {
    const newest = this.newestGeneration;
    if (generation <= newest) return undefined;
    const { frameDurationMs, capacityMs } = this.#options;
    const buffer = new JitterBuffer({
      frameDurationMs,
      capacityMs,
      delays: this.#delays,
      counters: this.#counters,
    });
    const answer: Answer = { generation, buffer, started: false, playedFrames: 0 };
    // An older answer still waiting for its end will not get it any more.
    this.#answers.at(-1)?.buffer.endHere();
    this.#answers.push(answer);
    if (this.#answers.length > MAX_ANSWERS) this.#answers.shift();
    return answer;
  }

  #playedMs(answer: Answer): number {
    return answer.playedFrames * this.#options.frameDurationMs;
  }
}
