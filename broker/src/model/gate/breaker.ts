/**
 * Keeps a fleet from storming an endpoint of the model that fails: closed, open for a while, then half open for one
 * trial. What it is told are openings; streams that broke after they proved themselves say nothing about the next one.
 */
import type { Clock } from '../../clock.ts';

export interface BreakerOptions {
  /** So many openings that fail within `windowMs`, with none that proves itself between them, open it. */
  readonly failures?: number;
  readonly windowMs?: number;
  /** How long it stays open at first; each time that follows without a proof lasts twice as long. */
  readonly coolDownMs?: number;
  readonly maxCoolDownMs?: number;
  readonly clock: Clock;
  /** It has just opened, for so long. Must not throw. */
  readonly onOpened?: (coolDownMs: number, lastFailure: Error) => void;
}

/** half-open: one trial is under way. */
export type BreakerState = 'closed' | 'open' | 'half-open';

const DEFAULTS = { failures: 5, windowMs: 30_000, coolDownMs: 5000, maxCoolDownMs: 60_000 };

/** One opening; the first word of an outcome counts, except that an opened one may still prove itself or fail. */
export interface Trial {
  /** It opened: others may follow. */
  opened(): void;
  /** It works: what failed before does not matter any more. */
  proved(): void;
  failed(cause: Error): void;
  /** It ended before there was anything to learn. */
  dropped(): void;
}

export class Breaker {
  readonly #options: BreakerOptions & typeof DEFAULTS;
  #state: BreakerState = 'closed';
  /** When the last openings failed; never more than `failures`. */
  #failedAt: number[] = [];
  #openUntil = 0;
  #lastFailure: Error | undefined;
  #coolDownMs: number;
  /** Outcomes of trials from before it opened do not count after. */
  #epoch = 0;

  constructor(options: BreakerOptions) {
    this.#options = { ...DEFAULTS, ...options };
    this.#coolDownMs = this.#options.coolDownMs;
  }

  get state(): BreakerState {
    return this.#state;
  }

  get isOpen(): boolean {
    return this.#state !== 'closed';
  }

  get lastFailure(): Error | undefined {
    return this.#lastFailure;
  }

  /** How long nothing may be opened; 0 when something may. While a trial runs, how long it is advised to wait. */
  get waitMs(): number {
    if (this.#state === 'closed') return 0;
    if (this.#state === 'half-open') return this.#options.coolDownMs;
    return Math.max(0, this.#openUntil - this.#options.clock.now());
  }

  /** To be asked for only when `waitMs` is 0. */
  begin(): Trial {
    if (this.#state === 'open') this.#state = 'half-open';
    const epoch = this.#epoch;
    const counts = (action: () => void) => () => {
      if (epoch === this.#epoch) action();
    };
    return {
      opened: counts(() => this.#close()),
      proved: counts(() => {
        this.#close();
        this.#failedAt = [];
        this.#coolDownMs = this.#options.coolDownMs;
      }),
      failed: (cause) => counts(() => this.#failed(cause))(),
      dropped: counts(() => {
        // The next one is the trial.
        if (this.#state === 'half-open') this.#state = 'open';
      }),
    };
  }

  #close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#failedAt = [];
  }

  #failed(cause: Error): void {
    const { failures, windowMs, clock } = this.#options;
    this.#lastFailure = cause;
    if (this.#state === 'half-open') return this.#open(cause);
    const now = clock.now();
    this.#failedAt = [...this.#failedAt, now].filter((at) => now - at <= windowMs).slice(-failures);
    if (this.#failedAt.length >= failures) this.#open(cause);
  }

  #open(cause: Error): void {
    const { clock, maxCoolDownMs, onOpened } = this.#options;
    this.#state = 'open';
    this.#epoch += 1;
    this.#failedAt = [];
    const lengthMs = this.#coolDownMs;
    this.#openUntil = clock.now() + lengthMs;
    this.#coolDownMs = Math.min(maxCoolDownMs, lengthMs * 2);
    onOpened?.(lengthMs, cause);
  }
}
