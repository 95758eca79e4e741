/** What stops a process that serves until it is told to stop: SIGINT or SIGTERM. */
import { constants } from 'node:os';

/**
 * One listener for the whole life of the process: a signal that arrives between taking one off and putting another on is
 * heard by neither. Process 1 of a container needs one from the start, or it ignores the signal.
 */
export class StopSignal {
  #onExpected: ((signal: NodeJS.Signals) => void) | undefined;

  constructor() {
    const onSignal = (signal: NodeJS.Signals) => {
      if (!this.#onExpected) process.exit(128 + constants.signals[signal]);
      this.#onExpected(signal);
      this.#onExpected = undefined;
    };
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  }

  /**
   * Resolves at the next signal. Before that was asked for, when there is nothing to tell and to save, and after it was
   * answered, a signal of either kind ends the process at once.
   */
  expected(): Promise<NodeJS.Signals> {
    return new Promise((resolve) => (this.#onExpected = resolve));
  }
}
