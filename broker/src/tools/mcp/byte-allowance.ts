/** How many bytes a server may send: a message for each thing that it was asked, and some more that nobody asked for. */
import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/client';
import type { Clock } from '../../clock.ts';

/** Unasked for, as many as so many of the largest messages, anew in each window. */
const UNASKED_MESSAGES = 4;
const WINDOW_MS = 10_000;
/** Whose answers may still come. */
const MAX_ASKED = 100;

export class ByteAllowance {
  readonly #maxMessageBytes: number;
  readonly #clock: Clock;
  readonly #asked = new Set<RequestId>();
  #left: number;
  #at: number;

  constructor(maxMessageBytes: number, clock: Clock) {
    this.#maxMessageBytes = maxMessageBytes;
    this.#clock = clock;
    this.#left = this.#unaskedBytes;
    this.#at = clock.now();
  }

  sent(message: JSONRPCMessage): void {
    if (!('method' in message) || !('id' in message)) return;
    this.#asked.add(message.id);
    this.#left += this.#maxMessageBytes;
    if (this.#asked.size > MAX_ASKED) this.#answered(this.#asked.values().next().value!);
  }

  /** A message of the server. */
  heard(message: JSONRPCMessage): void {
    if (!('method' in message) && message.id !== undefined) this.#answered(message.id);
  }

  /** False when it is too much. */
  received(bytes: number): boolean {
    const now = this.#clock.now();
    const refill = (this.#unaskedBytes * (now - this.#at)) / WINDOW_MS;
    this.#at = now;
    this.#left = Math.min(this.#left + refill, this.#most) - bytes;
    return this.#left >= 0;
  }

  /** What it did not need of the allowance for an answer is gone. */
  #answered(id: RequestId): void {
    if (this.#asked.delete(id)) this.#left = Math.min(this.#left, this.#most);
  }

  get #unaskedBytes(): number {
    return UNASKED_MESSAGES * this.#maxMessageBytes;
  }

  get #most(): number {
    return this.#unaskedBytes + this.#asked.size * this.#maxMessageBytes;
  }
}

export const TOO_MUCH = 'It sends too much that nobody asked for.';
