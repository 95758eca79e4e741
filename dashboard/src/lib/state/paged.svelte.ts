/** A list that the broker hands out page by page, as far as somebody has scrolled. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Null after the last one. */
  readonly nextCursor: string | null;
}

/** Of a list that is looked through again. */
const MAX_AGAIN = 10;

type ReadPage<Item> = (cursor: string | null, signal: AbortSignal) => Promise<Page<Item>>;

/** What an item is told apart by; two without an id are two. */
const idOf = (item: unknown): unknown => (item as { readonly id?: unknown }).id ?? item;

/** What has moved to a later page since is not there twice. */
function withMore<Item>(items: readonly Item[], more: readonly Item[]): readonly Item[] {
  const known = new Set(items.map(idOf));
  return [...items, ...more.filter((item) => !known.has(idOf(item)))];
}

export class Paged<Item> {
  readonly #readPage: ReadPage<Item>;
  #items = $state.raw<readonly Item[]>([]);
  #cursor = $state.raw<string | null>(null);
  #isReading = $state(false);
  #isRead = $state(false);
  #error = $state.raw<unknown>();
  #reading: AbortController | undefined;
  /** Of the page that was asked for last, which may have failed. */
  #asked: string | null = null;
  #generation = 0;

  constructor(readPage: ReadPage<Item>) {
    this.#readPage = readPage;
  }

  get items(): readonly Item[] {
    return this.#items;
  }

  /** Another one when it was read from the first page again: until then items keep their places. */
  get generation(): number {
    return this.#generation;
  }

  get hasMore(): boolean {
    return this.#cursor !== null;
  }

  get isReading(): boolean {
    return this.#isReading;
  }

  /** It was read, and there is nothing. */
  get isEmpty(): boolean {
    return this.#isRead && this.#items.length === 0;
  }

  get error(): unknown {
    return this.#error;
  }

  /** From the first page; what is shown stays until it is there. Never rejects. */
  async read(): Promise<void> {
    await this.#read(null);
  }

  /** When somebody has scrolled near the end. */
  async readMore(): Promise<void> {
    if (this.#isReading || this.#cursor === null || this.#error !== undefined) return;
    await this.#read(this.#cursor);
  }

  /** Tries again what failed. */
  async retry(): Promise<void> {
    this.#error = undefined;
    await this.#read(this.#asked);
  }

  /**
   * What is shown, as it is now: rows keep their places, and what has come since is not among them. Beyond `MAX_AGAIN` pages
   * they stay as they were. Never rejects; a list that was not read yet is.
   */
  async refresh(): Promise<void> {
    if (!this.#isRead || this.#error !== undefined) return this.retry();
    if (this.#isReading && this.#asked === null) return this.read();
    await this.#reads(null, async (signal) => {
      const found = new Map<unknown, Item>();
      const missing = new Set(this.#items.map(idOf));
      let cursor: string | null = null;
      for (let i = 0; i < MAX_AGAIN && missing.size > 0; i++) {
        const page = await this.#readPage(cursor, signal);
        for (const item of page.items) {
          found.set(idOf(item), item);
          missing.delete(idOf(item));
        }
        cursor = page.nextCursor;
        if (cursor === null) break;
      }
      return () => this.change((item) => found.get(idOf(item)) ?? item);
    });
  }

  /** Draws what is shown anew, item by item. */
  change(changed: (item: Item) => Item): void {
    this.#items = this.#items.map(changed);
  }

  /** They are there no more. */
  drop(fits: (item: Item) => boolean): void {
    this.#items = this.#items.filter((item) => !fits(item));
  }

  /** Draws a few items anew, by their place; of thousands the others are not looked at. */
  changeAt(places: Iterable<number>, changed: (item: Item) => Item): void {
    const items = [...this.#items];
    for (const place of places) {
      const item = items[place];
      if (item !== undefined) items[place] = changed(item);
    }
    this.#items = items;
  }

  /** Idempotent. */
  close(): void {
    this.#reading?.abort();
  }

  async #read(cursor: string | null): Promise<void> {
    await this.#reads(cursor, async (signal) => {
      const page = await this.#readPage(cursor, signal);
      return () => {
        if (cursor === null) this.#generation += 1;
        this.#items = cursor === null ? page.items : withMore(this.#items, page.items);
        this.#cursor = page.nextCursor;
        this.#isRead = true;
      };
    });
  }

  /** One reading at a time: the last one counts, and what it has found is taken unless another was begun. */
  async #reads(cursor: string | null, find: (signal: AbortSignal) => Promise<() => void>): Promise<void> {
    this.#reading?.abort();
    const reading = (this.#reading = new AbortController());
    this.#asked = cursor;
    this.#isReading = true;
    try {
      const take = await find(reading.signal);
      if (reading.signal.aborted) return;
      take();
      this.#error = undefined;
    } catch (error) {
      if (!reading.signal.aborted) this.#error = error;
    } finally {
      if (this.#reading === reading) this.#isReading = false;
    }
  }
}
