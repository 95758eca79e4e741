import { afterAll, beforeAll } from 'vitest';
import { describeConversationStore } from '../../test/history/conversation-store-contract.ts';
import { openTestDatabase } from '../../test/store/test-database.ts';
import type { Database } from '../store/database.ts';
import { DatabaseConversationStore } from './database-conversation-store.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

describeConversationStore('the embedded database', async (now) => {
  await database.queries.deleteFrom('sessions').execute();
  return new DatabaseConversationStore({ database, retentionMs: 1e12, now });
});
