/**
 * How unevenly packets arrive, and how much audio to hold for it. Pure; the clock is a parameter.
 *
 * A packet's relative delay is how much later it came than the fastest of the last two seconds would have. The target
 * is a high quantile of these delays, forgotten with a half-life; a paced sender's initial burst counts as no delay.
 * An outage, longer than any target, counts once and not with all the packets that waited in it: it says nothing of how
 * long packets take when there is none.
 *
 * The lead is how far the fastest packet came ahead of the schedule that the first one of its stream began.
 */

export interface DelayEstimatorOptions {
  readonly frameDurationMs: number;
  /** Bounds of the target. */
  readonly minTargetMs: number;
  readonly maxTargetMs: number;
  /** Share of packets that shall arrive in time. */
  readonly quantile: number;
  /** Audio time after which an observation counts half. */
  readonly halfLifeMs: number;
}

export const DELAY_ESTIMATOR_DEFAULTS = {
  minTargetMs: 40,
  maxTargetMs: 400,
  quantile: 0.998,
  halfLifeMs: 20_000,
} as const;

const BIN_MS = 10;
const WINDOW_MS = 2000;
/** Before anything is known, one observation of this delay stands for the network. */
const PRIOR_DELAY_MS = 50;
/** After so long a stream has shown how far ahead of its schedule it is sent. */
const LEAD_SETTLED_MS = 2000;
/** Of an outage among the observations: alone it must not set the target, many shall. */
const OUTAGE_WEIGHT = 0.5;

export class DelayEstimator {
  readonly #options: DelayEstimatorOptions;
  readonly #bins: Float64Array;
  readonly #forget: number;
  /** Transit times of the window, newest last, each smaller than those after it. */
  #transits: { arrivalMs: number; transitMs: number }[] = [];
  #weight = 1;
  #lastDelayMs = 0;
  #jitterMs = 0;
  #targetMs: number;
  #isOutage = false;
  #first: { readonly arrivalMs: number; readonly transitMs: number } | undefined;
  #fastestOfStreamMs = 0;
  /** The least of the streams that were long enough: the first packet may have been late itself. */
  #settledLeadMs = Number.POSITIVE_INFINITY;

  constructor(options: DelayEstimatorOptions) {
    this.#options = options;
    this.#bins = new Float64Array(Math.ceil(options.maxTargetMs / BIN_MS) + 1);
    this.#bins[PRIOR_DELAY_MS / BIN_MS] = 1;
    this.#forget = 0.5 ** (options.frameDurationMs / options.halfLifeMs);
    this.#targetMs = this.#quantile();
  }

  /** Smoothed change of the delay from packet to packet (the shape of RFC 3550, section 6.4.1). */
  get jitterMs(): number {
    return this.#jitterMs;
  }

  get targetMs(): number {
    return this.#targetMs;
  }

  get leadMs(): number {
    const leadMs = this.#first ? this.#first.transitMs - this.#fastestOfStreamMs : 0;
    return Math.min(leadMs, this.#settledLeadMs);
  }

  /** Arrival less media time of the fastest packet of the window. */
  get fastestTransitMs(): number {
    return this.#transits[0]?.transitMs ?? 0;
  }

  /** A new answer has a new schedule: its delays are not compared with the last one's. */
  startStream(): void {
    this.#transits = [];
    this.#lastDelayMs = 0;
    this.#isOutage = false;
    this.#first = undefined;
  }

  /** Another sender, or the same one with another lead. */
  startSender(): void {
    this.startStream();
    this.#settledLeadMs = Number.POSITIVE_INFINITY;
  }

  /** `mediaTimeMs` is the packet's place in its answer. */
  onArrival(mediaTimeMs: number, arrivalMs: number): void {
    const transitMs = arrivalMs - mediaTimeMs;
    this.#transits = this.#transits.filter(
      (t) => t.arrivalMs > arrivalMs - WINDOW_MS && t.transitMs < transitMs,
    );
    this.#transits.push({ arrivalMs, transitMs });
    const delayMs = transitMs - this.#transits[0]!.transitMs;
    this.#measureLead(arrivalMs, transitMs);

    this.#jitterMs += (Math.abs(delayMs - this.#lastDelayMs) - this.#jitterMs) / 16;
    this.#lastDelayMs = delayMs;

    this.#count(delayMs);
  }

  #measureLead(arrivalMs: number, transitMs: number): void {
    if (!this.#first) {
      this.#first = { arrivalMs, transitMs };
      this.#fastestOfStreamMs = transitMs;
    }
    this.#fastestOfStreamMs = Math.min(this.#fastestOfStreamMs, transitMs);
    if (arrivalMs - this.#first.arrivalMs >= LEAD_SETTLED_MS) this.#settledLeadMs = this.leadMs;
  }

  #count(delayMs: number): void {
    if (this.#isOutage && delayMs > this.#targetMs) return;
    this.#isOutage = delayMs > this.#options.maxTargetMs;

    const bins = this.#bins;
    for (let i = 0; i < bins.length; i++) bins[i]! *= this.#forget;
    const observed = this.#isOutage ? OUTAGE_WEIGHT : 1;
    this.#weight = this.#weight * this.#forget + observed;
    bins[Math.min(bins.length - 1, Math.ceil(delayMs / BIN_MS))]! += observed;
    this.#targetMs = this.#quantile();
  }

  #quantile(): number {
    const { quantile, minTargetMs, maxTargetMs } = this.#options;
    let rest = this.#weight * (1 - quantile);
    let bin = this.#bins.length - 1;
    while (bin > 0 && (rest -= this.#bins[bin]!) > 0) bin--;
    return Math.min(maxTargetMs, Math.max(minTargetMs, bin * BIN_MS));
  }
}
