/** Tells the date, the day of the week, the month and the year. */
import type { Skill } from '../skill.ts';

const SHIFTS: readonly (readonly [words: string, days: number, is: string])[] = [
  ['day after tomorrow', 2, 'will be'],
  ['tomorrow', 1, 'will be'],
  ['day before yesterday', -2, 'was'],
  ['yesterday', -1, 'was'],
];
const TODAY = ['today', 0, 'is'] as const;
const ASKS_DATE =
  /\b(?:what|which|what's|whats|tell me)\b.*\b(?:date|day)\b.*\b(?:is it|today|today's|tomorrow|tomorrow's|yesterday|yesterday's)\b|\b(?:what is|what's|tell me|know) (?:the|today's|tomorrow's|yesterday's|the current) (?:date|day)\b|\b(?:what|which) day (?:is|was|will)\b|\bwhat (?:is|was) (?:today|yesterday|tomorrow)\b/;
const ASKS_YEAR = /\b(?:what|which) year (?:is it|do we have|are we in)\b|\bwhat is the (?:current )?year\b/;
const ASKS_MONTH =
  /\b(?:what|which) month (?:is it|do we have|are we in)\b|\bwhat is the (?:current )?month\b/;

const ordinal = (day: number) => {
  const suffix =
    day % 10 === 1 && day !== 11
      ? 'st'
      : day % 10 === 2 && day !== 12
        ? 'nd'
        : day % 10 === 3 && day !== 13
          ? 'rd'
          : 'th';
  return `${day}${suffix}`;
};
const part = (date: Date, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-US', options).format(date);

export const calendar: Skill = {
  name: 'calendar',
  answer({ plain, now }) {
    if (ASKS_YEAR.test(plain)) return `It is the year ${now.getFullYear()}.`;
    if (ASKS_MONTH.test(plain)) return `It is ${part(now, { month: 'long' })}.`;
    if (!ASKS_DATE.test(plain)) return undefined;
    const [when, days, is] = SHIFTS.find(([words]) => plain.includes(words)) ?? TODAY;
    const date = new Date(now);
    date.setDate(date.getDate() + days);
    const subject = when.startsWith('day') ? `The ${when}` : when[0]!.toUpperCase() + when.slice(1);
    const weekday = part(date, { weekday: 'long' });
    const month = part(date, { month: 'long' });
    return `${subject} ${is} ${weekday}, ${month} ${ordinal(date.getDate())}, ${date.getFullYear()}.`;
  },
};
