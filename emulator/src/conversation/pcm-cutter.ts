/** Cuts audio that comes in any lengths into pieces of one length. */

export class PcmCutter {
  readonly #samples: number;
  #rest = new Int16Array(0);

  constructor(samplesPerPiece: number) {
    this.#samples = Math.max(1, Math.round(samplesPerPiece));
  }

  /** The whole pieces that are there now; whole pieces of the input are not copied. */
  *push(pcm: Int16Array): Generator<Int16Array, void, undefined> {
    let at = 0;
    if (this.#rest.length > 0) {
      at = Math.min(pcm.length, this.#samples - this.#rest.length);
      const joined = new Int16Array(this.#rest.length + at);
      joined.set(this.#rest);
      joined.set(pcm.subarray(0, at), this.#rest.length);
      this.#rest = joined;
      if (joined.length < this.#samples) return;
      this.#rest = new Int16Array(0);
      yield joined;
    }
    for (; at + this.#samples <= pcm.length; at += this.#samples) yield pcm.subarray(at, at + this.#samples);
    this.#rest = pcm.slice(at);
  }

  /** What is left, possibly nothing. */
  end(): Int16Array {
    const rest = this.#rest;
    this.#rest = new Int16Array(0);
    return rest;
  }
}
