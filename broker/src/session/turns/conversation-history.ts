/** What was said in the conversation so far, in the order of its turns: for the next stream of the model. */
import type { HistoryMessage } from '../../model/voice-model.ts';

interface Turn {
  heard: string[];
  said: string;
}

/** Beyond this the oldest turns go; models take less. */
const MAX_TURNS = 500;

export class ConversationHistory {
  /** Of conversations before this one. */
  readonly #before: readonly HistoryMessage[];
  readonly #turns = new Map<number, Turn>();

  constructor(before: readonly HistoryMessage[] = []) {
    this.#before = before;
  }

  /** The user's words that lead to this answer. */
  heard(generation: number, text: string): void {
    this.#turn(generation).heard.push(text);
  }

  /** What the user heard of this answer; replaces what was known before. */
  said(generation: number, text: string): void {
    this.#turn(generation).said = text;
  }

  /** It will be asked again. */
  forget(generation: number): void {
    this.#turns.delete(generation);
  }

  /**
   * In order, roles alternating, the user's first, the newest that fit into `maxBytes`. Without the words that lead to
   * answers after `through`: those will be heard again.
   */
  messages({ maxBytes, through }: { maxBytes: number; through: number }): HistoryMessage[] {
    const all: HistoryMessage[] = [...this.#before];
    const turns = [...this.#turns].filter(([generation]) => generation <= through);
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
  let bytes = 0;
  let from = messages.length;
  while (from > 0) {
    bytes += Buffer.byteLength(messages[from - 1]!.text);
    if (bytes > maxBytes) break;
    from--;
  }
  if (messages[from]?.role === 'assistant') from++;
  return messages.slice(from);
}
