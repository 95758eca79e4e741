import { expect, test } from 'vitest';
import { filterIn, queryOf } from './alerts.svelte.ts';

test.each(['', '?show=past', '?severity=critical', '?show=all&severity=info'])(
  '%s is read and written',
  (text) => {
    expect(queryOf(filterIn(new URLSearchParams(text)))).toBe(text);
  },
);

test('what is not understood is left out', () => {
  expect(filterIn(new URLSearchParams('?show=some&severity=mild'))).toEqual({ shown: 'open' });
});
