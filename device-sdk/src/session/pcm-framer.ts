/** Samples in pieces of any size into frames of one size. */

export class PcmFramer {
  readonly #frame: Int16Array;
  #filled = 0;

  constructor(frameSamples: number) {
    this.#frame = new Int16Array(frameSamples);
  }

  /** Samples waiting for the rest of their frame. */
  get pending(): number {
    return this.#filled;
  }

  /** Calls back with every complete frame; it is reused afterwards. */
  write(pcm: Int16Array, onFrame: (frame: Int16Array) => void): void {
    const frame = this.#frame;
    for (let at = 0; at < pcm.length;) {
      const piece = pcm.subarray(at, at + frame.length - this.#filled);
      frame.set(piece, this.#filled);
      at += piece.length;
      this.#filled += piece.length;
      if (this.#filled < frame.length) return;
      this.#filled = 0;
      onFrame(frame);
    }
  }

  /** The last, incomplete frame, filled up with silence. */
  finish(onFrame: (frame: Int16Array) => void): void {
    if (this.#filled === 0) return;
    this.#frame.fill(0, this.#filled);
    this.#filled = 0;
    onFrame(this.#frame);
  }

  clear(): void {
    this.#filled = 0;
  }
}
