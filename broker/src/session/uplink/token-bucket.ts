/** A rate with a burst: tokens come with time, and what is not taken piles up to a capacity. */
import type { Clock } from '../../clock.ts';

export class TokenBucket {
  readonly #clock: Clock;
  readonly #capacity: number;
  readonly #perMs: number;
  #tokens: number;
  #filledAt: number;

  /** Full at first. */
  constructor({ clock, capacity, perMs }: { clock: Clock; capacity: number; perMs: number }) {
    this.#clock = clock;
    this.#capacity = this.#tokens = capacity;
    this.#perMs = perMs;
    this.#filledAt = clock.now();
  }

  /** False when there would not be `leave` left: then none is taken. */
  take(count: number, leave = 0): boolean {
    const now = this.#clock.now();
    this.#tokens = Math.min(this.#capacity, this.#tokens + (now - this.#filledAt) * this.#perMs);
    this.#filledAt = now;
    if (this.#tokens < count + leave) return false;
    this.#tokens -= count;
    return true;
  }
}
