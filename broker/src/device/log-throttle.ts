/** Keeps a stream of alike log lines readable: so many a second, then one that says how many were left out. */
import type { Clock } from '../clock.ts';

const LINES_PER_SECOND = 10;

export class LogThrottle {
  readonly #clock: Clock;
  #second = -1;
  #lines = 0;
  #suppressed = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls `write` unless the second is full; `suppressed` counts the lines left out since the last one. */
  line(write: (suppressed: { suppressed?: number }) => void): void {
    const second = Math.floor(this.#clock.now() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#lines = 0;
    }
    if (++this.#lines > LINES_PER_SECOND) {
      this.#suppressed++;
      return;
    }
    write(this.#suppressed > 0 ? { suppressed: this.#suppressed } : {});
    this.#suppressed = 0;
  }
}
