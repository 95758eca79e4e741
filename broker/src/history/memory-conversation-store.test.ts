import { expect, test } from 'vitest';
import {
  describeConversationStore,
  idOf,
  message,
  opened,
} from '../../test/history/conversation-store-contract.ts';
import { MemoryConversationStore } from './memory-conversation-store.ts';

describeConversationStore('memory', async (now) => new MemoryConversationStore({ now }));

test('the oldest entries go, but not the opening of what is left', async () => {
  const store = new MemoryConversationStore({ now: () => 0, maxEntries: 10 });
  await store.append('kitchen', opened('a'));
  for (let i = 0; i < 20; i++) await store.append('kitchen', message('a', `text ${i}`));
  const last = await store.last('kitchen', { maxAgeMs: 1000 });
  expect(last?.sessionId).toBe(idOf('a'));
  expect(last?.messages.length).toBeLessThan(10);
  expect(last?.messages.at(-1)?.text).toBe('text 19');
});
