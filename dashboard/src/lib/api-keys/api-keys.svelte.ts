/** Keys for programs, the newest first. */
import { broker, dataOf } from '#lib/broker/client.ts';
import type { operations } from '#lib/broker/gen/schema.d.ts';
import { Paged } from '#lib/state/paged.svelte.ts';

export type ApiKey =
  operations['listApiKeys']['responses'][200]['content']['application/json']['items'][number];
export type NewApiKey = operations['createApiKey']['requestBody']['content']['application/json'];
export type MadeApiKey = operations['createApiKey']['responses'][201]['content']['application/json'];

export class ApiKeys {
  readonly list = new Paged<ApiKey>((cursor, signal) =>
    dataOf(broker.GET('/api/v1/api-keys', { params: { query: { ...(cursor && { cursor }) } }, signal })),
  );

  async create(body: NewApiKey): Promise<MadeApiKey> {
    const made = await dataOf(broker.POST('/api/v1/api-keys', { body }));
    void this.list.read();
    return made;
  }

  async revoke(id: string): Promise<void> {
    await broker.DELETE('/api/v1/api-keys/{id}', { params: { path: { id } } });
    await this.list.read();
  }

  /** Idempotent. */
  close(): void {
    this.list.close();
  }
}
