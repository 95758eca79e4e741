/**
 * Conversations in the database. What waits for a device's earlier entries is written with them, in one transaction, so
 * that order is kept and a slow database is asked less often, not more.
 */
import { isDeviceId } from '@pipit/protocol';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { type Clock, systemClock } from '../clock.ts';
import type { HistoryMessage } from '../model/voice-model.ts';
import type { Database, Queries } from '../store/database.ts';
import { chainOf } from './conversation-chain.ts';
import type { ConversationEntry, ConversationStore, StoredConversation } from './conversation-store.ts';
import { ConversationStoreError } from './conversation-store-error.ts';
import { writeEntry } from './conversation-rows.ts';
import { Turns } from './turns.ts';

export interface DatabaseConversationStoreOptions {
  readonly database: Database;
  /** Texts older than this are removed. */
  readonly retentionMs: number;
  /** Told of failures, now and then, and never of what was said. */
  readonly log?: Logger;
  /** For what is done from time to time. */
  readonly clock?: Clock;
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly now?: () => number;
  /** Appends beyond this wait no more, but fail. Default 5000. */
  readonly maxWaiting?: number;
}

const DEFAULT_MAX_WAITING = 5000;
const CLEAN_EVERY_MS = 600_000;
const COMPLAIN_EVERY_MS = 60_000;
/** Leaves connections for everybody else. */
const MAX_WRITES_AT_ONCE = 4;
/** Conversations looked at to find what one goes on from, and the newest texts of all of them that are given back. */
const MAX_CONVERSATIONS = 20;
const MAX_MESSAGES = 500;

interface Group {
  readonly entries: ConversationEntry[];
  readonly written: Promise<void>;
}

export class DatabaseConversationStore implements ConversationStore {
  readonly figures = { appended: 0, failed: 0 };
  readonly #options: DatabaseConversationStoreOptions;
  readonly #queries: Queries;
  readonly #clock: Clock;
  readonly #now: () => number;
  readonly #turns = new Turns({ maxAtOnce: MAX_WRITES_AT_ONCE });
  readonly #groups = new Map<string, Group>();
  #waiting = 0;
  #closed = false;
  #cancelCleaning = (): void => {};
  #cleaning: Promise<void>;
  #complainedAtMs = -Infinity;
  #failuresUntold = 0;

  constructor(options: DatabaseConversationStoreOptions) {
    this.#options = options;
    this.#queries = options.database.queries;
    this.#clock = options.clock ?? systemClock;
    this.#now = options.now ?? Date.now;
    this.#cleaning = this.#clean();
  }

  async append(deviceId: string, entry: ConversationEntry): Promise<void> {
    this.#require(deviceId);
    try {
      await this.#grouped(deviceId, entry);
      this.figures.appended++;
    } catch (error) {
      this.figures.failed++;
      throw this.#complain(error);
    }
  }

  async last(deviceId: string, { maxAgeMs }: { maxAgeMs: number }): Promise<StoredConversation | undefined> {
    this.#require(deviceId);
    try {
      // After what is being written.
      return await this.#turns.take(deviceId, () => this.#last(deviceId, maxAgeMs));
    } catch (error) {
      throw this.#complain(error);
    }
  }

