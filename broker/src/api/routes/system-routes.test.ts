/** Health, readiness, metrics and system: what probes and whoever looks after the broker see. */
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { apiBench, as } from '../../testing/api-bench.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import type { ReadyChecks } from '../readiness.ts';
import { healthRoutes } from './health.ts';
import { figuresText, metricsRoutes } from './metrics.ts';
import { type SystemFacts, systemRoutes } from './system.ts';

const log = pino({ level: 'silent' });

async function readyBench(checks: ReadyChecks) {
  const clock = new FakeClock();
  const bench = await apiBench({
    routes: [healthRoutes({ health: () => ({ version: '1', figures: { a: 1 } }), checks, clock, log })],
  });
  return { bench, clock, [Symbol.asyncDispose]: () => bench[Symbol.asyncDispose]() };
}

test('health has its fields, for GET and HEAD, and is never turned away', async () => {
  await using bench = await apiBench({
    routes: [
      healthRoutes({ health: () => ({ figures: { a: 1 } }), checks: {}, clock: new FakeClock(), log }),
    ],
    settings: { rateLimitPerMinute: 1 },
  });
  for (let i = 0; i < 5; i++)
    expect((await bench.api.inject({ url: '/health' })).json()).toEqual({ status: 'ok', figures: { a: 1 } });
  const head = await bench.api.inject({ method: 'HEAD', url: '/health' });
  expect([head.statusCode, head.body]).toEqual([200, '']);
});

test('ready when every check says so; otherwise the answer names those that do not', async () => {
  await using all = await readyBench({ database: async () => ({ ok: true, detail: 'PGlite' }) });
  const ready = await all.bench.api.inject({ url: '/ready' });
  expect([ready.statusCode, ready.json()]).toEqual([
    200,
    { status: 'ready', failed: [], checks: { database: { ok: true, ms: 0, detail: 'PGlite' } } },
  ]);
  await using some = await readyBench({
    database: async () => {
      throw new Error('password planted');
    },
    disk: async () => ({ ok: false, detail: '12 MB are free.' }),
    model: async () => ({ ok: true }),
  });
  const unready = await some.bench.api.inject({ url: '/ready' });
  expect(unready.statusCode).toBe(503);
  expect(unready.json()).toMatchObject({
    status: 'unready',
    failed: ['database', 'disk'],
    checks: { disk: { detail: '12 MB are free.' }, model: { ok: true } },
  });
  expect(unready.body).not.toContain('planted');
});

test('a check that hangs counts as failed after 2 s, and is asked only once meanwhile', async () => {
  let asked = 0;
  const held = Promise.withResolvers<{ ok: boolean }>();
  const model = () => {
    asked++;
    return held.promise;
  };
  await using hanging = await readyBench({ model });
  const probe = async () => await hanging.bench.api.inject({ url: '/ready' });
  const probes = [probe(), probe()];
  while (hanging.clock.pending < 2) await new Promise(setImmediate);
  hanging.clock.advance(2000);
  for (const answer of await Promise.all(probes))
    expect(answer.json()).toMatchObject({ failed: ['model'], checks: { model: { ok: false, ms: 2000 } } });
  expect(asked).toBe(1);
  held.resolve({ ok: true });
  expect((await probe()).statusCode).toBe(200);
  expect(hanging.clock.pending).toBe(0);
});

test('figures have the type that their name says', () => {
  expect(figuresText({ device_connected: 2, device_floods_total: 3, 'odd.name': Infinity })).toBe(
    '# HELP pipit_device_connected devices that are signed in\n' +
      '# TYPE pipit_device_connected gauge\npipit_device_connected 2\n' +
      '# HELP pipit_device_floods_total connections that were closed because the device sent too much for too long\n' +
      '# TYPE pipit_device_floods_total counter\npipit_device_floods_total 3\n' +
      '# HELP pipit_odd_name odd.name of the broker\n' +
      '# TYPE pipit_odd_name gauge\npipit_odd_name +Inf\n',
  );
});

