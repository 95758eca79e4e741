/** Tells the time. */
import type { Skill } from '../skill.ts';

const ASKS_TIME =
  /\b(?:what time is it|what is the time|what's the time|tell (?:me )?the time|know the time|have the time|the current time|what time do we have|time is it)\b/;

export const clock: Skill = {
  name: 'clock',
  answer({ plain, now }) {
    if (!ASKS_TIME.test(plain)) return undefined;
    const hours = now.getHours();
    const minutes = String(now.getMinutes()).padStart(2, '0');
    return `It is ${hours % 12 || 12}:${minutes} ${hours < 12 ? 'in the morning' : hours < 18 ? 'in the afternoon' : 'in the evening'}.`;
  },
};
