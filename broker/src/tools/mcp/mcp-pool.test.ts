/** Real programs, at places of the test's own. */
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Figures } from '../../telemetry/figures.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { startPlain } from '../../testing/start-plain.ts';
import { type Asker, type Place, type SandboxStrategy, keyOf, placeFor } from '../sandbox/place.ts';
import type { OpenSource } from '../toolbox.ts';
import { ToolError } from '../tool-source.ts';
import { healthOfAll } from './mcp-health.ts';
import { McpPool, type McpServerSettings } from './mcp-pool.ts';
import type { McpServerHealth } from './mcp-server.ts';

const which = join(import.meta.dirname, '..', '..', 'testing', 'which-mcp-server.mjs');
const forever = new AbortController().signal;
const IDLE_MS = 60_000;

let clock: FakeClock;
let pool: McpPool;
let strategy: SandboxStrategy;
let settings: McpServerSettings | undefined;
/** What was started where, what was used there by whom, and who left. */
let told: string[];
let running: number;
/** Programs end only when the test lets them. */
let neverEnds: boolean;
let held: PromiseWithResolvers<void>;
let logged: string[];
/** Asked for each place. */
let placeAsked: () => Promise<void>;

beforeEach(() => {
  clock = new FakeClock();
  strategy = 'perUser';
  told = [];
  running = 0;
  neverEnds = false;
  held = Promise.withResolvers();
  logged = [];
  placeAsked = async () => {};
  settings = {
    name: 'which',
    endpoint: { transport: 'stdio', command: process.execPath, args: [which], env: {}, network: false },
  };
  pool = new McpPool({
    settingsOf: async () => settings,
    limits: {
      commands: [process.execPath],
      anyCommand: false,
      allowPrivateTargets: true,
      connectTimeoutMs: 15_000,
      maxMessageBytes: 100_000,
      maxTools: 10,
    },
    programs: {
      placeOf: async (asker) => {
        await placeAsked();
        return placeFor(asker, strategy);
      },
      start: async (place: Place, serverId, command) => {
        told.push(`${serverId} started for ${keyOf(place)}`);
        const started = await startPlain(command);
        const ended = neverEnds ? Promise.all([started.ended, held.promise]).then(() => {}) : started.ended;
        const process = { ...started, ended };
        running++;
        void process.ended.then(() => running--);
        return {
          process,
          used: ({ deviceId }) => void told.push(`${deviceId} used`),
          left: (sessionId) => void told.push(`${sessionId} left`),
        };
      },
    },
    idleMs: IDLE_MS,
    listTimeoutMs: 5000,
    clock,
    now: () => clock.now(),
    log: pino({ level: 'error' }, { write: (line) => void logged.push(JSON.parse(line).msg) }),
    figures: new Figures(),
  });
});
afterEach(async () => {
  await pool.close();
  expect(running).toBe(0);
});

const asker = (n: number, ownerId?: string, tenantId = 'a'): Asker => ({
  tenantId,
  ownerId,
  sessionId: `session-${n}`,
  deviceId: `device-${n}`,
});
const processOf = async ({ source }: OpenSource): Promise<unknown> => {
  await source.list(forever);
  return source.call('which', {}, { signal: forever });
};

