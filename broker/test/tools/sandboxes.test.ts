/** Programs of MCP servers at their places, in conversations with a whole broker. */
import { join } from 'node:path';
import type { DeviceSession } from '@pipit/device-sdk';
import { pino } from 'pino';
import { afterEach, expect, test, vi } from 'vitest';
import { userSettingsSchema } from '../../src/identity/settings-schema.ts';
import type { Database } from '../../src/store/database.ts';
import { newId } from '../../src/store/ids.ts';
import { notify } from '../../src/store/notify.ts';
import { openInMemory } from '../../src/store/open-in-memory.ts';
import { json } from '../../src/store/schema.ts';
import { REPOSITORY, WholeBroker } from '../whole-broker.ts';

const server = {
  name: 'which',
  transport: 'stdio',
  command: process.execPath,
  args: [join(import.meta.dirname, '..', '..', 'src', 'testing', 'which-mcp-server.mjs')],
};

// Conversations take real time, and several are held one after the other.
vi.setConfig({ testTimeout: 120_000 });

let whole: WholeBroker;
let database: Database;
let serverId: string;

afterEach(async () => {
  await whole[Symbol.asyncDispose]();
  await database.close();
});

interface Shown {
  readonly id: string;
  readonly strategy: string;
  readonly userId: string | null;
  readonly sessionId: string | null;
  readonly endReason: string | null;
  readonly serverId: string;
  readonly deviceId: string;
  readonly releasedAt: string | null;
}

const ask = (method: string, path: string, ...rest: [body?: object, headers?: Record<string, string>]) =>
  whole.ask(method, `/api/v1${path}`, ...rest);

async function start(settings: Record<string, unknown>): Promise<void> {
  database = await openInMemory(pino({ level: 'silent' }));
  whole = await WholeBroker.start({
    database,
    script: { replies: [[{ call: 'which', input: {} }, { text: 'It says {result}.' }]] },
    settings: {
      'tools.commands': [process.execPath],
      'tools.sandbox.readOnlyPaths': [REPOSITORY],
      // Tools are wanted in the first turn already, on a busy machine, too.
      'tools.startTimeoutMs': 30_000,
      'session.openTimeoutMs': 60_000,
      nodeId: 'here',
      ...settings,
    },
  });
  const { json: added } = await ask('POST', '/mcp-servers', server);
  serverId = added.id;
  const body = { tools: { mcp: true }, mcpServers: [serverId] };
  expect((await ask('PUT', '/configuration/fleet', body, { 'if-match': '"v0"' })).status).toBe(200);
}

async function person(name: string, sandbox?: object): Promise<string> {
  const id = newId();
  await database.queries
    .insertInto('users')
    .values({ id, tenantId: 'default', email: `${name}@example.com`, name, role: 'device_user' })
    .execute();
  if (sandbox) await choose(id, sandbox);
  return id;
}

async function choose(userId: string, sandbox: object): Promise<void> {
  const body = json(userSettingsSchema.parse({ sandbox }));
  await database.queries
    .insertInto('userSettings')
    .values({ userId, tenantId: 'default', body })
    .onConflict((conflict) => conflict.column('userId').doUpdateSet({ body }))
    .execute();
  await notify(database.queries, 'pipit_settings', { userId });
}

interface Talk {
  readonly session: DeviceSession;
  /** What the program said of itself. */
  readonly process: string;
  end(): Promise<void>;
}

async function talk(deviceId: string, ownerId?: string): Promise<Talk> {
  const device = await whole.device(deviceId);
  await database.queries
    .updateTable('devices')
    .set({ ownerId: ownerId ?? null })
    .where('id', '=', deviceId)
    .execute();
  const session = await device.openSession();
  await session.waitForState('LISTENING');
  const said = await whole.turn(session);
  const end = async (): Promise<void> => {
    await session.close();
    await device.close();
  };
  return { session, process: /process \d+/.exec(said)![0], end };
}

const sandboxes = async (query = ''): Promise<Shown[]> => (await ask('GET', `/sandboxes${query}`)).json.items;

/** Records come a moment later. */
const eventually = (check: () => Promise<void>) => vi.waitFor(check, 30_000);

