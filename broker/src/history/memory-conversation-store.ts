/** Conversations that live as long as the process: for tests and embedding. */
import { isDeviceId } from '@pipit/protocol';
import { lastConversation, newestEntries } from './conversation-entries.ts';
import type { ConversationEntry, ConversationStore, StoredConversation } from './conversation-store.ts';
import { ConversationStoreError } from './conversation-store-error.ts';

export interface MemoryConversationStoreOptions {
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly now?: () => number;
  /** Entries of a device beyond this: the older half goes. Default 1000. */
  readonly maxEntries?: number;
}

export class MemoryConversationStore implements ConversationStore {
  readonly figures = { appended: 0, failed: 0 };
  readonly #entries = new Map<string, readonly ConversationEntry[]>();
  readonly #now: () => number;
  readonly #maxEntries: number;
  #closed = false;

  constructor({ now = Date.now, maxEntries = 1000 }: MemoryConversationStoreOptions = {}) {
    this.#now = now;
    this.#maxEntries = maxEntries;
  }

  async append(deviceId: string, entry: ConversationEntry): Promise<void> {
    const entries = [...this.#of(deviceId), entry];
    const maxBytes = this.#maxEntries / 2;
    this.#entries.set(
      deviceId,
      entries.length > this.#maxEntries ? newestEntries(entries, { maxBytes, bytes: () => 1 }) : entries,
    );
    this.figures.appended++;
  }

  async last(deviceId: string, options: { maxAgeMs: number }): Promise<StoredConversation | undefined> {
    return lastConversation(this.#of(deviceId), { nowMs: this.#now(), maxAgeMs: options.maxAgeMs });
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #of(deviceId: string): readonly ConversationEntry[] {
    if (!isDeviceId(deviceId)) throw ConversationStoreError.invalidId(deviceId);
    if (this.#closed) throw ConversationStoreError.closed();
    return this.#entries.get(deviceId) ?? [];
  }
}
