/** Pieces of prompts that a person has put by, to be used again: they are that person's own settings. */
import { broker } from '#lib/broker/client.ts';
import { Action } from '#lib/state/action.svelte.ts';
import { Resource } from '#lib/state/resource.svelte.ts';

export interface Fragment {
  readonly name: string;
  readonly text: string;
  readonly enabled: boolean;
}

/** As many as the broker keeps, and as long. */
export const MAX_FRAGMENTS = 20;
export const MAX_FRAGMENT_LENGTH = 4000;

export class Fragments {
  readonly keeping = new Action();
  readonly #read = new Resource(async (signal) => {
    const { data, response } = await broker.GET('/api/v1/settings', { signal });
    return { fragments: data?.promptFragments ?? [], etag: response.headers.get('etag') ?? '*' };
  });

  constructor() {
    void this.#read.read();
  }

  get all(): readonly Fragment[] {
    return this.#read.value?.fragments ?? [];
  }

  /** False when it was not kept: `keeping.error` says why. */
  keep(name: string, text: string): Promise<boolean> {
    return this.keeping.run(async () => {
      await this.#read.read();
      const { etag } = this.#read.value!;
      const others = this.all.filter((each) => each.name !== name);
      const promptFragments = [...others, { name, text, enabled: true }];
      const params = { header: { 'If-Match': etag } };
      await broker.PATCH('/api/v1/settings', { params, body: { promptFragments } });
      await this.#read.read();
    });
  }

  /** Idempotent. */
  close(): void {
    this.#read.close();
  }
}
