/** Remembers the user's name within the conversation. */
import type { Message } from '../../conversation/parts.ts';
import type { Skill } from '../skill.ts';

const SAYS_NAME = /\b(?:my name is|my name's|call me|this is)\s+(?:(?:is|just|uh|um)\s+)?([\p{L}'’-]+)/iu;
/** "I am …" gives a name only where the ears wrote a capital, as in "I'm Anna." */
const IS_NAME = /\bI(?: am|'m|’m)\s+(\p{Lu}[\p{L}'’-]+)(?=[.,!]|$)/u;
const NOT_A_NAME = new Set('a an the not it what that this your my about me test later back'.split(' '));
const ASKS_NAME =
  /\b(?:what is my name|what's my name|whats my name|who am i|know my name|remember my name|remember me|what am i called)\b/;

/** The name a sentence gives its speaker. */
export function nameIn(text: string): string | undefined {
  const name = (SAYS_NAME.exec(text) ?? IS_NAME.exec(text))?.[1]?.replace(/['’]s$/, '');
  if (!name || NOT_A_NAME.has(name.toLowerCase())) return undefined;
  return name[0]!.toUpperCase() + name.slice(1);
}

/** The name that the user gave last. */
export function nameInHistory(history: readonly Message[]): string | undefined {
  for (const { role, text } of history.toReversed()) {
    const name = role === 'USER' && !isNameQuestion(text) ? nameIn(text) : undefined;
    if (name) return name;
  }
  return undefined;
}

const isNameQuestion = (text: string) => ASKS_NAME.test(text.toLowerCase());

export const userName: Skill = {
  name: 'user-name',
  answer({ text, plain, userName }) {
    if (isNameQuestion(plain))
      return userName ? `Your name is ${userName}.` : 'You have not told me your name yet.';
    const name = nameIn(text);
    return name && `Nice to meet you, ${name}. I will remember your name during this conversation.`;
  },
};
