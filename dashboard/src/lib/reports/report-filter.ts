/** Of which days a report is, in which steps, and with which days before it is compared. It stands in the address. */
import {
  addDays,
  dayOf,
  daysBetween,
  hoursOf,
  monthOf,
  mondayOf,
  readDay,
  startOfDay,
} from '#lib/shared/local-days.ts';

export const SPANS = ['today', '7d', '30d', '12w', 'month', 'lastMonth', '12m'] as const;
export type SpanName = (typeof SPANS)[number];

export const STEPS = ['hour', 'day', 'week', 'month'] as const;
export type Step = (typeof STEPS)[number];

export interface ReportFilter {
  /** Undefined when two days are named. */
  readonly span?: SpanName;
  /** Days, both included, when no span is named. */
  readonly from?: string;
  readonly to?: string;
  /** Undefined: what fits the span. */
  readonly by?: Step;
  readonly device?: string;
}

export const DEFAULT_SPAN: SpanName = '30d';

/** What is not understood is left out. */
export function filterIn(query: { get(name: string): string | null }): ReportFilter {
  const from = readDay(query.get('from'));
  const to = readDay(query.get('to'));
  const by = STEPS.find((each) => each === query.get('by'));
  const device = query.get('device')?.slice(0, 64);
  const span = SPANS.find((each) => each === query.get('span')) ?? DEFAULT_SPAN;
  return {
    ...(from && to && from <= to ? { from, to } : { span }),
    ...(by && { by }),
    ...(device && { device }),
  };
}

/** `?span=7d&device=porch` */
export function queryOf(filter: ReportFilter): string {
  const { span, ...rest } = filter;
  const entries = Object.entries({ ...(span && span !== DEFAULT_SPAN && { span }), ...rest });
  const text = new URLSearchParams(entries.filter(([, value]) => value !== undefined)).toString();
  return text && `?${text}`;
}

/** The days of a report, both included. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

export function daysOf({ span = DEFAULT_SPAN, from, to }: ReportFilter, today: string): Days {
  if (from && to) return { from, to };
  switch (span) {
    case 'today':
      return { from: today, to: today };
    case '7d':
      return { from: addDays(today, -6), to: today };
    case '30d':
      return { from: addDays(today, -29), to: today };
    case '12w':
      return { from: addDays(mondayOf(today), -77), to: today };
    case 'month':
      return { from: monthOf(today), to: today };
    case 'lastMonth':
      return { from: monthOf(today, -1), to: addDays(monthOf(today), -1) };
    case '12m':
      return { from: monthOf(today, -11), to: today };
  }
}

/** What is worth looking at, the usual one first. */
export function stepsOf({ from, to }: Days): readonly [Step, ...Step[]] {
  const days = daysBetween(from, to) + 1;
  if (days <= 2) return ['hour', 'day'];
  if (days <= 14) return ['day', 'hour'];
  if (days <= 62) return ['day', 'week', 'month'];
  if (days <= 186) return ['week', 'day', 'month'];
  return days <= 731 ? ['month', 'week', 'day'] : ['month', 'week'];
}

export function stepOf({ by }: ReportFilter, days: Days): Step {
  const steps = stepsOf(days);
  return by && steps.includes(by) ? by : steps[0];
}

/** Moments, the second one excluded. */
export interface Moments {
  readonly from: Date;
  readonly to: Date;
}

export const momentsOf = ({ from, to }: Days): Moments => ({
  from: startOfDay(from),
  to: startOfDay(addDays(to, 1)),
});

/**
 * The same number of days before it; months have as many months before them, weeks as many weeks. What is not over yet is
 * compared with as much of what was before.
 */
export function formerOf(days: Days, now: Date): Moments {
  const { from, to } = days;
  const isWholeMonths = from.endsWith('-01') && addDays(to, 1).endsWith('-01');
  const isSoFar = to === dayOf(now);
  const count = daysBetween(from, to) + 1;
  // Thirty days that begin on a Monday by chance are no weeks.
  const areWeeks = count >= 70 && from === mondayOf(from);
  const before =
    isWholeMonths || (isSoFar && from.endsWith('-01'))
      ? monthOf(from, -monthsIn(days))
      : addDays(from, -(isSoFar && areWeeks ? Math.ceil(count / 7) * 7 : count));
  const end = isWholeMonths ? from : earlier(addDays(before, count), from);
  const isOver = momentsOf(days).to <= now;
  if (isOver) return { from: startOfDay(before), to: startOfDay(end) };
  // Counted hour by hour: that of now belongs to it.
  const passedMs = Math.ceil((now.getTime() - startOfDay(dayOf(now)).getTime()) / HOUR_MS) * HOUR_MS;
  const lastDay = addDays(before, Math.max(0, daysBetween(from, dayOf(now))));
  const until = Math.min(startOfDay(lastDay).getTime() + passedMs, startOfDay(end).getTime());
  return { from: startOfDay(before), to: new Date(Math.max(until, startOfDay(before).getTime() + HOUR_MS)) };
}

const HOUR_MS = 3_600_000;
const earlier = (a: string, b: string): string => (a < b ? a : b);
const monthsIn = ({ from, to }: Days): number =>
  12 * (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) +
  Number(to.slice(5, 7)) -
  Number(from.slice(5, 7)) +
  1;

/** What looks at each device or tool is told of so many days at most: the last ones. */
export const MAX_DETAIL_DAYS = 31;

export function detailDays(days: Days): Days {
  const first = addDays(days.to, 1 - MAX_DETAIL_DAYS);
  return first > days.from ? { from: first, to: days.to } : days;
}

/** Each step of the span as the broker names it, also where nothing was: `2026-11-30T00:00:00`. */
export function startsOf({ from, to }: Days, by: Step, now: Date): string[] {
  const last = earlier(to, dayOf(now) < from ? to : dayOf(now));
  const starts: string[] = [];
  if (by === 'hour') {
    for (let day = from; day <= last; day = addDays(day, 1)) starts.push(...hoursOf(day));
    return starts;
  }
  const first = by === 'day' ? from : by === 'week' ? mondayOf(from) : monthOf(from);
  const next = (day: string) => (by === 'month' ? monthOf(day, 1) : addDays(day, by === 'week' ? 7 : 1));
  for (let day = first; day <= last; day = next(day)) starts.push(`${day}T00:00:00`);
  return starts;
}

/** ISO 8601: the week that has the Thursday. */
export function weekOf(monday: string): { readonly year: number; readonly week: number } {
  const thursday = addDays(monday, 3);
  const year = Number(thursday.slice(0, 4));
  return { year, week: Math.floor(daysBetween(`${year}-01-01`, thursday) / 7) + 1 };
}
