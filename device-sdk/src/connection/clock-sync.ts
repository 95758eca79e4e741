/** The broker's clock, measured by bursts of pings: of each burst the one with the shortest round trip counts. */
import {
  type BodyInit,
  type ClockSample,
  clockSample,
  type DeviceBody,
  type Pong,
  toWireTime,
} from '@pipit/protocol';
import type { Clock, Timer } from '../clock.ts';
import type { ClockOffset } from '../events.ts';

export interface ClockSyncOptions {
  readonly clock: Clock;
  readonly send: (ping: BodyInit<DeviceBody>) => void;
  readonly onOffset: (offset: ClockOffset) => void;
}

const PINGS_PER_BURST = 5;
const BURST_INTERVAL_MS = 30_000;
/** A ping not answered by then is given up, and the burst with it. */
const PONG_TIMEOUT_MS = 5000;

export class ClockSync {
  readonly #options: ClockSyncOptions;
  #burst: ClockSample[] = [];
  #originMs: number | undefined;
  #timer: Timer | undefined;
  #closed = false;

  constructor(options: ClockSyncOptions) {
    this.#options = options;
  }

  /** Measures now and every 30 seconds. */
  start(): void {
    this.#burst = [];
    this.#ping();
  }

  onPong(pong: Pong): void {
    // Only the last ping counts: a late answer would look like a slow round trip.
    if (pong.originTimeMs !== this.#originMs || this.#closed) return;
    const nowMs = toWireTime(this.#options.clock.now());
    this.#burst.push(clockSample(pong.originTimeMs, pong.receiveTimeMs, pong.transmitTimeMs, nowMs));
    if (this.#burst.length < PINGS_PER_BURST) return this.#ping();
    this.#finishBurst();
  }

  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
  }

  #ping(): void {
    const { clock, send } = this.#options;
    this.#originMs = toWireTime(clock.now());
    this.#timer?.cancel();
    this.#timer = clock.after(PONG_TIMEOUT_MS, () => this.#finishBurst());
    send({ kind: 'ping', value: { originTimeMs: this.#originMs } });
  }

  #finishBurst(): void {
    const { clock, onOffset } = this.#options;
    this.#originMs = undefined;
    this.#timer?.cancel();
    this.#timer = clock.after(BURST_INTERVAL_MS, () => this.start());
    const best = this.#burst.sort((a, b) => a.roundTripMs - b.roundTripMs)[0];
    if (best) onOffset(best);
  }
}
