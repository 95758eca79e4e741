/**
 * How the gate behaves while the service throttles: one opening at a time, after a wait that grows with every refusal
 * and is never the same for two brokers. The first one that succeeds ends the waits, the empty line ends the rest.
 */
import type { Clock } from '../../clock.ts';

export interface PatienceOptions {
  readonly firstDelayMs?: number;
  readonly maxDelayMs?: number;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
}

const DEFAULTS = { firstDelayMs: 500, maxDelayMs: 8000 };

export class Patience {
  readonly #options: PatienceOptions & typeof DEFAULTS;
  #active = false;
  #refusals = 0;
  #notBefore = 0;

  constructor(options: PatienceOptions) {
    this.#options = { ...DEFAULTS, ...options };
  }

  /** The service throttled lately: only one opening at a time. */
  get active(): boolean {
    return this.#active;
  }

  /** How long nothing may be opened. */
  get waitMs(): number {
    return Math.max(0, this.#notBefore - this.#options.clock.now());
  }

  refused(): void {
    const { firstDelayMs, maxDelayMs, clock, random } = this.#options;
    this.#active = true;
    // Several that were under way together are one refusal.
    if (this.waitMs > 0) return;
    const delayMs = Math.min(maxDelayMs, firstDelayMs * 2 ** this.#refusals);
    this.#refusals += 1;
    this.#notBefore = clock.now() + delayMs * (0.5 + random() / 2);
  }

  succeeded(): void {
    this.#refusals = 0;
    this.#notBefore = 0;
  }

  /** Nobody waits any more; the wait that runs is kept. */
  over(): void {
    if (this.waitMs > 0) return;
    this.#active = false;
    this.#refusals = 0;
  }
}
