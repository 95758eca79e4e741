/** The fleet driven as its users do: over HTTP on one side, by devices on the other. */
import { Validator } from '@seriousme/openapi-schema-validator';
import type { DeviceConfiguration } from '@pipit/device-sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { UserPrincipal } from '../../src/identity/principal.ts';
import type { Database } from '../../src/store/database.ts';
import { openTestDatabase } from '../store/test-database.ts';
import { FleetBench } from './fleet-bench.ts';
import { STRANGER, person } from './fleet-people.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  await database.queries.insertInto('tenants').values({ id: 'other', name: 'Other' }).execute();
});
afterAll(() => database.close());
beforeEach(async () => {
  for (const table of ['deviceConfigs', 'devices', 'deviceGroups', 'deviceClaims', 'mcpServers'] as const)
    await database.queries.deleteFrom(table).execute();
});

const VIEWER = person('viewer', '0190a000-0000-7000-8000-000000000003');
const etag = (version: number) => ({ 'if-match': `"v${version}"` });

type Items = { items: { id: string; [key: string]: unknown }[]; nextCursor: string | null };

test('all routes describe themselves in valid OpenAPI', async () => {
  await using bench = await FleetBench.start(database);
  const document = bench.api.swagger();
  const { valid, errors } = await new Validator().validate(structuredClone(document) as never);
  expect(errors ?? []).toEqual([]);
  expect(valid).toBe(true);
  expect(Object.keys(document.paths ?? {})).toEqual(
    expect.arrayContaining([
      '/api/devices',
      '/api/devices/{id}',
      '/api/devices/{id}/action',
      '/api/mcp-servers',
      '/api/mcp-servers/{id}',
    ]),
  );
});

