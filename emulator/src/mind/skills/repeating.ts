/** Says something again: what it is told to, what it said itself, or what the user said. */
import type { Skill } from '../skill.ts';

const AFTER_ME =
  /\b(?:repeat after me|please repeat after me|say after me|please say|can you say|could you say|say)\b[\s:,]*(.+)$/is;
const OWN_WORDS =
  /\b(?:repeat (?:that|it|yourself)|what did you(?: just)? say|say (?:that|it) again|once more please|come again|i did(?: not|n't) (?:hear|catch|get) (?:that|you))\b|^(?:pardon|pardon me|sorry what)$/;
const USERS_WORDS =
  /\b(?:what did i(?: just)? say|what have i said|repeat what i said|repeat my (?:last )?(?:words|sentence|question))\b/;

export const repeating: Skill = {
  name: 'repeating',
  answer({ text, plain, earlier }) {
    const last = (role: 'USER' | 'ASSISTANT') => earlier.findLast((message) => message.role === role)?.text;
    if (OWN_WORDS.test(plain)) return last('ASSISTANT') ?? 'I have not said anything yet.';
    if (USERS_WORDS.test(plain)) {
      const words = last('USER');
      return words ? `You said: ${words}` : 'You had not said anything before that.';
    }
    if (!/^(?:please |can you |could you )*(?:repeat after me|say)\b/.test(plain)) return undefined;
    return AFTER_ME.exec(text)?.[1]?.trim();
  },
};
