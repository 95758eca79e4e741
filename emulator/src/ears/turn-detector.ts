/** Finds turns in a row of speech probabilities, frame by frame. Pure: it knows frames, no audio and no clock. */

export interface TurnDetectorOptions {
  readonly frameMs: number;
}

const DEFAULTS = {
  /** A frame above this is speech … */
  speechAbove: 0.5,
  /** … and in a turn only one below this is not. */
  silenceBelow: 0.35,
  /** So many frames of speech in a row begin a turn; fewer are a click … */
  onsetFrames: 3,
  /** … unless they are two and the second is above this: an interruption should be noticed soon. */
  surelyAbove: 0.8,
  /** So many in a row end a pause; fewer are a click in it. */
  resumeFrames: 2,
  /** A frame this far under the turn's loudest is silence whatever the model says: it lags behind at the end. */
  quietDb: 40,
  /** The loudest level fades, so that one bang does not make the rest of the turn silence. */
  peakFadeDbPerFrame: 0.1,
  /** The pause after which the words are worth transcribing. */
  breathMs: 96,
};

/** What a frame changed; frame numbers count from 0 with the first frame taken. */
export type TurnStep =
  | { kind: 'none' }
  | { kind: 'start'; frame: number }
  /** A pause has begun; `frame` is the first after the speech. */
  | { kind: 'breath'; frame: number }
  /** The pause is over; `frame` is the first of the speech. */
  | { kind: 'resume'; frame: number };

const NONE: TurnStep = { kind: 'none' };

export class TurnDetector {
  readonly #options: typeof DEFAULTS & TurnDetectorOptions;
  #frame = -1;
  #onset = 0;
  #speaking = false;
  /** The first frame after the last speech. */
  #speechEnd = 0;
  #voicedRun = 0;
  #breathing = false;
  #peakDb = -120;

  constructor(options: TurnDetectorOptions) {
    this.#options = { ...DEFAULTS, ...options };
  }

  get speaking(): boolean {
    return this.#speaking;
  }

  /** The first frame after the last speech of this turn. */
  get speechEndFrame(): number {
    return this.#speechEnd;
  }

  /** How long the user has been silent in this turn. */
  get pauseMs(): number {
    return (this.#frame + 1 - this.#speechEnd) * this.#options.frameMs;
  }

  /** Takes the next frame's probability of speech and its level in dB of full scale. */
  take(probability: number, levelDb: number): TurnStep {
    this.#frame += 1;
    return this.#speaking ? this.#inTurn(probability, levelDb) : this.#betweenTurns(probability, levelDb);
  }

  /** The turn is over; the next speech begins another. */
  endTurn(): void {
    this.#speaking = false;
    this.#onset = 0;
  }

  #betweenTurns(probability: number, levelDb: number): TurnStep {
    const { speechAbove, onsetFrames, surelyAbove } = this.#options;
    if (probability < speechAbove) {
      this.#onset = 0;
      return NONE;
    }
    this.#peakDb = this.#onset === 0 ? levelDb : Math.max(this.#peakDb, levelDb);
    this.#onset += 1;
    const enough = this.#onset >= onsetFrames || (this.#onset >= 2 && probability >= surelyAbove);
    if (!enough) return NONE;
    this.#speaking = true;
    this.#breathing = false;
    this.#voicedRun = this.#onset;
    this.#speechEnd = this.#frame + 1;
    return { kind: 'start', frame: this.#frame + 1 - this.#onset };
  }

  #inTurn(probability: number, levelDb: number): TurnStep {
    const { speechAbove, silenceBelow, resumeFrames, quietDb, peakFadeDbPerFrame, breathMs } = this.#options;
    this.#peakDb = Math.max(this.#peakDb - peakFadeDbPerFrame, levelDb);
    const voiced =
      probability >= (this.#breathing ? speechAbove : silenceBelow) && levelDb > this.#peakDb - quietDb;
    this.#voicedRun = voiced ? this.#voicedRun + 1 : 0;
    if (voiced && (!this.#breathing || this.#voicedRun >= resumeFrames)) {
      this.#speechEnd = this.#frame + 1;
      if (!this.#breathing) return NONE;
      this.#breathing = false;
      return { kind: 'resume', frame: this.#frame + 1 - resumeFrames };
    }
    if (this.#breathing || this.pauseMs < breathMs) return NONE;
    this.#breathing = true;
    return { kind: 'breath', frame: this.#speechEnd };
  }
}