test('a tenant shares a pool, unless the user chose a sandbox of their own', async () => {
  await start({});
  const anna = await person('anna', { strategy: 'perUser' });
  const berta = await person('berta');
  const [kitchen, hall, hers, hersToo] = [
    await talk('kitchen'),
    await talk('hall', berta),
    await talk('anna-1', anna),
    await talk('anna-2', anna),
  ];
  expect(hall.process).toBe(kitchen.process);
  expect(hers.process).not.toBe(kitchen.process);
  expect(hersToo.process).toBe(hers.process);
  const { json: shown } = await ask('GET', `/mcp-servers/${serverId}`);
  expect(shown).toMatchObject({ network: false, health: { state: 'running', users: 4, instances: 2 } });
  expect((await ask('GET', '/system')).json.counts).toMatchObject({ sandboxes: 2 });

  let found: Shown[] = [];
  await eventually(async () => {
    found = await sandboxes();
    expect(found).toMatchObject([
      { strategy: 'perUser', userId: anna, node: 'here', status: 'open' },
      { strategy: 'shared', userId: null },
    ]);
  });
  await eventually(async () => {
    const { json } = await ask('GET', `/sandboxes/${found[0]!.id}`);
    expect(json.health).toEqual({ ok: true, error: null });
    expect(json.allocations.map(({ deviceId }: Shown) => deviceId).toSorted()).toEqual(['anna-1', 'anna-2']);
    expect(json.allocations[0]).toMatchObject({ serverId, releasedAt: null });
  });
  await hers.end();
  await eventually(async () => {
    const { json } = await ask('GET', `/sandboxes/${found[0]!.id}/allocations`);
    const left = json.items.filter(({ releasedAt }: Shown) => releasedAt !== null);
    expect(left).toMatchObject([{ deviceId: 'anna-1', sessionId: hers.session.sessionId }]);
  });

  // What she chooses now holds from her next conversation on.
  await choose(anna, { strategy: 'perSession' });
  const next = await talk('anna-3', anna);
  expect([hers.process, kitchen.process]).not.toContain(next.process);

  // A sandbox that somebody deletes takes its programs along; the conversation gets another one.
  expect((await ask('DELETE', `/sandboxes/${found[1]!.id}`)).status).toBe(204);
  await eventually(async () => {
    const again = await sandboxes('?open=true&strategy=shared');
    expect(again.map(({ id }) => id)).not.toContain(found[1]!.id);
    expect(again).toHaveLength(1);
  });
});

test('each conversation has its own, until the quota is full; with it goes the sandbox', async () => {
  await start({ 'tools.sandbox.strategy': 'perSession', 'tools.sandbox.maxPerUser': 2 });
  const anna = await person('anna');
  const all = [await talk('a', anna), await talk('b', anna), await talk('c', anna), await talk('d')];
  // The program is started anew, beside the one of the first conversation.
  expect(new Set(all.map((each) => each.process)).size).toBe(4);
  await eventually(async () => {
    const found = await sandboxes('?open=true&sort=createdAt');
    expect(found.map(({ userId, sessionId }) => [userId, sessionId])).toEqual([
      [anna, all[0]!.session.sessionId],
      [anna, all[1]!.session.sessionId],
      [null, all[3]!.session.sessionId],
    ]);
    const { json } = await ask('GET', `/sandboxes/${found[0]!.id}/allocations?sort=at`);
    expect(json.items.map(({ deviceId }: Shown) => deviceId)).toEqual(['a', 'c']);
  });
  for (const each of all) await each.end();
  await eventually(async () => {
    expect((await sandboxes('?open=true')).length).toBe(0);
    expect(new Set((await sandboxes()).map(({ endReason }) => endReason))).toEqual(new Set(['DONE']));
  });
  // Nothing stays of places that have gone.
  expect((await ask('GET', `/mcp-servers/${serverId}`)).json.health).toBeNull();
  // It is written behind everything else.
  await eventually(async () => {
    const { json: audit } = await ask('GET', '/audit-log?action=sandbox.delete');
    expect(audit.items[0]).toMatchObject({
      actor: { kind: 'system' },
      target: { kind: 'sandbox' },
      detail: { strategy: 'perSession', reason: 'DONE' },
    });
  });
});

test('what is tried out has a sandbox of its own, which is closed', async () => {
  await start({});
  expect((await ask('POST', '/mcp-servers/test', { ...server, name: 'new' })).json).toMatchObject({
    ok: true,
  });
  await eventually(async () =>
    expect(await sandboxes()).toMatchObject([{ strategy: 'trial', status: 'ended', endReason: 'DONE' }]),
  );
});

test('no program gets the network where the broker gives it to none', async () => {
  await start({ 'tools.sandbox.allowNetwork': false });
  const refused = await ask('POST', '/mcp-servers', { ...server, name: 'net', network: true });
  expect(refused).toMatchObject({
    status: 422,
    json: { errors: [{ pointer: '/body/network', code: 'NETWORK_NOT_ALLOWED' }] },
  });
  expect((await ask('POST', '/mcp-servers/test', { ...server, network: true })).json).toMatchObject({
    ok: false,
    error: expect.stringContaining('tools.sandbox.allowNetwork'),
  });
});
