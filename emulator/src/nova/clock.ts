/** Time as a parameter, so that limits of minutes can be lived through in a moment. */

export interface Clock {
  /** Milliseconds since an arbitrary moment; never goes back. */
  now(): number;
  /** Runs `action` after `delayMs` of this clock; the returned function cancels it. */
  after(delayMs: number, action: () => void): () => void;
}

/** What a timer of the platform can wait for at most. */
const longestTimerMs = 2 ** 31 - 1;

/** The real clock, `timeScale` times as fast: at 60, a minute passes in a second. */
export function realClock(timeScale = 1): Clock {
  if (!(timeScale > 0)) throw new RangeError(`timeScale must be greater than 0, got ${timeScale}`);
  const now = () => performance.now() * timeScale;
  return {
    now,
    after(delayMs, action) {
      const dueMs = now() + delayMs;
      let timer: NodeJS.Timeout;
      const wait = () => {
        const realMs = (dueMs - now()) / timeScale;
        timer =
          realMs > longestTimerMs
            ? setTimeout(wait, longestTimerMs)
            : setTimeout(action, Math.max(0, realMs));
      };
      wait();
      return () => clearTimeout(timer);
    },
  };
}
