/** Cuts a byte stream into event stream messages. Holds at most one message, of at most `maxBytes`. */
import { frameLength, preludeBytes } from './frame.ts';

export class FrameReader {
  readonly #maxBytes: number;
  readonly #prelude = Buffer.allocUnsafe(preludeBytes);
  #preludeFilled = 0;
  #message: Buffer | undefined;
  #messageFilled = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** True between two messages: the stream may end here. */
  get atBoundary(): boolean {
    return this.#preludeFilled === 0 && !this.#message;
  }

  /**
   * Takes the next bytes and gives each message that they complete; `onMessage` returns false to stop reading.
   * A given message is valid until the next call. Throws FrameError when the bytes cannot be a message.
   */
  push(chunk: Buffer, onMessage: (message: Buffer) => boolean): void {
    let at = 0;
    while (at < chunk.length) {
      if (!this.#message) {
        const rest = chunk.length - at;
        if (this.#preludeFilled === 0 && rest >= preludeBytes) {
          const length = frameLength(chunk.subarray(at, at + preludeBytes), this.#maxBytes);
          if (rest >= length) {
            // The usual case: the whole message lies in this chunk and needs no copy.
            at += length;
            if (!onMessage(chunk.subarray(at - length, at))) return;
            continue;
          }
        }
        const copied = chunk.copy(this.#prelude, this.#preludeFilled, at);
        at += copied;
        this.#preludeFilled += copied;
        if (this.#preludeFilled < preludeBytes) return;
        this.#message = Buffer.allocUnsafe(frameLength(this.#prelude, this.#maxBytes));
        this.#prelude.copy(this.#message);
        this.#messageFilled = preludeBytes;
        this.#preludeFilled = 0;
      }
      const copied = chunk.copy(this.#message, this.#messageFilled, at);
      at += copied;
      this.#messageFilled += copied;
      if (this.#messageFilled < this.#message.length) return;
      const message = this.#message;
      this.#message = undefined;
      if (!onMessage(message)) return;
    }
  }
}