test('metrics are the figures and those of the process, once each, in lines that Prometheus reads', async () => {
  await using bench = await apiBench({
    routes: [metricsRoutes({ figures: () => ({ device_connected: 2 }) })],
  });
  const { headers, body } = await bench.api.inject({ url: '/metrics' });
  expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(body).toContain('\npipit_device_connected 2\n');
  expect(body).toMatch(/^process_resident_memory_bytes \d+$/m);
  const line = /^(#.*|[a-zA-Z_:][\w:]*(\{[^}]*\})? ([-+]?[\d.e+-]+|nan|[+-]inf)|)$/i;
  expect(body.split('\n').filter((text) => !line.test(text))).toEqual([]);
  const types = body.match(/^# TYPE \S+/gm)!;
  expect(new Set(types).size).toBe(types.length);
});

test('with a token, metrics are for whoever has it', async () => {
  const token = 'planted-metrics-token';
  await using bench = await apiBench({ routes: [metricsRoutes({ figures: () => ({}), token })] });
  const get = (authorization?: string) =>
    bench.api.inject({ url: '/metrics', headers: authorization === undefined ? {} : { authorization } });
  for (const wrong of [undefined, token, 'Bearer', 'Bearer x', `Basic ${token}`, `Bearer ${token}x`]) {
    const response = await get(wrong);
    expect(response.json()).toMatchObject({ status: 401, code: 'CREDENTIALS_INVALID' });
    expect(response.headers['www-authenticate']).toMatch(/^Bearer/);
    expect(response.body).not.toContain(token);
  }
  expect((await get(`Bearer ${token}`)).statusCode).toBe(200);
  expect(bench.log()).not.toContain(token);
});

const FACTS: SystemFacts = {
  version: '1.2.3',
  mode: 'local',
  tenancy: 'multi',
  node: 'here',
  uptimeS: 5,
  opus: 'wasm',
  counts: { sessionsOpen: 1 },
  database: { engine: 'embedded', connections: 1, idle: 0, waiting: 2 },
  sessions: { open: 1, max: 250, suspended: 0, prepared: 3, memoryBytes: 10, maxMemoryBytes: 20 },
  devices: { connected: 4, max: 100 },
  model: {
    id: 'nova',
    breaker: 'open',
    retryInMs: 4000,
    lastFailure: 'MODEL_FAILED',
    throttled: false,
    streams: 1,
    maxStreams: null,
    waiting: 0,
    maxWaiting: 1000,
    queueTimeoutMs: 20_000,
    breakerOpened: 1,
    refusals: 0,
    waitedInVain: 0,
  },
  queues: [{ name: 'presence', waiting: null, dropped: 7 }],
  disks: [{ name: 'data', freeBytes: 5, totalBytes: 50 }],
};

test('the system is shown to whoever may see it, with what it lacks', async () => {
  const checks: ReadyChecks = {
    broker: async () => ({ ok: true }),
    model: async () => ({ ok: false, detail: 'It is left alone.' }),
  };
  await using bench = await apiBench({
    routes: [systemRoutes({ system: async () => FACTS, checks, clock: new FakeClock(), log })],
  });
  const get = (headers = {}) => bench.api.inject({ url: '/api/v1/system', headers });
  expect((await get()).statusCode).toBe(401);
  expect((await get(as('device_user'))).statusCode).toBe(403);
  expect((await get(as('viewer'))).json()).toEqual({
    ...FACTS,
    nodeVersion: process.version,
    memory: {
      rssBytes: expect.any(Number),
      heapUsedBytes: expect.any(Number),
      heapTotalBytes: expect.any(Number),
      externalBytes: expect.any(Number),
    },
    readiness: {
      status: 'unready',
      failed: ['model'],
      checks: { broker: { ok: true, ms: 0 }, model: { ok: false, ms: 0, detail: 'It is left alone.' } },
    },
  });
});
