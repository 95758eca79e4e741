/** A bounded queue that is read with `for await`. When it is full, the oldest item goes and is counted. */

export interface AsyncQueueOptions {
  /** Items held while nobody reads. */
  readonly capacity: number;
  /** Called once, when the reader stops or the queue ends. */
  readonly onDone?: () => void;
}

export class AsyncQueue<Item> implements AsyncIterableIterator<Item, undefined> {
  readonly #options: AsyncQueueOptions;
  readonly #items: Item[] = [];
  readonly #waiting: ((result: IteratorResult<Item, undefined>) => void)[] = [];
  #ended = false;
  #dropped = 0;

  constructor(options: AsyncQueueOptions) {
    this.#options = options;
  }

  /** Items given up because the reader was too slow. */
  get dropped(): number {
    return this.#dropped;
  }

  push(item: Item): void {
    if (this.#ended) return;
    const waiting = this.#waiting.shift();
    if (waiting) return waiting({ done: false, value: item });
    this.#items.push(item);
    if (this.#items.length > this.#options.capacity) {
      this.#items.shift();
      this.#dropped++;
    }
  }

  /** What is queued is still read; then the reader's loop ends. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const resolve of this.#waiting.splice(0)) resolve({ done: true, value: undefined });
    this.#options.onDone?.();
  }

  next(): Promise<IteratorResult<Item, undefined>> {
    const item = this.#items.shift();
    if (item !== undefined) return Promise.resolve({ done: false, value: item });
    if (this.#ended) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  return(): Promise<IteratorResult<Item, undefined>> {
    this.#items.length = 0;
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
