/** A tenant and its neighbour on the whole broker: every route of the API is tried with the other's token. */
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SoundFiles } from '../src/history/recordings/sound-files.ts';
import { readLocalAccess } from '../src/identity/local-key.ts';
import type { Database } from '../src/store/database.ts';
import { newId } from '../src/store/ids.ts';
import { TABLES } from '../src/store/tables.ts';
import { sql } from 'kysely';
import { openTestDatabase } from './store/test-database.ts';
import { WholeBroker } from './whole-broker.ts';

/** In every name and text of tenant `ours`: nowhere to be seen by `theirs`. */
const MARK = 'zimtschnecke';

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
  readonly access: string;
  /** Names of fields and of the query that name something of the tenant. */
  readonly references: { readonly body: readonly string[]; readonly query: readonly string[] };
}

let database: Database;
let whole: WholeBroker;
let base: string;
/** Values of path parameters, by what comes before them in the path. */
const ids: Record<string, string> = {};
const tokens = { ours: '', theirs: '' };

async function ask(
  token: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string; json: Record<string, unknown> }> {
  const response = await fetch(base + path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(10_000),
  });
  // Streams of events do not end: their beginning will do.
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
    await response.body?.cancel();
    return { status: response.status, text: '', json: {} };
  }
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return { status: response.status, text, json: isJson ? (JSON.parse(text) as Record<string, unknown>) : {} };
}

async function ownerOf(local: string, tenantId: string): Promise<string> {
  const password = 'four small birds';
  const email = `owner@${tenantId}.example.com`;
  const tenant = { id: tenantId, name: tenantId, owner: { email, name: `${tenantId} owner` } };
  const made = await ask(local, 'POST', '/api/v1/tenants', tenant);
  const { link } = made.json as { link?: { url: string } };
  if (!link) throw new Error(made.text);
  const token = link.url.split('#')[1];
  const { json } = await ask(
    '',
    'POST',
    '/api/auth/links/redeem',
    { token, password },
    { authorization: '' },
  );
  return json['accessToken'] as string;
}

beforeAll(async () => {
  database = await openTestDatabase();
  whole = await WholeBroker.start({
    database,
    settings: { 'tenancy.mode': 'multi', 'http.rateLimitPerMinute': 100_000, 'http.signInPerMinute': 1000 },
  });
  base = `http://127.0.0.1:${whole.broker.ports['http']}`;
  const { key } = (await readLocalAccess(whole.folder))!;
  tokens.ours = await ownerOf(key, 'ours');
  tokens.theirs = await ownerOf(key, 'theirs');
  await fillOurs();
});
afterAll(async () => {
  await whole[Symbol.asyncDispose]();
  await database.close();
});

