/**
 * What the user said and the model has not answered yet: kept while it is sent, so that another stream of the model can
 * hear it when this one is lost or renewed. Silence is kept only for a moment.
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

export class UnansweredAudio {
  readonly #options: UnansweredAudioOptions;
  #pieces: Piece[] = [];
  #totalMs = 0;
  /** The user speaks since then. */
  #speechFromMs: number | undefined;
  /** The question that waits for its answer ends there. */
  #askedUntilMs: number | undefined;
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

  get heldMs(): number {
    return this.#totalMs - this.#startMs;
  }

  get droppedMs(): number {
    return this.#droppedMs;
  }

  /** There is a whole question in it. */
  get hasQuestion(): boolean {
    return this.#askedUntilMs !== undefined;
  }

  /** Hot path. Keeps a reference. */
  push(pcm: Int16Array, at: number): void {
    const ms = (pcm.length * 1000) / this.#options.sampleRateHz;
    this.#totalMs += ms;
    this.#pieces.push({ pcm, at, ms, endMs: this.#totalMs });
    const wanted = this.#speechFromMs ?? this.#askedUntilMs ?? this.#soundFromMs;
    if (wanted === undefined) this.#forgetUntil(this.#totalMs - QUIET_KEPT_MS);
    else if (this.heldMs > this.#options.maxMs) {
      this.#droppedMs += ms;
      this.#forgetUntil(this.#totalMs - this.#options.maxMs);
    }
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
    if (this.#askedUntilMs === undefined) this.#forgetUntil(this.#speechFromMs);
  }

  turnEnded(atMs = this.#totalMs): void {
    this.#askedUntilMs = Math.max(this.#askedUntilMs ?? 0, Math.min(atMs, this.#totalMs));
    this.#speechFromMs = undefined;
  }

  /** The question was answered, or its answer is not wanted. What was said after it stays. */
  answered(): void {
    if (this.#askedUntilMs === undefined) return;
    this.#forgetUntil(this.#askedUntilMs);
    this.#askedUntilMs = undefined;
  }

  /** `deaf`: the model may not even have heard what looks like noise. */
  all({ deaf = false } = {}): readonly HeardPcm[] {
    if (deaf || this.#speechFromMs !== undefined || this.#askedUntilMs !== undefined) return this.#pieces;
    return this.#pieces.filter((piece) => piece.endMs > this.#totalMs - QUIET_KEPT_MS);
  }

  /** What came after the question that waits for its answer. */
  afterQuestion(): readonly HeardPcm[] {
    const from = this.#askedUntilMs ?? 0;
    return this.#pieces.filter((piece) => piece.endMs > from);
  }

  clear(): void {
    this.#pieces = [];
    this.#speechFromMs = this.#askedUntilMs = this.#soundFromMs = undefined;
  }

  get #startMs(): number {
    const [first] = this.#pieces;
    return first ? first.endMs - first.ms : this.#totalMs;
  }

  #forgetUntil(placeMs: number): void {
    let gone = 0;
    while (gone < this.#pieces.length && this.#pieces[gone]!.endMs <= placeMs) gone++;
    if (gone > 0) this.#pieces.splice(0, gone);
  }
}
