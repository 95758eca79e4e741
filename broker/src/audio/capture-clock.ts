/**
 * The time line of a device's microphone: where each message belongs on it, by its capture time as far as that can be
 * believed, when its audio is due on our clock, and how far the model's time has run ahead. What a device says may be
 * wrong, or meant to harm.
 */
import { wireTimeDifference } from '@pipit/protocol';

export interface CapturedMessage {
  /** Of its first sample: the device's clock, modulo 2^32. */
  readonly captureTimeMs: number;
  readonly durationMs: number;
  /** Its sequence follows on, and nothing says that audio was left out. */
  readonly contiguous: boolean;
  /** The pause before it where its capture time cannot be believed. */
  readonly presumedGapMs: number;
}

/** Capture times of contiguous messages may be so much off: they are read from a clock, not counted in samples. */
const SLACK_MS = 100;
/** A message from longer ago, or one that was captured before it could have been, bears a time that is wrong. */
const MAX_LATE_MS = 30_000;
const MAX_EARLY_MS = 5000;
/** More than this is never made up for: the model has long heard it. */
const MAX_AHEAD_MS = 3000;
/** The least delay is sought among the messages of two such times. */
const WINDOW_MS = 10_000;
/** So long, the first messages may still be better than those before. */
const SETTLING_MS = 2000;
const MAX_JITTER_MS = 400;
/** Forgotten of the jitter with each message. */
const JITTER_DECAY = 0.98;

export class CaptureClock {
  /** End of the newest audio on the time line, whose zero is of no meaning. */
  #endMs = 0;
  /** The same as the device's clock will show it. */
  #expectedMs: number | undefined;
  #lastDurationMs = 0;
  #previousDurationMs = 0;
  /** Least of (our time of arrival - end of the audio), in this window and the one before. */
  #delayMs = Infinity;
  #previousDelayMs = Infinity;
  #windowStartedAt = 0;
  /** The delay at which the model would be in step: as in the beginning, and moved by what it heard more or less. */
  #inStepDelayMs = Infinity;
  #startedAt = 0;
  #jitterMs = 0;

  /** Puts a message on the time line. Returns the pause before it in milliseconds: 0 when it follows on. */
  place(message: CapturedMessage, now: number): number {
    const gapMs = this.#gapBefore(message, now);
    this.#endMs += gapMs;
    this.#expectedMs = (message.captureTimeMs + message.durationMs) >>> 0;
    this.#previousDurationMs = this.#lastDurationMs;
    this.#lastDurationMs = message.durationMs;
    this.#observe(now - (this.#endMs + message.durationMs), now);
    return gapMs;
  }

  /** So much audio was there. */
  advance(durationMs: number): void {
    this.#endMs += durationMs;
  }

  /** When, on our clock, the audio after the newest would be due at the least delay; undefined before the first. */
  get dueAtMs(): number | undefined {
    return this.#expectedMs === undefined ? undefined : this.#endMs + this.#delay;
  }

  /**
   * How much more than time went by the model has heard: silence that stood for late audio, a device's clock that is
   * fast, a way that became shorter. Negative where it heard less. Never beyond 3000.
   */
  get aheadMs(): number {
    return this.#expectedMs === undefined ? 0 : this.#inStepDelayMs - this.#delay;
  }

  /** The model heard so much that is not on the time line, or, when negative, did not hear so much that is. */
  heardMore(ms: number): void {
    this.#inStepDelayMs += ms;
    this.#bound();
  }

  /** How much later than the best the messages come, of late: 0 to 400. */
  get jitterMs(): number {
    return this.#jitterMs;
  }

  /** How much audio comes at once. */
  get messageMs(): number {
    return Math.max(this.#lastDurationMs, this.#previousDurationMs);
  }

  get #delay(): number {
    return Math.min(this.#delayMs, this.#previousDelayMs);
  }

  #gapBefore({ captureTimeMs, durationMs, contiguous, presumedGapMs }: CapturedMessage, now: number): number {
    if (this.#expectedMs === undefined) return presumedGapMs;
    const gapMs = wireTimeDifference(captureTimeMs, this.#expectedMs);
    const delayMs = now - (this.#endMs + gapMs + durationMs);
    // A clock that stands still, or went back, is behind by all that was captured.
    const believed =
      gapMs > -0.9 * this.#lastDurationMs &&
      delayMs >= this.#delay - MAX_EARLY_MS &&
      delayMs <= this.#delay + MAX_LATE_MS;
    if (!believed) return presumedGapMs;
    return contiguous && gapMs < SLACK_MS ? 0 : Math.max(0, gapMs);
  }

  #observe(delayMs: number, now: number): void {
    if (this.#delayMs === Infinity) {
      this.#startedAt = this.#windowStartedAt = now;
      this.#inStepDelayMs = delayMs;
    }
    const before = this.#delay;
    if (now - this.#windowStartedAt >= WINDOW_MS) {
      this.#previousDelayMs = this.#delayMs;
      this.#delayMs = delayMs;
      this.#windowStartedAt = now;
    }
    this.#delayMs = Math.min(this.#delayMs, delayMs);
    const settling = now - this.#startedAt <= SETTLING_MS && before !== Infinity;
    if (settling) this.#inStepDelayMs += this.#delay - before;
    this.#jitterMs = Math.min(MAX_JITTER_MS, Math.max(delayMs - this.#delay, this.#jitterMs * JITTER_DECAY));
    this.#bound();
  }

  #bound(): void {
    const delayMs = this.#delay;
    this.#inStepDelayMs = Math.min(
      delayMs + MAX_AHEAD_MS,
      Math.max(delayMs - MAX_AHEAD_MS, this.#inStepDelayMs),
    );
  }
}
