/** When to connect again: exponential backoff with jitter, so that a fleet does not come back all at once. Pure. */

export interface ReconnectOptions {
  /** Upper end of the first delay. Default 500. */
  readonly minDelayMs: number;
  /** Upper end of every delay. Default 30000. */
  readonly maxDelayMs: number;
  /** Share of the delay that is random, 0 to 1. Default 1: anything from no delay to the upper end. */
  readonly jitter: number;
  /** Attempts without success in a row, before the device gives up. Default Infinity. */
  readonly maxAttempts: number;
  /** A refused id or secret is tried again after this long; undefined, the default: never. */
  readonly badCredentialsDelayMs: number | undefined;
  /** A connection that lasted this long starts the backoff anew. Default 10000. */
  readonly stableAfterMs: number;
}

export const RECONNECT_DEFAULTS: ReconnectOptions = {
  minDelayMs: 500,
  maxDelayMs: 30_000,
  jitter: 1,
  maxAttempts: Number.POSITIVE_INFINITY,
  badCredentialsDelayMs: undefined,
  stableAfterMs: 10_000,
};

/** A broker may say when to come back, but not to stay away for longer than this. */
const MAX_RETRY_AFTER_MS = 3_600_000;

/** What the broker's wish adds to the delay. */
export const retryAfterMs = (wishMs: number): number => Math.min(wishMs, MAX_RETRY_AFTER_MS);

/** `failures` in a row, from 1; `random` in [0, 1). */
export function backoffMs(failures: number, options: ReconnectOptions, random: number): number {
  const ceilingMs = Math.min(options.maxDelayMs, options.minDelayMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(ceilingMs * (1 - options.jitter + options.jitter * random));
}
