/** Finds the pauses in speech, by loudness against the speech before it. Pure. */

export interface PauseDetectorOptions {
  readonly sampleRateHz: number;
}

/** So much of a pause is speech's own: closed lips, the end of a word. */
const KEPT_MS = 100;
/** A pause is so much quieter than the speech around it: 36 dB. */
const QUIET_RATIO = 1 / 64;
/** Nothing under this (root mean square, of 32768) is heard as speech: -66 dBFS. */
const LEAST_SPEECH = 16;
/** Loudness is forgotten by half in so long. */
const HALF_LIFE_MS = 4000;
const BLOCK_MS = 5;

export class PauseDetector {
  readonly #blockSamples: number;
  readonly #samplesPerMs: number;
  #loudness = 0;
  #quietMs = 0;

  constructor({ sampleRateHz }: PauseDetectorOptions) {
    this.#samplesPerMs = sampleRateHz / 1000;
    this.#blockSamples = Math.round(this.#samplesPerMs * BLOCK_MS);
  }

  /** To be given every frame in order. True when this one lies within a pause and need not be heard. */
  hear(pcm: Int16Array): boolean {
    const frameMs = pcm.length / this.#samplesPerMs;
    const level = this.#loudestBlock(pcm);
    this.#loudness = Math.max(level, this.#loudness * 0.5 ** (frameMs / HALF_LIFE_MS));
    const isQuiet = level < Math.max(LEAST_SPEECH, this.#loudness * QUIET_RATIO);
    const isPause = isQuiet && this.#quietMs >= KEPT_MS;
    this.#quietMs = isQuiet ? this.#quietMs + frameMs : 0;
    return isPause;
  }

  #loudestBlock(pcm: Int16Array): number {
    let loudest = 0;
    for (let from = 0; from < pcm.length; from += this.#blockSamples) {
      const block = pcm.subarray(from, from + this.#blockSamples);
      let sum = 0;
      for (const x of block) sum += x * x;
      loudest = Math.max(loudest, sum / block.length);
    }
    return Math.sqrt(loudest);
  }
}
