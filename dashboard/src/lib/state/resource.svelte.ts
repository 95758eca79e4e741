/**
 * Something that the broker knows, as it was read last. Reading again keeps what is shown until the new is there; of
 * several readings under way only the last one counts.
 */
export class Resource<Value> {
  readonly #read: (signal: AbortSignal) => Promise<Value>;
  #value = $state.raw<Value | undefined>();
  #error = $state.raw<unknown>();
  #isReading = $state(false);
  #reading: AbortController | undefined;
  #soon: ReturnType<typeof setTimeout> | undefined;

  constructor(read: (signal: AbortSignal) => Promise<Value>) {
    this.#read = read;
  }

  get value(): Value | undefined {
    return this.#value;
  }

  /** Of the last reading; undefined once one has succeeded. */
  get error(): unknown {
    return this.#error;
  }

  get isReading(): boolean {
    return this.#isReading;
  }

  /** Never rejects. */
  async read(): Promise<void> {
    clearTimeout(this.#soon);
    this.#soon = undefined;
    this.#reading?.abort();
    const reading = (this.#reading = new AbortController());
    this.#isReading = true;
    try {
      const value = await this.#read(reading.signal);
      if (reading.signal.aborted) return;
      this.#value = value;
      this.#error = undefined;
    } catch (error) {
      if (!reading.signal.aborted) this.#error = error;
    } finally {
      if (this.#reading === reading) this.#isReading = false;
    }
  }

  /** Once for all that ask for it within `delayMs`; a reading that is under way comes to its end first. */
  readSoon(delayMs: number): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      if (this.#isReading) this.readSoon(delayMs);
      else void this.read();
    }, delayMs);
  }

  /** Idempotent. */
  close(): void {
    clearTimeout(this.#soon);
    this.#reading?.abort();
  }
}
