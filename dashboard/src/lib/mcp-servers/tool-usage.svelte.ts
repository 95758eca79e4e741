/** How often tools were called, and how it went. */
import { broker, dataOf } from '#lib/broker/client.ts';
import type { operations } from '#lib/broker/gen/schema.d.ts';
import { Resource } from '#lib/state/resource.svelte.ts';

export type ToolFigures =
  operations['getUsageOfTools']['responses'][200]['content']['application/json']['items'][number];

export const SPANS = ['1', '7', '30'] as const;
export type Span = (typeof SPANS)[number];

const DAY_MS = 86_400_000;

export class ToolUsage {
  #days: Span = '1';
  readonly figures = new Resource(
    async (signal): Promise<readonly ToolFigures[]> =>
      (await dataOf(broker.GET('/api/v1/usage/tools', { params: { query: this.#query() }, signal }))).items,
  );

  async show(days: Span): Promise<void> {
    this.#days = days;
    await this.figures.read();
  }

  async csv(): Promise<Blob> {
    const query = { ...this.#query(), bom: '1' as const };
    const headers = { accept: 'text/csv' };
    const { data } = await broker.GET('/api/v1/usage/tools', { params: { query }, headers, parseAs: 'blob' });
    return data as Blob;
  }

  /** Idempotent. */
  close(): void {
    this.figures.close();
  }

  #query() {
    return { from: new Date(Date.now() - Number(this.#days) * DAY_MS).toISOString(), limit: 200 };
  }
}
