import { expect, test } from 'vitest';
import { addDays, dayOf, daysBetween, mondayOf, monthOf, readDay, startOfDay } from './local-days.ts';

// The tests run in Asia/Shanghai.
test('a day is that of whoever looks', () => {
  expect(dayOf(new Date('2026-11-29T16:00:00Z'))).toBe('2026-11-30');
  expect(startOfDay('2026-11-30').toISOString()).toBe('2026-11-29T16:00:00.000Z');
});

test('days go over months and years', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
  expect(daysBetween('2026-10-20', '2026-11-03')).toBe(14);
  expect(monthOf('2026-01-31', 1)).toBe('2026-02-01');
  expect(monthOf('2026-01-31', -1)).toBe('2025-12-01');
});

test.each([
  ['2026-11-30', '2026-11-30'],
  ['2026-12-06', '2026-11-30'],
  ['2027-01-01', '2026-12-28'],
])('the week of %s begins on %s', (day, monday) => {
  expect(mondayOf(day)).toBe(monday);
});

test.each([['2026-02-30'], ['30.11.2026'], [''], [null], ['2026-13-01']])('%s is no day', (text) => {
  expect(readDay(text)).toBeUndefined();
});
