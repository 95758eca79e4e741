/** What is kept of sandboxes, and who may see and do what with them. */
import { pino } from 'pino';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Api } from '../../src/api/api.ts';
import { DEFAULT_API_SETTINGS, createApi } from '../../src/api/create-api.ts';
import { createMemoryIdempotencyStore } from '../../src/api/habits/memory-idempotency-store.ts';
import { sandboxRoutes } from '../../src/api/routes/sandboxes.ts';
import type { AuditEntry } from '../../src/audit/audit-log.ts';
import type { AuditedAction } from '../../src/audit/audit-sink.ts';
import type { SandboxChoice } from '../../src/compose/sandbox-wishes.ts';
import { type Sandboxes, createSandboxes } from '../../src/compose/sandboxes.ts';
import { configSchema } from '../../src/config/schema.ts';
import { userSettingsSchema } from '../../src/identity/settings-schema.ts';
import type { UserPrincipal } from '../../src/identity/principal.ts';
import type { Database } from '../../src/store/database.ts';
import { newId } from '../../src/store/ids.ts';
import { notify } from '../../src/store/notify.ts';
import { MemorySharedState } from '../../src/store/shared/memory-shared-state.ts';
import { Figures } from '../../src/telemetry/figures.ts';
import { FakeClock } from '../../src/testing/fake-clock.ts';
import { ScriptedEngine } from '../../src/testing/scripted-engine.ts';
import { ToolError } from '../../src/tools/tool-source.ts';
import { person } from '../fleet/fleet-people.ts';
import { openTestDatabase } from '../store/test-database.ts';

const ANNA = person('device_user', newId());
const BERTA = person('device_user', newId());
const ADMIN = person('admin', newId());
const VIEWER = person('viewer', newId());
const STRANGER = person('owner', newId(), 'other');
const forever = new AbortController().signal;
const log = pino({ level: 'silent' });

let database: Database;
let clock: FakeClock;
let engine: ScriptedEngine;
let sandboxes: Sandboxes;
let api: Api;
let asking: UserPrincipal;
let choices: Map<string, SandboxChoice>;
let reads: number;
let done: AuditedAction[];
let audited: AuditEntry[];

beforeAll(async () => {
  database = await openTestDatabase();
  await database.queries.insertInto('tenants').values({ id: 'other', name: 'Other' }).execute();
  for (const { id, tenantId, role } of [ANNA, BERTA, ADMIN, VIEWER, STRANGER])
    await database.queries
      .insertInto('users')
      .values({ id, tenantId, role, name: id, email: `${id}@example.com` })
      .execute();
});
afterAll(() => database.close());

beforeEach(async () => {
  await sql`truncate sandboxes cascade`.execute(database.queries);
  clock = new FakeClock(Date.parse('2026-11-30T12:00:00Z'));
  choices = new Map();
  reads = 0;
  done = [];
  audited = [];
  await open('here');
});
afterEach(close);

async function open(node: string): Promise<void> {
  engine = new ScriptedEngine();
  sandboxes = await createSandboxes({
    hasTenants: true,
    settings: configSchema.parse({}).tools.sandbox,
    engine,
    limits: { memoryMb: 512, cpus: 1, maxProcesses: 64, diskMb: 256 },
    database,
    node,
    choiceOf: async (userId) => {
      reads++;
      return choices.get(userId) ?? userSettingsSchema.parse({}).sandbox;
    },
    audit: { record: (_actor, entry) => audited.push(entry) },
    clock,
    now: () => clock.now(),
    log,
    figures: new Figures(),
  });
  api = await createApi({
    settings: DEFAULT_API_SETTINGS,
    routes: [sandboxRoutes({ ...sandboxes.services, audit: { record: (action) => done.push(action) } })],
    idempotency: createMemoryIdempotencyStore({ clock }),
    shared: new MemorySharedState({ clock }),
    audit: { record: () => {} },
    clock,
    log,
    authenticate: async () => asking,
  });
}

async function close(): Promise<void> {
  await api.close();
  await sandboxes.close();
}

