import { expect, test } from 'vitest';
import { samePlace } from './oidc-sign-in.ts';

test.each([
  ['/devices?x=1#y', '/devices?x=1#y'],
  ['//evil.example.com', '/'],
  ['/\\evil.example.com', '/'],
  ['/\t/evil.example.com', '/'],
  ['https://evil.example.com', '/'],
  ['javascript:alert(1)', '/'],
  ['/a/../..//evil.example.com', '/'],
  ['', '/'],
])('after the sign-in %s leads to %s', (returnTo, expected) => {
  expect(samePlace(returnTo)).toBe(expected);
});
