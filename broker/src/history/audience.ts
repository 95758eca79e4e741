/** People who look at live events now. */
export class Audience {
  /** By tenant: who, and how many streams of theirs are open. */
  readonly #tenants = new Map<string, Map<string, number>>();

  /** One more stream. Returns a function that takes it away, which may be called twice. */
  join(tenantId: string, who: string): () => void {
    const people = this.#tenants.get(tenantId) ?? new Map<string, number>();
    this.#tenants.set(tenantId, people);
    people.set(who, (people.get(who) ?? 0) + 1);
    let gone = false;
    return () => {
      if (gone) return;
      gone = true;
      const left = (people.get(who) ?? 1) - 1;
      if (left > 0) people.set(who, left);
      else people.delete(who);
      if (people.size === 0) this.#tenants.delete(tenantId);
    };
  }

  of(tenantId: string): readonly string[] {
    return [...(this.#tenants.get(tenantId)?.keys() ?? [])];
  }
}
