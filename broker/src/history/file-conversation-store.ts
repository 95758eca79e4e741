/**
 * Conversations in one file of JSON lines per device. What `append` acknowledged is on the disk; files are shortened
 * when they grow too long, and what is too old is removed. One process at a time may use a folder.
 */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { isDeviceId } from '@pipit/protocol';
import type { Logger } from 'pino';
import { type Clock, systemClock } from '../clock.ts';
import { entriesSince, lastConversation, newestEntries } from './conversation-entries.ts';
import { TEMPORARY, syncFolder } from '../store/durable-file.ts';
import { appendLines, readLines, replaceLines } from './conversation-file.ts';
import { entriesOf, entryOf, lineOf } from './conversation-line.ts';
import type { ConversationEntry, ConversationStore, StoredConversation } from './conversation-store.ts';
import { ConversationStoreError } from './conversation-store-error.ts';
import { Turns } from './turns.ts';

export interface FileConversationStoreOptions {
  /** Made when it is not there. */
  readonly folder: string;
  /** Entries older than this are removed. */
  readonly retentionMs: number;
  /** Told of failures, now and then, and never of what was said. */
  readonly log?: Logger;
  /** For what is done from time to time. */
  readonly clock?: Clock;
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly now?: () => number;
  /** A file longer than this is shortened. Default 256 KiB. */
  readonly maxFileBytes?: number;
  /** To so much of its newest entries. Default 64 KiB. */
  readonly keepBytes?: number;
  /** Appends beyond this wait for the disk no more, but fail. Default 16 MiB. */
  readonly maxWaitingBytes?: number;
}

const DEFAULTS = { maxFileBytes: 256 * 1024, keepBytes: 64 * 1024, maxWaitingBytes: 16 * 1024 * 1024 };
const EXTENSION = '.jsonl';
const CLEAN_EVERY_MS = 600_000;
const COMPLAIN_EVERY_MS = 60_000;
/** More than the threads that wait for the disk would only hold descriptors. */
const MAX_FILES_AT_ONCE = 8;

/** @throws {ConversationStoreError} NOT_WRITABLE when the folder cannot be made or read. */
export async function openFileConversationStore(
  options: FileConversationStoreOptions,
): Promise<ConversationStore> {
  const store = new FileConversationStore(options);
  await store.open();
  return store;
}

/** Entries that wait for their turn at the same file: written together, and acknowledged together. */
interface Group {
  lines: string;
  readonly written: Promise<void>;
}

class FileConversationStore implements ConversationStore {
  readonly figures = { appended: 0, failed: 0 };
  readonly #options: FileConversationStoreOptions & typeof DEFAULTS;
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #now: () => number;
  readonly #turns = new Turns({ maxAtOnce: MAX_FILES_AT_ONCE });
  readonly #groups = new Map<string, Group>();
  #waitingBytes = 0;
  #closed = false;
  #cancelCleaning = (): void => {};
  #cleaning: Promise<void> = Promise.resolve();
  #complainedAtMs = -Infinity;
  #failuresUntold = 0;

  constructor(options: FileConversationStoreOptions) {
    this.#options = { ...DEFAULTS, ...options };
    this.#folder = resolve(options.folder);
    this.#clock = options.clock ?? systemClock;
    this.#now = options.now ?? Date.now;
  }

