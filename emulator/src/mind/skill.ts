/** What a skill of the built-in dialogue is, and what it gets to see. */
import type { Message } from '../conversation/parts.ts';

export interface Question {
  /** The words as heard. */
  readonly text: string;
  /** The same in lower case, without punctuation, one space between words. */
  readonly plain: string;
  /** What was said before, oldest first; without this question. */
  readonly earlier: readonly Message[];
  readonly now: Date;
  /** The user's name, when it was said in this conversation. */
  readonly userName: string | undefined;
}

export interface Skill {
  readonly name: string;
  /** The answer, or undefined when the question is not this skill's. */
  answer(question: Question): string | undefined;
}

/** Lower case, letters, digits and apostrophes only. */
export function plainWords(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll(/[^\p{L}\p{N}'+*/%.-]+/gu, ' ')
    .replaceAll(/(?<!\d)[.]|[.](?!\d)|(?<!\w)['-]|['-](?!\w)/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
