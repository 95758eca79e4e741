/**
 * What several brokers share and no row of the database is worth: it ends by itself, and to lose it costs little. All
 * that must last is in the database, conversations included.
 */
export interface SharedState {
  /** Undefined when there is none, or its time is over. */
  get(space: SharedSpace, key: string): Promise<string | undefined>;
  /** In place of the former; its time begins anew. */
  set(space: SharedSpace, key: string, value: string, lifetimeMs: number): Promise<void>;
  /** Adds one to a count that ends `windowMs` after its first; the next one begins another. Of two at once, each counts. */
  count(space: SharedSpace, key: string, windowMs: number): Promise<Count>;
  /** The same, without adding. */
  counted(space: SharedSpace, key: string): Promise<Count>;
  /** Idempotent. */
  close(): Promise<void>;
}

/** Each has room of its own, so that a flood of one kind drives out nothing of another. */
export type SharedSpace = 'rates' | 'strangers';

export interface Count {
  readonly count: number;
  /** 0 when there is none. */
  readonly endsInMs: number;
}
