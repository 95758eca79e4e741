import { expect, test } from 'vitest';
import { InputBudget } from './input-budget.ts';

const RATES = { messagesPerSecond: 10, bytesPerSecond: 1000, burstS: 2, floodGraceMs: 5000 };

test('a burst, then the rate', () => {
  const budget = new InputBudget(RATES, 0);
  for (let count = 0; count < 20; count++) expect(budget.spend(1)).toBe(true);
  expect(budget.spend(1)).toBe(false);
  // One message of debt, and a tenth of a second's worth to make waking up worth it.
  expect(budget.waitMs()).toBeCloseTo(200);
  budget.refill(200);
  expect(budget.waitMs()).toBeCloseTo(0);
  expect(budget.spend(1)).toBe(true);
  expect(budget.spend(1)).toBe(false);
});

test('bytes count as well', () => {
  const budget = new InputBudget(RATES, 0);
  expect(budget.spend(1999)).toBe(true);
  expect(budget.spend(501)).toBe(false);
  expect(budget.waitMs()).toBeCloseTo(600);
});

test('silence saves up no more than a burst', () => {
  const budget = new InputBudget(RATES, 0);
  budget.refill(1_000_000);
  for (let count = 0; count < 20; count++) budget.spend(1);
  expect(budget.spend(1)).toBe(false);
});

test('a clock that steps back does no harm', () => {
  const budget = new InputBudget(RATES, 1000);
  budget.refill(0);
  expect(budget.spend(1)).toBe(true);
});

test('being over the rate again and again is a flood, a pause in between is not', () => {
  const flooding = new InputBudget(RATES, 0);
  let flood = false;
  for (let now = 0; now <= 6000; now += 200) {
    flood = flooding.paused(now);
    flooding.resumed(now + 100);
  }
  expect(flood).toBe(true);
  const resting = new InputBudget(RATES, 0);
  for (let now = 0; now <= 30_000; now += 3000) {
    expect(resting.paused(now)).toBe(false);
    resting.resumed(now + 100);
  }
});
