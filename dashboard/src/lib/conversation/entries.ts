/** What was said and what else happened, in order: pieces of an answer become one, and plans become what was said of them. */
import type { TranscriptEvent } from '#lib/broker/session-events.ts';

export interface Words {
  readonly kind: 'words';
  readonly key: string;
  readonly atMs: number;
  readonly role: 'user' | 'assistant';
  readonly generation: number;
  /** What was said for sure. */
  readonly said: string;
  /** What is about to be said. */
  readonly planned: string;
  /** What was planned and never heard, because somebody interrupted. */
  readonly unsaid: string;
}

export interface ToolCall {
  readonly kind: 'tool';
  readonly key: string;
  readonly atMs: number;
  readonly name: string;
  readonly source: string;
  /** Null while it runs. */
  readonly durationMs: number | null;
  /** Why it failed. */
  readonly code: string | null;
  /** JSON, where it is recorded and may be seen. */
  readonly asked: string | null;
  readonly answered: string | null;
}

export type NoteName =
  | 'started'
  | 'restored'
  | 'suspended'
  | 'resumed'
  | 'renewed'
  | 'modelFailed'
  | 'phrase'
  | 'ended'
  | 'cut';

export interface Note {
  readonly kind: 'note';
  readonly key: string;
  readonly atMs: number;
  readonly note: NoteName;
  /** Such as the reason; empty where there is none. */
  readonly detail: string;
}

export type Entry = Words | ToolCall | Note;

type Draft<Part> = { -readonly [Key in keyof Part]: Part[Key] };

export class Entries {
  #all: Entry[] = [];
  /** Words of answers that were cut off: what comes later of them was not heard. */
  readonly #cut = new Set<string>();
  /** When words became final last, by their keys: plans from before it may come late, from a snapshot. */
  readonly #finalAtMs = new Map<string, number>();
  /** When the turns of words were over. */
  readonly #overAtMs = new Map<string, number>();

  get all(): readonly Entry[] {
    return [...this.#all];
  }

  /** In the order of time, whatever comes late. */
  add(entry: Entry): void {
    const after = this.#all.findLastIndex(({ atMs }) => atMs <= entry.atMs);
    this.#all.splice(after + 1, 0, entry);
  }

  changeTool(toolUseId: string, change: (tool: Draft<ToolCall>) => void): void {
    const at = this.#all.findIndex(({ kind, key }) => kind === 'tool' && key === toolUseId);
    const tool = this.#all[at];
    if (tool?.kind !== 'tool') return;
    const changed: Draft<ToolCall> = { ...tool };
    change(changed);
    this.#all[at] = changed;
  }

  /** Pieces of the same answer are one; what was heard of one that was cut off is the last word about it. */
  addWords({ role, stage, text, unsaid = '', generation }: TranscriptEvent, atMs: number, key: string): void {
    const at = this.#all.findLastIndex(
      (entry) => entry.kind === 'words' && entry.role === role && entry.generation === generation,
    );
    const before = this.#all[at];
    const words: Words =
      before?.kind === 'words' && !this.#isOfAnotherStart(at)
        ? before
        : { kind: 'words', key, atMs, role, generation, said: '', planned: '', unsaid: '' };
    if (stage === 'cut' && words !== before && text === '' && unsaid === '') return;
    const isCut = this.#cut.has(words.key);
    if (isCut && stage !== 'cut') return;
    const isPlan = stage === 'speculative';
    if (isPlan && atMs < (this.#finalAtMs.get(words.key) ?? 0) && words.said.includes(text.trim())) return;
    const isOver = words === before && atMs <= (this.#overAtMs.get(words.key) ?? -1);
    const next: Words =
      stage === 'cut'
        ? { ...words, said: text, planned: '', unsaid }
        : isPlan && !isOver
          ? { ...words, planned: joined(words.planned, text) }
          : { ...words, said: joined(words.said, text), planned: without(words.planned, text) };
    if (stage === 'final') this.#finalAtMs.set(words.key, atMs);
    if (stage === 'cut') this.#cut.add(words.key);
    if (words === before) this.#all[at] = next;
    else this.add(next);
  }

  /** Another broker counts the answers anew. */
  #isOfAnotherStart(at: number): boolean {
    return this.#all.slice(at).some((entry) => entry.kind === 'note' && entry.note === 'restored');
  }

  /** The turn of an answer is over: what was planned was said. */
  finish(generation: number, atMs: number): void {
    this.#all = this.#all.map((entry) => {
      if (entry.kind !== 'words' || entry.generation !== generation) return entry;
      this.#overAtMs.set(entry.key, atMs);
      return entry.planned === ''
        ? entry
        : { ...entry, said: joined(entry.said, entry.planned), planned: '' };
    });
  }

  /** All is over: what is planned will not be said. */
  giveUp(): void {
    this.#all = this.#all.map((entry) =>
      entry.kind === 'words' && entry.planned !== ''
        ? { ...entry, planned: '', unsaid: entry.planned }
        : entry,
    );
  }
}

const joined = (before: string, text: string): string =>
  before === '' ? text.trim() : `${before} ${text.trim()}`;

/** What is planned beyond what has been said now. */
function without(planned: string, said: string): string {
  const text = said.trim();
  return planned.startsWith(text) ? planned.slice(text.length).trim() : '';
}
