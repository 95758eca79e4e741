import { pino } from 'pino';
import { expect, test } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { closeAll } from './closers.ts';

test('parts close in the reverse order, and none keeps the others from it', async () => {
  const clock = new FakeClock();
  const closed: string[] = [];
  const lines: { part?: string; msg: string }[] = [];
  const log = pino({ level: 'error' }, { write: (line) => void lines.push(JSON.parse(line)) });
  const never = new Promise<void>(() => {});
  const closing = closeAll(
    [
      { name: 'first', close: () => void closed.push('first') },
      { name: 'fails', close: () => Promise.reject(new Error('broken')) },
      {
        name: 'throws',
        close: () => {
          throw new Error('broken');
        },
      },
      { name: 'hangs', close: () => never, timeoutMs: 90_000 },
      { name: 'last', close: () => void closed.push('last') },
    ],
    log,
    clock,
  );
  await new Promise((resolve) => setImmediate(resolve));
  clock.advance(89_000);
  await new Promise((resolve) => setImmediate(resolve));
  expect(closed).toEqual(['last']);
  clock.advance(1000);
  await closing;
  expect(closed).toEqual(['last', 'first']);
  expect(lines.map(({ part }) => part)).toEqual(['hangs', 'throws', 'fails']);
  expect(clock.pending).toBe(0);
});
