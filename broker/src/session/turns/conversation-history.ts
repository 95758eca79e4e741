/** What was said in the conversation so far, in the order of its turns: for the next stream of the model. */
import type { HistoryMessage } from '../../model/voice-model.ts';

interface Turn {
  heard: string[];
  said: string;
}

/** Beyond this the oldest turns go; models take less. */
const MAX_TURNS = 500;
/** Of all the room, for one message: so that some more than the last one is left. */
const LARGEST_PART = 1 / 4;
/** Of a text in memory that is not only Latin. */
const BYTES_PER_CHARACTER = 2;

export class ConversationHistory {
  /** Of conversations before this one. */
  readonly #before: readonly HistoryMessage[];
  /** By the generation of the answer; words that no stream will hear anew half a generation before it. */
  readonly #turns = new Map<number, Turn>();
  /** Turns of the words that wait for their answer. */
  #waiting = new Set<number>();
  /** The same for the last answer that has begun. */
  #answered = new Set<number>();
  /** Of that answer. */
  #generation = 0;

  constructor(before: readonly HistoryMessage[] = []) {
    this.#before = before;
  }

  /** Of the texts, in bytes. */
  get bytes(): number {
    let chars = 0;
    for (const { text } of this.#before) chars += text.length;
    for (const { heard, said } of this.#turns.values())
      chars += said.length + heard.reduce((sum, { length }) => sum + length, 0);
    return chars * BYTES_PER_CHARACTER;
  }

  /** The user's words that lead to this answer. `written`: they were put in writing, so nobody will hear them anew. */
  heard(generation: number, text: string, { written = false } = {}): void {
    const place = written ? before(generation) : generation;
    // A question that was put in writing may be told again by the model.
    const known = [before(generation), generation].some((at) => this.#turns.get(at)?.heard.includes(text));
    if (!known) this.#turn(place).heard.push(text);
    if (generation > this.#generation) this.#waiting.add(place);
  }

  /** What waits for its answer; empty when nothing does. */
  get question(): string {
    return [...this.#waiting].flatMap((generation) => this.#turns.get(generation)?.heard ?? []).join(' ');
  }

  /** This answer begins. */
  answerStarted(generation: number): void {
    this.#generation = generation;
    this.questionAnswered();
  }

  /** Nothing waits for an answer any more. */
  questionAnswered(): void {
    this.#answered = this.#waiting;
    this.#waiting = new Set();
  }

  /** What waits is neither asked again nor heard anew: the model knows of it at least, whatever becomes of later words. */
  leaveQuestion(): void {
    for (const place of this.#waiting) {
      if (!Number.isInteger(place)) continue;
      const { heard } = this.#turn(place);
      this.#turns.delete(place);
      this.#turn(before(place)).heard.push(...heard);
    }
    this.#waiting.clear();
  }

  /** The question is asked again and will be heard anew; of what was put in writing the model knows at least. */
  forgetQuestion(): void {
    for (const place of this.#waiting) if (Number.isInteger(place)) this.#turns.delete(place);
    this.#waiting.clear();
  }

  /** What the user heard of this answer; replaces what was known before. */
  said(generation: number, text: string): void {
    this.#turn(generation).said = text;
  }

  /** This answer, the last that has begun, is taken back: its question waits again. */
  takeBack(generation: number): void {
    const turn = this.#turns.get(generation);
    if (turn) turn.said = '';
    if (turn && turn.heard.length > 0) this.#answered.add(generation);
    this.#waiting = new Set([...this.#answered, ...this.#waiting]);
    this.#answered = new Set();
  }

  /**
   * In order, roles alternating, the user's first, the newest that fit into `maxBytes`; of a very long one, its end.
   * Without the words that wait for their answer.
   */
  messages(maxBytes: number): HistoryMessage[] {
    const all: HistoryMessage[] = [...this.#before];
    const turns = [...this.#turns].filter(([generation]) => !this.#waiting.has(generation));
    for (const [, { heard, said }] of turns.sort(([a], [b]) => a - b)) {
      if (heard.length > 0) all.push({ role: 'user', text: heard.join(' ') });
      if (said) all.push({ role: 'assistant', text: said });
    }
    return newest(alternating(all), maxBytes);
  }

  #turn(generation: number): Turn {
    let turn = this.#turns.get(generation);
    if (!turn) {
      turn = { heard: [], said: '' };
      this.#turns.set(generation, turn);
      const [oldest] = this.#turns.keys();
      if (this.#turns.size > MAX_TURNS) this.#turns.delete(oldest!);
    }
    return turn;
  }
}

/** The place of words that lead to this answer, and were said before those that may be heard anew. */
const before = (generation: number): number => generation - 1 / 2;

function alternating(messages: readonly HistoryMessage[]): HistoryMessage[] {
  const merged: HistoryMessage[] = [];
  for (const { role, text } of messages) {
    const last = merged.at(-1);
    if (last?.role === role) merged[merged.length - 1] = { role, text: `${last.text} ${text}` };
    else merged.push({ role, text });
  }
  return merged;
}

function newest(messages: readonly HistoryMessage[], maxBytes: number): HistoryMessage[] {
  const kept: HistoryMessage[] = [];
  let leftBytes = maxBytes;
  for (const { role, text } of messages.toReversed()) {
    const end = endOf(text, Math.floor(maxBytes * LARGEST_PART));
    leftBytes -= Buffer.byteLength(end);
    if (leftBytes < 0) break;
    kept.unshift({ role, text: end });
  }
  if (kept[0]?.role === 'assistant') kept.shift();
  return kept;
}

function endOf(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text);
  let from = Math.max(0, bytes.length - maxBytes);
  // Not in the middle of a character: its later bytes are 10xxxxxx.
  while (from < bytes.length && (bytes[from]! & 0xc0) === 0x80) from++;
  return from === 0 ? text : bytes.toString('utf8', from);
}
