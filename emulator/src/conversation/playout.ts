/**
 * Follows what the client should be playing: audio arrives faster than it is heard, so what was "really said" is
 * known only as the playback, estimated in real time, passes each sentence.
 */
import type { Clock } from '../nova/clock.ts';

interface Sentence {
  readonly text: string;
  /** Undefined until its first audio was sent. */
  startMs: number | undefined;
  endMs: number;
  reported: boolean;
}

export interface Cut {
  /** Sentences that were heard at least in part and not reported before. */
  readonly heard: string[];
  /** What was being said, heard or not. */
  readonly during: string;
}

export interface PlayoutOptions {
  readonly clock: Clock;
  /** Playback passed the end of a sentence of a turn that is complete. */
  readonly onPlayed: (text: string, last: boolean) => void;
}

export class Playout {
  readonly #options: PlayoutOptions;
  #sentences: Sentence[] = [];
  #complete = true;
  #heardUntilMs = 0;
  #cancelTimer: (() => void) | undefined;

  constructor(options: PlayoutOptions) {
    this.#options = options;
  }

  /** True while something is planned, playing or not yet reported. */
  get busy(): boolean {
    return this.#sentences.length > 0;
  }

  begin(text: string): void {
    this.#complete = false;
    this.#sentences.push({ text, startMs: undefined, endMs: 0, reported: false });
  }

  /** Audio of the sentence that began last was sent. */
  add(durationMs: number): void {
    const sentence = this.#sentences.at(-1);
    if (!sentence) return;
    sentence.startMs ??= Math.max(this.#options.clock.now(), this.#heardUntilMs);
    this.#heardUntilMs = Math.max(this.#heardUntilMs, sentence.startMs) + durationMs;
    sentence.endMs = this.#heardUntilMs;
  }

  /** Nothing will be added to this turn: its sentences are reported as they are played. */
  complete(): void {
    this.#complete = true;
    this.#schedule();
  }

  /** Stops playback; undefined when nothing was left of it. */
  cut(): Cut | undefined {
    if (!this.busy) return undefined;
    const now = this.#options.clock.now();
    const heard = this.#sentences.filter(
      (sentence) => sentence.startMs !== undefined && sentence.startMs <= now,
    );
    const during = heard.at(-1) ?? this.#sentences[0]!;
    this.#clear();
    return { heard: heard.filter(({ reported }) => !reported).map(({ text }) => text), during: during.text };
  }

  /** Reports all sentences now, as if they had been played; the playback itself goes on. */
  report(): void {
    const rest = this.#sentences.filter(({ reported }) => !reported);
    for (const sentence of rest) {
      sentence.reported = true;
      this.#options.onPlayed(sentence.text, sentence === rest.at(-1));
    }
  }

  #clear(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#sentences = [];
    this.#complete = true;
    this.#heardUntilMs = 0;
  }

  #schedule(): void {
    const first = this.#sentences[0];
    if (!first || !this.#complete || this.#cancelTimer) return;
    this.#cancelTimer = this.#options.clock.after(first.endMs - this.#options.clock.now(), () => {
      this.#cancelTimer = undefined;
      // More may have been said meanwhile, by an answer that waited for a tool.
      if (!this.#complete) return;
      this.#sentences.shift();
      if (!first.reported) this.#options.onPlayed(first.text, this.#sentences.length === 0);
      this.#schedule();
    });
  }
}
