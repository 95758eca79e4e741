/** What one device may send: two token buckets, and the judgement when slowing it down has not helped. */

export interface InputRates {
  readonly messagesPerSecond: number;
  readonly bytesPerSecond: number;
  /** How many seconds' worth may come at once. */
  readonly burstS: number;
  readonly floodGraceMs: number;
}

/** Resuming for fewer tokens than this share of a second would only cost timers. */
const RESUME_SHARE = 0.1;
/** A device that kept within its rate for this long begins anew. */
const CALM_MS = 2000;

export class InputBudget {
  readonly #rates: InputRates;
  #messages: number;
  #bytes: number;
  #refilledAt: number;
  #resumedAt = -Infinity;
  #overSince: number | undefined;

  constructor(rates: InputRates, now: number) {
    this.#rates = rates;
    this.#messages = rates.messagesPerSecond * rates.burstS;
    this.#bytes = rates.bytesPerSecond * rates.burstS;
    this.#refilledAt = now;
  }

  refill(now: number): void {
    const elapsedS = (now - this.#refilledAt) / 1000;
    if (elapsedS <= 0) return;
    this.#refilledAt = now;
    const { messagesPerSecond, bytesPerSecond, burstS } = this.#rates;
    this.#messages = Math.min(messagesPerSecond * burstS, this.#messages + elapsedS * messagesPerSecond);
    this.#bytes = Math.min(bytesPerSecond * burstS, this.#bytes + elapsedS * bytesPerSecond);
  }

  /** Pays for one message, on credit if need be. False when the device must wait before its next one. */
  spend(bytes: number): boolean {
    this.#messages -= 1;
    this.#bytes -= bytes;
    return this.#messages >= 0 && this.#bytes >= 0;
  }

  /** How long the device has to wait, counted from the last refill. */
  waitMs(): number {
    const { messagesPerSecond, bytesPerSecond } = this.#rates;
    const messagesS = RESUME_SHARE - this.#messages / messagesPerSecond;
    const bytesS = RESUME_SHARE - this.#bytes / bytesPerSecond;
    return Math.max(0, messagesS, bytesS) * 1000;
  }

  /** The device is made to wait. True when it has been over its rate for longer than the grace. */
  paused(now: number): boolean {
    if (this.#overSince === undefined || now - this.#resumedAt > CALM_MS) this.#overSince = now;
    return now - this.#overSince > this.#rates.floodGraceMs;
  }

  resumed(now: number): void {
    this.#resumedAt = now;
  }
}
