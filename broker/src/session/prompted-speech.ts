/**
 * Words that the model is asked for in writing, by the broker and not by the user: a greeting, or what somebody wants
 * said. What was written is nothing that a user has said, so it is neither shown nor kept as such.
 */
import type { Clock } from '../clock.ts';

export type SpeechOutcome = 'played' | 'interrupted' | 'no_text' | 'busy' | 'ended';

interface Awaited {
  /** Of the answer, once it has begun. */
  generation: number | undefined;
  readonly settle: (outcome: SpeechOutcome) => void;
}

/** Instructions that a model may still repeat. */
const MAX_REMEMBERED = 8;

export const sayExactly = (text: string): string => `Say exactly this, and nothing else: ${text}`;

export class PromptedSpeech {
  readonly #clock: Clock;
  readonly #instructions: string[] = [];
  #awaited: Awaited | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isAwaited(): boolean {
    return this.#awaited !== undefined;
  }

  /** It is sent to the model now. */
  instructed(instruction: string): void {
    this.#instructions.push(essence(instruction));
    if (this.#instructions.length > MAX_REMEMBERED) this.#instructions.shift();
  }

  /** A model tells of what was written to it as if the user had said it. */
  isInstruction(text: string): boolean {
    return this.#instructions.includes(essence(text));
  }

  /** Resolves when the answer to what was just instructed is over; `ended` when the time is up. */
  outcome(timeoutMs: number): Promise<SpeechOutcome> {
    return new Promise((resolve) => {
      const settle = (outcome: SpeechOutcome): void => {
        cancel();
        this.#awaited = undefined;
        resolve(outcome);
      };
      const cancel = this.#clock.after(timeoutMs, () => settle('ended'));
      this.#awaited = { generation: undefined, settle };
    });
  }

  answerStarted(generation: number): void {
    if (this.#awaited) this.#awaited.generation ??= generation;
  }

  /** The answer will be asked for again. */
  takenBack(generation: number): void {
    if (this.#awaited?.generation === generation) this.#awaited.generation = undefined;
  }

  /** The answer is said again under another number. */
  renumbered(from: number, to: number): void {
    if (this.#awaited?.generation === from) this.#awaited.generation = to;
  }

  turnOver(generation: number, interrupted: boolean): void {
    if (this.#awaited?.generation === generation)
      this.#awaited.settle(interrupted ? 'interrupted' : 'played');
  }

  close(): void {
    this.#awaited?.settle('ended');
  }
}

/** Models change signs and spaces. */
const essence = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
