import { expect, test } from 'vitest';
import { formatUptime } from './uptime.ts';

test.each([
  [0, 'en', '0 seconds'],
  [61, 'en', '1 minute 1 second'],
  [7200, 'en', '2 hours'],
  [273_700, 'en', '3 days 4 hours'],
  [273_700, 'zh', '3天4小时'],
])('%d s in %s', (seconds, locale, text) => {
  expect(formatUptime(seconds, locale)).toBe(text);
});
