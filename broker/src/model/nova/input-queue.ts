/**
 * What goes to the model, as the async iterable that the SDK pulls from. It never throws (a throwing input hangs the
 * SDK's call for ever) and it is bounded: when the model does not read, the oldest audio is dropped, and over a bound
 * of their own, blocks of other events are refused as a whole.
 */
export interface InputQueueOptions {
  readonly maxAudioMs: number;
  /** Of events that are not audio, in bytes. */
  readonly maxBlockBytes: number;
}

interface QueuedEvent {
  readonly bytes: Uint8Array;
  /** Of audio; 0 for other events. */
  readonly audioMs: number;
}

export interface InputChunk {
  readonly chunk: { readonly bytes: Uint8Array };
}

export class InputQueue implements AsyncIterable<InputChunk> {
  readonly #options: InputQueueOptions;
  readonly #events: QueuedEvent[] = [];
  #audioMs = 0;
  #blockBytes = 0;
  #droppedMs = 0;
  #ended = false;
  #wake: (() => void) | undefined;

  constructor(options: InputQueueOptions) {
    this.#options = options;
  }

  get droppedMs(): number {
    return this.#droppedMs;
  }

  pushAudio(bytes: Uint8Array, audioMs: number): void {
    if (this.#ended || audioMs <= 0) return;
    this.#events.push({ bytes, audioMs });
    this.#audioMs += audioMs;
    while (this.#audioMs > this.#options.maxAudioMs) this.#dropOldestAudio();
    this.#wake?.();
  }

  /** Events that belong together: nothing comes between them. False when there is no room, and nothing was taken. */
  pushBlock(events: readonly Uint8Array[]): boolean {
    const bytes = events.reduce((sum, event) => sum + event.length, 0);
    if (this.#ended || this.#blockBytes + bytes > this.#options.maxBlockBytes) return false;
    this.push(...events);
    return true;
  }

  /** Events that the stream cannot do without; they are few. */
  push(...events: readonly Uint8Array[]): void {
    if (this.#ended) return;
    for (const bytes of events) {
      this.#events.push({ bytes, audioMs: 0 });
      this.#blockBytes += bytes.length;
    }
    this.#wake?.();
  }

  /** No more events; those that wait are still sent. */
  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<InputChunk, void, undefined> {
    for (;;) {
      const event = this.#events.shift();
      if (event) {
        this.#audioMs -= event.audioMs;
        if (event.audioMs === 0) this.#blockBytes -= event.bytes.length;
        yield { chunk: { bytes: event.bytes } };
      } else if (this.#ended) {
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        this.#wake = undefined;
      }
    }
  }

  #dropOldestAudio(): void {
    const oldest = this.#events.findIndex((event) => event.audioMs > 0);
    const [dropped] = this.#events.splice(oldest, 1);
    this.#audioMs -= dropped!.audioMs;
    this.#droppedMs += dropped!.audioMs;
  }
}
