/** With an engine that does what the test says, and a clock that moves when it says so. */
import { pino } from 'pino';
import { beforeEach, describe, expect, test } from 'vitest';
import { Figures } from '../../telemetry/figures.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { ScriptedEngine } from '../../testing/scripted-engine.ts';
import { ToolError } from '../tool-source.ts';
import type { Place, SandboxQuota } from './place.ts';
import type { AllocationFacts, SandboxFacts } from './sandbox-facts.ts';
import { SandboxScheduler, type SandboxSettings } from './sandbox-scheduler.ts';

const SETTINGS: SandboxSettings = {
  poolSize: 1,
  max: 10,
  maxPerTenant: 8,
  maxPerUser: 8,
  ttlMs: 300_000,
  checkIntervalMs: 30_000,
};
const LIMITS = { memoryMb: 1024, cpus: 1, maxProcesses: 32, diskMb: 256 };
const QUOTA: SandboxQuota = { maxSandboxes: 2, memoryMb: 512, diskMb: 4096, idleMs: 60_000 };
const shared: Place = { strategy: 'shared', tenantId: 'a' };
const ofUser = (userId: string): Place => ({ strategy: 'perUser', tenantId: 'a', userId });
const ofSession = (sessionId: string, userId?: string): Place => ({
  strategy: 'perSession',
  tenantId: 'a',
  userId,
  sessionId,
});
const forever = new AbortController().signal;
const unavailable = (message: RegExp) => ({ code: 'UNAVAILABLE', message: expect.stringMatching(message) });
/** Lets all promises go on that can. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

let clock: FakeClock;
let engine: ScriptedEngine;
let told: string[];
let sandboxes: Map<string, SandboxFacts>;
let allocations: Map<string, AllocationFacts>;

beforeEach(() => {
  clock = new FakeClock();
  engine = new ScriptedEngine();
  told = [];
  sandboxes = new Map();
  allocations = new Map();
});

function schedule(settings: Partial<SandboxSettings> = {}) {
  let ids = 0;
  const scheduler = new SandboxScheduler({
    engine,
    settings: { ...SETTINGS, ...settings },
    limits: LIMITS,
    createTimeoutMs: 10_000,
    observer: {
      sandbox(change, facts) {
        sandboxes.set(facts.id, facts);
        if (change !== 'used') told.push(`${change} ${facts.id} ${facts.ended?.reason ?? ''}`.trim());
      },
      allocation: (_change, facts) => void allocations.set(facts.id, facts),
      failed: (place, reason) => void told.push(`failed ${place.strategy}: ${reason}`),
    },
    newId: () => `id-${++ids}`,
    clock,
    now: () => clock.now(),
    log: pino({ level: 'silent' }),
    figures: new Figures(),
  });
  const lease = (place: Place, quota: Partial<SandboxQuota> = {}, signal = forever) =>
    scheduler.lease({ place, quota: { ...QUOTA, ...quota }, serverId: 'server' }, signal);
  return Object.assign(scheduler, { take: lease });
}

/** Minutes of the scheduler's life, round by round. */
async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 5000) {
    clock.advance(Math.min(5000, left));
    await settle();
  }
}

