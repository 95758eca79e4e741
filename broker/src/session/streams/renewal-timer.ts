/** Says when the stream of a model that ends conversations by the clock should be replaced. */
import type { Clock } from '../../clock.ts';

export interface RenewalTimes {
  /** Age of the stream from which on a pause is looked for. */
  readonly afterMs: number;
  /** Age at which it is replaced in any case. */
  readonly byMs: number;
}

/** In the time between, the question is put so often: the answer depends on what is being said. */
const ASKED = 30;
/** In the last part of that time, whatever is being said: the next stream takes a moment to open. */
const URGENT_SHARE = 0.5;

export class RenewalTimer {
  readonly #clock: Clock;
  readonly #times: RenewalTimes;
  readonly #onNear: (urgent: boolean) => void;
  #cancel: (() => void) | undefined;

  constructor(clock: Clock, times: RenewalTimes, onNear: (urgent: boolean) => void) {
    this.#clock = clock;
    this.#times = times;
    this.#onNear = onNear;
  }

  /** For a stream of this age. */
  start(ageMs: number): void {
    this.stop();
    const { afterMs, byMs } = this.#times;
    if (afterMs === Infinity) return;
    const startedAt = this.#clock.now() - ageMs;
    const ask = () => {
      const now = this.#clock.now() - startedAt;
      this.#cancel = this.#clock.after((byMs - afterMs) / ASKED, ask);
      this.#onNear(now >= afterMs + (byMs - afterMs) * URGENT_SHARE);
    };
    this.#cancel = this.#clock.after(Math.max(0, afterMs - ageMs), ask);
  }

  leftMs(ageMs: number): number {
    return Math.max(0, this.#times.byMs - ageMs);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
