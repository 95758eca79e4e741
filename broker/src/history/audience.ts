/** People who look at live events now. */
import { type Principal, principalKey } from '../identity/principal.ts';

export interface Listener {
  readonly kind: Principal['kind'];
  readonly id: string;
  readonly name: string;
  /** When the first of the streams that are open was opened; milliseconds since 1970. */
  readonly since: number;
}

interface Counted extends Listener {
  streams: number;
}

export class Audience {
  readonly #now: () => number;
  /** By tenant and key of the principal. */
  readonly #tenants = new Map<string, Map<string, Counted>>();

  /** @param now milliseconds since 1970 */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** One more stream. Returns a function that takes it away, which may be called twice. */
  join(tenantId: string, { kind, id, name }: Pick<Principal, 'kind' | 'id' | 'name'>): () => void {
    const people = this.#tenants.get(tenantId) ?? new Map<string, Counted>();
    this.#tenants.set(tenantId, people);
    const key = principalKey({ kind, id });
    const listener = people.get(key) ?? { kind, id, name, since: this.#now(), streams: 0 };
    people.set(key, listener);
    listener.streams++;
    let gone = false;
    return () => {
      if (gone) return;
      gone = true;
      if (--listener.streams === 0) people.delete(key);
      if (people.size === 0) this.#tenants.delete(tenantId);
    };
  }

  /** Who came first stands first. */
  of(tenantId: string): readonly Listener[] {
    return [...(this.#tenants.get(tenantId)?.values() ?? [])];
  }
}