describe('a sandbox', () => {
  test('has what the quota says, and never more than the broker gives', async () => {
    const my = schedule();
    await my.take(ofUser('anna'));
    await my.take(shared, { memoryMb: Infinity, diskMb: 10 });
    expect(engine.made.map(({ spec }) => spec)).toMatchObject([
      { ttlMs: 300_000, limits: { memoryMb: 512, diskMb: 256, cpus: 1, maxProcesses: 32 } },
      { limits: { memoryMb: 1024, diskMb: 10 } },
    ]);
  });

  test('is closed when nobody has used it for as long as its user says, and not before', async () => {
    const my = schedule();
    const lease = await my.take(ofUser('anna'));
    await pass(600_000);
    expect(engine.open).toHaveLength(1);
    lease.release();
    await pass(55_000);
    expect(engine.open).toHaveLength(1);
    await pass(10_000);
    expect(engine.open).toEqual([]);
    expect(my.size).toBe(0);
    expect(told).toEqual(['created id-1', 'ended id-1 IDLE']);
  });

  test('stays when it is refreshed, or never ends when nothing says so', async () => {
    const my = schedule();
    (await my.take(ofUser('anna'))).release();
    (await my.take(shared, { idleMs: 0 })).release();
    await pass(50_000);
    expect(await my.refresh('id-1')).toMatchObject({ expiresAt: clock.now() + 60_000 });
    await pass(50_000);
    expect(my.facts('id-1')).toBeDefined();
    await pass(86_400_000 / 24);
    expect(my.facts('id-1')).toBeUndefined();
    expect(await my.refresh('id-1')).toBeUndefined();
    expect(my.facts('id-2')).toMatchObject({ expiresAt: undefined });
  });

  test('is kept by its engine for as long as we have it', async () => {
    const my = schedule({ ttlMs: 30_000, checkIntervalMs: 3_600_000 });
    await my.take(shared);
    await pass(60_000);
    expect(engine.made[0]!.refreshedMs.length).toBeGreaterThanOrEqual(4);
    expect(engine.made[0]!.refreshedMs[0]).toBe(30_000);
  });

  test('tells who uses it and when, and that they left', async () => {
    const my = schedule();
    const lease = await my.take(shared);
    lease.used({ sessionId: 's1', deviceId: 'kitchen' });
    const startedAt = clock.now();
    clock.advance(1000);
    lease.used({ sessionId: 's1', deviceId: 'kitchen' });
    lease.used({ sessionId: 's2', deviceId: 'hall' });
    lease.left('s1');
    lease.left('s1');
    const of = (sessionId: string) => [...allocations.values()].filter((one) => one.sessionId === sessionId);
    expect(of('s1')).toMatchObject([
      {
        sandboxId: 'id-1',
        serverId: 'server',
        deviceId: 'kitchen',
        at: startedAt,
        lastUsedAt: startedAt + 1000,
      },
    ]);
    expect(of('s1')[0]!.releasedAt).toBe(clock.now());
    expect(of('s2')[0]!.releasedAt).toBeUndefined();
    clock.advance(1000);
    lease.release();
    lease.release();
    expect(of('s2')[0]!.releasedAt).toBe(clock.now());
    lease.used({ sessionId: 's3', deviceId: 'hall' });
    expect(of('s3')).toEqual([]);
  });
});

describe('a quota', () => {
  test('that is full gives the oldest again, and room when that has gone', async () => {
    const my = schedule();
    const [first, second, third] = [
      await my.take(ofSession('1', 'anna')),
      await my.take(ofSession('2', 'anna')),
      await my.take(ofSession('3', 'anna')),
    ];
    expect([first, second, third].map((lease) => lease.sandboxId)).toEqual(['id-1', 'id-2', 'id-1']);
    expect((await my.take(ofSession('4', 'berta'))).sandboxId).toBe('id-3');
    // It is for conversation 3 as well.
    my.sessionOver('1');
    expect(my.facts('id-1')).toBeDefined();
    my.sessionOver('3');
    expect(my.facts('id-1')).toBeUndefined();
    expect((await my.take(ofSession('5', 'anna'))).sandboxId).toBe('id-4');
  });

  test('of the broker counts when it is smaller', async () => {
    const my = schedule({ maxPerUser: 1 });
    const taken = [await my.take(ofSession('1', 'anna')), await my.take(ofSession('2', 'anna'))];
    expect(taken[0]!.sandboxId).toBe(taken[1]!.sandboxId);
    await expect(my.take(ofUser('berta'), { maxSandboxes: 0 })).rejects.toMatchObject(
      unavailable(/maxSandboxes/),
    );
  });

  test('holds for two who come at once', async () => {
    engine.holds = true;
    const my = schedule({ max: 2 });
    const both = [my.take(ofUser('anna')), my.take(ofUser('anna')), my.take(ofUser('berta'))];
    await expect(my.take(ofUser('carla'))).rejects.toMatchObject(
      unavailable(/All 2 sandboxes.*tools\.sandbox\.max/),
    );
    engine.letGo();
    const ids = (await Promise.all(both)).map(({ sandboxId }) => sandboxId);
    expect(ids).toEqual(['id-1', 'id-1', 'id-2']);
    expect(engine.made).toHaveLength(2);
  });
});

