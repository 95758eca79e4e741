/** What the user says while the model is being opened. Over its bound, the oldest goes. */
import { DECODED_SAMPLE_RATE_HZ } from '../../audio/opus.ts';

export class HeldAudio {
  readonly #maxMs: number;
  #pieces: Int16Array[] = [];
  #ms = 0;
  #dropped = 0;

  constructor(options: { readonly maxMs: number }) {
    this.#maxMs = options.maxMs;
  }

  /** Pieces given up. */
  get dropped(): number {
    return this.#dropped;
  }

  get bytes(): number {
    return this.#pieces.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  push(pcm: Int16Array): void {
    this.#pieces.push(pcm);
    this.#ms += msOf(pcm);
    while (this.#ms > this.#maxMs && this.#pieces.length > 1) {
      this.#ms -= msOf(this.#pieces.shift()!);
      this.#dropped++;
    }
  }

  takeAll(): readonly Int16Array[] {
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#ms = 0;
    return pieces;
  }
}

const msOf = (pcm: Int16Array): number => (pcm.length * 1000) / DECODED_SAMPLE_RATE_HZ;