/** One of everything. */
async function fillOurs(): Promise<void> {
  const { ours } = tokens;
  const make = async (path: string, body: object): Promise<Record<string, unknown>> => {
    const { status, text, json } = await ask(ours, 'POST', path, body);
    if (status >= 300) throw new Error(`${path}: ${text}`);
    return json;
  };
  const deviceId = 'lamp-7';
  const group = await make('/api/v1/device-groups', { name: `${MARK} group` });
  await make('/api/v1/devices', { id: deviceId, name: `${MARK} lamp`, groupId: group['id'], tags: [MARK] });
  const server = await make('/api/mcp-servers', {
    name: `${MARK} server`,
    transport: 'http',
    url: 'https://example.com/mcp',
  });
  const apiKey = await make('/api/v1/api-keys', { name: `${MARK} key`, permissions: ['devices:read'] });
  const user = await make('/api/v1/users', {
    email: `${MARK}@example.com`,
    name: `${MARK} person`,
    role: 'viewer',
  });
  for (const scope of ['fleet', `groups/${String(group['id'])}`, `devices/${deviceId}`]) {
    const path = `/api/v1/configuration/${scope}`;
    const body = { systemPrompt: `${MARK} prompt` };
    const { status, text } = await ask(ours, 'PUT', path, body, { 'if-match': '"v0"' });
    if (status !== 200) throw new Error(text);
  }
  const command = await make(`/api/v1/devices/${deviceId}/commands`, { command: { kind: 'identify' } });
  const { json: signIns } = await ask(ours, 'GET', '/api/auth/sign-ins');
  const sessionId = newId();
  const alertId = newId();
  const { queries } = database;
  await sql`
    insert into sessions (id, tenant_id, device_id, workspace, started_at, last_at, end_reason)
    values (${sessionId}, 'ours', ${deviceId}, ${MARK}, now(), now(), 'SILENCE')`.execute(queries);
  const { rows } = await sql<{ id: number }>`
    insert into messages (tenant_id, session_id, device_id, at, role, text, generation, words)
    values ('ours', ${sessionId}, ${deviceId}, now(), 'user', ${MARK}, 1, array_to_tsvector(array[${MARK}::text]))
    returning id`.execute(queries);
  await sql`
    insert into turns (tenant_id, session_id, device_id, at, generation, marks, interrupted)
    values ('ours', ${sessionId}, ${deviceId}, now(), 1, '{}', false)`.execute(queries);
  await sql`
    insert into alerts (id, tenant_id, rule, dedupe_key, severity, title)
    values (${alertId}, 'ours', 'errorRate', ${MARK}, 'warning', ${MARK})`.execute(queries);
  const sandboxId = newId();
  await sql`
    insert into sandboxes (id, tenant_id, strategy, engine, node, created_at, last_used_at)
    values (${sandboxId}, 'ours', 'shared', ${MARK}, ${MARK}, now(), now())`.execute(queries);
  await sql`
    insert into sandbox_allocations (id, sandbox_id, tenant_id, server_id, device_id, session_id, at, last_used_at)
    values (${newId()}, ${sandboxId}, 'ours', ${MARK}, ${deviceId}, ${sessionId}, now(), now())`.execute(
    queries,
  );
  const recording = new SoundFiles(join(whole.folder, 'recordings')).pathFor(sessionId, 'user', Date.now());
  await writeFile(recording, MARK);
  Object.assign(ids, {
    recording: basename(recording),
    devices: deviceId,
    groups: group['id'],
    'device-groups': group['id'],
    'mcp-servers': server['id'],
    'api-keys': (apiKey['apiKey'] as { id?: string } | undefined)?.id ?? apiKey['id'],
    users: (user['user'] as { id: string }).id,
    commands: String((command['command'] as { id?: unknown } | undefined)?.id ?? command['id']),
    'sign-ins': (signIns['items'] as { id: string }[])[0]!.id,
    sessions: sessionId,
    messages: String(rows[0]!.id),
    alerts: alertId,
    sandboxes: sandboxId,
    tenants: 'ours',
    versions: '1',
    claims: 'ABCD-EFGH',
  });
}

/** What a service of others is known by there. */
const NAMES_OF_OTHERS: ReadonlySet<string> = new Set(['knowledgeBaseId', 'clientId']);

/** Which fields of bodies and queries name something else; a knowledge base is named to the model only. */
const isReference = (name: string): boolean =>
  /^(ids|device|group|owner|user|mcpServers|.+Ids?)$/.test(name) && !NAMES_OF_OTHERS.has(name);

/** It names nothing, whatever it is called. */
const isSwitch = (schema: unknown): boolean => JSON.stringify(schema).includes('"boolean"');

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