async function ask(as: UserPrincipal, method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) {
  asking = as;
  const answer = await api.inject({
    method,
    url: `/api/v1/sandboxes${path}`,
    headers: { authorization: 'Bearer any' },
    ...(body && { body }),
  });
  return { status: answer.statusCode, json: answer.body === '' ? undefined : answer.json() };
}

/** With time for what falls due meanwhile. */
async function later(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 5000) {
    clock.advance(5000);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const create = async (as: UserPrincipal, body: object = {}): Promise<string> =>
  (await ask(as, 'POST', '', body)).json.id;
const idsFor = async (as: UserPrincipal, query = ''): Promise<string[]> =>
  (await ask(as, 'GET', query)).json.items.map(({ id }: { id: string }) => id);

/** A program of a conversation, as an MCP server starts it. */
async function run(
  ownerId: string | undefined,
  sessionId: string,
  deviceId = 'kitchen',
  tenantId = 'default',
) {
  const place = await sandboxes.programs.placeOf({ tenantId, ownerId, sessionId, deviceId });
  const command = { command: 'x', args: [], env: {}, network: false };
  const program = await sandboxes.programs.start(place, 'server-1', command, forever);
  program.used({ sessionId, deviceId });
  return program;
}

describe('a sandbox of one’s own', () => {
  test('is made before it is needed, once, shown, kept and ended', async () => {
    const made = await ask(ANNA, 'POST', '', {});
    expect(made).toMatchObject({
      status: 201,
      json: {
        strategy: 'perUser',
        userId: ANNA.id,
        engine: 'process',
        node: 'here',
        status: 'open',
        createdAt: '2026-11-30T12:00:00.000Z',
        // As her settings have it.
        expiresAt: '2026-11-30T12:30:00.000Z',
        endReason: null,
      },
    });
    const { id } = made.json;
    expect(await ask(ANNA, 'POST', '', {})).toMatchObject({ status: 200, json: { id } });
    expect(engine.made).toHaveLength(1);
    expect((await ask(ANNA, 'GET', `/${id}`)).json).toMatchObject({
      id,
      health: { ok: true, error: null },
      allocations: [],
    });
    await later(600_000);
    expect(await ask(ANNA, 'POST', `/${id}/refresh`)).toMatchObject({
      status: 200,
      json: { lastUsedAt: '2026-11-30T12:10:00.000Z', expiresAt: '2026-11-30T12:40:00.000Z' },
    });
    expect((await ask(ANNA, 'DELETE', `/${id}`)).status).toBe(204);
    expect(engine.open).toEqual([]);
    expect((await ask(ANNA, 'GET', `/${id}`)).json).toMatchObject({
      status: 'ended',
      endReason: 'DELETED',
      health: null,
    });
    for (const [method, path] of [
      ['DELETE', ''],
      ['POST', '/refresh'],
    ] as const)
      expect(await ask(ANNA, method, `/${id}${path}`)).toMatchObject({
        status: 409,
        json: { code: 'CONFLICT', detail: expect.stringContaining('DELETED') },
      });
    expect(done.map(({ action }) => action)).toEqual([
      'sandbox.prepare',
      'sandbox.prepare',
      'sandbox.refresh',
      'sandbox.delete',
    ]);
    expect(audited).toMatchObject([
      { action: 'sandbox.create', detail: { strategy: 'perUser', userId: ANNA.id } },
    ]);
  });

  test('is seen and touched by nobody else but who looks after the tenant', async () => {
    const [hers, his] = [await create(ANNA), await create(BERTA)];
    const pool = await create(ADMIN, { strategy: 'shared' });
    const foreign = await create(STRANGER, { strategy: 'shared' });
    expect(await idsFor(ANNA)).toEqual([hers]);
    expect(await idsFor(ANNA, `?user=${BERTA.id}`)).toEqual([]);
    expect(new Set(await idsFor(ADMIN))).toEqual(new Set([hers, his, pool]));
    expect(await idsFor(VIEWER, `?user=${BERTA.id}`)).toEqual([his]);
    expect(await idsFor(STRANGER)).toEqual([foreign]);
    const others: [UserPrincipal, string][] = [
      [BERTA, hers],
      [ANNA, pool],
      [STRANGER, hers],
      [ADMIN, foreign],
    ];
    for (const [who, id] of others)
      for (const [method, path] of [
        ['GET', ''],
        ['GET', '/allocations'],
        ['POST', '/refresh'],
        ['DELETE', ''],
      ] as const)
        expect((await ask(who, method, `/${id}${path}`)).status).toBe(404);
    expect((await ask(VIEWER, 'DELETE', `/${hers}`)).status).toBe(403);
    expect(engine.open).toHaveLength(4);
    expect((await ask(ADMIN, 'DELETE', `/${hers}`)).status).toBe(204);
  });

  test('is made for others only by who looks after the tenant', async () => {
    expect((await ask(ANNA, 'POST', '', { userId: BERTA.id })).status).toBe(404);
    expect((await ask(ANNA, 'POST', '', { strategy: 'shared' })).status).toBe(403);
    expect((await ask(STRANGER, 'POST', '', { userId: BERTA.id })).status).toBe(404);
    expect((await ask(ADMIN, 'POST', '', { userId: BERTA.id })).json).toMatchObject({ userId: BERTA.id });
    expect((await ask(ADMIN, 'POST', '', { strategy: 'perSession' })).status).toBe(422);
  });

  test('that cannot be made says why', async () => {
    engine.failure = new ToolError('UNAVAILABLE', 'There is no bubblewrap here.');
    expect(await ask(ANNA, 'POST', '', {})).toMatchObject({
      status: 503,
      json: { code: 'UNAVAILABLE', detail: 'There is no bubblewrap here.' },
    });
    expect(audited).toMatchObject([{ action: 'sandbox.create', result: 'failed' }]);
    expect(await idsFor(ANNA)).toEqual([]);
  });
});

describe('what is recorded', () => {
  test('has each conversation with its last use, newest first, in pages', async () => {
    choices.set(ANNA.id, userSettingsSchema.parse({ sandbox: { strategy: 'perUser' } }).sandbox);
    const sessions = Array.from({ length: 5 }, () => newId());
    const programs = [];
    for (const sessionId of sessions) {
      programs.push(await run(ANNA.id, sessionId));
      clock.advance(1000);
    }
    programs[0]!.used({ sessionId: sessions[0]!, deviceId: 'kitchen' });
    const [id] = await waitForIds(ANNA);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const next: string = cursor === null ? '' : `&cursor=${cursor}`;
      const { json } = await ask(ANNA, 'GET', `/${id}/allocations?limit=2${next}`);
      seen.push(...json.items.map(({ sessionId }: { sessionId: string }) => sessionId));
      cursor = json.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(sessions.toReversed());
    const { json } = await ask(ANNA, 'GET', `/${id}`);
    expect(json.allocations.at(-1)).toMatchObject({
      serverId: 'server-1',
      deviceId: 'kitchen',
      at: '2026-11-30T12:00:00.000Z',
      lastUsedAt: '2026-11-30T12:00:05.000Z',
      releasedAt: null,
    });
  });

  test('lists are by time, filtered and in pages', async () => {
    const first = await create(ANNA);
    await later(60_000);
    const second = await create(BERTA);
    await later(60_000);
    const third = await create(ADMIN, { strategy: 'shared' });
    await ask(ADMIN, 'DELETE', `/${second}`);
    expect(await idsFor(ADMIN)).toEqual([third, second, first]);
    expect(await idsFor(ADMIN, '?sort=createdAt')).toEqual([first, second, third]);
    expect(await idsFor(ADMIN, '?open=true')).toEqual([third, first]);
    expect(await idsFor(ADMIN, '?open=false')).toEqual([second]);
    expect(await idsFor(ADMIN, '?strategy=shared')).toEqual([third]);
    expect(await idsFor(ADMIN, '?from=2026-11-30T12:00:30Z&to=2026-11-30T12:01:30Z')).toEqual([second]);
    const { json } = await ask(ADMIN, 'GET', '?limit=2');
    expect(await idsFor(ADMIN, `?limit=2&cursor=${json.nextCursor}`)).toEqual([first]);
    expect((await ask(ADMIN, 'GET', `?limit=2&sort=createdAt&cursor=${json.nextCursor}`)).status).toBe(400);
  });

  test('of another broker can be read, and not touched', async () => {
    const id = newId();
    const at = new Date(clock.now());
    await database.queries
      .insertInto('sandboxes')
      .values({
        id,
        tenantId: 'default',
        userId: ANNA.id,
        strategy: 'perUser',
        engine: 'docker',
        node: 'elsewhere',
        createdAt: at,
        lastUsedAt: at,
      })
      .execute();
    expect((await ask(ANNA, 'GET', `/${id}`)).json).toMatchObject({ node: 'elsewhere', health: null });
    for (const [method, path] of [
      ['DELETE', ''],
      ['POST', '/refresh'],
    ] as const)
      expect(await ask(ANNA, method, `/${id}${path}`)).toMatchObject({
        status: 409,
        json: { detail: expect.stringMatching(/"elsewhere".*"here"/) },
      });
    expect(await ask(ANNA, 'GET', '/00000000-0000-7000-8000-000000000000')).toMatchObject({ status: 404 });
  });

  test('by a broker that died is ended by the one that takes its place, and by no other', async () => {
    const sessionId = newId();
    const at = new Date(clock.now());
    const [ours, theirs] = [newId(), newId()];
    for (const [id, node] of [
      [ours, 'here'],
      [theirs, 'elsewhere'],
    ] as const) {
      await database.queries
        .insertInto('sandboxes')
        .values({
          id,
          tenantId: 'default',
          strategy: 'shared',
          engine: 'docker',
          node,
          createdAt: at,
          lastUsedAt: at,
        })
        .execute();
      const allocation = { tenantId: 'default', serverId: 's', deviceId: 'kitchen', sessionId };
      await database.queries
        .insertInto('sandboxAllocations')
        .values({ id: newId(), sandboxId: id, at, lastUsedAt: at, ...allocation })
        .execute();
    }
    await close();
    await open('here');
    const { json } = await ask(ADMIN, 'GET', `/${ours}`);
    expect(json).toMatchObject({ status: 'ended', endReason: 'BROKER_LOST', endedAt: at.toISOString() });
    expect(json.allocations).toMatchObject([{ releasedAt: at.toISOString() }]);
    expect((await ask(ADMIN, 'GET', `/${theirs}`)).json).toMatchObject({
      status: 'open',
      allocations: [{ releasedAt: null }],
    });
  });

  test('says of those that a broker closed on its way out that it was so', async () => {
    const id = await create(ANNA);
    await close();
    await open('here');
    expect((await ask(ANNA, 'GET', `/${id}`)).json).toMatchObject({ endReason: 'SHUTDOWN' });
  });
});

test('what a user chose is remembered until they choose anew', async () => {
  const place = () =>
    sandboxes.programs.placeOf({ tenantId: 'default', ownerId: ANNA.id, sessionId: 's', deviceId: 'd' });
  expect((await place()).strategy).toBe('shared');
  choices.set(ANNA.id, userSettingsSchema.parse({ sandbox: { strategy: 'perSession' } }).sandbox);
  expect((await place()).strategy).toBe('shared');
  expect(reads).toBe(1);
  await notify(database.queries, 'pipit_settings', { userId: BERTA.id });
  await notify(database.queries, 'pipit_settings', { userId: ANNA.id });
  await expect.poll(async () => (await place()).strategy).toBe('perSession');
  expect(reads).toBe(2);
});

test('settings that cannot be read are no reason for the wrong place', async () => {
  choices = { get: () => Promise.reject(new Error('away')) } as unknown as typeof choices;
  await expect(run(ANNA.id, newId())).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  choices = new Map();
  await expect(run(ANNA.id, newId())).resolves.toBeDefined();
});

/** Records come a moment later. */
async function waitForIds(as: UserPrincipal): Promise<string[]> {
  await sandboxes.services.flush();
  return idsFor(as);
}
