import { describe, expect, test } from 'vitest';
import { formatAgo, formatBytes, formatCost, formatDuration, formatHour } from './format.ts';

describe('durations', () => {
  test.each([
    [840, 'en', '840ms'],
    [1740, 'en', '1.74s'],
    [180_000, 'en', '3m'],
    [9_000_000, 'en', '2.5h'],
    [1740, 'zh', '1.74秒'],
  ])('%d ms in %s', (ms, locale, text) => {
    expect(formatDuration(ms, locale)).toBe(text);
  });
});

test('a turn costs less than a cent, and that is seen', () => {
  expect(formatCost(0, 'en')).toBe('$0.00');
  expect(formatCost(0.00123, 'en')).toBe('$0.0012');
  expect(formatCost(1234.5, 'en')).toBe('$1,234.50');
});

test.each([
  [0, '0 B'],
  [1023, '1,023 B'],
  [1536, '1.5 KB'],
  [300 * 1024 ** 2, '300 MB'],
  [5 * 1024 ** 4, '5 TB'],
])('%d bytes', (bytes, text) => {
  expect(formatBytes(bytes, 'en')).toBe(text);
});

describe('how long ago', () => {
  const now = new Date('2026-11-30T12:00:00Z');
  test.each([
    ['2026-11-30T11:59:58Z', 'now'],
    ['2026-11-30T11:58:00Z', '2 minutes ago'],
    ['2026-11-30T09:00:00Z', '3 hours ago'],
    ['2026-11-29T11:00:00Z', 'yesterday'],
    ['2025-11-29T11:00:00Z', 'last year'],
  ])('%s', (at, text) => {
    expect(formatAgo(new Date(at), now, 'en')).toBe(text);
  });
});

test('the hour of a local time stays that hour, wherever the browser is', () => {
  expect(formatHour('2026-11-30T14:00:00', 'de')).toBe('14:00');
});
