/** Who is meant by a key like `user:ID`, as far as the viewer may know. */
import { broker, dataOf } from '#lib/broker/client.ts';
import { Resource } from '#lib/state/resource.svelte.ts';
import type { Viewer } from '#lib/state/viewer.svelte.ts';

/** Who is not among the first is shown by the key. */
const MOST = 200;

export class Names {
  readonly #people = new Resource(async (signal) => {
    const params = { query: { limit: MOST } };
    const { items } = await dataOf(broker.GET('/api/v1/users', { params, signal }));
    return new Map(items.map(({ id, name }) => [id, name]));
  });

  constructor(viewer: Viewer) {
    if (viewer.can('users:read')) void this.#people.read();
  }

  /** Of a key, or of the id of a person. */
  readonly of = (key: string): string => this.#people.value?.get(key.replace(/^user:/, '')) ?? key;

  /** Idempotent. */
  close(): void {
    this.#people.close();
  }
}
