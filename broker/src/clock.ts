/** Time as a parameter, so that tests own it. */
export interface Clock {
  /** Monotonic, in milliseconds. */
  now(): number;
  /** Calls back once, `delayMs` from now. Returns a function that cancels, which may be called at any time. */
  after(delayMs: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