  async open(): Promise<void> {
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await syncFolder(dirname(this.#folder));
      for (const name of await readdir(this.#folder)) {
        if (name.endsWith(TEMPORARY)) await rm(join(this.#folder, name), { force: true });
      }
    } catch (error) {
      throw explained('NOT_WRITABLE', error, this.#folder);
    }
    this.#clean();
  }

  append(deviceId: string, entry: ConversationEntry): Promise<void> {
    return this.#counted(() => this.#append(this.#fileOf(deviceId), lineOf(entry)));
  }

  async last(deviceId: string, { maxAgeMs }: { maxAgeMs: number }): Promise<StoredConversation | undefined> {
    const file = this.#fileOf(deviceId);
    try {
      const entries = await this.#turns.take(file, async () => entriesOf(await this.#read(file)));
      return lastConversation(entries, { nowMs: this.#now(), maxAgeMs });
    } catch (error) {
      throw this.#complain(explained('NOT_READABLE', error, file));
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelCleaning();
    await this.#cleaning;
    await this.#turns.settled();
  }

  #fileOf(deviceId: string): string {
    if (!isDeviceId(deviceId)) throw ConversationStoreError.invalidId(deviceId);
    if (this.#closed) throw ConversationStoreError.closed();
    return join(this.#folder, fileName(deviceId));
  }

  async #counted(append: () => Promise<void>): Promise<void> {
    try {
      await append();
      this.figures.appended++;
    } catch (error) {
      this.figures.failed++;
      throw error;
    }
  }

  async #append(file: string, line: string): Promise<void> {
    const bytes = Buffer.byteLength(line);
    if (this.#waitingBytes + bytes > this.#options.maxWaitingBytes) {
      throw this.#complain(
        new ConversationStoreError(
          'OVERLOADED',
          'The disk is too slow for the conversations. Look at its load, or give the data a faster one.',
        ),
      );
    }
    let group = this.#groups.get(file);
    if (!group) {
      group = { lines: '', written: this.#turns.take(file, () => this.#write(file)) };
      this.#groups.set(file, group);
    }
    group.lines += line;
    this.#waitingBytes += bytes;
    try {
      await group.written;
    } finally {
      this.#waitingBytes -= bytes;
    }
  }

  async #write(file: string): Promise<void> {
    const { lines } = this.#groups.get(file)!;
    this.#groups.delete(file);
    let size: number;
    try {
      size = await appendLines(file, lines);
    } catch (error) {
      throw this.#complain(explained('NOT_WRITABLE', error, file));
    }
    // Not waited for: what was appended is safe already.
    if (size > this.#options.maxFileBytes) void this.#turns.take(file, () => this.#shorten(file));
  }

  /** A file that could not be shortened is read as if it had been. */
  #read(file: string): Promise<string> {
    return readLines(file, 2 * this.#options.maxFileBytes);
  }

  async #shorten(file: string): Promise<void> {
    const { keepBytes } = this.#options;
    const bytes = (entry: ConversationEntry): number => Buffer.byteLength(lineOf(entry));
    try {
      const kept = newestEntries(entriesOf(await this.#read(file)), { maxBytes: keepBytes, bytes });
      await replaceLines(file, kept.map(lineOf).join(''));
    } catch (error) {
      // The file is as it was, only longer than it should be; the next append tries again.
      this.#complain(explained('NOT_WRITABLE', error, file));
    }
  }

  #clean(): void {
    this.#cleaning = this.#removeOld().finally(() => {
      if (!this.#closed) this.#cancelCleaning = this.#clock.after(CLEAN_EVERY_MS, () => this.#clean());
    });
  }

  async #removeOld(): Promise<void> {
    const names = await readdir(this.#folder).catch((error: unknown) => {
      this.#complain(explained('NOT_READABLE', error, this.#folder));
      return [];
    });
    for (const name of names) {
      if (this.#closed) return;
      if (!name.endsWith(EXTENSION)) continue;
      const file = join(this.#folder, name);
      await this.#turns.take(file, () => this.#removeOldFrom(file));
    }
  }

  async #removeOldFrom(file: string): Promise<void> {
    const notBefore = this.#now() - this.#options.retentionMs;
    try {
      const text = await this.#read(file);
      // Most files have nothing old: then the first line says so.
      const oldest = entryOf(text.slice(0, text.indexOf('\n')));
      if (oldest && oldest.at >= notBefore) return;
      const entries = entriesOf(text);
      const kept = entriesSince(entries, notBefore);
      if (kept.length < entries.length || kept.length === 0) {
        await replaceLines(file, kept.map(lineOf).join(''));
      }
    } catch (error) {
      this.#complain(explained('NOT_WRITABLE', error, file));
    }
  }

  /** Says it once in a while: a full disk fails every append. */
  #complain(error: ConversationStoreError): ConversationStoreError {
    const now = this.#clock.now();
    this.#failuresUntold++;
    if (now - this.#complainedAtMs < COMPLAIN_EVERY_MS) return error;
    this.#complainedAtMs = now;
    this.#options.log?.error({ err: error, failures: this.#failuresUntold }, 'conversation store failed');
    this.#failuresUntold = 0;
    return error;
  }
}

/** Also where upper and lower case are one, and for ids with `:`, each device has a file of its own. */
const fileName = (deviceId: string): string =>
  deviceId.replaceAll(/[^a-z0-9-]/g, (char) => `_${char.charCodeAt(0).toString(16)}`) + EXTENSION;

/** What the operating system said, in our words. */
function explained(
  code: 'NOT_READABLE' | 'NOT_WRITABLE',
  error: unknown,
  path: string,
): ConversationStoreError {
  if (error instanceof ConversationStoreError) return error;
  const what = code === 'NOT_READABLE' ? 'read' : 'written';
  return new ConversationStoreError(
    code,
    `${path} cannot be ${what} (${(error as Error).message}). Look at the disk's free space and at the rights of the folder.`,
    { cause: error },
  );
}
