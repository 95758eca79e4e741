/** The services over a database in memory. */
import { ConfigStatus } from '@pipit/protocol';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { NO_AUDIT } from '../../src/audit/audit-sink.ts';
import { FleetConfiguration } from '../../src/fleet/configuration/fleet-configuration.ts';
import { deviceEntries } from '../../src/fleet/configuration/effective-config.ts';
import { ReportWriter } from '../../src/fleet/configuration/report-writer.ts';
import { BulkActions } from '../../src/fleet/directory/bulk-actions.ts';
import { DeviceDirectory } from '../../src/fleet/directory/device-directory.ts';
import { DeviceHistory } from '../../src/fleet/directory/device-history.ts';
import { importDevices } from '../../src/fleet/directory/device-import.ts';
import { Groups } from '../../src/fleet/directory/groups.ts';
import { McpServers } from '../../src/fleet/mcp-servers.ts';
import { PresenceWriter } from '../../src/fleet/presence/presence-writer.ts';
import { TelemetryWriter } from '../../src/fleet/presence/telemetry-writer.ts';
import { type ClaimState, Claims } from '../../src/fleet/claims/claims.ts';
import { DatabaseDeviceStore } from '../../src/fleet/database-device-store.ts';
import { matchSecret } from '../../src/fleet/secret.ts';
import type { Database } from '../../src/store/database.ts';
import { Figures } from '../../src/telemetry/figures.ts';
import { FakeClock } from '../../src/testing/fake-clock.ts';
import { openTestDatabase } from '../store/test-database.ts';
import { ADMIN, STRANGER, TEST_VAULT, person } from './fleet-people.ts';

let database: Database;
let now = Date.parse('2026-11-01T12:00:00Z');
const clock = new FakeClock();
const log = pino({ level: 'silent' });
const figures = new Figures();
const audit = NO_AUDIT;

let directory: DeviceDirectory;
let configuration: FleetConfiguration;
let groups: Groups;
let bulk: BulkActions;
let reports: ReportWriter;
let presence: PresenceWriter;

beforeAll(async () => {
  database = await openTestDatabase();
  await database.queries.insertInto('tenants').values({ id: 'other', name: 'Other' }).execute();
});
afterAll(() => database.close());

beforeEach(async () => {
  for (const table of [
    'deviceConfigs',
    'devices',
    'deviceGroups',
    'deviceClaims',
    'mcpServers',
    'users',
  ] as const)
    await database.queries.deleteFrom(table).execute();
  now = Date.parse('2026-11-01T12:00:00Z');
  const common = { database, audit, clock, log, figures, now: () => now };
  directory = new DeviceDirectory(common);
  configuration = new FleetConfiguration({
    ...common,
    defaults: new Map([['voice', 'matthew']]),
    connected: () => [],
    talking: () => [],
  });
  groups = new Groups(database, audit);
  bulk = new BulkActions({ ...common, directory });
  reports = new ReportWriter(common);
  presence = new PresenceWriter({ ...common, queries: database.queries, nodeId: 'n1' });
});

const list = (filter = {}, more = {}) =>
  directory.list(ADMIN, { filter, sort: 'id', descending: false, limit: 50, ...more });
const ids = async (filter = {}, more = {}) => (await list(filter, more)).map(({ id }) => id);

