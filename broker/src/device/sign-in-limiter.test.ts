import { expect, test } from 'vitest';
import { SignInLimiter } from './sign-in-limiter.ts';

const LIMITS = {
  addressFailureBurst: 3,
  addressFailureIntervalMs: 1000,
  deviceFailureBurst: 2,
  deviceFailureIntervalMs: 10_000,
  deviceSignInBurst: 2,
  deviceSignInIntervalMs: 500,
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
  for (let id = 0; id < 50; id++) limiter.maySignIn(`device-${id}`, id);
  expect(limiter.tracked).toBe(12);
});

test('a guesser does not get on by changing its address within one IPv6 network', () => {
  const limiter = new SignInLimiter(LIMITS);
  for (const host of ['1', '2', '3']) limiter.failed(`2001:db8:0:7::${host}`, host, 0);
  expect(limiter.mayTry('2001:db8:0:7:ffff::4', 'd', 0)).toBe(false);
  expect(limiter.mayTry('2001:db8:0:8::4', 'd', 0)).toBe(true);
});

test('a device that signs in over and over has to wait, alone', () => {
  const limiter = new SignInLimiter(LIMITS);
  expect([0, 1, 2].map((now) => limiter.maySignIn('a', now))).toEqual([true, true, false]);
  expect(limiter.maySignIn('b', 2)).toBe(true);
  expect(limiter.signIns('a', 252)).toBeCloseTo(1.5);
  expect(limiter.maySignIn('a', 600)).toBe(true);
  expect(limiter.maySignIn('a', 601)).toBe(false);
});
