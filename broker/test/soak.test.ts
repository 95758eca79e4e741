/** The soak in small: devices in conversation, faults at random, and nothing that was acknowledged is lost. */
import { seededRandom } from '@pipit/device-sdk/testing';
import { expect, test } from 'vitest';
import { FAULT_NAMES, planFaults } from '../soak/fault-plan.ts';
import { judgeMemory } from '../soak/memory-judgement.ts';
import { runSoak } from '../soak/soak.ts';
import { soakDetails, soakTable } from '../soak/soak-table.ts';

test('twenty faults cost no device its conversation', async () => {
  const seed = Number(process.env['SOAK_SEED'] ?? 1 + (Date.now() % 1_000_000));
  console.log(`soak: SOAK_SEED=${seed}`);
  const result = await runSoak({
    minutes: 1 / 2,
    devices: 4,
    faults: 20,
    seed,
    timeScale: 60,
    settings: {
      'session.graceMs': 5000,
      'session.answerTimeoutMs': 3000,
      'session.stallTimeoutMs': 2000,
      'session.openTimeoutMs': 5000,
      'session.drainMs': 1000,
    },
  });
  const told = [...soakDetails(result), ...soakTable(result)].join('\n');
  expect(result.failures, told).toEqual([]);
  expect(result.faults.injected.total).toBe(20);
  // However slow the machine is: each device has talked, and something was there to be lost.
  expect(result.figures.turns).toBeGreaterThanOrEqual(4);
  expect(result.ledger.acknowledged).toBeGreaterThanOrEqual(4);
}, 240_000);

test('a seed plans the same faults, each kind among them', () => {
  const plan = (seed: number) =>
    planFaults({ count: 500, random: seededRandom(seed), fromMs: 1000, toMs: 60_000 });
  expect(plan(3)).toEqual(plan(3));
  expect(plan(3)).not.toEqual(plan(4));
  expect(new Set(plan(3).map(({ name }) => name))).toEqual(new Set(FAULT_NAMES));
  for (const { name, atMs } of plan(3)) {
    expect(atMs).toBeGreaterThanOrEqual(1000);
    // The last broker must live long enough to have a plateau.
    expect(atMs).toBeLessThanOrEqual(name.startsWith('broker-') ? 25_000 : 60_000);
  }
});

test('memory that grows is told from memory that swings', () => {
  const life = (rss: (i: number) => number) =>
    judgeMemory(
      Array.from({ length: 60 }, (_, i) => ({
        atMs: i * 5000,
        rss: rss(i) * 1024 * 1024,
        heapTotal: 1024 * 1024,
        heapUsed: 1024 * 1024,
        external: 0,
      })),
    );
  expect(life((i) => (i < 10 ? 100 + i * 10 : 200 + 30 * (i % 2)))).toMatchObject({ judged: true, ok: true });
  expect(life((i) => 100 + i * 2)).toMatchObject({ judged: true, ok: false });
  expect(judgeMemory([])).toMatchObject({ judged: false, ok: true });
});
