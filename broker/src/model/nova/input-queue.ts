/**
 * What goes to the model, as the async iterable that the SDK pulls from. It never throws (a throwing input hangs the
 * SDK's call for ever) and it is bounded: when the model does not read, the oldest audio is dropped. Other events are
 * kept; they are few.
 */
export interface QueuedEvent {
  readonly bytes: Uint8Array;
  /** Of audio; 0 for other events. */
  readonly audioMs: number;
}

export interface InputChunk {
  readonly chunk: { readonly bytes: Uint8Array };
}

export class InputQueue implements AsyncIterable<InputChunk> {
  readonly #maxAudioMs: number;
  readonly #events: QueuedEvent[] = [];
  #audioMs = 0;
  #droppedMs = 0;
  #ended = false;
  #wake: (() => void) | undefined;

  constructor(maxAudioMs: number) {
    this.#maxAudioMs = maxAudioMs;
  }

  get droppedMs(): number {
    return this.#droppedMs;
  }

  push(bytes: Uint8Array, audioMs = 0): void {
    if (this.#ended) return;
    this.#events.push({ bytes, audioMs });
    this.#audioMs += audioMs;
    while (this.#audioMs > this.#maxAudioMs) this.#dropOldestAudio();
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
