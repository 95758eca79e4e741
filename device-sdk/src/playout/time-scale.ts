/**
 * Sound on its way from the decoder to the speaker, made shorter without clicks and without a change of pitch. Pure.
 *
 * A piece as long as a period of the voice is left out where the sound before and after it is alike, and the seam is
 * faded over (overlap-add by similarity). Frames left out whole are faded over from what would have followed.
 */

export interface TimeScaleOptions {
  readonly sampleRateHz: number;
  readonly frameSamples: number;
}

/** The periods of voices, and a little more for what is no voice. */
const MIN_LAG_MS = 2.5;
const MAX_LAG_MS = 15;
/** Of a seam. */
const OVERLAP_MS = 10;
const SKIP_OVERLAP_MS = 5;
/** Frames that can be held. */
const MAX_FRAMES = 4;
/** The first search for the best lag looks at samples this far apart. */
const COARSE_RATE_HZ = 6000;

export class TimeScale {
  readonly #frameSamples: number;
  readonly #minLag: number;
  readonly #maxLag: number;
  readonly #overlap: number;
  readonly #skipOverlap: number;
  readonly #coarseStep: number;
  readonly #samplesPerMs: number;
  readonly #held: Int16Array;
  #length = 0;
  /** What would have followed, had nothing been skipped. */
  #skippedFrom: Int16Array | undefined;

  constructor({ sampleRateHz, frameSamples }: TimeScaleOptions) {
    const samples = (ms: number) => Math.round((sampleRateHz * ms) / 1000);
    this.#samplesPerMs = sampleRateHz / 1000;
    this.#frameSamples = frameSamples;
    this.#minLag = samples(MIN_LAG_MS);
    this.#maxLag = samples(MAX_LAG_MS);
    this.#overlap = samples(OVERLAP_MS);
    this.#skipOverlap = samples(SKIP_OVERLAP_MS);
    this.#coarseStep = Math.max(1, Math.round(sampleRateHz / COARSE_RATE_HZ));
    this.#held = new Int16Array(MAX_FRAMES * frameSamples);
  }

  get heldMs(): number {
    return this.#length / this.#samplesPerMs;
  }

  get hasFrame(): boolean {
    return this.#length >= this.#frameSamples;
  }

  /** With one more frame, more could be taken out. */
  get wantsMore(): boolean {
    return this.#length < this.#frameSamples + this.#maxLag;
  }

  /** The next frame of sound. At most four are held; the oldest goes. */
  push(pcm: Int16Array): void {
    const room = this.#held.length - pcm.length;
    if (this.#length > room) this.#drop(this.#length - room);
    this.#held.set(pcm, this.#length);
    if (this.#skippedFrom) fadeOver(this.#held.subarray(this.#length), this.#skippedFrom, this.#skipOverlap);
    this.#skippedFrom = undefined;
    this.#length += pcm.length;
  }

  /** The next frame of sound, not to be heard. */
  skip(pcm: Int16Array): void {
    this.#skippedFrom ??= pcm.slice(0, this.#skipOverlap);
  }

  /**
   * Takes out pieces until so much is gone, or nothing more can go; the last piece may be too much, but within
   * `limitMs`. Seams less alike than `likeness` (a correlation, -1 to 1) are not made. Returns what went, in ms.
   */
  shorten(ms: number, limitMs: number, likeness: number): number {
    const wanted = ms * this.#samplesPerMs;
    const limit = Math.floor(limitMs * this.#samplesPerMs);
    let taken = 0;
    for (let at = 0; taken < wanted; at += this.#overlap) {
      const spare = this.#length - Math.max(this.#frameSamples, at + this.#overlap);
      const most = Math.min(this.#maxLag, spare, limit - taken);
      if (most < this.#minLag) break;
      const lag = this.#bestLag(at, most);
      if (this.#likeness(at, lag, 1) < likeness) continue;
      this.#cut(at, lag);
      taken += lag;
    }
    return taken / this.#samplesPerMs;
  }

  /** A frame; the samples are the caller's. Undefined when there is less. */
  take(): Int16Array | undefined {
    if (!this.hasFrame) return undefined;
    const frame = this.#held.slice(0, this.#frameSamples);
    this.#drop(this.#frameSamples);
    return frame;
  }

  /** What is left, filled with silence to a frame. Undefined when nothing is. */
  drain(): Int16Array | undefined {
    this.#skippedFrom = undefined;
    if (this.#length === 0 || this.hasFrame) return this.take();
    const rest = this.#held.subarray(0, this.#length);
    fadeToSilence(rest.subarray(-this.#skipOverlap), this.#skipOverlap);
    const frame = new Int16Array(this.#frameSamples);
    frame.set(rest);
    this.#length = 0;
    return frame;
  }

  clear(): void {
    this.#length = 0;
    this.#skippedFrom = undefined;
  }

  /** Coarsely first: a fraction of the work, and small devices have to do it, too. */
  #bestLag(at: number, most: number): number {
    const step = this.#coarseStep;
    const search = (from: number, to: number, lagStep: number, sampleStep: number): number => {
      let [best, bestLikeness] = [from, Number.NEGATIVE_INFINITY];
      for (let lag = from; lag <= to; lag += lagStep) {
        const likeness = this.#likeness(at, lag, sampleStep);
        if (likeness > bestLikeness) [best, bestLikeness] = [lag, likeness];
      }
      return best;
    };
    const near = search(this.#minLag, most, step, step);
    return search(Math.max(this.#minLag, near - step + 1), Math.min(most, near + step - 1), 1, 1);
  }

  /** Normalised correlation of the sound there with the sound a lag later; silence is like silence. */
  #likeness(at: number, lag: number, step: number): number {
    const x = this.#held;
    let [product, here, there] = [0, 1, 1];
    for (let i = at; i < at + this.#overlap; i += step) {
      const [a, b] = [x[i]!, x[i + lag]!];
      product += a * b;
      here += a * a;
      there += b * b;
    }
    return (product + 1) / Math.sqrt(here * there);
  }

  /** What was there fades into what comes a lag later. */
  #cut(at: number, lag: number): void {
    const before = this.#held.slice(at, at + this.#overlap);
    this.#held.copyWithin(at, at + lag, this.#length);
    this.#length -= lag;
    fadeOver(this.#held.subarray(at), before, this.#overlap);
  }

  #drop(samples: number): void {
    this.#held.copyWithin(0, samples, this.#length);
    this.#length -= samples;
  }
}

/** The beginning of `pcm` becomes a fade from `before` to it. */
export function fadeOver(pcm: Int16Array, before: Int16Array, samples: number): void {
  const length = Math.min(samples, pcm.length, before.length);
  for (let i = 0; i < length; i++) {
    pcm[i] = Math.round(before[i]! + ((pcm[i]! - before[i]!) * (i + 1)) / (length + 1));
  }
}

/** What comes after the fade is not touched. */
export function fadeToSilence(pcm: Int16Array, samples: number): void {
  const length = Math.min(samples, pcm.length);
  for (let i = 0; i < length; i++) pcm[i] = Math.round((pcm[i]! * (length - i)) / (length + 1));
}
