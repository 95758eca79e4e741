/** Answers for repeated requests, in memory: gone with the process. */
import type { Clock } from '../../clock.ts';
import type { IdempotencyStore, StoredResponse } from './idempotency.ts';

export interface MemoryIdempotencyStoreOptions {
  readonly clock: Clock;
  /** Beyond it the oldest is forgotten. */
  readonly maxEntries?: number;
  readonly keptMs?: number;
}

interface Entry {
  readonly requestHash: string;
  readonly expiresAt: number;
  response?: StoredResponse;
}

const DAY_MS = 86_400_000;

export function createMemoryIdempotencyStore({
  clock,
  maxEntries = 1000,
  keptMs = DAY_MS,
}: MemoryIdempotencyStoreOptions): IdempotencyStore {
  /** In the order of their beginning, which is also that of their end. */
  const entries = new Map<string, Entry>();
  const nameOf = (scope: string, key: string): string => JSON.stringify([scope, key]);
  const forget = (): void => {
    for (const [name, { expiresAt }] of entries) {
      if (expiresAt > clock.now() && entries.size < maxEntries) return;
      entries.delete(name);
    }
  };
  return {
    async begin(scope, key, requestHash) {
      const name = nameOf(scope, key);
      const known = entries.get(name);
      if (known && known.expiresAt > clock.now()) {
        if (known.requestHash !== requestHash) return { state: 'conflict' };
        return known.response ? { state: 'done', ...known.response } : { state: 'running' };
      }
      entries.delete(name);
      forget();
      entries.set(name, { requestHash, expiresAt: clock.now() + keptMs });
      return { state: 'new' };
    },
    async finish(scope, key, response) {
      const entry = entries.get(nameOf(scope, key));
      if (entry) entry.response = response;
    },
    async abandon(scope, key) {
      entries.delete(nameOf(scope, key));
    },
  };
}
