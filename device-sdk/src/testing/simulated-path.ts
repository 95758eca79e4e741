/**
 * When bytes arrive that were sent into a bad network, one way. Pure; the clock and the random numbers are parameters.
 *
 * It is TCP's view of a network: bytes never vanish or overtake each other. A lost packet is one that comes a
 * retransmission later, and everything behind it waits for it. What an outage caught on its way is sent again when it
 * is over.
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
  /** Times at which nothing comes through, also not what is under way. Default none. */
  readonly outages: Outages | undefined;
}

export interface Outages {
  /** From the start of one to the start of the next; the first begins after so long. */
  readonly everyMs: number;
  readonly durationMs: number;
  /** On the clock, what they are counted from. Default 0; for a network, when it was told of them. */
  readonly fromMs?: number;
}

export const PERFECT_NETWORK: NetworkConditions = {
  delayMs: 0,
  jitterMs: 0,
  loss: 0,
  retransmitMs: 200,
  bandwidthBps: Number.POSITIVE_INFINITY,
  outages: undefined,
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

  /** Nothing comes through before this time. Returns when what is under way now arrives at the earliest. */
  stallUntil(untilMs: number): number {
    this.#stalledUntilMs = Math.max(this.#stalledUntilMs, untilMs);
    this.#lastArrivalMs = Math.max(this.#lastArrivalMs, this.#stalledUntilMs + this.#conditions.delayMs);
    return this.#lastArrivalMs;
  }

  /** When a segment of so many bytes, sent now, arrives. */
  arrivalMs(bytes: number, nowMs: number): number {
    const { delayMs, jitterMs, loss, retransmitMs, bandwidthBps } = this.#conditions;
    const readyMs = this.#afterOutage(Math.max(nowMs, this.#lineFreeAtMs, this.#stalledUntilMs));
    const sentMs = readyMs + (bytes * 8000) / bandwidthBps;
    this.#lineFreeAtMs = sentMs;
    let resentMs = 0;
    for (let tries = 0; tries < MAX_RETRANSMISSIONS && this.#random() < loss; tries++) {
      resentMs += retransmitMs * 2 ** tries;
      this.retransmissions++;
    }
    const undisturbedMs = sentMs + resentMs + delayMs + this.#random() * jitterMs;
    // Sent before an outage, and caught by it.
    const againMs = this.#afterOutage(undisturbedMs);
    const arrivalMs = againMs > undisturbedMs ? againMs + delayMs : undisturbedMs;
    this.#lastArrivalMs = Math.max(this.#lastArrivalMs, arrivalMs);
    return this.#lastArrivalMs;
  }

  #afterOutage(ms: number): number {
    const { outages } = this.#conditions;
    if (!outages) return ms;
    const { everyMs, durationMs, fromMs = 0 } = outages;
    const sinceMs = ms - fromMs;
    const intoMs = ((sinceMs % everyMs) + everyMs) % everyMs;
    return sinceMs >= everyMs && intoMs < durationMs ? ms - intoMs + durationMs : ms;
  }
}
