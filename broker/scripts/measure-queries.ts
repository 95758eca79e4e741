/**
 * How long every list and search takes in a database with much in it, and whether any of them reads a big table without
 * an index that wants little of it: `node --conditions=pipit-source broker/scripts/measure-queries.ts
 * [--database-url URL | --data-dir FOLDER] [--seed] [--runs 40] [--limit-ms 100] [--only TEXT]`
 * Without a database it fills one in memory. `--only` what has this in its name. Prints JSON; fails over the limit and on a sequential scan.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CompiledQuery, type KyselyPlugin, sql } from 'kysely';
import { pino } from 'pino';
import { DEFAULT_API_SETTINGS, createApi } from '../src/api/create-api.ts';
import { fleetRoutes } from '../src/api/routes/fleet/fleet-routes.ts';
import { recordRoutes } from '../src/api/routes/records.ts';
import { systemClock } from '../src/clock.ts';
import { NO_AUDIT } from '../src/audit/audit-sink.ts';
import { loadConfig } from '../src/config/load.ts';
import { createFleet } from '../src/fleet/create-fleet.ts';
import { createRecords } from '../src/compose/records.ts';
import { ROLE_RIGHTS, type Role } from '../src/identity/permissions.ts';
import { Figures } from '../src/telemetry/figures.ts';
import { MemorySharedState } from '../src/store/shared/memory-shared-state.ts';
import { FLEET, SEED_PERSON, seedFleet } from '../src/testing/seed-fleet.ts';
import { openSeedDatabase } from './open-seed-database.ts';

const { values } = parseArgs({
  options: {
    'database-url': { type: 'string' },
    'data-dir': { type: 'string' },
    seed: { type: 'boolean', default: false },
    scale: { type: 'string', default: '1' },
    runs: { type: 'string', default: '40' },
    'limit-ms': { type: 'string', default: '100' },
    only: { type: 'string', default: '' },
  },
});
const inMemory = values['database-url'] === undefined && values['data-dir'] === undefined;
const database = await openSeedDatabase({ url: values['database-url'], dataDir: values['data-dir'] });
const scale = Number(values.scale);
const sizes = {
  devices: FLEET.devices * scale,
  sessions: FLEET.sessions * scale,
  messages: FLEET.messages * scale,
  turns: FLEET.turns * scale,
  days: FLEET.days,
};
if (values.seed || inMemory) {
  const onProgress = (what: string, done: number, of: number) =>
    process.stderr.write(`\r${what} ${done}/${of}          `);
  await seedFleet(database.queries, { sizes, onProgress });
  process.stderr.write('\n');
}

// Every statement that a route sends is explained once.
const BIG = new Set([
  'devices',
  'sessions',
  'messages',
  'turns',
  'usage_hours',
  'response_hours',
  'session_events',
]);
const statements = new Map<string, CompiledQuery>();
const watch: KyselyPlugin = {
  transformQuery: ({ node, queryId }) => {
    const compiled = database.queries.getExecutor().compileQuery(node, queryId);
    statements.set(compiled.sql, compiled);
    return node;
  },
  transformResult: async ({ result }) => result,
};
const log = pino({ level: 'silent' });
const { records: settings, session, conversation, devices } = loadConfig({ environment: {} });
const figures = new Figures();
const watched = {
  ...database,
  engine: database.engine,
  figures: database.figures,
  queries: database.queries.withPlugin(watch),
};
const common = { database: watched, clock: systemClock, log, figures, now: Date.now };
// Reads only: nothing is encrypted, and nobody is taken to be offline.
const fleet = await createFleet({
  ...common,
  vault: { seal: (secret) => secret, open: (sealed) => sealed },
  audit: NO_AUDIT,
  nodeId: undefined,
  mqttUrl: 'mqtt://localhost',
  defaults: { conversation, resume: session.resume },
  allowNetwork: true,
  retentionMs: devices.historyDays * 86_400_000,
});
const dataDir = await mkdtemp(join(tmpdir(), 'pipit-measure-'));
const records = await createRecords({
  ...common,
  settings,
  session,
  modelId: 'nova',
  dataDir,
  endSession: () => false,
  audit: NO_AUDIT,
});
const api = await createApi({
  settings: { ...DEFAULT_API_SETTINGS, rateLimitPerMinute: 1_000_000 },
  routes: [fleetRoutes(fleet, { corsOrigins: [] }), ...recordRoutes(records.services)],
  idempotency: records.idempotency,
  shared: new MemorySharedState({ clock: systemClock }),
  audit: NO_AUDIT,
  clock: systemClock,
  log,
  authenticate: async ({ headers }) => {
    const role = (headers['authorization'] ?? 'owner') as Role;
    const id = role === 'device_user' ? SEED_PERSON : 'measure';
    return { kind: 'user', id, name: role, tenantId: 'default', role, ...ROLE_RIGHTS[role], via: 'bearer' };
  },
});

const ago = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();
const device = (n: number): string => `seed-${String(1 + ((n * 37) % 3000)).padStart(6, '0')}`;
const sessionId = (n: number): string =>
  `00000000-0000-7000-a000-${(1 + ((n * 977) % sizes.sessions)).toString(16).padStart(12, '0')}`;
const rare = (n: number): string => String((n * 7919) % 100_000);
const ROUTES: Record<string, (n: number) => string> = {
  'sessions, newest': () => '/api/v1/sessions',
  'sessions of a device': (n) => `/api/v1/sessions?device=${device(n)}`,
  'sessions of a person': () => `/api/v1/sessions?user=${SEED_PERSON}`,
  'sessions of a workspace': (n) => `/api/v1/sessions?workspace=team-${n % 40}`,
  'sessions, open': () => '/api/v1/sessions?open=true',
  'sessions by reason': () => '/api/v1/sessions?reason=MODEL_FAILED',
  'sessions of a day': (n) => `/api/v1/sessions?from=${ago(2 + (n % 50))}&to=${ago(1 + (n % 50))}`,
  'one session': (n) => `/api/v1/sessions/${sessionId(n)}`,
  'messages of a session': (n) => `/api/v1/sessions/${sessionId(n)}/messages`,
  'messages, newest': () => '/api/v1/messages',
  'messages of a device': (n) => `/api/v1/messages?device=${device(n)}`,
  'search, common word': () => '/api/v1/messages?q=weather',
  'search, two words': () => '/api/v1/messages?q=kitchen%20light',
  'search, rare word': (n) => `/api/v1/messages?q=${rare(n)}%20`,
  'search, word that is not there': (n) => `/api/v1/messages?q=zz${n}`,
  'search, common word long ago': (n) => `/api/v1/messages?q=weather&to=${ago(30 + (n % 20))}`,
  'search, word of a device': (n) => `/api/v1/messages?q=weather&device=${device(n)}`,
  'search, rare word of a week': (n) =>
    `/api/v1/messages?q=bacedi&from=${ago(10 + (n % 40))}&to=${ago(3 + (n % 40))}`,
  'search, word of a person': () => `/api/v1/messages?q=weather&user=${SEED_PERSON}`,
  'turns, newest': () => '/api/v1/turns',
  'turns of a device': (n) => `/api/v1/turns?device=${device(n)}`,
  'turns of a session': (n) => `/api/v1/sessions/${sessionId(n)}/turns`,
  'latencies by day, a week': () => '/api/v1/latencies?by=day',
  'latencies by device, a day': () => '/api/v1/latencies?by=device',
  'usage by day, a month': () => '/api/v1/usage?by=day',
  'usage by week, 92 days': () => '/api/v1/usage?by=week&timeZone=Asia/Shanghai',
  'usage in all, a month': () => `/api/v1/usage?by=span&from=${ago(30)}`,
  'usage of a device by day, a month': (n) => `/api/v1/usage?by=day&device=${device(n)}&from=${ago(30)}`,
  'usage by month, a year': () => '/api/v1/usage?by=month',
  'usage of a device by hour': (n) => `/api/v1/usage?by=hour&device=${device(n)}`,
  'usage of devices, a day': () => '/api/v1/usage/devices',
  'usage of devices, a month': () => `/api/v1/usage/devices?from=${ago(30)}&limit=10`,
  'usage of tools, a month': () => `/api/v1/usage/tools?from=${ago(30)}&limit=10`,
  online: () => '/api/v1/online',
  'devices, by id': () => '/api/v1/devices',
  'devices, seen last': () => '/api/v1/devices?sort=-lastSeenAt',
  'devices, by name': () => '/api/v1/devices?sort=name',
  'devices, online': () => '/api/v1/devices?status=online',
  'devices, offline': () => '/api/v1/devices?status=offline',
  'devices by the beginning of a name': (n) => `/api/v1/devices?q=seed-0${n % 9}`,
  'devices by firmware': (n) => `/api/v1/devices?firmware=1.${n % 7}`,
  'devices of a person': () => `/api/v1/devices?owner=${SEED_PERSON}`,
  'devices in no group': () => '/api/v1/devices?group=none',
  'one device': (n) => `/api/v1/devices/${device(n)}`,
};
/** The hundredth page costs what the first does. */
const DEEP = ['/api/v1/sessions?limit=200', '/api/v1/messages?limit=200', '/api/v1/turns?limit=200'];