describe('a broker that is full', () => {
  test('makes room by closing the one that nobody used for the longest, and waits until it is gone', async () => {
    const my = schedule({ max: 2 });
    const early = await my.take(ofUser('anna'));
    const late = await my.take(ofUser('berta'));
    await expect(my.take(ofUser('carla'))).rejects.toMatchObject(unavailable(/in use/));
    late.release();
    clock.advance(1000);
    early.release();
    const lease = await my.take(ofUser('carla'));
    expect(lease.sandboxId).toBe('id-3');
    expect(engine.made.map(({ closed }) => closed)).toEqual([false, true, false]);
    expect(told).toContain('ended id-2 MADE_ROOM');
  });

  test('has no more than that at once, however slowly they end', async () => {
    const my = schedule({ max: 2 });
    await my.take(ofSession('1'));
    await my.take(ofSession('2'));
    const [first, second] = engine.made;
    first!.hangs = true;
    second!.hangs = true;
    my.sessionOver('1');
    my.sessionOver('2');
    const taking = [my.take(ofSession('3')), my.take(ofSession('4'))];
    await settle();
    expect(engine.open).toHaveLength(2);
    first!.hangs = false;
    first!.letGo();
    await settle();
    expect(engine.open).toHaveLength(2);
    expect((await taking[0]!).sandboxId).toBe('id-3');
    second!.letGo();
    expect((await taking[1]!).sandboxId).toBe('id-4');
    expect(engine.made).toHaveLength(4);
  });

  test.each([
    ['tenant', { maxPerTenant: 1 }, {}],
    ['user', {}, { maxSandboxes: 1 }],
  ])('the same holds for a %s, and nobody else waits', async (_of, settings, quota) => {
    const my = schedule(settings);
    await my.take(ofSession('1', 'anna'), quota);
    engine.made[0]!.hangs = true;
    my.sessionOver('1');
    const taking = my.take(ofSession('2', 'anna'), quota);
    await my.take({ strategy: 'perUser', tenantId: 'b', userId: 'berta' });
    await settle();
    expect(engine.made.map(({ id }) => id)).toEqual(['id-1', 'id-3']);
    engine.made[0]!.letGo();
    expect((await taking).sandboxId).toBe('id-2');
  });

  test('counts what is still being made for nobody', async () => {
    const my = schedule({ max: 1 });
    engine.holds = true;
    const given = expect(my.take(ofSession('1'))).rejects.toMatchObject(unavailable(/was closed/));
    await settle();
    my.sessionOver('1');
    await given;
    const taking = my.take(ofSession('2'));
    await settle();
    expect(engine.waiting).toBe(1);
    engine.letGo();
    await taking;
    expect(engine.made.map(({ closed }) => closed)).toEqual([true, false]);
  });

  test('does not wait for ever for one that does not end', async () => {
    const my = schedule({ max: 1 });
    (await my.take(ofUser('anna'))).release();
    engine.made[0]!.hangs = true;
    const taking = my.take(ofUser('berta'));
    await settle();
    expect(engine.made).toHaveLength(1);
    clock.advance(10_000);
    expect((await taking).sandboxId).toBe('id-2');
  });
});

describe('health', () => {
  test('one that is ill is closed, and the next gets another', async () => {
    const my = schedule();
    const lease = await my.take(shared);
    lease.used({ sessionId: 's1', deviceId: 'kitchen' });
    engine.made[0]!.illness = new ToolError('UNAVAILABLE', 'No memory left.');
    await pass(35_000);
    expect(told).toEqual(['created id-1', 'ended id-1 ILL']);
    expect([...allocations.values()][0]!.releasedAt).toBeDefined();
    expect((await my.take(shared)).sandboxId).not.toBe('id-1');
    lease.release();
    expect(my.size).toBe(1);
  });

  test('one that does not answer twice is ill', async () => {
    const my = schedule();
    await my.take(shared);
    engine.made[0]!.hangs = true;
    await pass(45_000);
    engine.made[0]!.hangs = false;
    await pass(30_000);
    engine.made[0]!.hangs = true;
    await pass(45_000);
    expect(my.size).toBe(1);
    await pass(45_000);
    expect(told).toEqual(['created id-1', 'ended id-1 ILL']);
  });

  test('is asked when somebody wants to know, or could start nothing', async () => {
    const my = schedule();
    const lease = await my.take(shared);
    expect(await my.check('id-1')).toEqual({ ok: true, error: undefined });
    expect(await my.check('id-9')).toBeUndefined();
    engine.made[0]!.illness = new ToolError('UNAVAILABLE', 'No memory left.');
    lease.suspect();
    await settle();
    expect(my.facts('id-1')).toBeUndefined();
  });
});

