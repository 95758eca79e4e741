/** What the start of a conversation took, part by part: each is measured where it happens, and they add up to the whole. */
import type { Clock } from '../clock.ts';

/** In the order in which they happen. Whole milliseconds. */
export interface StartupTimes {
  readonly parts: Readonly<Record<string, number>>;
  readonly totalMs: number;
}

export class StartupTimer {
  readonly #clock: Clock;
  readonly #startedAt: number;
  #lapAt: number;
  readonly #parts: Record<string, number> = {};

  /** Begins at once: with the device's wish. */
  constructor(clock: Clock) {
    this.#clock = clock;
    this.#startedAt = this.#lapAt = clock.now();
  }

  /** This part is over, and the next one begins. */
  lap(part: string): void {
    const now = this.#clock.now();
    this.#parts[part] = Math.round(now - this.#lapAt);
    this.#lapAt = now;
  }

  get times(): StartupTimes {
    return { parts: { ...this.#parts }, totalMs: Math.round(this.#lapAt - this.#startedAt) };
  }
}
