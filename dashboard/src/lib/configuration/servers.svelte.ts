/** MCP servers by name, for those who may see them. */
import { broker, dataOf } from '#lib/broker/client.ts';
import { Resource } from '#lib/state/resource.svelte.ts';
import type { Viewer } from '#lib/state/viewer.svelte.ts';

export interface ServerName {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
}

export class Servers {
  readonly #read = new Resource(async (signal): Promise<readonly ServerName[]> => {
    const { items } = await dataOf(broker.GET('/api/v1/mcp-servers', { signal }));
    return items.map(({ id, name, enabled }) => ({ id, name, enabled }));
  });

  constructor(viewer: Viewer) {
    if (viewer.can('mcpServers:read')) void this.#read.read();
  }

  get isRead(): boolean {
    return this.#read.value !== undefined;
  }

  get all(): readonly ServerName[] {
    return this.#read.value ?? [];
  }

  readonly nameOf = (id: string): string | undefined => this.all.find((each) => each.id === id)?.name;

  /** Idempotent. */
  close(): void {
    this.#read.close();
  }
}