async function operations(): Promise<Operation[]> {
  const document = (await (await fetch(`${base}/api/v1/openapi.json`)).json()) as {
    paths: Record<string, Record<string, Record<string, unknown>>>;
    components: { schemas: Record<string, Schema> };
  };
  const fieldsOf = (value: unknown): string[] => {
    if (typeof value !== 'object' || value === null) return [];
    const { $ref } = value as Schema;
    const schema = $ref === undefined ? value : document.components.schemas[basename($ref)]!;
    return [
      ...Object.entries((schema as Schema).properties ?? {}).flatMap(([name, of]) =>
        isSwitch(of) ? [] : [name],
      ),
      ...Object.values(schema).flatMap((part) => fieldsOf(part)),
    ];
  };
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operationId: String(operation['operationId']),
      access: String(operation['x-access']),
      references: {
        body: [...new Set(fieldsOf(operation['requestBody']).filter(isReference))],
        query: ((operation['parameters'] ?? []) as { name: string; in: string }[])
          .filter((parameter) => parameter.in === 'query' && isReference(parameter.name))
          .map(({ name }) => name),
      },
    })),
  );
}

/** Of the model, and of no tenant. */
const isOfNobody = (path: string): boolean => path.startsWith('/api/v1/voices/');

const filled = (path: string): string =>
  path.replaceAll(/\/([\w-]+)\/\{\w+\}/g, (_all, parent: string) => {
    const id = ids[parent];
    if (id === undefined) throw new Error(`There is nothing of ours for ${path}: add it to fillOurs().`);
    return `/${parent}/${id}`;
  });

/** What gets a request past its schema, so that what is asked for is looked for at all. */
const BODIES: Readonly<Record<string, object>> = {
  changePlainDevice: { name: 'x' },
  actOnPlainDevice: { action: 'disconnect' },
  replaceMcpServer: { name: 'x', transport: 'http', url: 'https://example.com' },
  replaceMcpServerV1: { name: 'x', transport: 'http', url: 'https://example.com' },
  tryMcpServerAgain: { name: 'x', transport: 'http', url: 'https://example.com' },
  tryMcpServerAgainV1: { name: 'x', transport: 'http', url: 'https://example.com' },
  setDeviceConfiguration: { volume: 1 },
  setGroupConfiguration: { volume: 1 },
  setDeviceCertificate: { certificate: null },
  commandDevice: { command: { kind: 'identify' } },
  changeDevice: { name: 'x' },
  changeDeviceGroup: { name: 'x' },
  changeUser: { name: 'x' },
  rotateDeviceSecret: {},
  changeTenant: { name: 'x' },
  claimDevice: {},
};

async function everythingOf(tenantId: string): Promise<string> {
  const all: Record<string, unknown> = {};
  for (const table of TABLES) {
    // Of a key and a sign-in it is noted when they were used last; this is our own doing.
    if (['audit_log', 'api_keys', 'sign_ins', 'refresh_tokens', 'idempotency_keys'].includes(table)) continue;
    const { rows } = await sql<{ row: string }>`
      select row_to_json(t)::text as row from ${sql.table(table)} t
      where row_to_json(t)->>'tenant_id' = ${tenantId} order by 1`.execute(database.queries);
    all[table] = rows.map(({ row }) => row);
  }
  return JSON.stringify(all);
}

test('what is ours can be had by us', async () => {
  for (const path of [
    '/api/v1/devices',
    '/api/v1/messages',
    '/api/v1/sessions',
    '/api/v1/alerts',
    '/api/v1/users',
  ]) {
    const { status, text } = await ask(tokens.ours, 'GET', path);
    expect([path, status]).toEqual([path, 200]);
    expect(text).toContain(MARK);
  }
});

test('no route shows or changes anything of another tenant', async () => {
  const before = await everythingOf('ours');
  const tried: string[] = [];
  for (const { method, path, operationId, access } of await operations()) {
    if (access === 'public' || isOfNobody(path)) continue;
    const isOne = path.includes('{');
    // Lists and the like: all are read; what makes something makes it with them, and may name nothing of ours (below).
    if (!isOne && method !== 'GET') continue;
    const body = method === 'GET' || method === 'DELETE' ? undefined : (BODIES[operationId] ?? {});
    const headers: Record<string, string> = method === 'GET' ? {} : { 'if-match': '"v0"' };
    const { status, text } = await ask(tokens.theirs, method, filled(path), body, headers);
    expect(text, `${method} ${path}`).not.toContain(MARK);
    // Of the fleet's settings each tenant has its own, with versions of its own.
    if (isOne) expect([403, 404], `${method} ${path}: ${status} ${text}`).toContain(status);
    else expect([200, 403, 404], `${method} ${path}: ${status} ${text}`).toContain(status);
    tried.push(operationId);
  }
  expect(tried.length).toBeGreaterThan(60);
  expect(await everythingOf('ours')).toBe(before);
});

