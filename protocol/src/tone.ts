/** The tone of a self-test [SES-14], and how much of what arrives is still that tone. Both sides make and measure it. */

/** Of full scale: loud enough to measure, not to hurt. */
const AMPLITUDE = 0.25;
/** A tone that begins and ends at once clicks. */
const FADE_MS = 10;
/** Longer blocks would take a frame that was concealed for another frequency. */
const BLOCK_MS = 20;
const FULL_SCALE = 32_768;

/** 16-bit mono samples. */
export function makeTone(toneHz: number, durationMs: number, sampleRateHz: number): Int16Array {
  const length = Math.round((durationMs * sampleRateHz) / 1000);
  const fade = (FADE_MS * sampleRateHz) / 1000;
  return Int16Array.from({ length }, (_, at) => {
    const gain = Math.min(1, at / fade, (length - 1 - at) / fade);
    return FULL_SCALE * AMPLITUDE * gain * Math.sin((2 * Math.PI * toneHz * at) / sampleRateHz);
  });
}

export interface ToneMeasure {
  /** Share of the energy at the frequency, 0 to 1. */
  readonly share: number;
  /** Root mean square relative to full scale; -Infinity for silence. */
  readonly levelDbfs: number;
}

/** Adds up blocks of samples; each is looked at with Goertzel's algorithm, so that phases may jump between them. */
export class ToneMeter {
  readonly #cosine: number;
  readonly #block: number;
  #energy = 0;
  #toneEnergy = 0;
  #samples = 0;

  constructor(toneHz: number, sampleRateHz: number) {
    this.#cosine = 2 * Math.cos((2 * Math.PI * toneHz) / sampleRateHz);
    this.#block = Math.round((BLOCK_MS * sampleRateHz) / 1000);
  }

  add(pcm: Int16Array): void {
    for (let at = 0; at < pcm.length; at += this.#block) this.#addBlock(pcm.subarray(at, at + this.#block));
  }

  get measure(): ToneMeasure {
    const rms = this.#samples === 0 ? 0 : Math.sqrt(this.#energy / this.#samples);
    return {
      share: this.#energy === 0 ? 0 : Math.min(1, this.#toneEnergy / this.#energy),
      levelDbfs: 20 * Math.log10(rms / FULL_SCALE),
    };
  }

  #addBlock(block: Int16Array): void {
    let [last, beforeLast, energy] = [0, 0, 0];
    for (const sample of block) {
      const next = sample + this.#cosine * last - beforeLast;
      beforeLast = last;
      last = next;
      energy += sample * sample;
    }
    const power = last * last + beforeLast * beforeLast - this.#cosine * last * beforeLast;
    this.#energy += energy;
    this.#toneEnergy += (2 * power) / block.length;
    this.#samples += block.length;
  }
}
