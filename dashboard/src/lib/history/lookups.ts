/** Devices and people as they are looked for, and the files that the broker writes of what is shown. */
import { broker, dataOf } from '#lib/broker/client.ts';
import { type ConversationFilter, conversationQuery, messageQuery } from './conversation-filter.ts';

const AT_ONCE = 12;
const CSV = { accept: 'text/csv' };

interface Named {
  readonly value: string;
  readonly text: string;
  readonly note?: string;
}

export async function findPeople(text: string, signal: AbortSignal): Promise<Named[]> {
  const query = { limit: AT_ONCE, ...(text && { q: text }) };
  const { items } = await dataOf(broker.GET('/api/v1/users', { params: { query }, signal }));
  return items.map(({ id, name, email }) => ({ value: id, text: name, note: email }));
}

/** Of a person that is in the address only. */
export async function nameOfPerson(id: string, signal: AbortSignal): Promise<string> {
  return (await dataOf(broker.GET('/api/v1/users/{id}', { params: { path: { id } }, signal }))).name;
}

/** All that fit, not only what is shown. @throws {Problem} */
export function csvOfConversations(filter: ConversationFilter): Promise<Blob> {
  const query = { ...conversationQuery(filter), bom: '1' as const };
  return dataOf(broker.GET('/api/v1/sessions', { params: { query }, headers: CSV, parseAs: 'blob' }));
}

export function csvOfMessages(filter: ConversationFilter): Promise<Blob> {
  const query = { ...messageQuery(filter), bom: '1' as const };
  return dataOf(broker.GET('/api/v1/messages', { params: { query }, headers: CSV, parseAs: 'blob' }));
}
