/**
 * Changes the sample rate of a stream by a polyphase filter: a windowed sinc, one row of taps for each phase. Works on
 * chunks of any size without a seam. Pure.
 */

export interface ResamplerOptions {
  readonly fromHz: number;
  readonly toHz: number;
  /** Of the narrower side's band kept untouched. Default 0.9. */
  readonly passband?: number;
}

/** Zero crossings of the sinc on each side. */
const HALF_WIDTH = 24;
/** Kaiser's shape parameter for about 90 dB. */
const KAISER_BETA = 9;

export class Resampler {
  readonly #step: number;
  readonly #phases: number;
  readonly #taps: number;
  /** `phases` rows of `taps` coefficients. */
  readonly #rows: Float32Array;
  /** The last `taps` input samples and more, oldest first. */
  #history: Float32Array;
  /** Of the next output, in units of 1/phases input samples, from the start of the history. */
  #position: number;
  #totalIn = 0;
  #totalOut = 0;

  constructor({ fromHz, toHz, passband = 0.9 }: ResamplerOptions) {
    if (!(Number.isInteger(fromHz) && Number.isInteger(toHz) && fromHz > 0 && toHz > 0)) {
      throw new RangeError(`Cannot resample from ${fromHz} to ${toHz} Hz: rates are whole numbers above 0.`);
    }
    const divisor = gcd(fromHz, toHz);
    this.#phases = toHz / divisor;
    this.#step = fromHz / divisor;
    const cutoff = Math.min(1, toHz / fromHz) * passband;
    this.#taps = 2 * Math.ceil(HALF_WIDTH / Math.min(1, toHz / fromHz));
    this.#rows = filterRows(this.#phases, this.#taps, cutoff);
    this.#history = new Float32Array(this.#taps / 2);
    this.#position = 0;
  }

  /** The output that these samples complete; about `taps / 2` input samples stay behind until `finish`. */
  write(pcm: Int16Array): Int16Array {
    this.#totalIn += pcm.length;
    if (this.#step === this.#phases) {
      this.#totalOut += pcm.length;
      return pcm.slice();
    }
    const input = new Float32Array(this.#history.length + pcm.length);
    input.set(this.#history);
    input.set(pcm, this.#history.length);
    const output = new Int16Array(Math.ceil(((input.length + 1) * this.#phases) / this.#step));
    const [phases, taps, rows] = [this.#phases, this.#taps, this.#rows];
    let count = 0;
    let position = this.#position;
    for (; ; position += this.#step) {
      const start = Math.floor(position / phases);
      if (start + taps > input.length) break;
      const row = (position % phases) * taps;
      let sum = 0;
      for (let i = 0; i < taps; i++) sum += input[start + i]! * rows[row + i]!;
      output[count++] = Math.max(-32768, Math.min(32767, Math.round(sum)));
    }
    const consumed = Math.min(input.length, Math.floor(position / phases));
    this.#history = input.slice(consumed);
    this.#position = position - consumed * phases;
    this.#totalOut += count;
    return output.subarray(0, count);
  }

  /** What is left behind, so that the output is as long as the input. */
  finish(): Int16Array {
    const missing = Math.round((this.#totalIn * this.#phases) / this.#step) - this.#totalOut;
    if (missing <= 0) return new Int16Array(0);
    return this.write(new Int16Array(this.#taps)).subarray(0, missing);
  }
}

function filterRows(phases: number, taps: number, cutoff: number): Float32Array {
  const rows = new Float32Array(phases * taps);
  for (let phase = 0; phase < phases; phase++) {
    let sum = 0;
    for (let i = 0; i < taps; i++) {
      const t = i - taps / 2 - phase / phases;
      const value = cutoff * sinc(cutoff * t) * kaiser((2 * t) / taps);
      rows[phase * taps + i] = value;
      sum += value;
    }
    for (let i = 0; i < taps; i++) rows[phase * taps + i]! /= sum;
  }
  return rows;
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

const kaiser = (x: number): number =>
  Math.abs(x) > 1 ? 0 : besselI0(KAISER_BETA * Math.sqrt(1 - x * x)) / besselI0(KAISER_BETA);

/** Modified Bessel function of the first kind, order 0, by its power series. */
function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > 1e-12 * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
