/** What was done, by whom, the newest first. */
import { broker, dataOf } from '#lib/broker/client.ts';
import type { operations } from '#lib/broker/gen/schema.d.ts';
import { Paged } from '#lib/state/paged.svelte.ts';
import { type AuditFilter, askedOf } from './audit-filter.ts';

export type AuditEntry =
  operations['listAuditLog']['responses'][200]['content']['application/json']['items'][number];

export class AuditLog {
  #asked: ReturnType<typeof askedOf> = {};
  readonly list = new Paged<AuditEntry>((cursor, signal) => {
    const query = { ...this.#asked, ...(cursor && { cursor }) };
    return dataOf(broker.GET('/api/v1/audit-log', { params: { query }, signal }));
  });

  /** Pages of one reading belong together: "the last hour" is that of when it was asked for. */
  async show(filter: AuditFilter): Promise<void> {
    this.#asked = askedOf(filter, new Date());
    await this.list.read();
  }

  /** All of it that fits, not only what was read so far. */
  async csv(): Promise<Blob> {
    const query = { ...this.#asked, bom: '1' as const };
    const headers = { accept: 'text/csv' };
    const { data } = await broker.GET('/api/v1/audit-log', { params: { query }, headers, parseAs: 'blob' });
    return data as Blob;
  }

  /** Idempotent. */
  close(): void {
    this.list.close();
  }
}