const get = async (
  url: string,
  role: Role,
): Promise<{ ms: number; nextCursor: string | null | undefined }> => {
  const startMs = performance.now();
  const answer = await api.inject({ url, headers: { authorization: role } });
  const ms = performance.now() - startMs;
  if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.statusCode} ${answer.body}`);
  return { ms, nextCursor: answer.json<{ nextCursor?: string | null }>().nextCursor };
};
const summary = (times: number[]) => {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)]! * 10) / 10;
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
};

const results: Record<string, ReturnType<typeof summary>> = {};
const runs = Number(values.runs);
for (const [name, urlOf] of Object.entries(ROUTES)) {
  if (!name.includes(values.only)) continue;
  for (const [label, role] of [
    [name, 'owner'],
    [`${name} (own devices)`, 'device_user'],
  ] as const) {
    if (role === 'device_user' && /^one |of a session/.test(name)) continue;
    await get(urlOf(0), role);
    const times: number[] = [];
    for (let n = 1; n <= runs; n++) times.push((await get(urlOf(n), role)).ms);
    results[label] = summary(times);
  }
}
for (const url of values.only === '' ? DEEP : []) {
  const times: number[] = [];
  let cursor: string | null | undefined;
  for (let page = 0; page < 50 && cursor !== null; page++) {
    const answer = await get(cursor ? `${url}&cursor=${cursor}` : url, 'owner');
    times.push(answer.ms);
    cursor = answer.nextCursor;
  }
  results[`${url}, 50 pages on`] = summary(times);
}

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Plan Rows'?: number;
  readonly Plans?: readonly Plan[];
}
const counted = await sql<{ name: string; rows: number }>`
  select relname as name, reltuples as rows from pg_class where relkind = 'r'`.execute(database.queries);
const rowCounts = new Map(counted.rows.map(({ name, rows }) => [name, rows]));
const scans: string[] = [];
const visit = (plan: Plan, text: string): void => {
  const table = plan['Relation Name'];
  // What wants most of a table does well to read it as it lies.
  const wanted = (plan['Plan Rows'] ?? 0) / (rowCounts.get(table ?? '') ?? Infinity);
  if (plan['Node Type'] === 'Seq Scan' && table !== undefined && BIG.has(table) && wanted < 0.25)
    scans.push(`${table}: ${text.replaceAll(/\s+/g, ' ').slice(0, 300)}`);
  for (const inner of plan.Plans ?? []) visit(inner, text);
};
let explained = 0;
for (const { sql: text, parameters } of statements.values()) {
  if (!/^\s*(with|select)/i.test(text)) continue;
  const { rows } = await database.queries.executeQuery<Record<string, unknown>>(
    CompiledQuery.raw(`explain (format json) ${text}`, [...parameters]),
  );
  const answer = Object.values(rows[0] ?? {})[0];
  const [{ Plan: plan }] = (typeof answer === 'string' ? JSON.parse(answer) : answer) as [{ Plan: Plan }];
  visit(plan, text);
  explained++;
}
const limitMs = Number(values['limit-ms']);
const slow = Object.entries(results).flatMap(([name, { p95 }]) => (p95 > limitMs ? [name] : []));
const load = loadavg()[0]?.toFixed(1);
const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} processors, Node.js ${process.version}, load ${load}`;
process.stdout.write(
  `${JSON.stringify({ engine: database.engine, machine, sizes, runs, statementsExplained: explained, sequentialScans: scans, slow, ms: results }, undefined, 1)}\n`,
);
await api.close();
await records.close();
await fleet.close();
await database.close();
await rm(dataDir, { recursive: true });
process.exitCode = scans.length + slow.length > 0 ? 1 : 0;
