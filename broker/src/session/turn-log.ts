/** The marks of each turn, in milliseconds of the broker's clock, and what they add up to. */

/** In the order in which they happen. */
export interface TurnMarks {
  /** The last audio of the user's speech went to the model. */
  readonly speechEnd?: number;
  /** The model said that the user's turn is over. */
  readonly speechEndDetected?: number;
  readonly transcript?: number;
  readonly firstModelAudio?: number;
  readonly firstFrameSent?: number;
  /** By the device's clock, mapped to the broker's. */
  readonly playbackStarted?: number;
  readonly interrupted?: number;
  readonly flushed?: number;
  /** The last frame was sent. */
  readonly finished?: number;
}

export type TurnMark = keyof TurnMarks;

export interface TurnRecord {
  readonly generation: number;
  readonly marks: TurnMarks;
  readonly heard: string;
  readonly said: string;
  /** What the device played of the answer, if it said so. */
  readonly playedMs: number | null;
  /** From the capture of a frame's last sample to its way to the model: device, network and bridge. */
  readonly uplinkMs: number | null;
}

interface OpenTurn {
  marks: { -readonly [Mark in TurnMark]?: number };
  heard: string[];
  planned: string[];
  said: string[];
  playedMs: number | null;
  uplinkMs: number | null;
}

/** Offsets in the model's audio are known for this many pieces back, about half a minute. */
const TIMELINE_LENGTH = 512;

/** Tells when a millisecond of the audio that the model heard was sent to it. */
export class InputTimeline {
  readonly #points: { endMs: number; at: number }[] = [];

  sent(endMs: number, at: number): void {
    this.#points.push({ endMs, at });
    if (this.#points.length > TIMELINE_LENGTH) this.#points.splice(0, TIMELINE_LENGTH / 2);
  }

  timeOf(offsetMs: number): number | undefined {
    return this.#points.find((point) => point.endMs >= offsetMs)?.at;
  }
}

/** Texts of a turn beyond this lose the oldest: a model that hears and never answers must not fill the memory. */
const MAX_TEXTS = 256;
/** Turns that may wait for the device's last word about them; the next one completes the oldest. */
const MAX_OPEN_TURNS = 2;

export class TurnLog {
  readonly #emit: (turn: TurnRecord) => void;
  readonly #byGeneration = new Map<number, OpenTurn>();
  /** What happens before there is an answer. */
  #pending: OpenTurn = newTurn();
  #count = 0;

  constructor(emit: (turn: TurnRecord) => void) {
    this.#emit = emit;
  }

  /** Turns told so far. */
  get count(): number {
    return this.#count;
  }

  /** Marks the user's part. The last time counts: the user may go on after a pause. */
  markUser(mark: 'speechEnd' | 'speechEndDetected' | 'transcript', at: number): void {
    this.#pending.marks[mark] = at;
  }

  heard(text: string): void {
    keep(this.#pending.heard, text);
  }

  /** Words that led to an answer which has begun without them; false when it has its own. */
  heardLate(text: string, generation: number): boolean {
    const turn = this.#byGeneration.get(generation);
    if (!turn || turn.heard.length > 0) return false;
    keep(turn.heard, text);
    return true;
  }

  answerStarted(generation: number, at: number, uplinkMs: number | null): void {
    const turn = this.#pending;
    turn.uplinkMs = uplinkMs;
    turn.marks.firstModelAudio = at;
    this.#pending = newTurn();
    this.#byGeneration.set(generation, turn);
    const [oldest] = this.#byGeneration.keys();
    if (this.#byGeneration.size > MAX_OPEN_TURNS) this.complete(oldest!);
  }

  /** Marks the answer's part. The first time counts. */
  markAnswer(mark: TurnMark, at: number, generation: number): void {
    const turn = this.#byGeneration.get(generation);
    if (turn) turn.marks[mark] ??= at;
  }

  /** What the model is about to say, in this answer or in the next one. */
  planned(text: string, generation: number): void {
    keep((this.#byGeneration.get(generation) ?? this.#pending).planned, text);
  }

  /** What was really said; the text of an interrupted answer is shorter than what was planned. */
  said(text: string, generation: number): void {
    const turn = this.#byGeneration.get(generation);
    if (turn) keep(turn.said, text);
  }

  played(ms: number, generation: number): void {
    const turn = this.#byGeneration.get(generation);
    if (turn) turn.playedMs = ms;
  }

  /** Nothing more will be known of this turn. */
  complete(generation: number): void {
    const turn = this.#byGeneration.get(generation);
    if (!turn) return;
    this.#byGeneration.delete(generation);
    this.#count++;
    const { marks, playedMs, uplinkMs } = turn;
    // A model may leave out what it really said. Unless it was interrupted, that is what it planned.
    const said = turn.said.length === 0 && marks.interrupted === undefined ? turn.planned : turn.said;
    const texts = { heard: turn.heard.join(' '), said: said.join(' ') };
    this.#emit({ generation, marks: { ...marks }, ...texts, playedMs, uplinkMs });
  }

  close(): void {
    for (const generation of this.#byGeneration.keys()) this.complete(generation);
  }
}

function newTurn(): OpenTurn {
  return { marks: {}, heard: [], planned: [], said: [], playedMs: null, uplinkMs: null };
}

function keep(texts: string[], text: string): void {
  texts.push(text);
  if (texts.length > MAX_TEXTS) texts.shift();
}
