/**
 * When bytes arrive that were sent into a bad network, one way. Pure; the clock and the random numbers are parameters.
 *
 * It is TCP's view of a network: bytes never vanish or overtake each other. A lost packet is one that comes a
 * retransmission later, and everything behind it waits for it.
 */

export interface NetworkConditions {
  /** One way. Default 0. */
  readonly delayMs: number;
  /** Added to the delay, evenly between 0 and this. Default 0. */
  readonly jitterMs: number;
  /** Share of segments lost on their first way, 0 to 1. Default 0. */
  readonly loss: number;
  /** Until a lost segment is sent again; doubles while it is lost again. Default 200, TCP's least on Linux. */
  readonly retransmitMs: number;
  /** Bits per second; default without limit. */
  readonly bandwidthBps: number;
}

export const PERFECT_NETWORK: NetworkConditions = {
  delayMs: 0,
  jitterMs: 0,
  loss: 0,
  retransmitMs: 200,
  bandwidthBps: Number.POSITIVE_INFINITY,
};

/** As TCP gives up at last; here the segment then comes through. */
const MAX_RETRANSMISSIONS = 6;

export class SimulatedPath {
  #conditions: NetworkConditions;
  readonly #random: () => number;
  #lineFreeAtMs = 0;
  #lastArrivalMs = 0;
  #stalledUntilMs = 0;
  /** Segments that had to be sent again. */
  retransmissions = 0;

  constructor(conditions: Partial<NetworkConditions>, random: () => number) {
    this.#conditions = { ...PERFECT_NETWORK, ...conditions };
    this.#random = random;
  }

  set conditions(conditions: Partial<NetworkConditions>) {
    this.#conditions = { ...this.#conditions, ...conditions };
  }

  /** Nothing comes through before this time. */
  stallUntil(untilMs: number): void {
    this.#stalledUntilMs = Math.max(this.#stalledUntilMs, untilMs);
  }

  /** When a segment of so many bytes, sent now, arrives. */
  arrivalMs(bytes: number, nowMs: number): number {
    const { delayMs, jitterMs, loss, retransmitMs, bandwidthBps } = this.#conditions;
    const sentMs = Math.max(nowMs, this.#lineFreeAtMs, this.#stalledUntilMs) + (bytes * 8000) / bandwidthBps;
    this.#lineFreeAtMs = sentMs;
    let resentMs = 0;
    for (let tries = 0; tries < MAX_RETRANSMISSIONS && this.#random() < loss; tries++) {
      resentMs += retransmitMs * 2 ** tries;
      this.retransmissions++;
    }
    const arrivalMs = sentMs + resentMs + delayMs + this.#random() * jitterMs;
    this.#lastArrivalMs = Math.max(this.#lastArrivalMs, arrivalMs);
    return this.#lastArrivalMs;
  }
}
