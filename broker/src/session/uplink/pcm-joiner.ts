/** Joins pieces of PCM that are too short to be sent alone: an event to the model costs the same whatever its length. */
import { DECODED_SAMPLE_RATE_HZ } from '../../audio/opus.ts';

const MIN_PIECE_MS = 40;
const MIN_SAMPLES = (DECODED_SAMPLE_RATE_HZ * MIN_PIECE_MS) / 1000;

export class PcmJoiner {
  readonly #deliver: (pcm: Int16Array) => void;
  #waiting: Int16Array | undefined;

  constructor(deliver: (pcm: Int16Array) => void) {
    this.#deliver = deliver;
  }

  write(pcm: Int16Array): void {
    const joined = this.#waiting ? join(this.#waiting, pcm) : pcm;
    this.#waiting = joined.length < MIN_SAMPLES ? joined : undefined;
    if (!this.#waiting) this.#deliver(joined);
  }

  /** Delivers what waits, however short. */
  flush(): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting) this.#deliver(waiting);
  }

  clear(): void {
    this.#waiting = undefined;
  }
}

function join(first: Int16Array, second: Int16Array): Int16Array {
  const joined = new Int16Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