describe('an engine', () => {
  test('that fails is told of, and asked again by the next', async () => {
    const my = schedule();
    engine.failure = new Error('secret path of ours');
    const both = [my.take(shared), my.take(shared)];
    for (const one of both)
      await expect(one).rejects.toMatchObject(unavailable(/could not be made. The log/));
    expect(told).toEqual([expect.stringMatching(/^failed shared: /)]);
    expect(sandboxes.size).toBe(0);
    engine.failure = undefined;
    expect((await my.take(shared)).sandboxId).toBe('id-2');
  });

  test('that hangs holds up nobody for long, and what it makes too late is closed', async () => {
    const my = schedule();
    engine.holds = true;
    const taking = expect(my.take(shared)).rejects.toMatchObject(unavailable(/not ready in time/));
    await settle();
    clock.advance(10_000);
    await taking;
    expect(my.size).toBe(0);
    engine.letGo();
    await settle();
    expect(engine.made).toHaveLength(1);
    expect(engine.open).toEqual([]);
  });

  test('is not asked for whoever does not want it any more', async () => {
    const my = schedule();
    await expect(my.take(shared, {}, AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(my.size).toBe(0);
    engine.holds = true;
    const stop = new AbortController();
    const taking = my.take(shared, {}, stop.signal);
    stop.abort();
    await expect(taking).rejects.toMatchObject({ code: 'CANCELLED' });
    // It is there for the next, or closed when there is none.
    engine.letGo();
    await settle();
    expect(engine.open).toHaveLength(1);
    await pass(70_000);
    expect(engine.open).toEqual([]);
  });
});

describe('an end', () => {
  test('of a conversation is that of its sandbox, also while that is being made', async () => {
    const my = schedule();
    await my.take(ofSession('1'));
    my.sessionOver('1');
    await settle();
    expect(engine.open).toEqual([]);
    engine.holds = true;
    const taking = expect(my.take(ofSession('2'))).rejects.toMatchObject(unavailable(/was closed/));
    await settle();
    my.sessionOver('2');
    await taking;
    engine.letGo();
    await settle();
    expect(engine.open).toEqual([]);
    expect(told).toEqual(['created id-1', 'ended id-1 DONE']);
  });

  test('of a conversation leaves what others are in', async () => {
    const my = schedule();
    await my.take(shared);
    await my.take(ofSession('1', 'anna'), { maxSandboxes: 1 });
    // Who changed the strategy meanwhile.
    await my.take(ofUser('anna'), { maxSandboxes: 1 });
    my.sessionOver('1');
    expect(my.size).toBe(2);
  });

  test('of a trial comes with its program', async () => {
    const my = schedule();
    const trial: Place = { strategy: 'trial', tenantId: 'a' };
    const [one, other] = [await my.take(trial), await my.take(trial)];
    expect(one.sandboxId).not.toBe(other.sandboxId);
    one.release();
    await settle();
    expect(engine.open).toHaveLength(1);
  });

  test('of a trial that is given up while its sandbox is being made is that of the sandbox', async () => {
    const my = schedule();
    engine.holds = true;
    const stop = new AbortController();
    const taking = my.take({ strategy: 'trial', tenantId: 'a' }, { idleMs: 0 }, stop.signal);
    await settle();
    stop.abort();
    await expect(taking).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(my.size).toBe(0);
    engine.letGo();
    await settle();
    expect(engine.made).toHaveLength(1);
    expect(engine.open).toEqual([]);
    expect(told).toEqual([]);
  });

  test('that somebody wants is at once, and only of those that are here', async () => {
    const my = schedule();
    const lease = await my.take(shared);
    expect(await my.remove('id-1')).toBe(true);
    expect(await my.remove('id-1')).toBe(false);
    lease.release();
    expect(told).toEqual(['created id-1', 'ended id-1 DELETED']);
  });

  test('of the broker is that of all, also of those that are being made', async () => {
    const my = schedule();
    await my.take(shared);
    engine.holds = true;
    const taking = expect(my.take(ofUser('anna'))).rejects.toMatchObject(unavailable(/closed/));
    await settle();
    const closing = my.close();
    await taking;
    engine.letGo();
    await closing;
    await my.close();
    await settle();
    expect(engine.open).toEqual([]);
    expect(engine.closed).toBe(true);
    await expect(my.take(shared)).rejects.toMatchObject(unavailable(/stopping/));
    expect(clock.pending).toBe(0);
  });
});
