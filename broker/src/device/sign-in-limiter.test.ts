import { expect, test } from 'vitest';
import { SignInLimiter } from './sign-in-limiter.ts';

const LIMITS = {
  addressFailureBurst: 3,
  addressFailureIntervalMs: 1000,
  deviceFailureBurst: 2,
  deviceFailureIntervalMs: 10_000,
  maxTrackedFailures: 4,
};

test('a device is let in again as time passes', () => {
  const limiter = new SignInLimiter(LIMITS);
  limiter.failed('10.0.0.1', 'a', 0);
  expect(limiter.mayTry('10.0.0.1', 'a', 1)).toBe(true);
  limiter.failed('10.0.0.1', 'a', 1);
  expect(limiter.mayTry('10.0.0.1', 'a', 2)).toBe(false);
  expect(limiter.mayTry('10.0.0.1', 'b', 2)).toBe(true);
  expect(limiter.mayTry('10.0.0.2', 'a', 2)).toBe(true);
  expect(limiter.mayTry('10.0.0.1', 'a', 10_100)).toBe(true);
});

test('an address is let in again as time passes, but not by one success', () => {
  const limiter = new SignInLimiter(LIMITS);
  for (const id of ['a', 'b', 'c']) limiter.failed('10.0.0.1', id, 0);
  expect(limiter.mayTry('10.0.0.1', 'd', 0)).toBe(false);
  limiter.succeeded('10.0.0.1', 'd');
  expect(limiter.mayTry('10.0.0.1', 'd', 0)).toBe(false);
  expect(limiter.mayTry('10.0.0.1', 'd', 1001)).toBe(true);
});

test('remembers no more than it should', () => {
  const limiter = new SignInLimiter(LIMITS);
  for (let host = 0; host < 50; host++) limiter.failed(`10.0.0.${host}`, 'a', host);
  expect(limiter.tracked).toBe(4);
});
