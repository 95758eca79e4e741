import { expect, test } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { LinkWatch } from './link-watch.ts';

function watched(timeoutMs = 10_000) {
  const clock = new FakeClock();
  const told: string[] = [];
  const say = (what: string) => () => void told.push(`${what} ${clock.now()}`);
  const watch = new LinkWatch({ clock, timeoutMs, ask: say('ask'), onDead: say('dead') });
  watch.start();
  return { clock, told, watch };
}

test('a broker that is silent is asked, then given up', () => {
  const { clock, told } = watched();
  clock.advance(60_000);
  expect(told).toEqual(['ask 2500', 'ask 5000', 'ask 7500', 'dead 10000']);
  expect(clock.pending).toBe(0);
});

test('one that talks, or answers, is let alone', () => {
  const { clock, told, watch } = watched();
  for (let i = 0; i < 100; i++) {
    clock.advance(200);
    watch.heard();
  }
  expect(told).toEqual([]);
  clock.advance(9000);
  watch.heard();
  clock.advance(9000);
  expect(told.filter((what) => what.startsWith('dead'))).toEqual([]);
  watch.stop();
  expect(clock.pending).toBe(0);
});

test('0 is never', () => {
  const { clock, told } = watched(0);
  clock.advance(60_000);
  expect(told).toEqual([]);
});