describe('the directory', () => {
  test('a device is made with a secret that is told once, changed, and forgotten', async () => {
    const group = await groups.create(ADMIN, { name: 'kitchen' });
    const { device, secret } = await directory.create(ADMIN, {
      id: 'd1',
      groupId: group.id,
      tags: ['b', 'a'],
    });
    expect(device).toMatchObject({
      id: 'd1',
      name: 'd1',
      tags: ['a', 'b'],
      group: { name: 'kitchen' },
      status: 'never',
      sync: 'in_sync',
      hasSecret: true,
    });
    const stored = await database.queries.selectFrom('devices').selectAll().executeTakeFirstOrThrow();
    expect(matchSecret(secret, stored)).toMatchObject({ isNext: false });
    await expect(directory.create(ADMIN, { id: 'd1' })).rejects.toMatchObject({ code: 'EXISTS' });
    expect(await directory.edit(ADMIN, 'd1', { name: 'Lamp', groupId: null, tags: [] })).toMatchObject({
      name: 'Lamp',
      group: null,
      tags: [],
    });
    await directory.remove(ADMIN, 'd1');
    await expect(directory.read(ADMIN, 'd1')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('of other tenants and other owners there is nothing to see', async () => {
    const owner = person('device_user', '0190a000-0000-7000-8000-0000000000aa');
    await database.queries
      .insertInto('users')
      .values({ id: owner.id, tenantId: 'default', email: 'o@x', name: 'Owner', role: 'device_user' })
      .execute();
    await directory.create(ADMIN, { id: 'mine', ownerId: owner.id });
    await directory.create(ADMIN, { id: 'not-mine' });
    expect(
      (await directory.list(owner, { filter: {}, sort: 'id', descending: false, limit: 9 })).map(
        ({ id }) => id,
      ),
    ).toEqual(['mine']);
    expect(await directory.list(STRANGER, { filter: {}, sort: 'id', descending: false, limit: 9 })).toEqual(
      [],
    );
    for (const [who, id] of [
      [owner, 'not-mine'],
      [STRANGER, 'mine'],
    ] as const) {
      await expect(directory.read(who, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(directory.edit(who, id, { name: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(directory.remove(who, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(directory.rotate(who, id, true)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(configuration.effective(who, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(configuration.write(who, { scope: 'device', id }, { volume: 1 }, 0)).rejects.toMatchObject(
        { code: 'NOT_FOUND' },
      );
    }
    await expect(
      configuration.write(owner, { scope: 'fleet', id: '' }, { volume: 1 }, 0),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await bulk.run(STRANGER, ['mine'], { kind: 'delete' })).get('mine')?.code).toBe('NOT_FOUND');
    expect((await list()).length).toBe(2);
  });

  test('pages follow each other in every order, and those without a value come last', async () => {
    for (const [id, name] of [
      ['a', 'z'],
      ['b', 'y'],
      ['c', 'y'],
      ['d', 'x'],
      ['e', 'w'],
    ] as const)
      await directory.create(ADMIN, { id, name });
    for (const [id, at] of [
      ['b', 1000],
      ['d', 3000],
      ['c', 1000],
    ] as const)
      await database.queries
        .updateTable('devices')
        .set({ lastSeenAt: new Date(at) })
        .where('id', '=', id)
        .execute();
    for (const [sort, descending, expected] of [
      ['id', false, 'abcde'],
      ['id', true, 'edcba'],
      ['name', false, 'edbca'],
      ['name', true, 'acbde'],
      ['lastSeenAt', false, 'bcdae'],
      ['lastSeenAt', true, 'dcbea'],
    ] as const) {
      let seen = '';
      let after: { value: string | null; id: string } | undefined;
      for (;;) {
        const page = await list({}, { sort, descending, limit: 2, after });
        seen += page.map(({ id }) => id).join('');
        const last = page.at(-1);
        if (!last) break;
        after = { id: last.id, value: last[sort] };
      }
      expect(seen, `${sort} ${String(descending)}`).toBe(expected);
    }
  });

  test('filters', async () => {
    const group = await groups.create(ADMIN, { name: 'g' });
    await directory.create(ADMIN, { id: 'kitchen-1', name: 'Küche 1', groupId: group.id, tags: ['x', 'y'] });
    await directory.create(ADMIN, { id: 'hall_1', name: 'Hall', tags: ['x'] });
    await directory.create(ADMIN, { id: 'hallway', name: 'kitchen%' });
    expect(await ids({ q: 'KITCHEN' })).toEqual(['hallway']);
    expect(await ids({ q: 'kitchen' })).toEqual(['hallway', 'kitchen-1']);
    expect(await ids({ q: 'hall_' })).toEqual(['hall_1']);
    expect(await ids({ tags: ['x'] })).toEqual(['hall_1', 'kitchen-1']);
    expect(await ids({ tags: ['x', 'y'] })).toEqual(['kitchen-1']);
    expect(await ids({ group: group.id })).toEqual(['kitchen-1']);
    expect(await ids({ group: 'none' })).toEqual(['hall_1', 'hallway']);
    expect(await ids({ group: 'no id' })).toEqual([]);
    expect(await ids({ status: 'never' })).toHaveLength(3);
    expect(await ids({ status: 'online' })).toEqual([]);
    expect(await groups.tags(ADMIN)).toEqual([
      { tag: 'x', devices: 2 },
      { tag: 'y', devices: 1 },
    ]);
    expect(await groups.tags(STRANGER)).toEqual([]);
    expect(await directory.count(ADMIN, { tags: ['x'] })).toBe(2);
  });

  test('a rotation leaves the old secret good until the new one is used; at once it does not', async () => {
    const { secret } = await directory.create(ADMIN, { id: 'd' });
    const next = await directory.rotate(ADMIN, 'd', false);
    const stored = () => database.queries.selectFrom('devices').selectAll().executeTakeFirstOrThrow();
    expect(matchSecret(secret, await stored())).toBeDefined();
    expect(matchSecret(next, await stored())).toMatchObject({ isNext: true });
    const last = await directory.rotate(ADMIN, 'd', true);
    expect(matchSecret(next, await stored())).toBeUndefined();
    expect(matchSecret(last, await stored())).toMatchObject({ isNext: false });
  });
});

describe('actions on many', () => {
  test('each is answered for itself', async () => {
    for (const id of ['a', 'b', 'c']) await directory.create(ADMIN, { id });
    const group = await groups.create(ADMIN, { name: 'g' });
    const failed = await bulk.run(ADMIN, ['a', 'b', 'nobody'], { kind: 'move', groupId: group.id });
    expect([...failed.keys()]).toEqual(['nobody']);
    expect(await ids({ group: group.id })).toEqual(['a', 'b']);
    await bulk.run(ADMIN, ['a', 'c'], { kind: 'tag', tags: ['t'] });
    await bulk.run(ADMIN, ['a'], { kind: 'untag', tags: ['t'] });
    expect(await ids({ tags: ['t'] })).toEqual(['c']);
    await bulk.run(ADMIN, ['a'], { kind: 'disable' });
    expect(await ids({ enabled: false })).toEqual(['a']);
    await bulk.run(ADMIN, ['a'], { kind: 'delete' });
    expect(await ids()).toEqual(['b', 'c']);
  });

  test('a filter that finds others than were shown does nothing', async () => {
    for (const id of ['a', 'b']) await directory.create(ADMIN, { id });
    expect(await bulk.select(ADMIN, { filter: { q: 'a' }, expectedCount: 1 })).toEqual(['a']);
    await expect(bulk.select(ADMIN, { filter: {}, expectedCount: 1 })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });

  test('an import tells what is wrong line by line, and creates the rest', async () => {
    await directory.create(ADMIN, { id: 'known' });
    await groups.create(ADMIN, { name: 'Kitchen' });
    const csv = [
      'id,name,group,tags,secret',
      'new-1,"Lamp, left",Kitchen,a; b,',
      'known,,,,',
      'bad id,,,,',
      'new-2,,Cellar,,',
      'new-1,,,,',
      `new-3,,,,${'s'.repeat(40)}`,
    ].join('\r\n');
    const dry = await importDevices({ database, audit }, ADMIN, csv, true);
    expect(dry).toMatchObject({ dryRun: true, created: 2, failed: 4 });
    expect(await ids()).toEqual(['known']);
    const report = await importDevices({ database, audit }, ADMIN, csv, false);
    expect(report.problems.map(({ line, column }) => [line, column])).toEqual([
      [3, 'id'],
      [4, 'id'],
      [5, 'group'],
      [6, 'id'],
    ]);
    expect(report.devices).toEqual([
      { id: 'new-1', secret: expect.stringMatching(/^pk_/) as string },
      { id: 'new-3', secret: null },
    ]);
    expect(await list({ q: 'new-1' })).toMatchObject([
      { name: 'Lamp, left', tags: ['a', 'b'], group: { name: 'Kitchen' } },
    ]);
    for (const odd of ['', 'name\nx', 'id,colour\nx,red', 'id\n"x'])
      await expect(importDevices({ database, audit }, ADMIN, odd, true), odd).rejects.toMatchObject({
        code: 'INVALID',
      });
  });
});

describe('settings', () => {
  const fleet = { scope: 'fleet', id: '' } as const;
  const device = { scope: 'device', id: 'd' } as const;
  const set = (name: { scope: 'fleet' | 'group' | 'device'; id: string }, patch: object, expected?: number) =>
    configuration.write(ADMIN, name, patch, expected);

  test('the device goes before its group, the group before the fleet, and each value says where it is from', async () => {
    const group = await groups.create(ADMIN, { name: 'g' });
    await directory.create(ADMIN, { id: 'd', groupId: group.id });
    await set(fleet, { volume: 10, brightness: 20, tools: { mcp: true, agent: true } }, 0);
    await set({ scope: 'group', id: group.id }, { brightness: 30, tools: { agent: false } }, 0);
    const { effect, after } = await set(device, { brightness: 40, x: { 'lamp.colour': 'red' } }, 0);
    expect(after.version).toBe(1);
    expect(effect.applied).toEqual({
      brightness: 'when_device_acknowledges',
      'x.lamp.colour': 'when_device_acknowledges',
    });
    const view = await configuration.effective(ADMIN, 'd');
    expect(view.values).toMatchObject({
      voice: { value: 'matthew', scope: 'default', side: 'broker' },
      volume: { value: 10, scope: 'fleet', side: 'device', version: 1 },
      brightness: { value: 40, scope: 'device', scopeId: 'd' },
      'tools.mcp': { value: true, scope: 'fleet' },
      'tools.agent': { value: false, scope: 'group', scopeId: group.id },
    });
    expect([...deviceEntries((await configuration.inForce('d'))!)]).toEqual([
      ['brightness', 40],
      ['volume', 10],
      ['x.lamp.colour', 'red'],
    ]);
    await set(device, { brightness: null }, 1);
    expect((await configuration.effective(ADMIN, 'd')).values['brightness']).toMatchObject({
      value: 30,
      scope: 'group',
    });
    await directory.edit(ADMIN, 'd', { groupId: null });
    const moved = await configuration.effective(ADMIN, 'd');
    expect(moved.values['brightness']).toMatchObject({ value: 20, scope: 'fleet' });
    expect(moved.device.revision).toBeGreaterThan(view.device.revision);
  });

  test('every write is a version, stale ones are refused, and an earlier one can be brought back', async () => {
    await directory.create(ADMIN, { id: 'd' });
    await set(device, { volume: 1, voice: 'tina' }, 0);
    await set(device, { volume: 2 }, 1);
    await expect(set(device, { volume: 3 }, 1)).rejects.toMatchObject({
      code: 'STALE',
      extras: { currentVersion: 2 },
    });
    const back = await configuration.restore(ADMIN, device, 1, 2);
    expect(back).toMatchObject({
      after: { version: 3, restoredFrom: 1, settings: { volume: 1, voice: 'tina' } },
      changed: ['volume'],
    });
    const versions = await configuration.versions.list(ADMIN, device, 2);
    expect(versions.map(({ version }) => version)).toEqual([3, 2]);
    expect((await configuration.versions.list(ADMIN, device, 2, 2)).map(({ version }) => version)).toEqual([
      1,
    ]);
    await expect(configuration.versions.version(ADMIN, device, 9)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('two writes at once: one wins, the other is told', async () => {
    await directory.create(ADMIN, { id: 'd' });
    const results = await Promise.allSettled([set(device, { volume: 1 }, 0), set(device, { volume: 2 }, 0)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('a voice must speak the language, of whichever scope that is', async () => {
    await directory.create(ADMIN, { id: 'd' });
    await set(fleet, { language: 'fr' }, 0);
    await expect(set(device, { voice: 'tina' }, 0)).rejects.toMatchObject({
      code: 'INVALID',
      extras: { issues: [{ path: ['voice'], code: 'VOICE_LANGUAGE' }] },
    });
    await set(device, { voice: 'ambre' }, 0);
    await set(fleet, { language: 'de' }, 1);
    expect((await configuration.effective(ADMIN, 'd')).warnings).toEqual([
      'The voice ambre does not speak de.',
    ]);
  });

  test('what is for the broker alone leaves the device in peace', async () => {
    await directory.create(ADMIN, { id: 'd' });
    await set(device, { volume: 1 }, 0);
    const before = (await configuration.inForce('d'))!;
    await set(device, { voice: 'amy' }, 1);
    const after = (await configuration.inForce('d'))!;
    expect(after.deviceRevision).toBe(before.deviceRevision);
    expect(after.revision).toBeGreaterThan(before.revision);
  });

  test('states follow from what the device reports', async () => {
    await directory.create(ADMIN, { id: 'd' });
    const state = async () => {
      const [listed] = await list();
      const { device: view } = await configuration.effective(ADMIN, 'd');
      expect(listed!.sync).toBe(view.state);
      expect(await ids({ sync: view.state })).toEqual(['d']);
      return view.state;
    };
    const report = async (
      results: Record<string, keyof typeof ConfigStatus>,
      values: Record<string, number> = {},
      by = 0,
    ) => {
      const { deviceRevision } = (await configuration.inForce('d'))!;
      reports.hear('d', {
        revision: deviceRevision + by,
        results: Object.entries(results).map(([key, status]) => ({
          key,
          status: ConfigStatus[status],
          text: '',
          ...(values[key] !== undefined && { value: { whole: values[key] } }),
        })),
      });
      await reports.flush();
    };
    expect(await state()).toBe('in_sync');
    await set(device, { volume: 10, brightness: 10 }, 0);
    expect(await state()).toBe('pending_offline');
    await database.queries.updateTable('devices').set({ online: true }).execute();
    expect(await state()).toBe('pending_sent');
    await report({ volume: 'APPLIED' });
    expect(await state()).toBe('pending_sent');
    await report({ brightness: 'APPLIED' });
    expect(await state()).toBe('in_sync');
    await report({ brightness: 'OUT_OF_RANGE' });
    expect(await state()).toBe('partially_applied');
    await report({ volume: 'UNKNOWN_KEY' });
    expect(await state()).toBe('rejected');
    await report({ volume: 'APPLIED', brightness: 'APPLIED' }, { volume: 99 });
    expect(await state()).toBe('drifted');
    expect((await configuration.effective(ADMIN, 'd')).device.keys['volume']).toMatchObject({
      state: 'drifted',
      reported: 99,
      wanted: 10,
    });
    await set(fleet, { logLevel: 'debug' }, 0);
    expect(await state()).toBe('pending_sent');
    // A device that knows a later revision than we do is told one that is later still.
    await report({ volume: 'APPLIED', brightness: 'APPLIED', logLevel: 'APPLIED' }, {}, 100);
    expect(await state()).toBe('pending_sent');
    await report({ volume: 'APPLIED', brightness: 'APPLIED', logLevel: 'APPLIED' });
    expect(await state()).toBe('in_sync');
  });

  test('a device that tells of an absurd revision spoils nothing for the others', async () => {
    await directory.create(ADMIN, { id: 'd' });
    await set(device, { volume: 10 }, 0);
    for (const revision of [2 ** 31 - 3, 2 ** 31 - 3, 2 ** 32 - 1]) {
      reports.hear('d', { revision, results: [] });
      await reports.flush();
    }
    await set(fleet, { brightness: 10 }, 0);
    await set(fleet, { brightness: 11 }, 1);
    expect(await list()).toMatchObject([{ id: 'd', sync: 'pending_offline' }]);
    expect((await configuration.inForce('d'))!.deviceRevision).toBeLessThan(2 ** 32);
  });

  test('a group that is deleted takes its settings from its devices', async () => {
    const group = await groups.create(ADMIN, { name: 'g' });
    await directory.create(ADMIN, { id: 'd', groupId: group.id });
    await set({ scope: 'group', id: group.id }, { volume: 5 }, 0);
    const before = (await configuration.inForce('d'))!;
    await groups.remove(ADMIN, group.id);
    const after = (await configuration.inForce('d'))!;
    expect([deviceEntries(before).size, deviceEntries(after).size]).toEqual([1, 0]);
    expect(after.deviceRevision).toBeGreaterThan(before.deviceRevision);
  });
});

describe('presence', () => {
  const online = (deviceId: string, connectionId: string, flapping = false) =>
    presence.hear({
      kind: 'online',
      deviceId,
      connectionId,
      address: '10.0.0.1',
      transport: 'tcp',
      flapping,
    });
  const offline = (deviceId: string, connectionId: string) =>
    presence.hear({
      kind: 'offline',
      deviceId,
      connectionId,
      reason: 'KEEP_ALIVE',
      detail: undefined,
      durationMs: 5,
      flapping: false,
    });

  test('online, offline with its reason, and what was', async () => {
    await directory.create(ADMIN, { id: 'd' });
    online('d', 'c1');
    presence.hear({
      kind: 'hello',
      deviceId: 'd',
      connectionId: 'c1',
      hello: {
        capabilities: undefined,
        firmwareName: 'fw',
        firmwareVersion: '1.2',
        hardwareModel: 'esp',
        hardwareSerial: '',
        language: 'de',
      } as never,
    });
    await presence.flush();
    expect(await list()).toMatchObject([
      { status: 'online', firmwareVersion: '1.2', language: 'de', connectionId: 'c1' },
    ]);
    expect(await ids({ firmware: '1.2', status: 'online' })).toEqual(['d']);
    offline('d', 'c1');
    await presence.flush();
    expect(await list()).toMatchObject([
      { status: 'offline', offlineReason: 'KEEP_ALIVE', firmwareVersion: '1.2' },
    ]);
    const history = new DeviceHistory({ database, now: () => now, retentionMs: 1000 });
    expect((await history.events(ADMIN, 'd', 10)).map(({ kind, reason }) => [kind, reason])).toEqual([
      ['offline', 'KEEP_ALIVE'],
      ['online', null],
    ]);
    now += 2000;
    expect(await history.sweep()).toBe(2);
  });

  test('the end of a connection that was replaced leaves the device online', async () => {
    await directory.create(ADMIN, { id: 'd' });
    online('d', 'c1');
    await presence.flush();
    online('d', 'c2');
    offline('d', 'c1');
    await presence.flush();
    expect(await list()).toMatchObject([{ status: 'online', connectionId: 'c2' }]);
    // The same with a process between that knows only the old connection.
    const other = new PresenceWriter({
      queries: database.queries,
      nodeId: 'n2',
      clock,
      now: () => now,
      log,
      figures,
    });
    other.hear({
      kind: 'online',
      deviceId: 'd',
      connectionId: 'c9',
      address: 'a',
      transport: 'tcp',
      flapping: false,
    });
    await other.flush();
    offline('d', 'c2');
    await presence.flush();
    expect(await list()).toMatchObject([{ status: 'online', connectionId: 'c9' }]);
  });

  test('a thousand devices in a burst are a few writes', async () => {
    const csv = ['id', ...Array.from({ length: 1000 }, (_, i) => `d${i}`)].join('\n');
    await importDevices({ database, audit }, ADMIN, csv, false);
    for (let i = 0; i < 1000; i++) online(`d${i}`, `c${i}`);
    for (let i = 0; i < 500; i++) offline(`d${i}`, `c${i}`);
    await presence.flush();
    expect(await directory.count(ADMIN, { status: 'online' })).toBe(500);
    expect(await directory.count(ADMIN, { status: 'offline' })).toBe(500);
  });

  test('a flapping device is unstable for a while; a process that died leaves nobody online', async () => {
    await directory.create(ADMIN, { id: 'd' });
    online('d', 'c1', true);
    await presence.flush();
    expect(await ids({ status: 'unstable' })).toEqual(['d']);
    now += 6 * 60_000;
    expect(await ids({ status: 'online' })).toEqual(['d']);
    const next = new PresenceWriter({
      queries: database.queries,
      nodeId: 'n1',
      clock,
      now: () => now,
      log,
      figures,
    });
    expect(await next.forgetEarlier()).toBe(1);
    expect(await list()).toMatchObject([{ status: 'offline', offlineReason: 'broker_restarted' }]);
  });

  test('telemetry: the newest with the device, a thinned series beside', async () => {
    await directory.create(ADMIN, { id: 'd' });
    const telemetry = new TelemetryWriter({ queries: database.queries, clock, now: () => now, log, figures });
    for (let i = 0; i < 5; i++) {
      telemetry.hear('d', { uptimeS: i + 1, freeHeapBytes: 0, reconnects: 0, signalDbm: -50 });
      await telemetry.flush();
      now += 4000;
    }
    expect(await directory.read(ADMIN, 'd')).toMatchObject({
      telemetry: { uptimeS: 5, signalDbm: -50, reconnects: 0 },
    });
    const history = new DeviceHistory({ database, now: () => now, retentionMs: 1e9 });
    const series = await history.telemetry(ADMIN, 'd', new Date(0), new Date(now));
    expect(series.map(({ readings }) => readings['uptimeS'])).toEqual([1, 4]);
  });
});

describe('claims', () => {
  const make = () =>
    new Claims({ database, vault: TEST_VAULT, audit, now: () => now, mqttUrl: 'mqtts://broker:8883' });
  const key = Buffer.alloc(32, 1).toString('base64url');
  const other = Buffer.alloc(32, 2).toString('base64url');
  const start = (claims: Claims, claimKey = key, deviceId = 'new') =>
    claims.start({ deviceId, claimKey, codeFormat: 'letters', hardware: {}, address: null });

  test('a code is shown, typed, and the secret is fetched by the key that asked first until it is used', async () => {
    const claims = make();
    const { code } = await start(claims);
    expect(code).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/);
    expect((await start(claims)).code).toBe(code);
    await expect(start(claims, other)).rejects.toMatchObject({ code: 'REFUSED' });
    expect(await claims.poll('new', key)).toMatchObject({ status: 'pending' });
    expect(await claims.poll('new', other)).toEqual({ status: 'expired' });
    await expect(claims.claim(ADMIN, 'AAAA-AAAA', {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await claims.claim(ADMIN, ` ${code.toLowerCase().replace('-', '')} `, { name: 'Lamp' })).toEqual({
      deviceId: 'new',
    });
    await expect(claims.claim(ADMIN, code, {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(start(claims)).rejects.toMatchObject({ code: 'REFUSED' });
    expect(await claims.poll('new', other)).toEqual({ status: 'expired' });
    const claimed = await claims.poll('new', key);
    expect(claimed).toMatchObject({ status: 'claimed', deviceId: 'new', mqttUrl: 'mqtts://broker:8883' });
    const stored = await database.queries.selectFrom('devices').selectAll().executeTakeFirstOrThrow();
    expect(matchSecret((claimed as { secret: string }).secret, stored)).toBeDefined();
    now += 24 * 3_600_000 - 1;
    expect(await claims.poll('new', key)).toEqual(claimed);
    expect(await claims.poll('new', other)).toEqual({ status: 'expired' });
    await new DatabaseDeviceStore(database).endHandOut('new');
    expect(await claims.poll('new', key)).toEqual({ status: 'expired' });
    const kept = await database.queries.selectFrom('deviceClaims').selectAll().execute();
    expect(JSON.stringify(kept)).not.toContain('sealed');
  });

  const claimed = async (claims: Claims, as = key): Promise<{ secret: string }> => {
    await claims.claim(ADMIN, (await start(claims, as)).code, {});
    return (await claims.poll('new', as)) as { status: 'claimed'; secret: string } & ClaimState;
  };

  test('a secret that nobody uses is handed out for a day', async () => {
    const claims = make();
    const { secret } = await claimed(claims);
    now += 24 * 3_600_000;
    expect(await claims.poll('new', key)).toEqual({ status: 'expired' });
    await claims.sweep();
    expect(await database.queries.selectFrom('deviceClaims').selectAll().execute()).toEqual([]);
    expect(matchSecret(secret, await new DatabaseDeviceStore(database).get('new'))).toBeDefined();
  });

  test('a secret that was rotated is handed out no longer', async () => {
    const claims = make();
    await claimed(claims);
    await directory.rotate(ADMIN, 'new', true);
    expect(await claims.poll('new', key)).toEqual({ status: 'expired' });
  });

  test('a device that was claimed and deleted may be claimed again at once, by another key as well', async () => {
    const claims = make();
    await claimed(claims);
    await directory.remove(ADMIN, 'new');
    expect(await claims.poll('new', key)).toEqual({ status: 'expired' });
    expect(await claimed(claims, other)).toMatchObject({ status: 'claimed' });
    expect(await claims.poll('new', key)).toEqual({ status: 'expired' });
  });

  test('after ten minutes anybody may ask anew; a known device cannot be claimed', async () => {
    const claims = make();
    const { code } = await start(claims);
    now += 10 * 60_000;
    await expect(claims.claim(ADMIN, code, {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await claims.poll('new', key)).toEqual({ status: 'expired' });
    expect((await start(claims, other)).code).not.toBe(code);
    await directory.create(ADMIN, { id: 'known' });
    await expect(start(claims, key, 'known')).rejects.toMatchObject({ code: 'REFUSED' });
  });
});

describe('MCP servers', () => {
  const servers = () => new McpServers({ database, vault: TEST_VAULT, audit, allowNetwork: true });
  const input = {
    name: 'files',
    transport: 'http',
    enabled: true,
    url: 'https://tools/mcp',
    headers: { authorization: 'Bearer planted' },
  } as const;

  test('secrets are kept, and never shown again', async () => {
    const made = await servers().create(ADMIN, { ...input });
    expect(made).toMatchObject({ version: 1, headers: { authorization: '***' } });
    const changed = await servers().replace(
      ADMIN,
      made.id,
      { ...input, transport: 'sse', headers: { authorization: '***', 'x-new': 'planted' } },
      1,
    );
    expect(changed).toMatchObject({ version: 2, transport: 'sse' });
    expect(await servers().connection('default', made.id)).toMatchObject({
      headers: { authorization: 'Bearer planted', 'x-new': 'planted' },
    });
    expect(await servers().connection('other', made.id)).toBeUndefined();
    expect(JSON.stringify(await servers().list(ADMIN))).not.toContain('planted');
    const versions = await database.queries.selectFrom('mcpServerVersions').selectAll().execute();
    expect(versions).toHaveLength(2);
    expect(JSON.stringify(versions)).not.toContain('planted');
    await expect(servers().replace(ADMIN, made.id, { ...input }, 1)).rejects.toMatchObject({ code: 'STALE' });
    await expect(servers().create(ADMIN, { ...input })).rejects.toMatchObject({ code: 'EXISTS' });
    await expect(servers().read(STRANGER, made.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('one that is in use is not deleted by accident', async () => {
    const made = await servers().create(ADMIN, { ...input });
    await directory.create(ADMIN, { id: 'd' });
    await configuration.write(ADMIN, { scope: 'device', id: 'd' }, { mcpServers: [made.id] }, 0);
    await expect(servers().remove(ADMIN, made.id, false)).rejects.toMatchObject({
      code: 'IN_USE',
      message: expect.stringContaining('device d') as string,
    });
    await servers().remove(ADMIN, made.id, true);
    // What names it still may be changed.
    await configuration.write(ADMIN, { scope: 'device', id: 'd' }, { volume: 1 }, 1);
    await expect(
      configuration.write(ADMIN, { scope: 'device', id: 'd' }, { mcpServers: [] }, 2),
    ).resolves.toBeDefined();
    await expect(
      configuration.write(ADMIN, { scope: 'device', id: 'd' }, { mcpServers: [made.id] }, 3),
    ).rejects.toMatchObject({ code: 'INVALID' });
  });
});
