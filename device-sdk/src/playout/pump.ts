/** Turns the speaker's wheel: one turn every frame duration, by the clock, without drift. */
import type { Clock, Timer } from '../clock.ts';

export interface PlayoutPumpOptions {
  readonly clock: Clock;
  readonly frameDurationMs: number;
  /** Plays one frame. `wait`: there is nothing yet. `idle`: nothing until `wake` is called. */
  readonly turn: () => 'frame' | 'wait' | 'idle';
}

const WAIT_POLL_MS = 10;
/** After a stall of the process longer than this, time is not caught up with a burst. */
const MAX_BEHIND_MS = 250;

export class PlayoutPump {
  readonly #options: PlayoutPumpOptions;
  #timer: Timer | undefined;
  #dueMs = 0;
  #closed = false;

  constructor(options: PlayoutPumpOptions) {
    this.#options = options;
  }

  wake(): void {
    if (this.#timer || this.#closed) return;
    this.#dueMs = this.#options.clock.now();
    this.#arm();
  }

  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #arm(): void {
    const { clock } = this.#options;
    // A turn may have woken the pump itself.
    this.#timer?.cancel();
    this.#timer = clock.after(this.#dueMs - clock.now(), () => this.#turn());
  }

  #turn(): void {
    const { clock, frameDurationMs, turn } = this.#options;
    this.#timer = undefined;
    const result = turn();
    if (this.#closed || result === 'idle') return;
    const now = clock.now();
    if (result === 'wait') this.#dueMs = now + WAIT_POLL_MS;
    else this.#dueMs = (this.#dueMs < now - MAX_BEHIND_MS ? now : this.#dueMs) + frameDurationMs;
    this.#arm();
  }
}
