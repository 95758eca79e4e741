/** Says hello, asks back, says thanks and goodbye. */
import type { Skill } from '../skill.ts';

const GREETING =
  /^(?:(?:hello|hi|hey|good (?:morning|afternoon|evening)|greetings|howdy)(?: there| again| pipit| nova| everyone)?\s*)+/;
const HOW_ARE_YOU =
  /^(?:and )?(?:how are you(?: doing)?(?: today)?|how do you do|how is it going|how's it going)$/;
const PLEASED = /^(?:nice|good|pleased) to meet you$/;

export const greeting: Skill = {
  name: 'greeting',
  answer({ plain, userName, now }) {
    const name = userName ? `, ${userName}` : '';
    if (/^(?:ok |okay |well )?(?:thank you|thanks)\b/.test(plain)) return `You are welcome${name}.`;
    if (
      /^(?:ok |okay |well )?(?:goodbye|good bye|bye|bye bye|good night|see you(?: later| soon)?)\b/.test(
        plain,
      )
    ) {
      return `Goodbye${name}.`;
    }
    const rest = plain.replace(GREETING, '').trim();
    if (HOW_ARE_YOU.test(rest)) return `I am well${name}, thank you. How can I help you?`;
    if (PLEASED.test(rest)) return `Nice to meet you too${name}.`;
    if (rest !== '' || plain === '') return undefined;
    const hour = now.getHours();
    const hello =
      hour < 5 ? 'Hello' : hour < 12 ? 'Good morning' : hour < 18 ? 'Good afternoon' : 'Good evening';
    return `${hello}${name}. How can I help you?`;
  },
};
