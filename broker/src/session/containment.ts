/**
 * Keeps a failure of our own code inside the session it happened in: nothing that a session is called back with may
 * throw into the model's stream, a timer or the device's connection, where it would take others along.
 */
import type { Clock } from '../clock.ts';

export class Containment {
  readonly #onFault: (error: unknown) => void;

  constructor(onFault: (error: unknown) => void) {
    this.#onFault = onFault;
  }

  run(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#onFault(error);
    }
  }

  /** The same clock, with contained callbacks. */
  clock(clock: Clock): Clock {
    return {
      now: () => clock.now(),
      after: (delayMs, callback) => clock.after(delayMs, () => this.run(callback)),
    };
  }
}
