/** How fast to play while more is held than needed: as slowly as brings the delay down in time. Pure. */

/** Less than this is not worth a change of speed. */
const START_MS = 30;
/** A rest that no piece is short enough for. */
const DONE_MS = 3;
/** From the first of it to the last, if the speed allows. */
const PLANNED_MS = 2500;
const LEAST_REMAINING_MS = 300;
/** Share of the audio that is left out. At the most, which takes more than a second of delay, speech is twice as fast. */
const LEAST_SHARE = 0.04;
const MOST_SHARE = 0.5;
/** What could not be taken out when it was due is not saved up without end. */
const MAX_DUE_MS = 120;
/** Seams have to be alike; ever less so the more is due. */
const LIKENESS = 0.7;
const LIKENESS_PER_DUE_MS = 0.02;

export class CatchUpPlan {
  #untilMs: number | undefined;
  #dueMs = 0;

  /** Before every frame given to the speaker. `excessMs`: held beyond what is needed. Returns what is due to go, in ms. */
  frame(excessMs: number, frameDurationMs: number, nowMs: number): number {
    if (excessMs <= (this.#untilMs === undefined ? START_MS : DONE_MS)) {
      this.reset();
      return 0;
    }
    this.#untilMs ??= nowMs + PLANNED_MS;
    const share = excessMs / Math.max(LEAST_REMAINING_MS, this.#untilMs - nowMs);
    this.#dueMs += Math.min(MOST_SHARE, Math.max(LEAST_SHARE, share)) * frameDurationMs;
    this.#dueMs = Math.min(this.#dueMs, MAX_DUE_MS);
    return this.#dueMs;
  }

  /** How alike the sound at a seam has to be: a correlation. */
  get likeness(): number {
    return LIKENESS - LIKENESS_PER_DUE_MS * Math.max(0, this.#dueMs);
  }

  took(ms: number): void {
    this.#dueMs -= ms;
  }

  reset(): void {
    this.#untilMs = undefined;
    this.#dueMs = 0;
  }
}
