/** Alerts with the usual rules, over a database, by way of the API. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { AuditedAction } from '../../src/audit/audit-sink.ts';
import { type Alerts, createAlerts } from '../../src/compose/alerts.ts';
import { EventFeed } from '../../src/api/habits/sse.ts';
import { alertRoutes } from '../../src/api/routes/alerts.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { Database } from '../../src/store/database.ts';
import { Figures } from '../../src/telemetry/figures.ts';
import { type ApiBench, apiBench, as } from '../../src/testing/api-bench.ts';
import { FakeClock } from '../../src/testing/fake-clock.ts';
import { openTestDatabase } from '../store/test-database.ts';

let database: Database;
let clock: FakeClock;
let figures: Figures;
let alerts: Alerts;
let audited: AuditedAction[];
let bench: ApiBench;
/** What browsers were told. */
let shown: { readonly type: string; readonly data: unknown }[];
/** What the log was told, which is what every channel hears. */
let told: string[];
let nowMs = Date.UTC(2026, 2, 1);
const limits = { maxSessions: 100, maxConnections: 1000 };

/** Answers everything with a status. */
async function hook(status: number): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(status).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}

async function start(away = false, flags: Record<string, unknown> = {}): Promise<void> {
  clock = new FakeClock();
  figures = new Figures();
  const { alerts: settings } = loadConfig({
    environment: {},
    flags: { 'alerts.diskFreePercent': 0, ...flags },
  });
  audited = [];
  told = [];
  shown = [];
  const feed = new EventFeed({ clock });
  vi.spyOn(feed, 'publish').mockImplementation((event) => void shown.push(event));
  alerts = await createAlerts({
    settings,
    limits,
    database: away
      ? { ...database, engine: 'embedded', ping: () => Promise.reject(new Error('away')) }
      : database,
    dataDir: '.',
    feed,
    audit: { record: (action) => audited.push(action) },
    figures,
    clock,
    now: () => nowMs,
    log: pino(
      { level: 'info' },
      {
        write: (line) => {
          const { alert } = JSON.parse(line) as { alert?: { state: string; title: string } };
          if (alert) told.push(`${alert.state}: ${alert.title}`);
        },
      },
    ),
  });
  bench = await apiBench({ routes: [alertRoutes(alerts.services)] });
}

beforeAll(async () => {
  database = await openTestDatabase();
  await database.queries.insertInto('tenants').values({ id: 't1', name: 'One' }).execute();
});
afterAll(() => database.close());
beforeEach(async () => {
  for (const table of ['alerts', 'devices'] as const) await database.queries.deleteFrom(table).execute();
  await start();
});
afterEach(async () => {
  await bench[Symbol.asyncDispose]();
  await alerts.close();
});

const later = async (ms: number): Promise<void> => {
  nowMs += ms;
  await alerts.check();
};
const list = async (query = '') =>
  (await bench.api.inject({ url: `/api/v1/alerts${query}`, headers: as('operator') })).json<{
    items: { id: string; rule: string; title: string; status: string; acknowledgedBy: string | null }[];
  }>().items;
const rulesOf = (tenantId: string) =>
  database.queries
    .selectFrom('alerts')
    .select(['rule', 'title', 'resolvedAt'])
    .where('tenantId', '=', tenantId)
    .orderBy('openedAt')
    .execute();
const device = (id: string, offlineAgoMs: number, tenantId = 't1') =>
  database.queries
    .insertInto('devices')
    .values({ id, tenantId, name: id, online: false, offlineAt: new Date(nowMs - offlineAgoMs) })
    .execute();

test('a device that stays away is an alert of its tenant; many at once are one', async () => {
  await device('lamp', 300_000);
  await later(0);
  expect(await list()).toEqual([]);
  await later(400_000);
  expect(await list()).toMatchObject([
    { rule: 'deviceOffline', title: 'The device lamp is offline', status: 'open' },
  ]);
  for (let n = 0; n < 20; n++) await device(`d${n}`, 700_000);
  await later(15_000);
  await later(15_000);
  const open = await list('?open=true');
  expect(open.map(({ title }) => title)).toEqual(['21 devices are offline']);
  expect(await rulesOf('default')).toEqual([]);
});

const back = (...ids: string[]) =>
  database.queries
    .updateTable('devices')
    .set({ online: true, onlineAt: new Date(nowMs) })
    .where('id', 'in', ids)
    .execute();
const checks = async (): Promise<void> => {
  for (let n = 0; n < 3; n++) await later(15_000);
};

test('nobody is told that a device is back which is not, while single alerts become one and one becomes single', async () => {
  await device('hall', 700_000);
  await checks();
  for (let n = 0; n < 10; n++) await device(`d${n}`, 700_000);
  await checks();
  expect(told).toEqual(['opened: The device hall is offline', 'opened: 11 devices are offline']);
  expect((await list()).map(({ status }) => status)).toEqual(['open', 'superseded']);
  await back('d0');
  await checks();
  expect(told).toHaveLength(2);
  expect(await list('?open=true')).toHaveLength(1);
  await back('d1', 'd2', 'd3', 'd4', 'd5', 'd6');
  await checks();
  expect(told.slice(2).sort()).toEqual(
    ['d7', 'd8', 'd9', 'hall'].map((id) => `opened: The device ${id} is offline`),
  );
  await back('hall');
  await checks();
  expect(told.slice(6)).toEqual(['resolved: The device hall is offline']);
});

