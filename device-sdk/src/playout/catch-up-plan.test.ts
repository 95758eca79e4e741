import { expect, test } from 'vitest';
import { CatchUpPlan } from './catch-up-plan.ts';
import { PauseDetector } from './pause-detector.ts';

/** Takes out all that is due; tells when it was done. */
function catchUp(excessMs: number, frameMs = 20) {
  const plan = new CatchUpPlan();
  let greatestShare = 0;
  for (let now = 0; now < 60_000; now += frameMs) {
    const dueMs = plan.frame(excessMs, frameMs, now);
    if (dueMs === 0) return { doneMs: now, greatestShare, excessMs };
    greatestShare = Math.max(greatestShare, dueMs / frameMs);
    excessMs -= dueMs;
    plan.took(dueMs);
  }
  throw new Error('never done');
}

test('a small excess is not worth a change', () => {
  expect(catchUp(30)).toMatchObject({ doneMs: 0, excessMs: 30 });
});

test('an excess is gone in time, as slowly as that allows', () => {
  expect(catchUp(100).greatestShare).toBeLessThan(0.06);
  const usual = catchUp(600);
  expect(usual.doneMs).toBeLessThan(3500);
  expect(usual.greatestShare).toBeLessThan(0.3);
  const much = catchUp(1500, 60);
  expect(much.doneMs).toBeLessThan(4000);
  expect(much.greatestShare).toBeLessThanOrEqual(0.5);
});

test('what could not go is due later, within a bound, and seams may then be less alike', () => {
  const plan = new CatchUpPlan();
  const first = plan.frame(400, 20, 0);
  const strict = plan.likeness;
  let dueMs = first;
  for (let now = 20; now < 5000; now += 20) dueMs = plan.frame(400, 20, now);
  expect(dueMs).toBe(120);
  expect(plan.likeness).toBeLessThan(0);
  expect(strict).toBeGreaterThan(0.5);
});

test('a pause is quiet against the speech before it, and its beginning is kept', () => {
  const pauses = new PauseDetector({ sampleRateHz: 16_000 });
  const frame = (level: number) => Int16Array.from({ length: 320 }, (_, i) => (i % 2 ? level : -level));
  const hear = (level: number, count: number) =>
    Array.from({ length: count }, () => (pauses.hear(frame(level)) ? 'p' : '-')).join('');
  expect(hear(4000, 5)).toBe('-----');
  expect(hear(40, 8)).toBe('-----ppp');
  expect(hear(100, 2)).toBe('--');
  // A soft voice, half a minute later, is no pause.
  expect(hear(0, 1500)).toMatch(/^-{5}p+$/);
  expect(hear(40, 6)).toBe('------');
});
