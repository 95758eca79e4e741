/**
 * What the user said and the model has not answered yet: kept while it is sent, so that another stream of the model can
 * hear it when this one is lost or renewed, however long the answer takes. Silence is kept only for a moment.
 *
 * Overflow: beyond `maxMs` the oldest goes, and is counted.
 */
export interface HeardPcm {
  readonly pcm: Int16Array;
  /** When it was sent first, on the clock. */
  readonly at: number;
}

interface Piece extends HeardPcm {
  readonly endMs: number;
  readonly ms: number;
}

export interface UnansweredAudioOptions {
  readonly sampleRateHz: number;
  readonly maxMs: number;
}

/** A model notices speech late: this much of what looked like silence is kept. */
const QUIET_KEPT_MS = 3000;
/** Kept before the place where the model says that speech began. */
const ONSET_MS = 500;
const NONE: readonly Piece[] = [];

export class UnansweredAudio {
  readonly #options: UnansweredAudioOptions;
  /** The question that waits for its answer. */
  #question: Piece[] = [];
  #questionMs = 0;
  /** It came after so many answers; undefined when there is none. */
  #askedAfter: number | undefined;
  #isWhole = false;
  /** What came since, without a gap. */
  #pieces: Piece[] = [];
  #totalMs = 0;
  /** The user speaks since then. */
  #speechFromMs: number | undefined;
  /** The beginning of what the user says is gone. */
  #cut = false;
  #droppedMs = 0;
  /** Something that may be speech, and the model has said nothing about it yet. */
  #soundFromMs: number | undefined;

  constructor(options: UnansweredAudioOptions) {
    this.#options = options;
  }

  /** Of what was pushed in all; the place of the next sample. */
  get totalMs(): number {
    return this.#totalMs;
  }

  /** At 16 bits for each sample. */
  get heldBytes(): number {
    return (this.heldMs * this.#options.sampleRateHz * 2) / 1000;
  }

  get heldMs(): number {
    return this.#questionMs + this.#totalMs - this.#startMs;
  }

  get droppedMs(): number {
    return this.#droppedMs;
  }

  /** A question waits for its answer. */
  get hasQuestion(): boolean {
    return this.#askedAfter !== undefined;
  }

  /** It is here from its first word on. */
  get hasWholeQuestion(): boolean {
    return this.hasQuestion && this.#isWhole;
  }

  /** Hot path. Keeps a reference. */
  push(pcm: Int16Array, at: number): void {
    const ms = (pcm.length * 1000) / this.#options.sampleRateHz;
    this.#totalMs += ms;
    this.#pieces.push({ pcm, at, ms, endMs: this.#totalMs });
    this.#forgetQuiet();
    const excessMs = this.heldMs - this.#options.maxMs;
    if (excessMs > 0) this.#drop(excessMs);
  }

  /** From here on it may be speech. */
  soundStarted(): void {
    this.#soundFromMs ??= this.#totalMs - ONSET_MS;
  }

  /** The model knows of it, or it was none. */
  soundOver(): void {
    this.#soundFromMs = undefined;
  }

  /** Places are on the scale of `totalMs`. */
  speechStarted(atMs = this.#totalMs - QUIET_KEPT_MS / 2): void {
    if (this.#speechFromMs !== undefined) return;
    this.#speechFromMs = atMs - ONSET_MS;
    this.#cut = false;
    this.#forgetUntil(this.#speechFromMs);
  }

  /** `afterAnswer`: the last answer until now, which can not be the one to this question. */
  turnEnded(atMs = this.#totalMs, afterAnswer = 0): void {
    const spoken = this.#speechFromMs !== undefined && !this.#cut;
    this.#isWhole = spoken && (!this.hasQuestion || this.#isWhole);
    this.#askedAfter = Math.max(this.#askedAfter ?? 0, afterAnswer);
    for (const piece of this.#forgetUntil(atMs)) {
      this.#question.push(piece);
      this.#questionMs += piece.ms;
    }
    this.#speechFromMs = undefined;
  }

  /** This answer is over, or not wanted any more; the question before it with it. What was said after that stays. */
  answered(answer: number): void {
    if (this.#askedAfter === undefined || answer <= this.#askedAfter) return;
    this.#question = [];
    this.#questionMs = 0;
    this.#askedAfter = undefined;
    this.#forgetQuiet();
  }

  /** For a stream that has heard nothing of it. `deaf`: the last one may not even have heard what looks like noise. */
  replay({ deaf = false } = {}): readonly HeardPcm[] {
    if (!this.hasQuestion) {
      if (deaf || this.#speechFromMs !== undefined) return this.#pieces;
      return this.#pieces.filter((piece) => piece.endMs > this.#totalMs - QUIET_KEPT_MS);
    }
    // As it is heard again, there is nothing between the question and what came after.
    let endMs = this.#startMs;
    for (let i = this.#question.length - 1; i >= 0; i--) {
      const piece = this.#question[i]!;
      this.#question[i] = { ...piece, endMs };
      endMs -= piece.ms;
    }
    return [...this.#question, ...this.#pieces];
  }

  /** What came after the question that waits for its answer. */
  afterQuestion(): readonly HeardPcm[] {
    return this.#pieces;
  }

  clear(): void {
    this.#pieces = this.#question = [];
    this.#questionMs = 0;
    this.#speechFromMs = this.#askedAfter = this.#soundFromMs = undefined;
  }

  get #startMs(): number {
    const [first] = this.#pieces;
    return first ? first.endMs - first.ms : this.#totalMs;
  }

  #forgetQuiet(): void {
    if (this.#speechFromMs !== undefined || this.#soundFromMs !== undefined) return;
    this.#forgetUntil(this.#totalMs - QUIET_KEPT_MS);
  }

  #forgetUntil(placeMs: number): readonly Piece[] {
    let gone = 0;
    while (gone < this.#pieces.length && this.#pieces[gone]!.endMs <= placeMs) gone++;
    return gone > 0 ? this.#pieces.splice(0, gone) : NONE;
  }

  /** The oldest of what was said: of the question first. */
  #drop(excessMs: number): void {
    this.#droppedMs += excessMs;
    for (let leftMs = excessMs; leftMs > 0;) {
      const oldest = this.#question.shift();
      if (oldest) {
        this.#isWhole = false;
        this.#questionMs -= oldest.ms;
      } else this.#cut = true;
      const gone = oldest ?? this.#pieces.shift();
      if (!gone) return;
      leftMs -= gone.ms;
    }
  }
}
