import { expect, test } from 'vitest';
import { systemClock } from './clock.ts';

test('a delay beyond what timers take is long, not none', async () => {
  let ran = false;
  const timers = [2 ** 31, 49 * 86_400_000, Number.POSITIVE_INFINITY].map((delayMs) =>
    systemClock.after(delayMs, () => (ran = true)),
  );
  await new Promise((resolve) => setTimeout(resolve, 20));
  for (const timer of timers) timer.cancel();
  expect(ran).toBe(false);
});
