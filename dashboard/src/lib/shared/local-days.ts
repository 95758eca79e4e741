/** Days as people name them, like `2026-11-30`, in the time zone of the browser. A day may have 23 or 25 hours. */

const TWO = (value: number): string => String(value).padStart(2, '0');

export const dayOf = (at: Date): string =>
  `${at.getFullYear()}-${TWO(at.getMonth() + 1)}-${TWO(at.getDate())}`;

/** Its first moment. */
export const startOfDay = (day: string): Date => new Date(`${day}T00:00:00`);

/** As the broker names it, like `2026-11-30T14:00:00`; both hours of the night in which clocks are put back have one name. */
export const hourOf = (at: Date): string => `${dayOf(at)}T${TWO(at.getHours())}:00:00`;

/** Those that there are on a day. */
export const hoursOf = (day: string): string[] =>
  Array.from({ length: 24 }, (_, hour) => `${day}T${TWO(hour)}:00:00`).filter(
    // Clocks that are put forward leave one out.
    (name) => hourOf(new Date(name)) === name,
  );

/** Clocks are changed at night, never at noon. */
export function addDays(day: string, count: number): string {
  const noon = new Date(`${day}T12:00:00`);
  noon.setDate(noon.getDate() + count);
  return dayOf(noon);
}

/** The first day of the month that is so many months later. */
export function monthOf(day: string, later = 0): string {
  const [year, month] = day.split('-').map(Number);
  return dayOf(new Date(year!, month! - 1 + later, 1, 12));
}

/** From one to the other; both on the same day are 0. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T12:00:00Z`) - Date.parse(`${from}T12:00:00Z`)) / 86_400_000);

/** The Monday of its week. */
export function mondayOf(day: string): string {
  const weekday = new Date(`${day}T12:00:00`).getDay();
  return addDays(day, -((weekday + 6) % 7));
}

/** As an address or a field has it; undefined when there is no such day. */
export function readDay(text: string | null | undefined): string | undefined {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const noon = new Date(`${text}T12:00:00`);
  return !Number.isNaN(noon.getTime()) && dayOf(noon) === text ? text : undefined;
}

/** As the broker and browsers know it, like `Europe/Berlin`. */
export const ownTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
