import { expect, test } from 'vitest';
import { returnTo } from './return-to.ts';

test.each([
  ['/devices?status=online', '/devices?status=online'],
  ['/', '/'],
  [undefined, '/'],
  ['https://evil.example/', '/'],
  ['//evil.example/', '/'],
  ['/\\evil.example/', '/'],
  ['javascript:alert(1)', '/'],
])('%s leads to %s', (next, where) => {
  expect(returnTo(new URLSearchParams(next === undefined ? {} : { next }))).toBe(where);
});
