/** What one broker alone shares with itself: in memory, and gone with the process. */
import type { Clock } from '../../clock.ts';
import type { Count, SharedSpace, SharedState } from './shared-state.ts';

export interface MemorySharedStateOptions {
  readonly clock: Clock;
  /** Of one space. Beyond it what was not used for longest is forgotten. Default 20,000. */
  readonly maxEntries?: number;
}

type Entry =
  | { readonly value: string; readonly endsAtMs: number }
  | { readonly count: number; readonly endsAtMs: number };

export class MemorySharedState implements SharedState {
  readonly #clock: Clock;
  readonly #maxEntries: number;
  /** Each in the order of last use. */
  readonly #spaces = new Map<SharedSpace, Map<string, Entry>>();

  constructor({ clock, maxEntries = 20_000 }: MemorySharedStateOptions) {
    this.#clock = clock;
    this.#maxEntries = maxEntries;
  }

  async get(space: SharedSpace, key: string): Promise<string | undefined> {
    const entry = this.#find(space, key);
    if (!entry || !('value' in entry)) return undefined;
    this.#put(space, key, entry);
    return entry.value;
  }

  async set(space: SharedSpace, key: string, value: string, lifetimeMs: number): Promise<void> {
    this.#put(space, key, { value, endsAtMs: this.#clock.now() + lifetimeMs });
  }

  async count(space: SharedSpace, key: string, windowMs: number): Promise<Count> {
    const { count, endsInMs } = this.#countOf(space, key);
    const next = count === 0 ? { count: 1, endsInMs: windowMs } : { count: count + 1, endsInMs };
    this.#put(space, key, { count: next.count, endsAtMs: this.#clock.now() + next.endsInMs });
    return next;
  }

  async counted(space: SharedSpace, key: string): Promise<Count> {
    return this.#countOf(space, key);
  }

  async close(): Promise<void> {
    this.#spaces.clear();
  }

  #countOf(space: SharedSpace, key: string): Count {
    const entry = this.#find(space, key);
    if (!entry || !('count' in entry)) return { count: 0, endsInMs: 0 };
    return { count: entry.count, endsInMs: entry.endsAtMs - this.#clock.now() };
  }

  #find(space: SharedSpace, key: string): Entry | undefined {
    const entries = this.#spaces.get(space);
    const entry = entries?.get(key);
    if (!entry || entry.endsAtMs > this.#clock.now()) return entry;
    entries?.delete(key);
    return undefined;
  }

  #put(space: SharedSpace, key: string, entry: Entry): void {
    const entries = this.#spaces.get(space) ?? new Map<string, Entry>();
    this.#spaces.set(space, entries);
    entries.delete(key);
    entries.set(key, entry);
    const [oldest] = entries.keys();
    if (entries.size > this.#maxEntries) entries.delete(oldest!);
  }
}
