/** A step of a report as people name it: short below a chart, whole in a table. */
import type { Catalogue } from '#lib/messages/catalogue.ts';
import { type Locale, formatHour } from '#lib/shared/format.ts';
import { addDays } from '#lib/shared/local-days.ts';
import { type Moments, type Step, weekOf } from './report-filter.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(locale: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.DateTimeFormat(locale, options)));
  return format;
}

const DAY: Intl.DateTimeFormatOptions = { month: 'short', day: 'numeric' };
const noonOf = (day: string): Date => new Date(`${day}T12:00:00`);

/** @param start as the broker names it: `2026-11-30T00:00:00` */
export function shortLabel(start: string, by: Step, locale: Locale): string {
  const day = start.slice(0, 10);
  if (by === 'hour') return formatHour(start, locale);
  return formatOf(locale, by === 'month' ? { month: 'short', year: '2-digit' } : DAY).format(noonOf(day));
}

export function longLabel(start: string, by: Step, locale: Locale, { reports }: Catalogue): string {
  const day = start.slice(0, 10);
  switch (by) {
    case 'hour':
      return `${formatOf(locale, DAY).format(noonOf(day))}, ${formatHour(start, locale)}`;
    case 'day':
      return formatOf(locale, { ...DAY, weekday: 'short', year: 'numeric' }).format(noonOf(day));
    case 'week': {
      const days = formatOf(locale, { ...DAY, year: 'numeric' });
      return `${reports.week(weekOf(day).week)} · ${days.formatRange(noonOf(day), noonOf(addDays(day, 6)))}`;
    }
    case 'month':
      return formatOf(locale, { month: 'long', year: 'numeric' }).format(noonOf(day));
  }
}

/** From the first moment's day to that of the last one that still belongs to it. */
export const spanLabel = ({ from, to }: Moments, locale: Locale): string =>
  formatOf(locale, { ...DAY, year: 'numeric' }).formatRange(from, new Date(to.getTime() - 1));