/** By operation and the field that names something of ours: a request of theirs which is right but for that. */
const FOREIGN: Readonly<
  Record<string, Readonly<Record<string, () => { path?: string; body: object; ifMatch?: boolean }>>>
> = {
  addDevice: {
    groupId: () => ({ body: { id: 'new-1', groupId: ids['groups'] } }),
    ownerId: () => ({ body: { id: 'new-2', ownerId: ids['users'] } }),
  },
  changeDevice: {
    groupId: () => ({ path: '/api/v1/devices/bell-3', body: { groupId: ids['groups'] } }),
    ownerId: () => ({ path: '/api/v1/devices/bell-3', body: { ownerId: ids['users'] } }),
  },
  changePlainDevice: {
    groupId: () => ({ path: '/api/devices/bell-3', body: { groupId: ids['groups'] } }),
    ownerId: () => ({ path: '/api/devices/bell-3', body: { ownerId: ids['users'] } }),
    mcpServers: () => ({
      path: '/api/devices/bell-3',
      body: { config: { mcpServers: [ids['mcp-servers']] } },
    }),
  },
  claimDevice: {
    groupId: () => ({ path: `/api/v1/claims/${claimCode}/claim`, body: { groupId: ids['groups'] } }),
    ownerId: () => ({ path: `/api/v1/claims/${claimCode}/claim`, body: { ownerId: ids['users'] } }),
  },
  setFleetConfiguration: {
    mcpServers: () => ({ body: { mcpServers: [ids['mcp-servers']] }, ifMatch: true }),
  },
  setGroupConfiguration: {
    mcpServers: () => ({
      path: `/api/v1/configuration/groups/${theirGroup}`,
      body: { mcpServers: [ids['mcp-servers']] },
      ifMatch: true,
    }),
  },
  setDeviceConfiguration: {
    mcpServers: () => ({
      path: '/api/v1/configuration/devices/bell-3',
      body: { mcpServers: [ids['mcp-servers']] },
      ifMatch: true,
    }),
  },
  actOnDevices: {
    groupId: () => ({
      body: { action: { kind: 'move', groupId: ids['groups'] }, selection: { ids: ['bell-3'] } },
    }),
    ids: () => ({ body: { action: { kind: 'disable' }, selection: { ids: ['lamp-7'] } } }),
    group: () => ({
      body: {
        action: { kind: 'disable' },
        selection: { filter: { group: ids['groups'] }, expectedCount: 1 },
      },
    }),
    owner: () => ({
      body: {
        action: { kind: 'disable' },
        selection: { filter: { owner: ids['users'] }, expectedCount: 1 },
      },
    }),
  },
  rotateDeviceSecrets: { ids: () => ({ body: { ids: ['lamp-7'] } }) },
  createSession: {
    deviceId: () => ({ body: { deviceId: 'lamp-7' } }),
    userId: () => ({ body: { deviceId: 'bell-3', userId: ids['users'] } }),
  },
  createSandbox: { userId: () => ({ body: { userId: ids['users'] } }) },
  // Not something of the tenant, but who is invited.
  createTenant: {
    owner: () => ({ body: { id: 'mine', name: 'x', owner: { email: 'x@example.com', name: 'x' } } }),
  },
};
/** Of a device that waits to be claimed. */
let claimCode: string;
let theirGroup: string;