  /** Leaves the database open. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelCleaning();
    await this.#cleaning;
    await this.#turns.settled();
  }

  #require(deviceId: string): void {
    if (!isDeviceId(deviceId)) throw ConversationStoreError.invalidId(deviceId);
    if (this.#closed) throw ConversationStoreError.closed();
  }

  async #grouped(deviceId: string, entry: ConversationEntry): Promise<void> {
    if (this.#waiting >= (this.#options.maxWaiting ?? DEFAULT_MAX_WAITING)) {
      throw new ConversationStoreError(
        'OVERLOADED',
        'The database is too slow for the conversations. Look at its load and its disk.',
      );
    }
    let group = this.#groups.get(deviceId);
    if (!group) {
      group = { entries: [], written: this.#turns.take(deviceId, () => this.#write(deviceId)) };
      this.#groups.set(deviceId, group);
    }
    group.entries.push(entry);
    this.#waiting++;
    try {
      await group.written;
    } finally {
      this.#waiting--;
    }
  }

  async #write(deviceId: string): Promise<void> {
    const { entries } = this.#groups.get(deviceId)!;
    this.#groups.delete(deviceId);
    if (entries.length === 1) return writeEntry(this.#queries, deviceId, entries[0]!);
    await this.#queries.transaction().execute(async (transaction) => {
      for (const entry of entries) await writeEntry(transaction, deviceId, entry);
    });
  }

  async #last(deviceId: string, maxAgeMs: number): Promise<StoredConversation | undefined> {
    const conversations = await this.#queries
      .selectFrom('sessions')
      .select(['id', 'number', 'frameDurationMs', 'mode', 'startedAt', 'lastAt', 'endReason'])
      .where('deviceId', '=', deviceId)
      // One that was only laid down for later was never held.
      .where((eb) => eb.or([eb('openedTimes', '>', 0), eb('messageCount', '>', 0)]))
      .orderBy('ordinal', 'desc')
      .limit(MAX_CONVERSATIONS)
      .execute();
    const { last, earlier } = chainOf(conversations, { nowMs: this.#now(), maxAgeMs });
    if (!last) return undefined;
    const texts = await this.#texts([last.id, ...earlier.map(({ id }) => id)]);
    return {
      sessionId: last.id,
      number: last.number,
      frameDurationMs: last.frameDurationMs,
      mode: last.mode,
      lastAt: last.lastAt.getTime(),
      ended: (last.endReason ?? undefined) as StoredConversation['ended'],
      messages: texts.get(last.id) ?? [],
      earlier: earlier.toReversed().flatMap(({ id }) => texts.get(id) ?? []),
    };
  }

  async #texts(sessionIds: readonly string[]): Promise<Map<string, HistoryMessage[]>> {
    const rows = await this.#queries
      .selectFrom('messages')
      .select(['sessionId', 'role', 'text'])
      .where('sessionId', 'in', sessionIds)
      .orderBy('id', 'desc')
      .limit(MAX_MESSAGES)
      .execute();
    const texts = new Map<string, HistoryMessage[]>();
    for (const { sessionId, role, text } of rows.toReversed()) {
      const list = texts.get(sessionId) ?? [];
      texts.set(sessionId, list);
      list.push({ role, text });
    }
    return texts;
  }

  async #clean(): Promise<void> {
    try {
      await this.#removeOld();
    } catch (error) {
      this.#complain(error);
    }
    if (!this.#closed) {
      this.#cancelCleaning = this.#clock.after(CLEAN_EVERY_MS, () => (this.#cleaning = this.#clean()));
    }
  }

  /** In pieces: one long deletion would hold up what is being said. */
  async #removeOld(): Promise<void> {
    const before = new Date(this.#now() - this.#options.retentionMs);
    for (;;) {
      if (this.#closed) return;
      const { rows } = await sql<{ id: number }>`
        delete from messages where id in (select id from messages where at < ${before} order by at limit 1000)
        returning id`.execute(this.#queries);
      if (rows.length < 1000) return;
    }
  }

  /** Says it once in a while: a database that is away fails every append. */
  #complain(error: unknown): ConversationStoreError {
    const explained =
      error instanceof ConversationStoreError
        ? error
        : new ConversationStoreError(
            'NOT_WRITABLE',
            `The database does not take conversations (${(error as Error).message}). Look at its server and its disk.`,
            { cause: error },
          );
    const now = this.#clock.now();
    this.#failuresUntold++;
    if (now - this.#complainedAtMs < COMPLAIN_EVERY_MS) return explained;
    this.#complainedAtMs = now;
    this.#options.log?.error({ err: explained, failures: this.#failuresUntold }, 'conversation store failed');
    this.#failuresUntold = 0;
    return explained;
  }
}
