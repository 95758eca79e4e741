/** Sandboxes that there are and were, the newest first. */
import { broker, dataOf } from '#lib/broker/client.ts';
import type { operations } from '#lib/broker/gen/schema.d.ts';
import { Paged } from '#lib/state/paged.svelte.ts';

export type Sandbox =
  operations['listSandboxes']['responses'][200]['content']['application/json']['items'][number];
export type SandboxDetail = operations['getSandbox']['responses'][200]['content']['application/json'];

export class Sandboxes {
  #onlyOpen = true;
  readonly list = new Paged<Sandbox>((cursor, signal) => {
    const query = { ...(this.#onlyOpen && { open: 'true' as const }), ...(cursor && { cursor }) };
    return dataOf(broker.GET('/api/v1/sandboxes', { params: { query }, signal }));
  });

  async show(onlyOpen: boolean): Promise<void> {
    this.#onlyOpen = onlyOpen;
    await this.list.read();
  }

  read(id: string, signal: AbortSignal): Promise<SandboxDetail> {
    return dataOf(broker.GET('/api/v1/sandboxes/{id}', { params: { path: { id } }, signal }));
  }

  /** As if it was used just now. */
  async keep(id: string): Promise<void> {
    const changed = await dataOf(broker.POST('/api/v1/sandboxes/{id}/refresh', { params: { path: { id } } }));
    this.list.change((sandbox) => (sandbox.id === id ? changed : sandbox));
  }

  async remove(id: string): Promise<void> {
    await broker.DELETE('/api/v1/sandboxes/{id}', { params: { path: { id } } });
    await this.list.read();
  }

  /** Idempotent. */
  close(): void {
    this.list.close();
  }
}
