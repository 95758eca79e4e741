import { describe, expect, test, vi } from 'vitest';
import {
  daysOf,
  detailDays,
  filterIn,
  formerOf,
  momentsOf,
  queryOf,
  startsOf,
  stepOf,
  stepsOf,
  weekOf,
} from './report-filter.ts';

const read = (text: string) => filterIn(new URLSearchParams(text));
const TODAY = '2026-11-30';

test('a filter stands in the address and is read from it again', () => {
  for (const filter of [
    { span: '12w', by: 'day', device: 'porch' },
    { from: '2026-11-01', to: '2026-11-07', by: 'week' },
  ] as const)
    expect(read(queryOf(filter))).toEqual(filter);
  expect(queryOf(read(''))).toBe('');
  // Backwards, or half of it.
  expect(read('?from=2026-11-07&to=2026-11-01&by=year')).toEqual({ span: '30d' });
  expect(read('?from=2026-11-07')).toEqual({ span: '30d' });
});

describe('days', () => {
  test.each([
    ['today', '2026-11-30', '2026-11-30'],
    ['7d', '2026-11-24', '2026-11-30'],
    ['30d', '2026-11-01', '2026-11-30'],
    // Whole weeks, from a Monday on.
    ['12w', '2026-09-14', '2026-11-30'],
    ['month', '2026-11-01', '2026-11-30'],
    ['lastMonth', '2026-10-01', '2026-10-31'],
    ['12m', '2025-12-01', '2026-11-30'],
  ] as const)('%s are from %s to %s', (span, from, to) => {
    expect(daysOf({ span }, TODAY)).toEqual({ from, to });
  });

  test('have steps that suit them, and no others', () => {
    expect(stepsOf({ from: TODAY, to: TODAY })[0]).toBe('hour');
    expect(stepsOf({ from: '2026-11-01', to: TODAY })[0]).toBe('day');
    expect(stepsOf({ from: '2025-12-01', to: TODAY })[0]).toBe('month');
    expect(stepOf({ by: 'hour' }, { from: '2026-01-01', to: TODAY })).toBe('month');
    expect(stepOf({ by: 'week' }, { from: '2026-01-01', to: TODAY })).toBe('week');
  });

  test('are those of the time zone of whoever looks', () => {
    const { from, to } = momentsOf({ from: TODAY, to: TODAY });
    expect([from.toISOString(), to.toISOString()]).toEqual([
      '2026-11-29T16:00:00.000Z',
      '2026-11-30T16:00:00.000Z',
    ]);
  });

  test('of devices and tools are the last 31', () => {
    expect(detailDays({ from: '2026-01-01', to: TODAY })).toEqual({ from: '2026-10-31', to: TODAY });
    expect(detailDays({ from: '2026-11-20', to: TODAY })).toEqual({ from: '2026-11-20', to: TODAY });
  });
});

describe('what was before', () => {
  const at = (text: string) => new Date(`${text}+08:00`);
  const former = (from: string, to: string, now = '2026-11-30T14:20:00') => {
    const moments = formerOf({ from, to }, at(now));
    return [moments.from, moments.to].map((moment) =>
      new Date(moment.getTime() + 8 * 3_600_000).toISOString().slice(0, 16),
    );
  };

  test('is as many days', () => {
    expect(former('2026-11-10', '2026-11-16')).toEqual(['2026-11-03T00:00', '2026-11-10T00:00']);
  });
  test('are whole months of whole months', () => {
    expect(former('2026-10-01', '2026-10-31')).toEqual(['2026-09-01T00:00', '2026-10-01T00:00']);
    expect(former('2026-02-01', '2026-03-31')).toEqual(['2025-12-01T00:00', '2026-02-01T00:00']);
  });
  test('is no more than has passed of a span that is not over', () => {
    expect(former('2026-11-30', '2026-11-30')).toEqual(['2026-11-29T00:00', '2026-11-29T15:00']);
    expect(former('2026-11-24', '2026-11-30')).toEqual(['2026-11-17T00:00', '2026-11-23T15:00']);
    expect(former('2026-11-01', '2026-11-20', '2026-11-20T14:20:00')).toEqual([
      '2026-10-01T00:00',
      '2026-10-20T15:00',
    ]);
    expect(former('2026-11-02', '2026-12-01', '2026-12-01T14:20:00')).toEqual([
      '2026-10-03T00:00',
      '2026-11-01T15:00',
    ]);
    // Twelve months, and twelve weeks, that have begun.
    expect(former('2025-12-01', '2026-11-20', '2026-11-20T14:20:00')).toEqual([
      '2024-12-01T00:00',
      '2025-11-20T15:00',
    ]);
    expect(former('2026-09-14', '2026-12-01', '2026-12-01T14:20:00')).toEqual([
      '2026-06-22T00:00',
      '2026-09-08T15:00',
    ]);
  });
});

test('each step is there, also one without use, and none that is to come', () => {
  const now = new Date('2026-11-30T12:00:00+08:00');
  expect(startsOf({ from: '2026-11-28', to: '2026-12-05' }, 'day', now)).toEqual([
    '2026-11-28T00:00:00',
    '2026-11-29T00:00:00',
    '2026-11-30T00:00:00',
  ]);
  expect(startsOf({ from: '2026-11-18', to: '2026-11-30' }, 'week', now)).toEqual([
    '2026-11-16T00:00:00',
    '2026-11-23T00:00:00',
    '2026-11-30T00:00:00',
  ]);
  expect(startsOf({ from: '2025-12-15', to: '2026-02-01' }, 'month', now)).toEqual([
    '2025-12-01T00:00:00',
    '2026-01-01T00:00:00',
    '2026-02-01T00:00:00',
  ]);
  expect(startsOf({ from: '2026-11-30', to: '2026-11-30' }, 'hour', now)).toHaveLength(24);
});

test.each([
  ['2026-11-30', 2026, 49],
  ['2025-12-29', 2026, 1],
  ['2026-12-28', 2026, 53],
  ['2027-01-04', 2027, 1],
])('the week of %s is %d-%d', (monday, year, week) => {
  expect(weekOf(monday)).toEqual({ year, week });
});

test('a night in which clocks are changed has the hours that there are, each once', () => {
  vi.stubEnv('TZ', 'Europe/Berlin');
  const hours = (day: string) => startsOf({ from: day, to: day }, 'hour', new Date(`${day}T12:00:00`));
  expect(hours('2026-03-29')).toHaveLength(23);
  expect(hours('2026-03-29')).not.toContain('2026-03-29T02:00:00');
  expect(new Set(hours('2026-10-25')).size).toBe(24);
  vi.unstubAllEnvs();
});
