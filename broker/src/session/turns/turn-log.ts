/** The marks of each turn, in milliseconds of the broker's clock, and what they add up to. */
import { type TextSegment, spokenPart, unspokenPart } from './spoken-text.ts';

/** In the order in which they happen. */
export interface TurnMarks {
  /** The last audio of the user's speech went to the model. */
  readonly speechEnd?: number;
  /** The model said that the user's turn is over. */
  readonly speechEndDetected?: number;
  readonly transcript?: number;
  readonly toolCall?: number;
  readonly toolResult?: number;
  readonly firstModelAudio?: number;
  readonly firstFrameSent?: number;
  /** By the device's clock, mapped to the broker's. */
  readonly playbackStarted?: number;
  readonly interrupted?: number;
  readonly flushed?: number;
  /** The last frame was sent. */
  readonly finished?: number;
  /** The answer was heard to its end; by the device's clock as well. */
  readonly playbackFinished?: number;
}

export type TurnMark = keyof TurnMarks;
type UserMark = (typeof USER_MARKS)[number];

export interface TurnRecord {
  readonly generation: number;
  readonly marks: TurnMarks;
  readonly heard: string;
  readonly said: string;
  /** What was to be said beyond it, when the user interrupted. */
  readonly unsaid: string;
  /** What the device played of the answer, if it said so. */
  readonly playedMs: number | null;
  /** From the capture of a frame's last sample to its way to the model: device, network and bridge. */
  readonly uplinkMs: number | null;
}

interface OpenTurn {
  marks: { -readonly [Mark in TurnMark]?: number };
  heard: string[];
  planned: TextSegment[];
  /** Of the model's audio so far. */
  audioMs: number;
  said: string[];
  playedMs: number | null;
  uplinkMs: number | null;
}

/** Texts of a turn beyond this lose the oldest: a model that hears and never answers must not fill the memory. */
const MAX_TEXTS = 256;
/** Answers of which it is known in which turn they are. */
const MAX_ANSWERS = 16;
const USER_MARKS = ['speechEnd', 'speechEndDetected', 'transcript', 'toolCall', 'toolResult'] as const;
/** Turns that may wait for the device's last word about them; the next one completes the oldest. */
const MAX_OPEN_TURNS = 2;

export class TurnLog {
  readonly #emit: (turn: TurnRecord) => void;
  readonly #byGeneration = new Map<number, OpenTurn>();
  /** What happens before there is an answer. */
  #pending: OpenTurn = newTurn();
  #count = 0;
  /** By the model's numbers of the answers. */
  readonly #generations = new Map<number, number>();

  constructor(emit: (turn: TurnRecord) => void) {
    this.#emit = emit;
  }

  /** Turns told so far. */
  get count(): number {
    return this.#count;
  }

  /** Marks the user's part. The last time counts: the user may go on after a pause. */
  markUser(mark: UserMark, at: number): void {
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

  /** The model's answer of this number is heard in this turn. */
  isIn(answer: number, generation: number): void {
    this.#generations.set(answer, generation);
    const [oldest] = this.#generations.keys();
    if (this.#generations.size > MAX_ANSWERS) this.#generations.delete(oldest!);
  }

  /** Undefined for an answer that was not heard, or long ago. */
  generationOf(answer: number): number | undefined {
    return this.#generations.get(answer);
  }

  /** Marks the answer's part. The first time counts. */
  markAnswer(mark: TurnMark, at: number, generation: number): void {
    const turn = this.#byGeneration.get(generation);
    if (turn) turn.marks[mark] ??= at;
  }

  /** What the model is about to say, in this answer or in the next one. */
  planned(text: string, generation: number): void {
    const turn = this.#byGeneration.get(generation) ?? this.#pending;
    keep(turn.planned, { text, startMs: turn.audioMs });
  }

  /** Hot path: so much more of the answer's audio came. */
  audio(ms: number, generation: number): void {
    const turn = this.#byGeneration.get(generation);
    if (turn) turn.audioMs += ms;
  }

  /** The answer is said again under another number. */
  renumber(from: number, to: number): void {
    const turn = this.#byGeneration.get(from);
    if (!turn) return;
    this.#byGeneration.delete(from);
    turn.playedMs = null;
    this.#byGeneration.set(to, turn);
    for (const [answer, generation] of this.#generations) {
      if (generation === from) this.#generations.set(answer, to);
    }
  }

  /** This answer will be asked for again: of its turn, the user's part is left. */
  takeBack(generation: number): void {
    const turn = this.#byGeneration.get(generation);
    if (!turn) return;
    this.#byGeneration.delete(generation);
    const before = this.#pending;
    this.#pending = { ...newTurn(), heard: [...turn.heard, ...before.heard] };
    for (const mark of USER_MARKS) {
      const at = before.marks[mark] ?? turn.marks[mark];
      if (at !== undefined) this.#pending.marks[mark] = at;
    }
  }

  /** The question will be heard again, and everything that follows from it. */
  forgetPending(): void {
    this.#pending = newTurn();
  }

  /** Only its answer will be planned again. */
  forgetPlan(): void {
    this.#pending.planned = [];
  }

  /** The last tool call of a turn that has no answer yet, or of its answer. */
  markTool(mark: 'toolCall' | 'toolResult', at: number, generation: number): void {
    const turn = this.#byGeneration.get(generation);
    if (turn && this.#pending.heard.length === 0) turn.marks[mark] = at;
    else this.#pending.marks[mark] = at;
  }

  /** What is being said in the turns that are not over. */
  open(): { readonly generation: number; readonly said: string }[] {
    return [...this.#byGeneration].map(([generation, turn]) => ({ generation, said: saidIn(turn) }));
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
  complete(generation: number, cutOff = false): void {
    const turn = this.#byGeneration.get(generation);
    if (!turn) return;
    this.#byGeneration.delete(generation);
    this.#count++;
    const { marks, playedMs, uplinkMs } = turn;
    const said = saidIn(turn, cutOff);
    const planned = turn.planned.map(({ text }) => text).join(' ');
    const unsaid = marks.interrupted === undefined ? '' : unspokenPart(planned, said);
    const texts = { heard: turn.heard.join(' '), said, unsaid };
    this.#emit({ generation, marks: { ...marks }, ...texts, playedMs, uplinkMs });
  }

  close(): void {
    for (const [generation, { marks }] of this.#byGeneration) {
      // The device plays to its end what it has been sent whole.
      this.complete(generation, marks.finished === undefined);
    }
  }
}

/** What the user heard of it, as far as we know. */
function saidIn({ marks, planned, said, audioMs, playedMs }: OpenTurn, cutOff = false): string {
  // The device knows best what was heard of an answer that was cut off; the model only estimates it.
  if ((cutOff || marks.interrupted !== undefined) && playedMs !== null && planned.length > 0) {
    return spokenPart(planned, audioMs, playedMs);
  }
  // A model may leave out what it really said. Unless it was interrupted, that is what it planned.
  const unsaid = said.length === 0 && marks.interrupted === undefined;
  return unsaid ? planned.map(({ text }) => text).join(' ') : said.join(' ');
}

function newTurn(): OpenTurn {
  return { marks: {}, heard: [], planned: [], audioMs: 0, said: [], playedMs: null, uplinkMs: null };
}

function keep<T>(texts: T[], text: T): void {
  texts.push(text);
  if (texts.length > MAX_TEXTS) texts.shift();
}
