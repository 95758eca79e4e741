import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestDatabase } from '../../test/store/test-database.ts';
import type { Database } from '../store/database.ts';
import { DatabaseDeviceStore } from './database-device-store.ts';
import { importDeviceFile } from './device-file.ts';
import { createSecret, hashSecret, matchSecret } from './secret.ts';

let database: Database;
let store: DatabaseDeviceStore;
let folder: string;
let file: string;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pipit-devices-'));
  file = join(folder, 'devices.json');
  await database.queries.deleteFrom('devices').execute();
  store = new DatabaseDeviceStore(database);
});
afterEach(() => rm(folder, { recursive: true }));

const entry = (id: string, secret: string, change: object = {}) => ({
  id,
  name: `The ${id}`,
  secretHash: hashSecret(secret),
  enabled: true,
  createdAt: '2026-01-02T03:04:05.678Z',
  rotatedAt: null,
  ...change,
});
const write = (devices: object[]) => writeFile(file, JSON.stringify({ version: 1, devices }));

test('devices of a file sign in as before, and the file is put aside', async () => {
  const secret = createSecret();
  const known = await store.add('known');
  await write([
    entry('kitchen', secret),
    entry('hall', secret, { enabled: false, rotatedAt: '2026-02-02T00:00:00.000Z' }),
    entry('known', secret),
  ]);
  expect(await importDeviceFile(file, database.queries)).toEqual({ imported: 2, known: 1 });
  const kitchen = await store.get('kitchen');
  expect(kitchen).toMatchObject({
    name: 'The kitchen',
    createdAt: '2026-01-02T03:04:05.678Z',
    enabled: true,
  });
  expect(matchSecret(secret, kitchen)).toBeDefined();
  expect(await store.get('hall')).toMatchObject({ enabled: false, rotatedAt: '2026-02-02T00:00:00.000Z' });
  expect(matchSecret(known.secret, await store.get('known'))).toBeDefined();
  expect(await readdir(folder)).toEqual(['devices.json.imported']);
  expect(await importDeviceFile(file, database.queries)).toBeUndefined();
});

test('thousands are no problem', async () => {
  const { secretHash } = entry('x', createSecret());
  await write(Array.from({ length: 3000 }, (_, i) => entry(`d-${i}`, '', { secretHash })));
  expect(await importDeviceFile(file, database.queries)).toEqual({ imported: 3000, known: 0 });
});

test.for([
  ['not JSON', '{"version":1,"dev'],
  ['of another shape', '{"version":1,"devices":[{"id":"kitchen"}]}'],
  ['of another version', '{"version":2,"devices":[]}'],
  ['empty', ''],
])('a file that is %s is told, and left as it is', async ([, content]) => {
  await writeFile(file, content!);
  await expect(importDeviceFile(file, database.queries)).rejects.toMatchObject({
    code: 'CORRUPT',
    message: expect.stringMatching(/devices\.json .*left as it is/),
  });
  expect(await readFile(file, 'utf8')).toBe(content);
  expect(await store.list()).toEqual([]);
});