test('when all of many devices are back, it is over', async () => {
  const ids = Array.from({ length: 12 }, (_, n) => `d${n}`);
  for (const id of ids) await device(id, 700_000);
  await checks();
  nowMs += 1;
  await back(...ids);
  await checks();
  expect(told).toEqual(['opened: 12 devices are offline', expect.stringMatching(/^resolved: /)]);
});

test('devices that are disabled, deleted or forgotten end their alerts without a word', async () => {
  for (const id of ['off', 'gone', 'old']) await device(id, 700_000);
  await checks();
  told.length = 0;
  await database.queries.updateTable('devices').set({ enabled: false }).where('id', '=', 'off').execute();
  await database.queries.deleteFrom('devices').where('id', '=', 'gone').execute();
  const longAgo = new Date(nowMs - 8 * 86_400_000);
  await database.queries.updateTable('devices').set({ offlineAt: longAgo }).where('id', '=', 'old').execute();
  await checks();
  expect(told).toEqual([]);
  expect((await list()).map(({ status }) => status)).toEqual(['closed', 'closed', 'closed']);
});

test('somebody sees to it, and when the device is back it is over', async () => {
  await device('lamp', 700_000);
  await later(0);
  const [alert] = await list();
  const url = `/api/v1/alerts/${alert!.id}/acknowledge`;
  expect((await bench.api.inject({ method: 'POST', url, headers: as('viewer') })).statusCode).toBe(403);
  const body = { note: ' Its plug was pulled. ' };
  const answer = await bench.api.inject({ method: 'POST', url, headers: as('operator'), body });
  const acknowledgement = { acknowledgedBy: 'operator', acknowledgedNote: 'Its plug was pulled.' };
  expect(answer.json()).toMatchObject({ status: 'acknowledged', ...acknowledgement });
  const detail = { note: acknowledgement.acknowledgedNote };
  expect(audited).toMatchObject([{ action: 'alert.acknowledge', target: { id: alert!.id }, detail }]);
  const acknowledged = () => shown.filter(({ type }) => type === 'alert.acknowledged');
  expect(acknowledged()).toMatchObject([{ deviceId: 'lamp', data: { alertId: alert!.id, by: 'operator' } }]);
  // The first who does counts.
  const second = await bench.api.inject({ method: 'POST', url, headers: as('owner') });
  expect(second.json()).toMatchObject(acknowledgement);
  expect(acknowledged()).toHaveLength(1);
  await database.queries.updateTable('devices').set({ online: true }).execute();
  await later(15_000);
  await later(15_000);
  expect(await list()).toMatchObject([{ status: 'resolved', ...acknowledgement }]);
  const unknown = url.replace(alert!.id, '0190a000-0000-7000-8000-000000000009');
  expect((await bench.api.inject({ method: 'POST', url: unknown, headers: as('operator') })).statusCode).toBe(
    404,
  );
});

test.each([
  [
    'errorRate',
    () => {
      figures.count('session_ended_total', 20);
      figures.count('session_ended_model_failed_total', 10);
    },
  ],
  ['limitReached', () => figures.gauge('session_open', () => 95)],
  ['modelBreaker', () => figures.gauge('model_breaker_open', () => 1)],
  ['modelQuota', () => figures.count('model_throttled_total')],
  ['queueDropping', () => figures.count('records_dropped_total', 3)],
])('%s is found in the figures, and is over when they are well again', async (rule, trouble) => {
  await later(0);
  expect(await rulesOf('default')).toEqual([]);
  trouble();
  await later(15_000);
  expect((await rulesOf('default')).map(({ rule }) => rule)).toEqual([rule]);
  figures.gauge('session_open', () => 0);
  figures.gauge('model_breaker_open', () => 0);
  await later(301_000);
  await later(15_000);
  await later(15_000);
  expect((await rulesOf('default'))[0]!.resolvedAt).not.toBeNull();
});

test('a lost database is an alert', async () => {
  await alerts.close();
  await bench[Symbol.asyncDispose]();
  await start(true);
  await later(0);
  expect((await rulesOf('default')).map(({ rule }) => rule)).toEqual(['databaseLost']);
});

test('a test notice says what became of each channel', async () => {
  await alerts.close();
  await bench[Symbol.asyncDispose]();
  const [good, bad] = [await hook(204), await hook(500)];
  await start(false, {
    'alerts.allowPrivateTargets': true,
    'alerts.webhookUrl': good.url,
    'alerts.webhookSecret': 'a secret of the test',
    'alerts.wecomUrl': `${bad.url}?key=planted`,
  });
  const channels = await bench.api.inject({ url: '/api/v1/alerts/channels', headers: as('viewer') });
  expect(channels.json()).toEqual({
    items: [
      { channel: 'webhook', host: '127.0.0.1', recipients: null },
      { channel: 'wecom', host: '127.0.0.1', recipients: null },
      { channel: 'email', host: null, recipients: null },
    ],
  });
  const send = (role: 'operator' | 'viewer') =>
    bench.api.inject({ method: 'POST', url: '/api/v1/alerts/test', headers: as(role) });
  expect((await send('viewer')).statusCode).toBe(403);
  const answer = await send('operator');
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toMatchObject({
    channels: [
      { channel: 'webhook', ok: true, error: null },
      { channel: 'wecom', ok: false, error: expect.stringContaining('500') as string },
    ],
  });
  expect(answer.body).not.toContain('planted');
  for (const { server } of [good, bad]) server.close();
});