test('nothing is made that names something of another tenant', async () => {
  const { theirs } = tokens;
  const group = await ask(theirs, 'POST', '/api/v1/device-groups', { name: 'bells' });
  theirGroup = String(group.json['id']);
  expect((await ask(theirs, 'POST', '/api/v1/devices', { id: 'bell-3', groupId: theirGroup })).status).toBe(
    201,
  );
  const claim = { deviceId: 'unclaimed', claimKey: 'k'.repeat(43) };
  claimCode = String((await ask('', 'POST', '/api/v1/claims', claim, { authorization: '' })).json['code']);
  const before = [await everythingOf('ours'), await everythingOf('theirs')];
  for (const { method, path, operationId, access, references } of await operations()) {
    if (access === 'public' || method === 'GET') continue;
    for (const field of references.body) {
      const foreign = FOREIGN[operationId]?.[field]?.();
      if (!foreign) throw new Error(`${operationId}.${field} may name something: say how in FOREIGN.`);
      const headers: Record<string, string> = foreign.ifMatch ? { 'if-match': '"v0"' } : {};
      const { status, text, json } = await ask(theirs, method, foreign.path ?? path, foreign.body, headers);
      expect(text).not.toContain(MARK);
      const answer = `${operationId}.${field}: ${status} ${text}`;
      // Of many at once, each has an answer of its own.
      if (status === 200) expect(json, answer).toMatchObject({ succeeded: 0, failed: 1 });
      else expect([403, 404, 409, 422], answer).toContain(status);
    }
  }
  for (const like of [
    { kind: 'group', id: ids['groups'] },
    { kind: 'device', id: 'lamp-7' },
  ]) {
    const { status, text } = await ask(theirs, 'POST', '/api/v1/trial-device', { like });
    expect([404, 422], text).toContain(status);
  }
  const csv = `id,group\nnew-3,${MARK} group\n`;
  const imported = await fetch(`${base}/api/v1/devices/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${theirs}`, 'content-type': 'text/csv' },
    body: csv,
  });
  expect(await imported.json()).toMatchObject({ created: 0, failed: 1, problems: [{ column: 'group' }] });
  expect([await everythingOf('ours'), await everythingOf('theirs')]).toEqual(before);
  // It was what they named, and nothing else.
  expect(
    (await ask(theirs, 'POST', `/api/v1/claims/${claimCode}/claim`, { groupId: theirGroup })).status,
  ).toBe(201);
  expect((await ask(theirs, 'POST', '/api/v1/sessions', { deviceId: 'bell-3' })).status).toBe(201);
});

test('no list is narrowed to something of another tenant', async () => {
  const named: Record<string, string | undefined> = {
    device: 'lamp-7',
    group: ids['groups'],
    owner: ids['users'],
    user: ids['users'],
    targetId: ids['users'],
  };
  for (const { method, path, access, references } of await operations()) {
    if (access === 'public' || method !== 'GET') continue;
    for (const name of references.query) {
      const { status, text, json } = await ask(tokens.theirs, 'GET', `${path}?${name}=${named[name]}`);
      const answer = `${path}?${name}: ${status} ${text}`;
      expect([200, 404], answer).toContain(status);
      expect(text).not.toContain(MARK);
      if (status === 200 && 'items' in json) expect(json['items'], answer).toEqual([]);
    }
  }
});

test('what acts on many finds none of another tenant', async () => {
  const ids = ['lamp-7'];
  const bulk = await ask(tokens.theirs, 'POST', '/api/v1/devices/bulk', {
    action: { kind: 'disable' },
    selection: { ids },
  });
  expect(bulk.json).toMatchObject({ items: [{ id: ids[0], ok: false }] });
  const taken = await ask(tokens.theirs, 'POST', '/api/v1/devices', { id: ids[0] });
  expect(taken.status).toBe(409);
  for (const query of [`q=${MARK}`, `tag=${MARK}`]) {
    const { json } = await ask(tokens.theirs, 'GET', `/api/v1/devices?${query}`);
    expect(json['items']).toEqual([]);
  }
  expect((await ask(tokens.theirs, 'GET', `/api/v1/messages?q=${MARK}`)).json['items']).toEqual([]);
});