describe('the directory over HTTP', () => {
  test.for([
    [{}, '/body/selection', /Give ids, or filter and expectedCount/],
    [{ ids: [] }, '/body/selection/ids', />=1/],
    [{ ids: ['a', 'a'] }, '/body/selection/ids', /stands there twice/],
    [{ filter: {} }, '/body/selection/expectedCount', /expected number/],
  ] as const)('what is wrong with a selection is told: %j', async ([selection, pointer, detail]) => {
    await using bench = await FleetBench.start(database);
    const body = { action: { kind: 'enable' }, selection };
    const answer = await bench.ask<{ errors: object[] }>('POST /api/v1/devices/bulk', { body });
    expect(answer.body.errors).toEqual([
      { pointer, detail: expect.stringMatching(detail) as string, code: expect.any(String) as string },
    ]);
  });

  test('create, read, change, list by page, export, delete', async () => {
    await using bench = await FleetBench.start(database);
    for (const id of ['a', 'b', 'c']) {
      const made = await bench.ask('POST /api/v1/devices', {
        body: { id, name: `=${id}`, tags: ['new'] },
        headers: { 'idempotency-key': id },
      });
      expect(made).toMatchObject({ status: 201, body: { secret: expect.stringMatching(/^pk_/) as string } });
    }
    const again = await bench.ask('POST /api/v1/devices', {
      body: { id: 'a', name: '=a', tags: ['new'] },
      headers: { 'idempotency-key': 'a' },
    });
    expect(again.body).toMatchObject({ code: 'IDEMPOTENCY_WITHHELD' });
    expect((await bench.ask('POST /api/v1/devices', { body: { id: 'a' } })).body).toMatchObject({
      code: 'ALREADY_EXISTS',
    });
    expect((await bench.ask('POST /api/v1/devices', { body: { id: 'no id' } })).body).toMatchObject({
      errors: [{ pointer: '/body/id' }],
    });
    const first = await bench.ask<Items>('GET /api/v1/devices?limit=2&sort=-name&tag=new');
    expect(first.body.items.map(({ id }) => id)).toEqual(['c', 'b']);
    const second = await bench.ask<Items>(
      `GET /api/v1/devices?limit=2&sort=-name&tag=new&cursor=${first.body.nextCursor!}`,
    );
    expect(second.body).toMatchObject({ items: [{ id: 'a' }], nextCursor: null });
    expect((await bench.ask('GET /api/v1/devices?colour=red')).status).toBe(422);
    expect((await bench.ask('GET /api/v1/device-summary?tag=new')).body).toEqual({
      count: 3,
      byStatus: { online: 0, unstable: 0, offline: 0, never: 3 },
    });
    const csv = await bench.ask('GET /api/v1/devices?tag=new&tag=new', { headers: { accept: 'text/csv' } });
    expect(csv.text.split('\r\n')[1]).toMatch(/^a,'=a,,,new,true,never,in_sync,/);
    expect(
      (await bench.ask('PATCH /api/v1/devices/a', { body: { name: 'Lamp', enabled: false } })).body,
    ).toMatchObject({ name: 'Lamp', enabled: false });
    expect((await bench.ask('DELETE /api/v1/devices/a')).status).toBe(204);
    expect((await bench.ask('GET /api/v1/devices/a')).status).toBe(404);
    expect(bench.audited.map(({ action }) => action)).toEqual([
      'device.create',
      'device.create',
      'device.create',
      'device.change',
      'device.delete',
    ]);
    expect(JSON.stringify(bench.audited)).not.toContain('pk_');
  });

  test('another tenant finds nothing, whatever it asks for', async () => {
    await using bench = await FleetBench.start(database);
    await bench.ask('POST /api/v1/devices', { body: { id: 'd' } });
    const group = await bench.ask<{ id: string }>('POST /api/v1/device-groups', { body: { name: 'g' } });
    const server = await bench.ask<{ id: string }>('POST /api/mcp-servers', {
      body: { name: 's', transport: 'http', url: 'https://x/y' },
    });
    for (const [route, body, headers] of [
      ['GET /api/devices/d'],
      ['PUT /api/devices/d', { name: 'x' }],
      ['POST /api/devices/d/action', { action: 'disconnect' }],
      ['GET /api/v1/devices/d'],
      ['PATCH /api/v1/devices/d', { name: 'x' }],
      ['DELETE /api/v1/devices/d'],
      ['POST /api/v1/devices/d/secret', {}],
      ['PUT /api/v1/devices/d/certificate', { certificate: null }],
      ['GET /api/v1/devices/d/events'],
      ['GET /api/v1/devices/d/telemetry'],
      ['POST /api/v1/devices/d/commands', { command: { kind: 'identify' } }],
      ['GET /api/v1/devices/d/commands'],
      ['GET /api/v1/devices/d/commands/1'],
      ['GET /api/v1/devices/d/configuration/effective'],
      ['GET /api/v1/configuration/devices/d'],
      ['PUT /api/v1/configuration/devices/d', { volume: 1 }, etag(0)],
      ['GET /api/v1/configuration/devices/d/versions'],
      [`GET /api/v1/configuration/groups/${group.body.id}`],
      [`GET /api/v1/device-groups/${group.body.id}`],
      [`PATCH /api/v1/device-groups/${group.body.id}`, { name: 'x' }],
      [`DELETE /api/v1/device-groups/${group.body.id}`],
      [`GET /api/mcp-servers/${server.body.id}`],
      [`PUT /api/mcp-servers/${server.body.id}`, { name: 's', transport: 'http', url: 'https://x/y' }],
      [`DELETE /api/mcp-servers/${server.body.id}`],
    ] as const) {
      const answer = await bench.ask(route, {
        as: STRANGER,
        ...(body && { body }),
        ...(headers && { headers }),
      });
      expect([route, answer.status]).toEqual([route, 404]);
    }
    for (const route of [
      '/api/devices',
      '/api/v1/devices',
      '/api/v1/device-groups',
      '/api/v1/device-tags',
      '/api/mcp-servers',
    ])
      expect((await bench.ask<Items>(`GET ${route}`, { as: STRANGER })).body.items).toEqual([]);
    expect((await bench.ask('GET /api/v1/devices/d')).body).toMatchObject({ name: 'd' });
  });

  test('a role does what it may', async () => {
    await using bench = await FleetBench.start(database);
    await bench.ask('POST /api/v1/devices', { body: { id: 'd' } });
    for (const [route, body] of [
      ['POST /api/v1/devices', { id: 'x' }],
      ['PATCH /api/v1/devices/d', { name: 'x' }],
      ['POST /api/v1/devices/d/secret', {}],
      ['POST /api/v1/devices/bulk', { action: { kind: 'disable' }, selection: { ids: ['d'] } }],
      ['PUT /api/v1/configuration/fleet', { volume: 1 }],
    ] as const)
      expect((await bench.ask(route, { as: VIEWER, body })).body, route).toMatchObject({ code: 'FORBIDDEN' });
    const operator = person('operator');
    const remove = { action: { kind: 'delete' }, selection: { ids: ['d'] } };
    expect((await bench.ask('POST /api/v1/devices/bulk', { as: operator, body: remove })).body).toMatchObject(
      { permission: 'devices:delete' },
    );
  });

  test('many at once: by ids, by filter, and from a table', async () => {
    await using bench = await FleetBench.start(database);
    const csv = ['id,name', ...Array.from({ length: 50 }, (_, i) => `d${i},n${i}`), 'd1,again'].join('\n');
    const imported = await bench.ask<{ created: number; problems: object[]; devices: { secret: string }[] }>(
      'POST /api/v1/devices/import',
      { body: csv },
    );
    expect(imported.body).toMatchObject({ created: 50, failed: 1, problems: [{ line: 52, column: 'id' }] });
    const json = { body: { table: 'id\nlast' } };
    expect((await bench.ask('POST /api/v1/devices/import', json)).status).toBe(415);
    const secrets = await bench.ask('POST /api/v1/devices/import', {
      body: 'id\nlast',
      headers: { accept: 'text/csv' },
    });
    expect(secrets.text).toMatch(/^id,secret\r\nlast,pk_/);
    const acted = await bench.ask<{ items: { id: string; ok: boolean }[] }>('POST /api/v1/devices/bulk', {
      body: { action: { kind: 'tag', tags: ['t'] }, selection: { ids: ['d1', 'nobody', 'd2'] } },
    });
    expect(acted.body).toMatchObject({
      succeeded: 2,
      failed: 1,
      items: [{ ok: true }, { ok: false, problem: { code: 'NOT_FOUND' } }, { ok: true }],
    });
    const found = await bench.ask<{ items: string[] }>('GET /api/v1/device-ids?tag=t');
    expect(found.body.items).toEqual(['d1', 'd2']);
    const full = Array.from({ length: 32 }, (_, i) => `full-${i}`);
    await bench.ask('PATCH /api/v1/devices/d3', { body: { tags: full } });
    const tooMany = await bench.ask('POST /api/v1/devices/bulk', {
      body: { action: { kind: 'tag', tags: ['t', 'u'] }, selection: { ids: ['d1', 'd3'] } },
    });
    expect(tooMany.body).toMatchObject({
      items: [
        { ok: true },
        { ok: false, problem: { code: 'CONFLICT', detail: expect.stringMatching(/32 tags/) as string } },
      ],
    });
    const off = { action: { kind: 'disable' }, selection: { filter: { q: 'd1' }, expectedCount: 11 } };
    expect((await bench.ask('POST /api/v1/devices/bulk', { body: off })).body).toMatchObject({
      succeeded: 11,
    });
    expect(
      (
        await bench.ask('POST /api/v1/devices/bulk', {
          body: { ...off, selection: { filter: {}, expectedCount: 3 } },
        })
      ).body,
    ).toMatchObject({ code: 'CONFLICT' });
    const offline = {
      action: { kind: 'command', command: { kind: 'identify' } },
      selection: { ids: ['d1'] },
    };
    expect((await bench.ask('POST /api/v1/devices/bulk', { body: offline })).body).toMatchObject({
      failed: 1,
    });
  });
});

test('many get a new secret, each is told once, and the old one is good until the new one is used', async () => {
  await using bench = await FleetBench.start(database);
  const csv = ['id,secret', `a,${'x'.repeat(40)}`, `b,${'y'.repeat(40)}`].join('\n');
  await bench.ask('POST /api/v1/devices/import', { body: csv });
  const rotate = (body: object, as?: UserPrincipal) =>
    bench.ask<{ items: { id: string; ok: boolean; secret?: string }[] }>('POST /api/v1/devices/secrets', {
      body,
      ...(as && { as }),
    });
  expect((await rotate({ ids: ['a'] }, person('operator'))).body).toMatchObject({ code: 'FORBIDDEN' });
  const { body } = await rotate({ ids: ['a', 'b', 'nobody'] });
  expect(body).toMatchObject({
    succeeded: 2,
    failed: 1,
    items: [{ ok: true }, { ok: true }, { ok: false, problem: { code: 'NOT_FOUND' } }],
  });
  const [first, second] = body.items.map(({ secret }) => secret);
  expect(first).toMatch(/^pk_/);
  expect(second).not.toBe(first);
  expect((await bench.ask('GET /api/v1/devices/a')).body).toMatchObject({
    nextSecretAt: expect.any(String) as string,
  });
  expect((await rotate({ ids: ['a'], immediately: true })).body).toMatchObject({ succeeded: 1 });
  expect((await bench.ask('GET /api/v1/devices/a')).body).toMatchObject({
    nextSecretAt: null,
    rotatedAt: expect.any(String) as string,
  });
  expect(bench.audited.filter(({ action }) => action === 'device.secret.rotate')).toHaveLength(3);
  expect((await bench.ask('GET /api/v1/device-endpoint')).body).toMatchObject({
    mqttUrl: expect.stringMatching(/^mqtt/) as string,
  });
});

describe('presence', () => {
  test('whoever connects is online, whoever goes is not, and says why', async () => {
    await using bench = await FleetBench.start(database);
    const device = await bench.device('d', {
      hardware: { model: 'board', serial: '' },
      firmware: { name: 'fw', version: '1.0' },
    });
    const read = async () => (await bench.ask('GET /api/v1/devices/d')).body;
    await expect
      .poll(read)
      .toMatchObject({ status: 'online', hardwareModel: 'board', firmwareVersion: '1.0', transport: 'tcp' });
    await device.close();
    await expect.poll(read).toMatchObject({ status: 'offline', offlineReason: 'DISCONNECTED' });
    const { body } = await bench.ask<Items>('GET /api/v1/devices/d/events');
    expect(body.items.map(({ kind }) => kind)).toEqual(['offline', 'online']);
  });

  test('a disabled device is sent away', async () => {
    await using bench = await FleetBench.start(database);
    const device = await bench.device('d');
    const closed = device.once('disconnected');
    await bench.ask('PATCH /api/v1/devices/d', { body: { enabled: false } });
    expect((await closed).reason).toBe('REVOKED');
    await expect
      .poll(async () => (await bench.ask('GET /api/v1/devices/d')).body)
      .toMatchObject({ offlineReason: 'REVOKED' });
  });
});

describe('settings', () => {
  test('reach the device, are answered, and a change names its version', async () => {
    await using bench = await FleetBench.start(database);
    let volume = 0;
    const seen: DeviceConfiguration[] = [];
    const device = await bench.device('d', {
      settings: { volume: { apply: (value) => void (volume = value) } },
    });
    device.on('config', (config) => seen.push(config));
    expect((await bench.ask('PUT /api/v1/configuration/fleet', { body: { volume: 30 } })).body).toMatchObject(
      { code: 'VERSION_REQUIRED' },
    );
    const set = await bench.ask('PUT /api/v1/configuration/fleet', {
      body: { volume: 30, brightness: 5 },
      headers: etag(0),
    });
    expect(set).toMatchObject({
      status: 200,
      headers: { etag: '"v1"' },
      body: { version: 1, settings: { volume: 30 }, applied: { volume: 'when_device_acknowledges' } },
    });
    await expect.poll(() => volume).toBe(30);
    const effective = async () =>
      (await bench.ask<{ device: object }>('GET /api/v1/devices/d/configuration/effective')).body.device;
    await expect.poll(effective).toMatchObject({
      state: 'partially_applied',
      keys: { volume: { state: 'applied', reported: 30 }, brightness: { state: 'refused' } },
    });
    expect((await bench.ask<Items>('GET /api/v1/devices?sync=partially_applied')).body.items).toHaveLength(1);
    const stale = await bench.ask('PUT /api/v1/configuration/fleet', {
      body: { volume: 31 },
      headers: etag(0),
    });
    expect(stale.body).toMatchObject({ code: 'VERSION_STALE', currentVersion: 1 });
    await bench.ask('PUT /api/v1/configuration/devices/d', {
      body: { volume: 40, brightness: null },
      headers: etag(0),
    });
    await expect.poll(() => volume).toBe(40);
    await bench.ask('PUT /api/v1/configuration/fleet', { body: { brightness: null }, headers: etag(1) });
    await expect.poll(effective).toMatchObject({ state: 'in_sync' });
    const back = await bench.ask('POST /api/v1/configuration/fleet/versions/1/restore', { headers: etag(2) });
    expect(back.body).toMatchObject({ version: 3, restoredFrom: 1, settings: { brightness: 5, volume: 30 } });
    expect((await bench.ask<Items>('GET /api/v1/configuration/fleet/versions')).body.items).toHaveLength(3);
    expect(seen.length).toBeGreaterThan(0);
  });

  test('set while a device is away are there when it comes', async () => {
    await using bench = await FleetBench.start(database);
    const made = await bench.ask<{ secret: string }>('POST /api/v1/devices', { body: { id: 'd' } });
    await bench.ask('PUT /api/v1/configuration/devices/d', { body: { volume: 12 }, headers: etag(0) });
    expect((await bench.ask('GET /api/v1/devices/d')).body).toMatchObject({ sync: 'pending_offline' });
    const effective = async () =>
      (await bench.ask<{ device: object }>('GET /api/v1/devices/d/configuration/effective')).body.device;
    const { changedAt } = (await bench.ask('GET /api/v1/configuration/devices/d')).body;
    expect(await effective()).toMatchObject({ state: 'pending_offline', pendingSince: changedAt });
    let volume = 0;
    await bench.connect('d', made.body.secret, {
      settings: { volume: { apply: (value) => void (volume = value) } },
    });
    await expect.poll(() => volume).toBe(12);
    await expect
      .poll(async () => (await bench.ask('GET /api/v1/devices/d')).body)
      .toMatchObject({ sync: 'in_sync' });
    expect(await effective()).toMatchObject({ state: 'in_sync', pendingSince: null });
  });

  test('what does not fit is told with its place', async () => {
    await using bench = await FleetBench.start(database);
    for (const [body, pointer, detail = /./] of [
      [{ voice: 'nobody' }, '/body/voice'],
      [{ volume: 101 }, '/body/volume'],
      [{ temperature: 1.5 }, '/body/temperature'],
      [{ systemPrompt: 'x'.repeat(16_001) }, '/body/systemPrompt'],
      [{ language: 'de', voice: 'amy' }, '/body/voice'],
      [{ nothing: 1 }, '/body/nothing'],
      [{ tools: { mcp: 'yes' } }, '/body/tools/mcp'],
      [{ x: { 'bad key': 1 } }, '/body/x/bad key', /is not a name of letters/],
      [{ x: { lamp: {} } }, '/body/x/lamp', /expected boolean or number or string/],
      [{ mcpServers: ['0190a000-0000-7000-8000-0000000000ff'] }, '/body/mcpServers/0'],
    ] as const) {
      const answer = await bench.ask<{ errors: { pointer: string; detail: string }[] }>(
        'PUT /api/v1/configuration/fleet',
        { body, headers: etag(0) },
      );
      expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([422, pointer]);
      expect(answer.body.errors[0]!.detail).toMatch(detail);
    }
  });

  test('what does not fit in settings under the short path is told with its place there', async () => {
    await using bench = await FleetBench.start(database);
    await bench.ask('POST /api/v1/devices', { body: { id: 'd' } });
    for (const config of [{ language: 'de', voice: 'ambre' }, { voice: 'nobody' }])
      expect((await bench.ask('PUT /api/devices/d', { body: { config } })).body).toMatchObject({
        errors: [{ pointer: '/body/config/voice' }],
      });
  });

  test('what changes nothing makes no version, and any version may be meant', async () => {
    await using bench = await FleetBench.start(database);
    const put = (body: object, ifMatch: string) =>
      bench.ask('PUT /api/v1/configuration/fleet', { body, headers: { 'if-match': ifMatch } });
    expect((await put({}, '"v0"')).body).toMatchObject({ version: 0 });
    expect((await put({ volume: 5 }, '*')).body).toMatchObject({ version: 1 });
    for (const body of [{}, { volume: 5 }, { voice: null }]) {
      const answer = await put(body, '*');
      expect(answer).toMatchObject({
        status: 200,
        headers: { etag: '"v1"' },
        body: { version: 1, applied: {} },
      });
    }
    expect((await put({}, '"v0"')).status).toBe(412);
    expect((await bench.ask<Items>('GET /api/v1/configuration/fleet/versions')).body.items).toHaveLength(1);
  });

  test('a change counts the devices for which a value is another now', async () => {
    await using bench = await FleetBench.start(database);
    const group = await bench.ask<{ id: string }>('POST /api/v1/device-groups', { body: { name: 'Hall' } });
    for (const id of ['plain', 'own', 'grouped', 'away']) {
      if (id === 'away') await bench.ask('POST /api/v1/devices', { body: { id } });
      else await bench.device(id);
    }
    await bench.ask('PATCH /api/v1/devices/grouped', { body: { groupId: group.body.id } });
    const versions = new Map<string, number>();
    const put = async (path: string, body: object) => {
      const version = versions.get(path) ?? 0;
      versions.set(path, version + 1);
      const answer = await bench.ask<{ appliesTo: { connected: number } }>(
        `PUT /api/v1/configuration/${path}`,
        { body, headers: etag(version) },
      );
      return answer.body.appliesTo?.connected;
    };
    expect(await put('devices/own', { voice: 'amy' })).toBe(1);
    expect(await put(`groups/${group.body.id}`, { x: { 'a.b': 1 } })).toBe(1);
    expect(await put('fleet', { voice: 'olivia' })).toBe(2);
    expect(await put('fleet', { x: { 'a.b': 2 } })).toBe(2);
    expect(await put('fleet', { x: { 'a.b': 3 }, voice: 'kiara' })).toBe(3);
    // What was inherited is now said by the device itself.
    expect(await put('devices/plain', { voice: 'kiara' })).toBe(0);
    expect(await put('fleet', { voice: null })).toBe(1);
  });

  test('a voice changes in the middle of a conversation, which goes on', async () => {
    await using bench = await FleetBench.start(database);
    const device = await bench.device('d');
    await bench.ask('PUT /api/devices/d', { body: { config: { voice: 'amy', systemPrompt: 'Be brief.' } } });
    const session = await device.openSession();
    await session.waitForState('LISTENING');
    const first = bench.model.conversation;
    expect(first.options.settings).toMatchObject({ voice: 'amy', systemPrompt: 'Be brief.' });
    first.emit({ kind: 'userText', text: 'hello' });
    first.say(1, 200, 'Good day.');
    const played = session.once('playbackFinished');
    const set = await bench.ask('PUT /api/devices/d', {
      body: { config: { voice: 'olivia', greeting: 'Hi', resume: 'drop', volume: 3 } },
    });
    expect(set.body).toMatchObject({
      config: { voice: 'olivia', systemPrompt: 'Be brief.' },
      configVersion: 2,
      appliesTo: { connected: 1, inConversation: 1 },
      applied: {
        voice: 'between_turns',
        greeting: 'next_conversation',
        resume: 'now',
        volume: 'when_device_acknowledges',
      },
    });
    await expect.poll(() => bench.model.conversations.length).toBe(2);
    expect(first.ending).toBeUndefined();
    first.emit({ kind: 'answerEnded', answer: 1 });
    await played;
    await expect.poll(() => first.ending).toBe('closed');
    const second = bench.model.conversation;
    expect(second.options.settings.voice).toBe('olivia');
    expect(second.history).toEqual([
      { role: 'user', text: 'hello' },
      { role: 'assistant', text: 'Good day.' },
    ]);
    expect(session.state).toBe('LISTENING');
    second.emit({ kind: 'userText', text: 'and now' });
    const again = session.once('playbackFinished');
    second.say(1, 200, 'Good night.');
    second.emit({ kind: 'answerEnded', answer: 1 });
    expect((await again).generation).toBe(2);
    await session.close();
  });
});

describe('commands', () => {
  test('are carried out by the device, and answered', async () => {
    await using bench = await FleetBench.start(database);
    const done: string[] = [];
    await bench.device('d', {
      settings: { volume: { apply: () => {} } },
      commands: {
        identify: () => void done.push('identify'),
        custom: {
          echo: (argument) => argument,
          fail: () => {
            throw new Error('no such luck');
          },
          hang: () => new Promise<never>(() => {}),
        },
      },
    });
    const command = async (body: object, wait = 10) =>
      (
        await bench.ask<{ id: number; [key: string]: unknown }>(
          `POST /api/v1/devices/d/commands?wait=${wait}`,
          { body: { command: body } },
        )
      ).body;
    expect(await command({ kind: 'identify' })).toMatchObject({ status: 'succeeded', detail: null });
    expect(done).toEqual(['identify']);
    expect(await command({ kind: 'custom', name: 'echo', argument: 'hello' })).toMatchObject({
      status: 'succeeded',
      detail: 'hello',
    });
    expect(await command({ kind: 'custom', name: 'fail' })).toMatchObject({ status: 'failed' });
    expect(await command({ kind: 'custom', name: 'nothing' })).toMatchObject({ status: 'rejected' });
    expect(await command({ kind: 'set_volume', percent: 50 })).toMatchObject({ status: 'succeeded' });
    const { body: slow } = await bench.ask<{ id: number }>('POST /api/v1/devices/d/commands', {
      body: { command: { kind: 'custom', name: 'hang' }, deadlineMs: 1000 },
    });
    const { body } = await bench.ask(`GET /api/v1/devices/d/commands/${slow.id}?wait=10`);
    expect(['timed_out', 'failed']).toContain(body['status']);
    expect(await command({ kind: 'restart_session' })).toMatchObject({
      status: 'rejected',
      detail: 'The device is not in a conversation.',
    });
    const list = await bench.ask<Items>('GET /api/v1/devices/d/commands?limit=2');
    expect(list.body.items).toHaveLength(2);
    expect(
      (await bench.ask('POST /api/v1/devices/d/commands', { body: { command: { kind: 'explode' } } })).status,
    ).toBe(422);
  });

  test('to many devices are answered with what became of each', async () => {
    await using bench = await FleetBench.start(database);
    const commands = { identify: () => {}, custom: { hang: () => new Promise<never>(() => {}) } };
    await bench.device('d', { commands });
    await bench.device('e', {
      commands: {
        identify: () => {
          throw new Error('The lamp is broken.');
        },
      },
    });
    await bench.ask('POST /api/v1/devices', { body: { id: 'away' } });
    const give = async (command: object, ids: readonly string[], wait = 10) =>
      (
        await bench.ask(`POST /api/v1/devices/bulk?wait=${wait}`, {
          body: { action: { kind: 'command', command, deadlineMs: 1000 }, selection: { ids } },
        })
      ).body;
    expect(await give({ kind: 'identify' }, ['d', 'e', 'away', 'nobody'])).toMatchObject({
      succeeded: 1,
      failed: 3,
      items: [
        { id: 'd', ok: true, command: { status: 'succeeded' } },
        { id: 'e', ok: false, command: { status: 'failed' }, problem: { detail: 'The lamp is broken.' } },
        { id: 'away', ok: false, command: { status: 'offline' }, problem: { code: 'CONFLICT' } },
        { id: 'nobody', ok: false, problem: { code: 'NOT_FOUND' } },
      ],
    });
    expect(await give({ kind: 'custom', name: 'hang' }, ['d'])).toMatchObject({ succeeded: 0, failed: 1 });
    // Who does not wait learns what was sent, and can ask later.
    expect(await give({ kind: 'custom', name: 'hang' }, ['d'], 0)).toMatchObject({
      items: [{ id: 'd', ok: true, command: { finishedAt: null } }],
    });
  });

  test('to a device that is away are answered so', async () => {
    await using bench = await FleetBench.start(database);
    await bench.ask('POST /api/v1/devices', { body: { id: 'd' } });
    expect(
      (await bench.ask('POST /api/devices/d/action', { body: { action: 'reboot' } })).body,
    ).toMatchObject({ status: 'offline' });
    expect(
      (await bench.ask('POST /api/devices/d/action', { body: { action: 'explode' } })).body,
    ).toMatchObject({ errors: [{ pointer: '/body/action' }] });
  });

  test('of the broker: say something, end the conversation, disconnect', async () => {
    await using bench = await FleetBench.start(database);
    const device = await bench.device('d');
    const session = await device.openSession();
    await session.waitForState('LISTENING');
    const said = bench.ask('POST /api/devices/d/action?wait=10', {
      body: { action: 'say', text: 'Dinner is ready.' },
    });
    await expect
      .poll(() => bench.model.conversation.sentTexts)
      .toEqual([expect.stringContaining('Dinner is ready.')]);
    bench.model.conversation.say(1, 200, 'Dinner is ready.');
    bench.model.conversation.emit({ kind: 'answerEnded', answer: 1 });
    expect((await said).body).toMatchObject({ status: 'succeeded' });
    const ended = session.once('ended');
    expect(
      (await bench.ask('POST /api/devices/d/action', { body: { action: 'restart_session' } })).body,
    ).toMatchObject({ status: 'succeeded' });
    expect((await ended).reason).toBe('REQUESTED');
    const gone = device.once('disconnected');
    expect(
      (await bench.ask('POST /api/devices/d/action', { body: { action: 'disconnect' } })).body,
    ).toMatchObject({ status: 'succeeded' });
    expect((await gone).reason).toBe('REQUESTED');
  });
});

test('a device claims itself: code, person, secret, connection', async () => {
  await using bench = await FleetBench.start(database);
  const claimKey = Buffer.alloc(32, 7).toString('base64url');
  const asked = await bench.ask<{ code: string }>('POST /api/v1/claims', {
    body: { deviceId: 'new', claimKey },
  });
  expect(asked.status).toBe(201);
  const poll = () =>
    bench.ask<{ status: string; secret: string }>('POST /api/v1/claims/poll', {
      body: { deviceId: 'new', claimKey },
    });
  expect((await poll()).body).toMatchObject({ status: 'pending' });
  expect(
    (await bench.ask(`POST /api/v1/claims/${asked.body.code}/claim`, { as: VIEWER, body: {} })).status,
  ).toBe(403);
  expect(
    (await bench.ask(`POST /api/v1/claims/${asked.body.code}/claim`, { body: { name: 'Lamp' } })).body,
  ).toMatchObject({ id: 'new', name: 'Lamp' });
  const { body } = await poll();
  expect(body.status).toBe('claimed');
  // The answer may have been lost on its way.
  expect((await poll()).body).toEqual(body);
  const device = await bench.connect('new', body.secret);
  expect(device).toBeDefined();
  expect((await poll()).body).toEqual({ status: 'expired' });
  expect(
    (await bench.ask('POST /api/v1/claims', { body: { deviceId: 'x', claimKey: 'short' } })).status,
  ).toBe(422);
});

test('a device that speaks its code asks for digits', async () => {
  await using bench = await FleetBench.start(database);
  const claimKey = Buffer.alloc(32, 7).toString('base64url');
  const ask = (codeFormat: string) =>
    bench.ask<{ code: string }>('POST /api/v1/claims', { body: { deviceId: 'new', claimKey, codeFormat } });
  const { code } = (await ask('digits')).body;
  expect(code).toMatch(/^\d{4}-\d{4}-\d{4}$/);
  expect((await ask('letters')).body.code).toBe(code);
  expect((await ask('emoji')).status).toBe(422);
  const typed = encodeURIComponent(code.replaceAll('-', ' '));
  expect((await bench.ask(`POST /api/v1/claims/${typed}/claim`, { body: {} })).status).toBe(201);
});

test('asking for codes is limited', async () => {
  await using bench = await FleetBench.start(database);
  const statuses = new Set<number>();
  for (let i = 0; i < 25; i++) {
    const claimKey = Buffer.alloc(32, i).toString('base64url');
    statuses.add((await bench.ask('POST /api/v1/claims', { body: { deviceId: `d${i}`, claimKey } })).status);
  }
  expect([...statuses]).toEqual([201, 429]);
});

test('trying codes is limited, whatever they are made of', async () => {
  await using bench = await FleetBench.start(database);
  const statuses: number[] = [];
  for (let i = 0; i < 21; i++) {
    const code = i % 2 === 0 ? `1234-5678-90${10 + i}` : `ABCD-EFG${2 + (i % 8)}`;
    statuses.push((await bench.ask(`POST /api/v1/claims/${code}/claim`, { body: {} })).status);
  }
  expect(statuses).toEqual([...Array.from({ length: 20 }, () => 404), 429]);
});

test.for([
  ['https://user:planted@tools.example/mcp', 'header'],
  ['https://planted@tools.example/mcp', 'header'],
  ['https://tools.example/mcp?apiKey=planted', '"apiKey"'],
  ['https://tools.example/mcp?access_token=planted', '"access_token"'],
])('a secret in the address of an MCP server is refused: %s', async ([url, told]) => {
  await using bench = await FleetBench.start(database);
  const add = (address: string) =>
    bench.ask<{ errors: { pointer: string; detail: string }[] }>('POST /api/v1/mcp-servers', {
      body: { name: 'a', transport: 'http', url: address },
    });
  const answer = await add(url!);
  expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/body/url' }] } });
  expect(answer.body.errors[0]!.detail).toContain(told);
  expect(answer.text).not.toContain('planted');
  expect((await add('https://tools.example/mcp?region=eu&author=me')).status).toBe(201);
});

const REMOTE = {
  transport: 'http',
  url: 'https://tools.example/mcp',
  headers: { authorization: 'planted' },
} as const;
const PROGRAM = {
  transport: 'stdio',
  command: 'mcp-files',
  args: ['-v'],
  env: { TOKEN: 'planted' },
} as const;

test.for([
  [REMOTE, { name: 'b', transport: 'sse' }, { url: 'https://tools.example:8443/mcp' }],
  [REMOTE, { headers: { authorization: '***', 'x-new': '1' } }, { url: 'https://tools.example/another' }],
  [PROGRAM, { name: 'b', enabled: false }, { command: 'sh' }],
  [PROGRAM, { args: ['-v'], network: false }, { args: ['-e', 'console.error(process.env.TOKEN)'] }],
  [PROGRAM, {}, { network: true }],
  [PROGRAM, {}, { env: { TOKEN: '***', NODE_OPTIONS: '--import=data:,console.error(process.env.TOKEN)' } }],
] as const)('a secret that is kept goes to nobody else', async ([first, same, other]) => {
  await using bench = await FleetBench.start(database);
  const made = await bench.ask<{ id: string }>('POST /api/mcp-servers', { body: { name: 'a', ...first } });
  const path = `/api/mcp-servers/${made.body.id}`;
  const key = 'env' in first ? 'env' : 'headers';
  const [name] = Object.keys('env' in first ? first.env : first.headers);
  const masked = { name: 'a', ...first, [key]: { [name!]: '***' } };
  expect((await bench.ask(`PUT ${path}`, { body: { ...masked, ...same } })).status).toBe(200);
  const body = { ...masked, ...other };
  const refused = {
    status: 422,
    body: { errors: [{ pointer: `/body/${key}/${name}`, code: 'SECRET_NEEDED' }] },
  };
  expect(await bench.ask(`PUT ${path}`, { body })).toMatchObject(refused);
  expect(await bench.ask(`POST ${path}/test`, { body })).toMatchObject(refused);
  const anew = JSON.parse(JSON.stringify(body).replace('***', 'new')) as object;
  expect((await bench.ask(`PUT ${path}`, { body: anew })).status).toBe(200);
});

test.for([
  [
    { transport: 'http', url: 'https://tools.example/mcp', headers: { key: 'planted\nvalue' } },
    '/body/headers/key',
  ],
  [{ transport: 'stdio', command: 'mcp-files', env: { KEY: 'planted\0value' } }, '/body/env/KEY'],
] as const)('a secret that cannot be one is refused, and not repeated', async ([settings, pointer]) => {
  await using bench = await FleetBench.start(database);
  const answer = await bench.ask('POST /api/mcp-servers', { body: { name: 'a', ...settings } });
  expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  expect(JSON.stringify(answer)).not.toContain('planted');
});

test('MCP servers under both paths, with versions, and secrets that nobody sees again', async () => {
  await using bench = await FleetBench.start(database);
  const body = {
    name: 'files',
    transport: 'stdio',
    command: 'mcp-files',
    args: ['--root', '/data'],
    env: { TOKEN: 'planted' },
  };
  const made = await bench.ask<{ id: string }>('POST /api/mcp-servers', { body });
  expect(made).toMatchObject({ status: 201, body: { version: 1, env: { TOKEN: '***' } } });
  const path = `/api/v1/mcp-servers/${made.body.id}`;
  expect((await bench.ask(`PUT ${path}`, { body })).body).toMatchObject({ code: 'VERSION_REQUIRED' });
  expect(
    (await bench.ask(`PUT ${path}`, { body: { ...body, env: { TOKEN: '***' } }, headers: etag(1) })).body,
  ).toMatchObject({ version: 2 });
  expect((await bench.ask(`PUT ${path}`, { body, headers: etag(1) })).body).toMatchObject({
    code: 'VERSION_STALE',
  });
  expect((await bench.ask(`PUT /api/mcp-servers/${made.body.id}`, { body })).body).toMatchObject({
    version: 3,
  });
  for (const route of [`GET ${path}`, 'GET /api/mcp-servers'])
    expect((await bench.ask(route)).text).not.toContain('planted');
  expect(JSON.stringify(bench.audited)).not.toContain('planted');
  await bench.ask('PUT /api/v1/configuration/fleet', {
    body: { mcpServers: [made.body.id], tools: { mcp: true } },
    headers: etag(0),
  });
  const group = await bench.ask<{ id: string }>('POST /api/v1/device-groups', { body: { name: 'Kitchens' } });
  await bench.ask(`PUT /api/v1/configuration/groups/${group.body.id}`, {
    body: { mcpServers: [made.body.id] },
    headers: etag(0),
  });
  expect((await bench.ask(`GET ${path}/uses`)).body).toEqual({
    items: [
      { scope: 'fleet', id: '', name: null },
      { scope: 'group', id: group.body.id, name: 'Kitchens' },
    ],
  });
  expect((await bench.ask(`DELETE ${path}`)).body).toMatchObject({
    code: 'CONFLICT',
    detail: expect.stringContaining('fleet') as string,
  });
  expect((await bench.ask(`DELETE ${path}?force=true`)).status).toBe(204);
  expect((await bench.ask(`GET ${path}/uses`)).status).toBe(404);
});
