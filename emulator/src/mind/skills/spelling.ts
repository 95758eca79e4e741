/** Spells a word. */
import type { Skill } from '../skill.ts';

const ASKS_SPELLING =
  /\b(?:how (?:do|would|can) (?:you|i|we) spell|how is|can you spell|could you spell|please spell|spell|how to spell)\s+(?:the )?(?:word |name )?([\p{L}'-]+)(?:\s+(spelled|spelt))?/u;

export const spelling: Skill = {
  name: 'spelling',
  answer({ plain, userName }) {
    const [whole, word, spelled] = ASKS_SPELLING.exec(plain) ?? [];
    if (!whole || !word || (whole.startsWith('how is') && !spelled)) return undefined;
    const target = word === 'my' && userName ? userName.toLowerCase() : word;
    const letters = Array.from(target.replaceAll(/[^\p{L}]/gu, '').toUpperCase());
    return `${target[0]!.toUpperCase()}${target.slice(1)} is spelled ${letters.join(', ')}.`;
  },
};
