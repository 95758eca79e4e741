/**
 * Who was recognised lately, so that not every request asks the database, and yet a revoked sign-in is refused at once:
 * whoever changes something about people says so here, and over the database to all other processes.
 */
import type { Clock } from '../clock.ts';
import type { Database, Queries } from '../store/database.ts';
import { notify } from '../store/notify.ts';
import type { Principal, Tag } from './principal.ts';

export interface Recognised {
  readonly principal: Principal;
  readonly tags: readonly Tag[];
  /** When it ends by itself, in wall time. */
  readonly untilMs?: number;
}

export interface PrincipalCacheOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly now: () => number;
  /** Default 5000. */
  readonly maxEntries?: number;
}

/** In case another process died before it could say what it changed. */
const TRUSTED_FOR_MS = 30_000;

export class PrincipalCache {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #now: () => number;
  readonly #maxEntries: number;
  readonly #entries = new Map<string, Recognised & { readonly atMs: number }>();
  readonly #stop: () => void;
  #changes = 0;

  constructor({ database, clock, now, maxEntries = 5000 }: PrincipalCacheOptions) {
    this.#database = database;
    this.#clock = clock;
    this.#now = now;
    this.#maxEntries = maxEntries;
    this.#stop = database.listen('pipit_people', {
      onNotice: (payload) => this.#forget((JSON.parse(payload) as { tags: Tag[] }).tags),
      onGap: () => this.#forgetAll(),
    });
  }

  get size(): number {
    return this.#entries.size;
  }

  /** @param load asks the database; its answer is kept unless something was changed meanwhile. */
  async get(key: string, load: () => Promise<Recognised | undefined>): Promise<Principal | undefined> {
    const known = this.#entries.get(key);
    if (known && this.#isFresh(known)) return known.principal;
    const before = this.#changes;
    const atMs = this.#clock.now();
    const loaded = await load();
    this.#entries.delete(key);
    if (loaded && before === this.#changes) this.#keep(key, { ...loaded, atMs });
    return loaded?.principal;
  }

  /** Runs `work` in a transaction; whatever it tags as changed is forgotten everywhere once that is committed. */
  async changing<Result>(
    work: (queries: Queries, changed: (...tags: Tag[]) => void) => Promise<Result>,
  ): Promise<Result> {
    const tags = new Set<Tag>();
    const result = await this.#database.queries.transaction().execute(async (queries) => {
      const worked = await work(queries, (...changed) => {
        for (const tag of changed) tags.add(tag);
      });
      if (tags.size > 0) await notify(queries, 'pipit_people', { tags: [...tags] });
      return worked;
    });
    if (tags.size > 0) this.#forget([...tags]);
    return result;
  }

  close(): void {
    this.#stop();
    this.#forgetAll();
  }

  #isFresh({ atMs, untilMs = Infinity }: Recognised & { readonly atMs: number }): boolean {
    return this.#clock.now() - atMs < TRUSTED_FOR_MS && this.#now() < untilMs;
  }

  #keep(key: string, entry: Recognised & { readonly atMs: number }): void {
    this.#entries.set(key, entry);
    if (this.#entries.size > this.#maxEntries) {
      const [oldest] = this.#entries.keys();
      this.#entries.delete(oldest!);
    }
  }

  #forget(tags: readonly Tag[]): void {
    this.#changes += 1;
    const changed = new Set(tags);
    for (const [key, entry] of this.#entries) {
      if (entry.tags.some((tag) => changed.has(tag))) this.#entries.delete(key);
    }
  }

  #forgetAll(): void {
    this.#changes += 1;
    this.#entries.clear();
  }
}
