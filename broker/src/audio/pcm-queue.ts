/** Samples in arrival order, taken out in frames. Bounded: what does not fit is refused and counted by the caller. */
export class PcmQueue {
  readonly #maxSamples: number;
  #chunks: Int16Array[] = [];
  /** Samples of the first chunk that are taken already. */
  #offset = 0;
  #length = 0;

  constructor(maxSamples: number) {
    this.#maxSamples = maxSamples;
  }

  /** In samples. */
  get length(): number {
    return this.#length;
  }

  /** Keeps a reference to the chunk. Returns how many samples did not fit. */
  push(pcm: Int16Array): number {
    const room = Math.max(0, this.#maxSamples - this.#length);
    const kept = pcm.length > room ? pcm.subarray(0, room) : pcm;
    if (kept.length > 0) this.#chunks.push(kept);
    this.#length += kept.length;
    return pcm.length - kept.length;
  }

  /** Fills the target from the front, the rest of it with silence. Returns how many samples were there. */
  take(target: Int16Array): number {
    let filled = 0;
    while (filled < target.length && this.#chunks.length > 0) {
      const chunk = this.#chunks[0]!;
      const part = chunk.subarray(this.#offset, this.#offset + target.length - filled);
      target.set(part, filled);
      filled += part.length;
      this.#offset += part.length;
      if (this.#offset === chunk.length) {
        this.#chunks.shift();
        this.#offset = 0;
      }
    }
    this.#length -= filled;
    target.fill(0, filled);
    return filled;
  }

  clear(): void {
    this.#chunks = [];
    this.#offset = 0;
    this.#length = 0;
  }
}