describe('a server that is a program', () => {
  test('runs once for each place, whoever is there', async () => {
    const all = [
      pool.open(asker(1, 'anna'), 's'),
      pool.open(asker(2, 'anna'), 's'),
      pool.open(asker(3, 'berta'), 's'),
      pool.open(asker(4), 's'),
      pool.open(asker(5), 's'),
      pool.open(asker(6, undefined, 'b'), 's'),
    ];
    const [anna, annaToo, berta, nobody, nobodyToo, stranger] = await Promise.all(all.map(processOf));
    expect(annaToo).toBe(anna);
    expect(nobodyToo).toBe(nobody);
    expect(new Set([anna, berta, nobody, stranger]).size).toBe(4);
    expect(told.filter((line) => line.includes('started')).toSorted()).toEqual([
      's started for shared',
      's started for shared',
      's started for user anna',
      's started for user berta',
    ]);
    expect(told).toContain('device-2 used');
    all[0]!.release();
    expect(told.at(-1)).toBe('session-1 left');
    expect(running).toBe(4);
  });

  test('for one conversation ends with it, and leaves nothing behind', async () => {
    strategy = 'perSession';
    const [one, other] = [pool.open(asker(1, 'anna'), 's'), pool.open(asker(2, 'anna'), 's')];
    expect(await processOf(one)).not.toBe(await processOf(other));
    expect(pool.health('s')).toMatchObject({ users: 2, instances: 2 });
    one.release();
    await vi.waitFor(() => expect(running).toBe(1));
    other.release();
    expect(pool.health('s')).toBeUndefined();
    await vi.waitFor(() => expect(running).toBe(0));
  });

  test('for a user stays for the next conversation a while', async () => {
    const one = pool.open(asker(1, 'anna'), 's');
    const before = await processOf(one);
    one.release();
    clock.advance(IDLE_MS - 1000);
    const next = pool.open(asker(2, 'anna'), 's');
    expect(await processOf(next)).toBe(before);
    clock.advance(IDLE_MS);
    expect(running).toBe(1);
    next.release();
    clock.advance(IDLE_MS);
    expect(pool.health('s')).toBeUndefined();
    await vi.waitFor(() => expect(running).toBe(0));
  });

  test('for a user stays that long after the last conversation, not after the one before', async () => {
    const one = pool.open(asker(1, 'anna'), 's');
    await processOf(one);
    one.release();
    clock.advance(IDLE_MS - 1000);
    const next = pool.open(asker(2, 'anna'), 's');
    await processOf(next);
    next.release();
    clock.advance(IDLE_MS - 1000);
    expect(pool.health('s')).toMatchObject({ state: 'running' });
    clock.advance(1000);
    expect(pool.health('s')).toBeUndefined();
    await vi.waitFor(() => expect(running).toBe(0));
  });

  test('that does not end keeps nobody from closing', async () => {
    neverEnds = true;
    await processOf(pool.open(asker(1), 's'));
    const closing = pool.close();
    clock.advance(10_000);
    await closing;
    expect(logged).toEqual(['MCP servers did not end in time']);
    held.resolve();
  });

  test('stays where the conversation began, and goes over to new settings there', async () => {
    const one = pool.open(asker(1, 'anna'), 's');
    const before = await processOf(one);
    strategy = 'shared';
    const changed = new Promise<void>((resolve) => one.source.onChanged(resolve));
    settings = { ...settings!, name: 'renamed' };
    pool.changed('s');
    await changed;
    expect(await processOf(one)).not.toBe(before);
    expect(one.source.prefix).toBe('renamed');
    expect(told.filter((line) => line.includes('started'))).toEqual([
      's started for user anna',
      's started for user anna',
    ]);
    await vi.waitFor(() => expect(running).toBe(1));
  });

  test('is not started for a conversation that has ended, nor for settings of before', async () => {
    const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
    placeAsked = () => held;
    const [gone, stays] = [pool.open(asker(1, 'anna'), 's'), pool.open(asker(2, 'anna'), 's')];
    const lists = [gone.source.list(forever), stays.source.list(forever)];
    const listing = Promise.allSettled(lists);
    await new Promise((resolve) => setImmediate(resolve));
    gone.release();
    settings = { ...settings!, name: 'renamed' };
    pool.changed('s');
    letGo();
    expect(await listing).toMatchObject([
      { status: 'rejected', reason: { code: 'CANCELLED' } },
      { status: 'fulfilled', value: [{ name: 'which' }] },
    ]);
    expect(stays.source.prefix).toBe('renamed');
    expect(told.filter((line) => line.includes('started'))).toHaveLength(1);
  });

  test('whose place cannot be found out says so, and is asked for again', async () => {
    placeAsked = () => Promise.reject(new ToolError('UNAVAILABLE', 'The settings cannot be read.'));
    const one = pool.open(asker(1, 'anna'), 's');
    await expect(one.source.list(forever)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    placeAsked = async () => {};
    await expect(one.source.list(forever)).resolves.toHaveLength(1);
  });
});

test('the health of many is that of the worst, with all users', () => {
  const health = (rest: Partial<McpServerHealth>): McpServerHealth => ({
    state: 'running',
    since: 1,
    users: 1,
    failures: 0,
    lastError: undefined,
    info: undefined,
    tools: 0,
    ...rest,
  });
  const info = { name: 'which', version: '1' };
  const all = [
    health({ info, tools: 3 }),
    health({ state: 'waiting', users: 2, failures: 2, lastError: 'It ended.', since: 5 }),
    health({ state: 'stopped', users: 0 }),
  ];
  expect(healthOfAll(all)).toEqual({
    state: 'waiting',
    since: 5,
    users: 3,
    failures: 2,
    lastError: 'It ended.',
    info,
    tools: 3,
    instances: 2,
  });
  expect(healthOfAll([])).toBeUndefined();
});

test.each([
  [false, /in time\. It has no network; set "network": true/],
  [true, /in time\.$/],
])('a program that does not answer is told what may be the cause (network: %s)', async (network, words) => {
  const args = [join(import.meta.dirname, '../../testing/hostile-mcp-server.mjs'), 'silent'];
  const endpoint = { transport: 'stdio', command: process.execPath, args, env: {}, network } as const;
  const trial = pool.try(endpoint, 'a', forever);
  trial.catch(() => {});
  await vi.waitFor(() => expect(running).toBe(1));
  clock.advance(60_000);
  await expect(trial).rejects.toMatchObject({ code: 'TIMEOUT', message: expect.stringMatching(words) });
});
