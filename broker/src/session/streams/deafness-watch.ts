/**
 * Notices a stream that has stopped hearing: somebody spoke, has been quiet for a while since, and the model gave no
 * sign at all. It may have been noise; so it is told once, and again only after the model has given a sign.
 */
export interface DeafnessWatchOptions {
  readonly sampleRateHz: number;
  /** Something begins that may be speech. */
  readonly onSound: () => void;
  readonly onDeaf: () => void;
}

/** Less is a knock, and no word. */
const LEAST_SOUND_MS = 360;
/** Longer than any model waits for the end of a turn, with time to tell of it. */
const PATIENCE_MS = 5000;
/** Of 16-bit samples: about -36 dBFS. */
const LOUD_RMS = 520;
/** A part of the samples is enough to tell a voice from silence. */
const STRIDE = 8;

export class DeafnessWatch {
  readonly #options: DeafnessWatchOptions;
  #soundMs = 0;
  #quietMs = 0;
  #told = false;

  constructor(options: DeafnessWatchOptions) {
    this.#options = options;
  }

  /** Hot path: this was sent to the model. */
  sent(pcm: Int16Array): void {
    const ms = (pcm.length * 1000) / this.#options.sampleRateHz;
    if (isLoud(pcm)) {
      if (this.#soundMs === 0) this.#options.onSound();
      this.#soundMs += ms;
      this.#quietMs = 0;
      return;
    }
    if (this.#soundMs === 0) return;
    this.#quietMs += ms;
    if (this.#quietMs < PATIENCE_MS) return;
    const spoken = this.#soundMs >= LEAST_SOUND_MS;
    this.#forget();
    if (!spoken || this.#told) return;
    this.#told = true;
    this.#options.onDeaf();
  }

  /** The model has told something of what it hears or says. */
  sign(): void {
    this.#told = false;
    this.#forget();
  }

  #forget(): void {
    this.#soundMs = this.#quietMs = 0;
  }
}

function isLoud(pcm: Int16Array): boolean {
  let sum = 0;
  for (let i = 0; i < pcm.length; i += STRIDE) sum += pcm[i]! * pcm[i]!;
  return sum * STRIDE > LOUD_RMS * LOUD_RMS * pcm.length;
}
