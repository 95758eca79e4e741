import { expect, test } from 'vitest';
import { type Usage, csvOfSteps, difference, inAll, inSteps } from './report-figures.ts';

const usage = (start: string, turns: number): Usage => ({
  start,
  sessions: 2,
  turns,
  messages: 4,
  interruptions: 1,
  failures: 0,
  durationMs: 90_000,
  tokens: { input: { speech: 1000, text: 20 }, output: { speech: 500, text: 30 } },
  cost: 0.0123456789,
  meanResponseMs: 800,
  responseP50Ms: 790,
  responseP95Ms: 1200,
});

test('steps without use are there, with nothing in them', () => {
  const [first, second] = inSteps(
    ['2026-11-29T00:00:00', '2026-11-30T00:00:00'],
    [usage('2026-11-30T00:00:00', 7)],
  );
  expect(first).toMatchObject({ conversations: 0, tokens: 0, p95Ms: null });
  expect(second).toMatchObject({ conversations: 2, turns: 7, minutes: 1.5, tokens: 1550, p50Ms: 790 });
  expect(inAll([])).toMatchObject({ turns: 0, cost: 0 });
});

test('what is compared with nothing has no difference', () => {
  expect(difference(150, 100)).toBe(0.5);
  expect(difference(0, 100)).toBe(-1);
  expect(difference(5, 0)).toBeNull();
  expect(difference(null, 3)).toBeNull();
});

test('the file has the numbers that are shown', () => {
  expect(csvOfSteps(inSteps(['2026-11-30T00:00:00'], [usage('2026-11-30T00:00:00', 7)]))).toBe(
    'start,conversations,turns,minutes,speechIn,textIn,speechOut,textOut,tokens,cost,interruptions,failures,p50Ms,p95Ms\r\n' +
      '2026-11-30T00:00:00,2,7,1.5,1000,20,500,30,1550,0.012346,1,0,790,1200\r\n',
  );
});
