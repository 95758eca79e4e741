/**
 * A brain for the emulator that makes mixing and forgetting visible: whatever it hears is a question with a number that
 * never comes twice, and the answer says the number.
 */
import { type SessionParts, createScriptedParts } from '@pipit/emulator';

export interface NumberedBrain {
  readonly parts: SessionParts;
  /** Which questions the model knew of when it answered this one; undefined when it did not. */
  remembered(question: number): ReadonlySet<number> | undefined;
}

const questionText = (number: number): string => `Question ${number}.`;
export const questionsIn = (text: string): number[] => numbersBehind(/Question (\d+)\./g, text);
/** The question that is answered. */
export const answerIn = (text: string): number | undefined => numbersBehind(/Answer (\d+)/g, text).at(-1);

const numbersBehind = (pattern: RegExp, text: string): number[] =>
  [...text.matchAll(pattern)].map(([, number]) => Number(number));

/** Answers whose memory is kept; the oldest go. */
const MAX_MEMORIES = 2000;
/** Most answers have one sentence of a good second, some several. */
const SENTENCES = [1, 2, 1, 3, 1, 2, 6];

export function numberedBrain(): NumberedBrain {
  const scripted = createScriptedParts({ silenceMs: 240, speechMs: 120 });
  const memories = new Map<number, ReadonlySet<number>>();
  let asked = 0;
  const parts: SessionParts = {
    ears: {
      listen: (options) =>
        scripted.ears.listen({
          ...options,
          onEvent: (event) =>
            options.onEvent(event.kind === 'transcript' ? { ...event, text: questionText(++asked) } : event),
        }),
      close: () => scripted.ears.close(),
    },
    voice: scripted.voice,
    createMind: () => ({
      async *reply({ history }) {
        const known = history.flatMap(({ text }) => questionsIn(text));
        const number = known.at(-1) ?? 0;
        memories.set(number, new Set(known));
        if (memories.size > MAX_MEMORIES) memories.delete(memories.keys().next().value!);
        const sentences = SENTENCES[number % SENTENCES.length]!;
        for (let i = 1; i <= sentences; i++) yield { kind: 'say', text: `Answer ${number}, part ${i}.` };
      },
    }),
  };
  return { parts, remembered: (question) => memories.get(question) };
}
