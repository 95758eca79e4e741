/** The last resort: says what was heard, and that there is no more to expect. */
import type { Skill } from '../skill.ts';

export const echo: Skill = {
  name: 'echo',
  answer({ text, plain }) {
    if (plain === '') return 'I did not understand that. Could you say it again?';
    return `I heard you say: ${text} I have no answer to that, because I am only a small dialogue on this machine.`;
  },
};
