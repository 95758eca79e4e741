/**
 * Notices during a conversation that the broker does not answer any more. MQTT's keep-alive would, too, but for an idle
 * fleet's sake late; and a new connection is back sooner than one that TCP repairs after a long outage.
 */
import type { Clock, Timer } from '../clock.ts';

export interface LinkWatchOptions {
  readonly clock: Clock;
  /** Silence after which the link counts as dead; 0 for never. */
  readonly timeoutMs: number;
  /** Makes the broker say something. */
  readonly ask: () => void;
  readonly onDead: () => void;
}

/** Shares of the timeout after which it looks: the broker is asked after half of it at the latest. */
const LOOKS = 4;

export class LinkWatch {
  readonly #options: LinkWatchOptions;
  #heardMs = 0;
  #timer: Timer | undefined;

  constructor(options: LinkWatchOptions) {
    this.#options = options;
  }

  /** Hot path: the broker said something. */
  heard(): void {
    this.#heardMs = this.#options.clock.now();
  }

  /** Idempotent, as is `stop`. */
  start(): void {
    if (this.#timer || this.#options.timeoutMs === 0) return;
    this.heard();
    this.#arm();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #arm(): void {
    const { clock, timeoutMs } = this.#options;
    this.#timer = clock.after(timeoutMs / LOOKS, () => this.#look());
  }

  #look(): void {
    const { clock, timeoutMs, ask, onDead } = this.#options;
    const silentMs = clock.now() - this.#heardMs;
    if (silentMs >= timeoutMs) {
      this.stop();
      return onDead();
    }
    this.#arm();
    if (silentMs >= timeoutMs / LOOKS) ask();
  }
}
