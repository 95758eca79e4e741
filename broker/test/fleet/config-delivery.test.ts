/** Who is told of which change. */
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { NO_AUDIT } from '../../src/audit/audit-sink.ts';
import { systemClock } from '../../src/clock.ts';
import { ConfigDelivery } from '../../src/fleet/configuration/config-delivery.ts';
import { ConfigVersions } from '../../src/fleet/configuration/config-versions.ts';
import { DeviceDirectory } from '../../src/fleet/directory/device-directory.ts';
import { Groups } from '../../src/fleet/directory/groups.ts';
import type { Database } from '../../src/store/database.ts';
import { openTestDatabase } from '../store/test-database.ts';
import { ADMIN } from './fleet-people.ts';

let database: Database;
let delivery: ConfigDelivery;
let versions: ConfigVersions;
let directory: DeviceDirectory;
const published: string[] = [];
const applied: string[] = [];
const here = ['a', 'b', 'gone'];

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  for (const table of ['deviceConfigs', 'devices', 'deviceGroups'] as const)
    await database.queries.deleteFrom(table).execute();
  versions = new ConfigVersions(database, NO_AUDIT);
  directory = new DeviceDirectory({ database, audit: NO_AUDIT, now: Date.now });
  for (const id of ['a', 'b', 'away']) await directory.create(ADMIN, { id });
  delivery = new ConfigDelivery({
    database,
    defaults: new Map(),
    connected: () => here,
    publish: (deviceId, { entries }) =>
      void published.push(`${deviceId} ${entries?.map(({ key }) => key).join() ?? ''}`),
    apply: ({ deviceId }) => void applied.push(deviceId),
    clock: systemClock,
    log: pino({ level: 'silent' }),
  });
  published.length = applied.length = 0;
});
afterEach(() => delivery.close());

const fleet = { scope: 'fleet', id: '' } as const;

test('a change of the fleet is brought to all that are here, one of a device to that device', async () => {
  await versions.write(ADMIN, fleet, { volume: 1 }, 0);
  await expect.poll(() => published).toEqual(['a volume', 'b volume']);
  await versions.write(ADMIN, { scope: 'device', id: 'b' }, { brightness: 2 }, 0);
  await expect.poll(() => published.slice(2)).toEqual(['b brightness,volume']);
  await versions.write(ADMIN, { scope: 'device', id: 'away' }, { brightness: 2 }, 0);
  await versions.write(ADMIN, { scope: 'device', id: 'a' }, { volume: 3 }, 0);
  await expect.poll(() => published.slice(3)).toEqual(['a volume']);
});

test('what is for conversations alone is told to no device', async () => {
  await versions.write(ADMIN, fleet, { voice: 'amy' }, 0);
  await expect.poll(() => applied).toEqual(['a', 'b']);
  expect(published).toEqual([]);
});

test('who moves to another group gets its settings, and a group that is deleted takes them back', async () => {
  const groups = new Groups(database, NO_AUDIT);
  const { id } = await groups.create(ADMIN, { name: 'g' });
  await versions.write(ADMIN, { scope: 'group', id }, { volume: 1 }, 0);
  await directory.edit(ADMIN, 'a', { groupId: id });
  await expect.poll(() => published).toEqual(['a volume']);
  await groups.remove(ADMIN, id);
  await expect.poll(() => published.slice(1).sort()).toEqual(['a ', 'b ']);
});

test('after notices were missed everything is looked at', async () => {
  delivery.changed(undefined);
  await expect.poll(() => published).toEqual(['a ', 'b ']);
});
