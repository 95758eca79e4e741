/**
 * Work that is written behind the back of whoever brings it: what comes for the same key meanwhile becomes one, and a
 * burst becomes a few large statements. What cannot be written waits and is tried again.
 */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Figures } from '../telemetry/figures.ts';

export interface BatchOptions<Item> {
  readonly clock: Clock;
  /** After the first item, before it is written: others may come. */
  readonly delayMs: number;
  /** Keys at once in one write. */
  readonly maxBatch: number;
  /** Keys that may wait; beyond it the oldest is given up. */
  readonly maxWaiting: number;
  readonly write: (items: ReadonlyMap<string, Item>) => Promise<void>;
  /** What waited stays for another attempt. */
  readonly onFailed: (error: unknown) => void;
  readonly onDropped: () => void;
  /** What becomes of two that wait for the same key. Default: the newer. */
  readonly merge?: (older: Item, newer: Item) => Item;
}

const RETRY_MS = 2000;
/** Devices of which something may wait. */
export const MAX_WAITING_DEVICES = 50_000;

export interface DeviceBatchOptions<Item> extends Pick<
  BatchOptions<Item>,
  'delayMs' | 'maxBatch' | 'merge' | 'write'
> {
  /** As in `fleet_reports_dropped_total`. */
  readonly name: 'reports' | 'presence' | 'telemetry';
}

/** What is known of devices, by their ids. */
export const deviceBatch = <Item>(
  { clock, log, figures }: { readonly clock: Clock; readonly log: Logger; readonly figures: Figures },
  { name, ...options }: DeviceBatchOptions<Item>,
): Batch<Item> =>
  new Batch({
    ...options,
    clock,
    maxWaiting: MAX_WAITING_DEVICES,
    onFailed: (error) => log.error({ err: error }, `${name} of devices could not be written`),
    onDropped: () => figures.count(`fleet_${name}_dropped_total`),
  });

export class Batch<Item> {
  readonly #options: BatchOptions<Item>;
  readonly #waiting = new Map<string, Item>();
  #cancel: (() => void) | undefined;
  #writing: Promise<void> | undefined;
  #closed = false;

  constructor(options: BatchOptions<Item>) {
    this.#options = options;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  put(key: string, item: Item): void {
    if (this.#closed) return;
    const { merge, maxWaiting, onDropped, delayMs } = this.#options;
    const older = this.#waiting.get(key);
    this.#waiting.set(key, older !== undefined && merge ? merge(older, item) : item);
    if (this.#waiting.size > maxWaiting) {
      const [oldest] = this.#waiting.keys();
      this.#waiting.delete(oldest!);
      onDropped();
    }
    this.#in(delayMs);
  }

  /** Writes what waits; resolves also when that failed. */
  flush(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    return (this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
      // What came too late for the last batch.
      if (this.#waiting.size > 0) this.#in(this.#options.delayMs);
    }));
  }

  /** Writes what waits, once. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    // What is being written may leave something behind.
    await this.#writing;
    if (this.#waiting.size > 0) await this.flush();
    this.#waiting.clear();
    this.#cancel?.();
  }

  async #write(): Promise<void> {
    const { maxBatch, merge, write, onFailed } = this.#options;
    while (this.#waiting.size > 0) {
      const items = new Map([...this.#waiting].slice(0, maxBatch));
      for (const key of items.keys()) this.#waiting.delete(key);
      try {
        await write(items);
      } catch (error) {
        for (const [key, older] of items) {
          const newer = this.#waiting.get(key);
          this.#waiting.set(key, newer === undefined ? older : merge ? merge(older, newer) : newer);
        }
        onFailed(error);
        this.#in(RETRY_MS);
        return;
      }
    }
  }

  #in(delayMs: number): void {
    if (this.#closed || this.#writing) return;
    this.#cancel ??= this.#options.clock.after(delayMs, () => {
      this.#cancel = undefined;
      void this.flush();
    });
  }
}
