/** Numbers, times and amounts as people of the chosen language write them. */

/** A tag of BCP 47, like `en` or `zh`. */
export type Locale = string;

/**
 * Formats are dear to make and to clear away: made for each time in a list, they were most of what a list cost while devices
 * came and went.
 */
function kept<Options, Format>(make: (locale: Locale, options: Options) => Format) {
  const formats = new Map<string, Format>();
  return (locale: Locale, options: Options): Format => {
    const key = `${locale} ${JSON.stringify(options)}`;
    let format = formats.get(key);
    if (!format) formats.set(key, (format = make(locale, options)));
    return format;
  };
}
const numberFormat = kept(
  (locale, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options),
);
const dateFormat = kept(
  (locale, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options),
);
const agoFormat = kept(
  (locale, options: Intl.RelativeTimeFormatOptions) => new Intl.RelativeTimeFormat(locale, options),
);

export const formatCount = (value: number, locale: Locale): string => numberFormat(locale, {}).format(value);

/** 12.4K */
export const formatCompact = (value: number, locale: Locale): string =>
  numberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(value);

/** US dollars; small amounts with more digits, for a turn costs less than a cent. */
export const formatCost = (dollars: number, locale: Locale): string =>
  numberFormat(locale, {
    style: 'currency',
    currency: 'USD',
    currencyDisplay: 'narrowSymbol',
    maximumFractionDigits: Math.abs(dollars) < 1 && dollars !== 0 ? 4 : 2,
  }).format(dollars);

/** `840ms`, `1.74s`, `3m`, `2.5h` */
export function formatDuration(ms: number, locale: Locale): string {
  const [value, unit, digits] =
    ms < 1000
      ? ([ms, 'millisecond', 0] as const)
      : ms < 60_000
        ? ([ms / 1000, 'second', ms < 10_000 ? 2 : 0] as const)
        : ms < 3_600_000
          ? ([ms / 60_000, 'minute', 0] as const)
          : ([ms / 3_600_000, 'hour', 1] as const);
  return numberFormat(locale, {
    style: 'unit',
    unit: unit,
    unitDisplay: 'narrow',
    maximumFractionDigits: digits,
  }).format(value);
}

/** `512 B`, `1.2 MB`, `34 GB`; of 1024. */
export function formatBytes(bytes: number, locale: Locale): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const;
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log(bytes) / Math.log(1024)));
  const value = bytes / 1024 ** step;
  const maximumFractionDigits = step > 0 && value < 10 ? 1 : 0;
  return `${numberFormat(locale, { maximumFractionDigits }).format(value)} ${units[step]}`;
}

const STEPS = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 30],
  ['month', 12],
  ['year', Infinity],
] as const;

/** `3 minutes ago`; `now` within the first seconds. */
export function formatAgo(at: Date, now: Date, locale: Locale): string {
  const relative = agoFormat(locale, { numeric: 'auto' });
  let value = (at.getTime() - now.getTime()) / 1000;
  if (Math.abs(value) < 5) return relative.format(0, 'second');
  for (const [unit, length] of STEPS) {
    if (Math.abs(value) < length) return relative.format(Math.round(value), unit);
    value /= length;
  }
  return formatTime(at, locale);
}

/** With the day, in the time zone of the browser. */
export const formatTime = (at: Date, locale: Locale): string =>
  dateFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(at);

/** The day and the minute, with the year where it is another than now. */
export const formatMoment = (at: Date, locale: Locale, now = new Date()): string =>
  dateFormat(locale, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    ...(at.getFullYear() !== now.getFullYear() && { year: 'numeric' }),
  }).format(at);

/** Of the day. */
export const formatClock = (at: Date, locale: Locale): string =>
  dateFormat(locale, { timeStyle: 'medium' }).format(at);

/** `2026-11-30T14:00`, local time of the zone that was asked for, as the hour: `14:00`. */
export const formatHour = (start: string, locale: Locale): string =>
  dateFormat(locale, { timeStyle: 'short' }).format(new Date(start.replace(/Z$/, '')));

/** `2026-11-30` as `Mon 30`. */
export const formatDay = (day: string, locale: Locale): string =>
  dateFormat(locale, { weekday: 'short', day: 'numeric' }).format(new Date(`${day.slice(0, 10)}T12:00`));
