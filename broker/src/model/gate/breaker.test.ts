import { beforeEach, expect, test } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.ts';
import { Breaker } from './breaker.ts';

let clock: FakeClock;
let breaker: Breaker;
let opened: number[];

beforeEach(() => {
  clock = new FakeClock();
  opened = [];
  breaker = new Breaker({ clock, onOpened: (coolDownMs) => opened.push(coolDownMs) });
});

const cause = new Error('broken');
const fail = (times: number): void => {
  for (let i = 0; i < times; i++) breaker.begin().failed(cause);
};

test('five failures in a row open it, four and a proof do not', () => {
  fail(4);
  breaker.begin().proved();
  fail(4);
  expect(breaker.waitMs).toBe(0);
  fail(1);
  expect(breaker.waitMs).toBe(5000);
  expect(breaker.lastFailure).toBe(cause);
});

test('failures that lie further apart than the window do not count together', () => {
  for (let i = 0; i < 20; i++) {
    fail(1);
    clock.advance(7501);
  }
  expect(opened).toEqual([]);
});

test('one trial at a time after the pause; each that fails doubles it, up to a minute', () => {
  fail(5);
  for (let i = 0; i < 5; i++) {
    clock.advance(breaker.waitMs);
    expect(breaker.waitMs).toBe(0);
    const trial = breaker.begin();
    expect(breaker.waitMs).toBeGreaterThan(0);
    trial.failed(cause);
  }
  expect(opened).toEqual([5000, 10_000, 20_000, 40_000, 60_000, 60_000]);
});

test('a trial that opens lets others follow; only a proof forgets how long the last pause was', () => {
  fail(5);
  clock.advance(5000);
  const trial = breaker.begin();
  trial.opened();
  expect(breaker.waitMs).toBe(0);
  fail(5);
  expect(opened).toEqual([5000, 10_000]);
  clock.advance(10_000);
  breaker.begin().proved();
  fail(5);
  expect(opened).toEqual([5000, 10_000, 5000]);
  // It is from before: neither the one nor the other.
  trial.proved();
  expect(breaker.isOpen).toBe(true);
});

test('a trial without an outcome leaves the trial to the next one', () => {
  fail(5);
  clock.advance(5000);
  breaker.begin().dropped();
  expect(breaker.waitMs).toBe(0);
  breaker.begin().failed(cause);
  expect(breaker.waitMs).toBe(10_000);
});
