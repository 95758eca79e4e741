/** What was said with the words that were looked for, the newest first. */
import { broker, dataOf } from '#lib/broker/client.ts';
import type { operations } from '#lib/broker/gen/schema.d.ts';
import { Paged } from '#lib/state/paged.svelte.ts';
import { type ConversationFilter, messageQuery } from './conversation-filter.ts';

export type FoundMessage =
  operations['listMessages']['responses'][200]['content']['application/json']['items'][number];

const PAGE = 50;

export class FoundMessages {
  readonly pages = new Paged<FoundMessage>((cursor, signal) => {
    const query = { ...messageQuery(this.#filter), limit: PAGE, ...(cursor && { cursor }) };
    return dataOf(broker.GET('/api/v1/messages', { params: { query }, signal }));
  });
  #filter: ConversationFilter = {};

  async show(filter: ConversationFilter): Promise<void> {
    this.#filter = filter;
    await this.pages.read();
  }

  /** Idempotent. */
  close(): void {
    this.pages.close();
  }
}
