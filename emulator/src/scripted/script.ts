/** What the scripted brain does, as data. */

/** One sentence, or one tool call, of a scripted answer. */
export type ScriptedStep =
  | {
      readonly text: string;
      /** Length of the speech: a prepared tone. By default 60 ms a character. */
      readonly audioMs?: number;
      /** Speech of your own at the session's output rate; goes before `audioMs`. */
      readonly pcm?: Int16Array;
      /** Thinking time before this step, 0 by default. */
      readonly delayMs?: number;
    }
  | {
      readonly call: string;
      readonly input?: Readonly<Record<string, unknown>>;
      readonly delayMs?: number;
    };

export interface Script {
  /** One answer a turn, in order and round again: a step, or several in a row. `{result}` in a text becomes the last tool result. */
  readonly replies?: readonly (ScriptedStep | readonly ScriptedStep[])[];
  /** What is "heard", one a turn, round again. An empty string is a noise that is no turn. */
  readonly transcripts?: readonly string[];
  /** `energy`: speech is what is louder than `threshold`. `amount`: every `speechMs` of audio are a turn, whatever they are. */
  readonly hearing?: 'energy' | 'amount';
  /** Peak of a 16-bit sample that counts as speech. */
  readonly threshold?: number;
  /** Loud audio that begins a turn (`energy`), or the length of a turn (`amount`). */
  readonly speechMs?: number;
  /** Quiet that ends a turn; for `amount`, the pause between turns. */
  readonly silenceMs?: number;
  /** From the end of the turn to its transcript, in real time. */
  readonly transcriptDelayMs?: number;
}

export const defaultScript = {
  replies: [{ text: 'This is a scripted answer.', audioMs: 1600 }],
  transcripts: ['scripted turn'],
  hearing: 'energy',
  threshold: 500,
  speechMs: 60,
  silenceMs: 500,
  transcriptDelayMs: 0,
} as const satisfies Required<Script>;

/** An item of a list that starts over at its end. */
export function roundRobin<T>(items: readonly T[]): () => T | undefined {
  let index = 0;
  return () => items[index++ % Math.max(1, items.length)];
}
