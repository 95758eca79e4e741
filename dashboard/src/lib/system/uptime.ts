/** `3 days, 4 hours`, `12 minutes`: the two largest parts. */
import type { Locale } from '#lib/shared/format.ts';

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

export function formatUptime(seconds: number, locale: Locale): string {
  const first = UNITS.findIndex(([, length]) => seconds >= length);
  const shown = first < 0 ? UNITS.slice(-1) : UNITS.slice(first, first + 2);
  let left = Math.max(0, Math.floor(seconds));
  const parts = shown.flatMap(([unit, length], i) => {
    const value = Math.floor(left / length);
    left -= value * length;
    if (value === 0 && i > 0) return [];
    return [new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value)];
  });
  return new Intl.ListFormat(locale, { type: 'unit', style: 'narrow' }).format(parts);
}
