/** How a server answers: whether it hangs, or is gone, and only does not say so. */
import type { Clock } from '../../clock.ts';

export interface ServerConductOptions {
  readonly clock: Clock;
  /** Resolves with any answer. */
  readonly ping: (signal: AbortSignal) => Promise<unknown>;
  /** Once; it is given up. */
  readonly onBad: (why: string) => void;
}

/** Calls that were not answered in time, one after the other. */
const MAX_TIMEOUTS = 3;
/** For a server that is asked whether it is still there. */
const PING_MS = 5000;
/** Requests that could not be sent, one after the other. */
const MAX_UNREACHABLE = 3;

export class ServerConduct {
  readonly #options: ServerConductOptions;
  #timeouts = 0;
  #unreachable = 0;
  #stopPing: (() => void) | undefined;
  #isOver = false;

  constructor(options: ServerConductOptions) {
    this.#options = options;
  }

  /** It has answered, whatever it was. */
  answered(): void {
    this.#timeouts = 0;
    this.#unreachable = 0;
    this.#stopPing?.();
  }

  /** A tool may take its time: what counts is that it answers nothing else either. */
  timedOut(): void {
    this.#timeouts++;
    if (!this.#stopPing && !this.#isOver) this.#ping();
  }

  unreachable(): void {
    if (++this.#unreachable >= MAX_UNREACHABLE) this.#giveUp('It cannot be reached any more.');
  }

  /** Idempotent. */
  close(): void {
    this.#isOver = true;
    this.#stopPing?.();
  }

  #ping(): void {
    const { clock, ping } = this.#options;
    const stop = new AbortController();
    const cancel = clock.after(PING_MS, () => {
      this.#stopPing?.();
      if (this.#timeouts >= MAX_TIMEOUTS) this.#giveUp('It does not answer any more.');
    });
    this.#stopPing = () => {
      this.#stopPing = undefined;
      cancel();
      stop.abort();
    };
    ping(stop.signal).then(
      () => this.answered(),
      // Late or unreachable, which is told by the time.
      () => {},
    );
  }

  #giveUp(why: string): void {
    if (this.#isOver) return;
    this.close();
    this.#options.onBad(why);
  }
}
