import { pino } from 'pino';
import { expect, test } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { settle } from '../testing/session-bench.ts';
import type { Condition, Notice, OpenAlert } from './alert.ts';
import { AlertEngine, type AlertEngineOptions, CHECK_EVERY_MS } from './alert-engine.ts';

const trouble = (key: string, more: Partial<Condition> = {}): Condition => ({
  rule: 'test',
  key,
  tenantId: 'default',
  severity: 'warning',
  subject: null,
  title: `trouble with ${key}`,
  detail: {},
  ...more,
});

function makeEngine(options: Partial<AlertEngineOptions> = {}) {
  const clock = new FakeClock();
  const notices: Notice[] = [];
  const saved: { alert: OpenAlert; resolvedAt: number | null }[] = [];
  const world = { found: [] as Condition[], broken: false, databaseAway: false };
  const engine = new AlertEngine({
    rules: [
      {
        name: 'test',
        check: async () => {
          if (world.broken) throw new Error('cannot tell');
          return world.found;
        },
      },
    ],
    open: [],
    save: async (alert, resolvedAt) => {
      if (world.databaseAway) throw new Error('away');
      saved.push({ alert, resolvedAt });
    },
    notify: (notice) => notices.push(notice),
    renotifyMs: 600_000,
    clock,
    now: () => clock.now(),
    log: pino({ level: 'silent' }),
    ...options,
  });
  const wait = async (ms: number): Promise<void> => {
    for (let at = 0; at < ms; at += CHECK_EVERY_MS) {
      clock.advance(CHECK_EVERY_MS);
      await settle();
    }
  };
  return { engine, clock, notices, saved, world, wait, told: () => notices.map(({ state }) => state) };
}

test('a trouble is told when it begins and when it is over, and not in between', async () => {
  const { engine, world, wait, told, saved, notices } = makeEngine();
  world.found = [trouble('a')];
  await wait(120_000);
  expect(told()).toEqual(['opened']);
  expect(engine.size).toBe(1);
  world.found = [];
  await wait(60_000);
  expect(told()).toEqual(['opened', 'resolved']);
  expect(saved.map(({ resolvedAt }) => resolvedAt !== null)).toEqual([false, true]);
  expect(new Set(notices.map(({ alertId }) => alertId)).size).toBe(1);
  expect(new Set(notices.map(({ noticeId }) => noticeId)).size).toBe(2);
});

test('what comes and goes from one check to the next is one trouble', async () => {
  const { world, wait, told } = makeEngine();
  for (let n = 0; n < 10; n++) {
    world.found = n % 2 === 0 ? [trouble('a')] : [];
    await wait(CHECK_EVERY_MS);
  }
  expect(told()).toEqual(['opened']);
});

test('it is said again now and then, until somebody sees to it; and at once when it gets worse', async () => {
  const { engine, world, wait, told, notices } = makeEngine();
  world.found = [trouble('a')];
  await wait(1_260_000);
  expect(told()).toEqual(['opened', 'reminder', 'reminder']);
  engine.acknowledged(notices[0]!.alertId);
  await wait(1_260_000);
  expect(told()).toHaveLength(3);
  world.found = [trouble('a', { severity: 'critical' })];
  await wait(CHECK_EVERY_MS);
  expect(notices.at(-1)).toMatchObject({ state: 'reminder', severity: 'critical' });
});

test('while a rule cannot tell, nothing is taken for over', async () => {
  const { world, wait, told } = makeEngine();
  world.found = [trouble('a')];
  await wait(CHECK_EVERY_MS);
  world.broken = true;
  await wait(120_000);
  expect(told()).toEqual(['opened']);
});

test('without a database people are told, and it is written later', async () => {
  const { world, wait, told, saved } = makeEngine();
  world.databaseAway = true;
  world.found = [trouble('a')];
  await wait(60_000);
  expect(told()).toEqual(['opened']);
  expect(saved).toEqual([]);
  world.databaseAway = false;
  await wait(CHECK_EVERY_MS);
  expect(saved).toHaveLength(1);
});

test('what was open before a restart is not told again, and its end is', async () => {
  const first = makeEngine();
  first.world.found = [trouble('a')];
  await first.wait(CHECK_EVERY_MS);
  const second = makeEngine({ open: [first.saved[0]!.alert] });
  second.world.found = [trouble('a')];
  await second.wait(CHECK_EVERY_MS);
  expect(second.told()).toEqual([]);
  second.world.found = [];
  await second.wait(60_000);
  expect(second.told()).toEqual(['resolved']);
  await second.engine.close();
  await second.engine.close();
  expect(second.clock.pending).toBe(0);
});
