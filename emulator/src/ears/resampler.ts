/** A streaming sample-rate converter: a polyphase bank of Kaiser-windowed sinc filters for any rational ratio. */

/** Half the filter's length, in periods of the lower of the two rates; more is steeper and slower. */
const HALF_LENGTH = 24;
/** The pass band's edge as a part of the lower Nyquist frequency. */
const CUTOFF = 0.93;
/** Kaiser's shape: 8 keeps aliases about 80 dB down. */
const KAISER_BETA = 8;

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** The zeroth modified Bessel function of the first kind. */
function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

interface FilterBank {
  readonly up: number;
  readonly down: number;
  readonly taps: number;
  /** `up` filters of `taps` coefficients, oldest sample first. */
  readonly phases: readonly Float64Array[];
}

const banks = new Map<string, FilterBank>();

function filterBank(fromHz: number, toHz: number): FilterBank {
  const key = `${fromHz}>${toHz}`;
  const known = banks.get(key);
  if (known) return known;
  const divisor = gcd(fromHz, toHz);
  const up = toHz / divisor;
  const down = fromHz / divisor;
  const scale = Math.min(1, toHz / fromHz) * CUTOFF;
  const half = Math.ceil(HALF_LENGTH / Math.min(1, toHz / fromHz));
  const taps = 2 * half;
  const phases = Array.from({ length: up }, (_, phase) => {
    const filter = Float64Array.from({ length: taps }, (_, tap) => {
      const x = tap - (half - 1) - phase / up;
      const window =
        besselI0(KAISER_BETA * Math.sqrt(Math.max(0, 1 - (x / half) ** 2))) / besselI0(KAISER_BETA);
      const t = Math.PI * x * scale;
      return (t === 0 ? 1 : Math.sin(t) / t) * window;
    });
    const sum = filter.reduce((a, b) => a + b, 0);
    return filter.map((c) => c / sum);
  });
  const bank = { up, down, taps, phases };
  banks.set(key, bank);
  return bank;
}

/**
 * Converts 16-bit mono PCM from one rate to another, piece by piece. Output is aligned with input: sample 0 of
 * one is sample 0 of the other. Between pieces it holds back `HALF_LENGTH` periods; `flush()` gives them.
 */
export class Resampler {
  readonly #bank: FilterBank | undefined;
  /** Input that later output still needs; its first sample is number `#start`. */
  #held: Int16Array;
  #start: number;
  /** Output samples made so far, and input samples taken. */
  #made = 0;
  #taken = 0;

  /** @throws RangeError for a rate that is not a positive integer. */
  constructor(fromHz: number, toHz: number) {
    for (const rate of [fromHz, toHz]) {
      if (!Number.isInteger(rate) || rate <= 0) throw new RangeError(`${rate} is not a sample rate.`);
    }
    this.#bank = fromHz === toHz ? undefined : filterBank(fromHz, toHz);
    this.#held = new Int16Array(this.#bank ? this.#bank.taps : 0);
    this.#start = -this.#held.length;
  }

  /** The output that the samples so far make certain; the input itself when the rates are the same. */
  push(pcm: Int16Array): Int16Array {
    if (!this.#bank) return pcm;
    this.#taken += pcm.length;
    return this.#convert(this.#bank, pcm, Infinity);
  }

  /** The end of the output, as if silence followed; the converter is as new afterwards. */
  flush(): Int16Array {
    const bank = this.#bank;
    if (!bank) return new Int16Array(0);
    const length = Math.round((this.#taken * bank.up) / bank.down);
    const tail = this.#convert(bank, new Int16Array(bank.taps), length);
    this.#held = new Int16Array(bank.taps);
    this.#start = -bank.taps;
    this.#made = 0;
    this.#taken = 0;
    return tail;
  }

  #convert({ up, down, taps, phases }: FilterBank, pcm: Int16Array, limit: number): Int16Array {
    const input = new Int16Array(this.#held.length + pcm.length);
    input.set(this.#held);
    input.set(pcm, this.#held.length);
    const end = this.#start + input.length;
    const half = taps / 2;
    // Output m lies at input m·down/up; its newest tap is floor(that) + half.
    const count = Math.max(0, Math.min(Math.ceil(((end - half) * up) / down), limit) - this.#made);
    const output = new Int16Array(count);
    for (let i = 0; i < count; i++) {
      const position = (this.#made + i) * down;
      const filter = phases[position % up]!;
      const oldest = Math.floor(position / up) - half + 1 - this.#start;
      let sum = 0;
      for (let tap = 0; tap < taps; tap++) sum += filter[tap]! * input[oldest + tap]!;
      output[i] = sum > 32_767 ? 32_767 : sum < -32_768 ? -32_768 : Math.round(sum);
    }
    this.#made += count;
    const oldestNeeded = Math.floor((this.#made * down) / up) - half + 1;
    const keepFrom = Math.min(input.length, Math.max(0, oldestNeeded - this.#start));
    this.#held = input.slice(keepFrom);
    this.#start += keepFrom;
    return output;
  }
}
