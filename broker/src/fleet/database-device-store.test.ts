import { afterAll, beforeAll } from 'vitest';
import { describeDeviceStore } from '../../test/fleet/device-store-contract.ts';
import { openTestDatabase } from '../../test/store/test-database.ts';
import type { Database } from '../store/database.ts';
import { DatabaseDeviceStore } from './database-device-store.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

describeDeviceStore('the embedded database', async () => {
  await database.queries.deleteFrom('devices').execute();
  return new DatabaseDeviceStore(database);
});
