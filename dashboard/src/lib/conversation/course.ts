/**
 * The course of a conversation, from its events: live as they come, or from the record. The same event may come twice, and a
 * snapshot may tell of what is known already. No clock, no network.
 */
import type {
  PeaksEvent,
  Peaks,
  SessionEvent,
  SessionSnapshot,
  TokenCount,
  TranscriptEvent,
  TurnEvent,
} from '#lib/broker/session-events.ts';
import { legsOf, type Leg } from './legs.ts';
import { Waveform, bytesOf } from './waveform.ts';

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

export interface Turn {
  readonly key: string;
  readonly generation: number;
  /** Of its first mark. */
  readonly startMs: number;
  readonly endMs: number;
  /** In order; they add up to the whole. */
  readonly legs: readonly Leg[];
  readonly wholeMs: number;
  /** From the end of the question to the beginning of playback, by the device. */
  readonly responseMs: number | null;
  readonly playedMs: number | null;
  readonly uplinkMs: number | null;
  readonly interrupted: boolean;
}

export type MarkKind = 'interrupted' | 'lost' | 'renewed' | 'tool' | 'away';

export interface Mark {
  readonly kind: MarkKind;
  readonly atMs: number;
  /** Later than `atMs` for what lasts; null while it does. */
  readonly untilMs: number | null;
  /** Packets lost, or milliseconds heard. */
  readonly amount: number;
}

export interface RawEvent {
  readonly key: string;
  readonly atMs: number;
  readonly event: SessionEvent;
}

/** As the page shows it at a moment; nothing of it changes afterwards, but the waveforms go on. */
export interface CourseView {
  readonly entries: readonly Entry[];
  readonly turns: readonly Turn[];
  readonly marks: readonly Mark[];
  readonly events: readonly RawEvent[];
  readonly phase: string;
  readonly voice: string | null;
  readonly configRevision: number | null;
  readonly tokens: { readonly input: TokenCount; readonly output: TokenCount };
  readonly cost: number;
  readonly lostPackets: number;
  /** Of the newest thing that is known. */
  readonly endMs: number;
  readonly isOver: boolean;
}

const MAX_EVENTS = 5000;
const NONE: TokenCount = { speech: 0, text: 0 };

type Draft<Part> = { -readonly [Key in keyof Part]: Part[Key] };

export class Course {
  readonly #startedAtMs: number;
  readonly user = new Waveform();
  readonly assistant = new Waveform();
  readonly #known = new Set<string>();
  #entries: Entry[] = [];
  #turns: Turn[] = [];
  #marks: Mark[] = [];
  #events: RawEvent[] = [];
  #phase = '';
  #voice: string | null = null;
  #configRevision: number | null = null;
  #tokens = { input: NONE, output: NONE };
  #cost = 0;
  #lostPackets = 0;
  #endMs = 0;
  #isOver = false;

  /** @param startedAt ISO 8601, of the conversation as the API shows it. */
  constructor(startedAt: string) {
    this.#startedAtMs = Date.parse(startedAt);
  }

  get view(): CourseView {
    return {
      entries: [...this.#entries],
      turns: [...this.#turns],
      marks: [...this.#marks],
      events: [...this.#events],
      phase: this.#phase,
      voice: this.#voice,
      configRevision: this.#configRevision,
      tokens: this.#tokens,
      cost: this.#cost,
      lostPackets: this.#lostPackets,
      endMs: Math.max(this.#endMs, this.user.endMs, this.assistant.endMs),
      isOver: this.#isOver,
    };
  }

  /** Of a conversation that is under way. */
  begin(snapshot: SessionSnapshot): void {
    const told = [...snapshot.turns, ...snapshot.transcripts, ...snapshot.recent];
    for (const event of told.sort((a, b) => a.n - b.n)) this.apply(event);
    const offsetMs = Date.parse(snapshot.startedAt) - this.#startedAtMs;
    for (const peaks of snapshot.peaks) this.#draw(peaks, offsetMs);
    const { counts } = snapshot;
    this.#phase = snapshot.phase;
    this.#voice = snapshot.voice ?? this.#voice;
    this.#configRevision = snapshot.configRevision ?? this.#configRevision;
    this.#tokens = {
      input: { speech: counts.inputSpeechTokens, text: counts.inputTextTokens },
      output: { speech: counts.outputSpeechTokens, text: counts.outputTextTokens },
    };
    this.#cost = counts.cost;
    this.#seenUntil(offsetMs + counts.durationMs);
  }

  apply(event: SessionEvent): void {
    const atMs = Math.max(0, Date.parse(event.at) - this.#startedAtMs);
    if (event.kind === 'peaks') return this.#peaks(event, atMs);
    const key = `${event.at} ${event.n}`;
    if (this.#known.has(key)) return;
    this.#known.add(key);
    this.#seenUntil(atMs);
    if (event.kind !== 'usage') {
      this.#events.push({ key, atMs, event });
      if (this.#events.length > MAX_EVENTS) this.#events.shift();
    }
    this.#take(event, atMs, key);
  }

  #take(event: Exclude<SessionEvent, PeaksEvent>, atMs: number, key: string): void {
    const note = (name: NoteName, detail = ''): void =>
      this.#add({ kind: 'note', key, atMs, note: name, detail });
    switch (event.kind) {
      case 'started':
        this.#voice = event.voice;
        this.#isOver = false;
        return note(event.restored ? 'restored' : 'started');
      case 'settings':
        this.#voice = event.voice;
        this.#configRevision = event.configRevision;
        return;
      case 'state':
        this.#phase = event.to;
        if (event.to === 'suspended') {
          this.#marks.push({ kind: 'away', atMs, untilMs: null, amount: 0 });
          return note('suspended', event.cause);
        }
        if (event.from !== 'suspended') return;
        this.#endMark('away', atMs);
        return event.to === 'closing' ? undefined : note('resumed');
      case 'transcript':
        return this.#words(event, atMs, key);
      case 'turn':
        return this.#turn(event, atMs, key);
      case 'interrupted':
        this.#marks.push({ kind: 'interrupted', atMs, untilMs: atMs, amount: event.heardMs });
        return;
      case 'modelFailed':
        return note('modelFailed', event.reason);
      case 'modelRenewed':
        this.#marks.push({ kind: 'renewed', atMs, untilMs: atMs, amount: 0 });
        return note('renewed');
      case 'phrase':
        return note('phrase', event.phrase);
      case 'toolUse': {
        const { toolUseId, name, source } = event;
        this.#marks.push({ kind: 'tool', atMs, untilMs: null, amount: 0 });
        const open = { durationMs: null, code: null, asked: null, answered: null };
        return this.#add({ kind: 'tool', key: toolUseId, atMs, name, source, ...open });
      }
      case 'toolText':
        return this.#change(event.toolUseId, (tool) => {
          tool[event.part === 'arguments' ? 'asked' : 'answered'] = event.text;
        });
      case 'toolResult':
        this.#endMark('tool', atMs);
        return this.#change(event.toolUseId, (tool) => {
          tool.durationMs = event.durationMs;
          tool.code = event.code;
        });
      case 'usage':
        this.#tokens = { input: event.input, output: event.output };
        this.#cost = event.cost;
        return;
      case 'ended':
        this.#isOver = !event.continued;
        this.#phase = 'ended';
        this.#settle();
        return note('ended', event.reason);
      case 'cut':
        return note('cut');
      case 'opened':
    }
  }

  /** In the order of time, whatever comes late. */
  #add(entry: Entry): void {
    const after = this.#entries.findLastIndex(({ atMs }) => atMs <= entry.atMs);
    this.#entries.splice(after + 1, 0, entry);
  }

  #change(toolUseId: string, change: (tool: Draft<ToolCall>) => void): void {
    const at = this.#entries.findIndex(({ kind, key }) => kind === 'tool' && key === toolUseId);
    const tool = this.#entries[at];
    if (tool?.kind !== 'tool') return;
    const changed: Draft<ToolCall> = { ...tool };
    change(changed);
    this.#entries[at] = changed;
  }

  #endMark(kind: MarkKind, atMs: number): void {
    const at = this.#marks.findIndex((mark) => mark.kind === kind && mark.untilMs === null);
    if (at >= 0) this.#marks[at] = { ...this.#marks[at]!, untilMs: atMs };
  }

  /** Pieces of the same answer are one; what was heard of one that was cut off is the last word about it. */
  #words({ role, stage, text, unsaid = '', generation }: TranscriptEvent, atMs: number, key: string): void {
    const at = this.#entries.findLastIndex(
      (entry) => entry.kind === 'words' && entry.role === role && entry.generation === generation,
    );
    const before = this.#entries[at];
    const words: Words =
      before?.kind === 'words' && !this.#isOfAnotherStart(at)
        ? before
        : { kind: 'words', key, atMs, role, generation, said: '', planned: '', unsaid: '' };
    if (stage === 'cut' && words !== before && text === '' && unsaid === '') return;
    const isCut = this.#cut.has(words.key);
    if (isCut && stage !== 'cut') return;
    const next: Words =
      stage === 'cut'
        ? { ...words, said: text, planned: '', unsaid }
        : stage === 'speculative'
          ? { ...words, planned: joined(words.planned, text) }
          : { ...words, said: joined(words.said, text), planned: without(words.planned, text) };
    if (stage === 'cut') this.#cut.add(words.key);
    if (words === before) this.#entries[at] = next;
    else this.#add(next);
  }

  readonly #cut = new Set<string>();

  /** Another broker counts the answers anew. */
  #isOfAnotherStart(at: number): boolean {
    return this.#entries.slice(at).some((entry) => entry.kind === 'note' && entry.note === 'restored');
  }

  #turn(event: TurnEvent, atMs: number, key: string): void {
    const { legs, wholeMs } = legsOf(event.marks);
    const startMs =
      event.startMs === null ? Math.max(0, atMs - wholeMs) : this.#timeOf(event.startMs, event, atMs);
    const { generation, playedMs, uplinkMs, interrupted, spans } = event;
    const responseMs = spans['response'] ?? null;
    const turn = { key, generation, playedMs, uplinkMs, interrupted, responseMs };
    this.#turns.push({ ...turn, startMs, endMs: startMs + wholeMs, legs, wholeMs });
    this.#turns.sort((a, b) => a.startMs - b.startMs);
    // What was planned was said.
    this.#settle(generation);
  }

  /** Of this answer, or of all: nothing is pending any more. */
  #settle(generation?: number): void {
    this.#entries = this.#entries.map((entry) => {
      if (entry.kind !== 'words' || entry.planned === '') return entry;
      if (generation !== undefined && entry.generation !== generation) return entry;
      return generation === undefined
        ? { ...entry, planned: '', unsaid: entry.planned }
        : { ...entry, said: joined(entry.said, entry.planned), planned: '' };
    });
  }

  #peaks(event: PeaksEvent, atMs: number): void {
    const offsetMs = atMs - event.tMs;
    for (const peaks of event.peaks) this.#draw(peaks, offsetMs);
    for (const { tMs, packets } of event.lost) {
      const at = Math.max(0, tMs + offsetMs);
      // The record tells of the same loss again.
      if (this.#marks.some((mark) => mark.kind === 'lost' && Math.abs(mark.atMs - at) < 1000)) continue;
      this.#marks.push({ kind: 'lost', atMs: at, untilMs: at, amount: packets });
      this.#lostPackets += packets;
    }
  }

  #draw({ side, fromMs, stepMs, values }: Peaks, offsetMs: number): void {
    this[side].set(fromMs + offsetMs, stepMs, bytesOf(values));
  }

  #timeOf(tMs: number, event: SessionEvent, atMs: number): number {
    return Math.max(0, atMs - (event.tMs - tMs));
  }

  #seenUntil(atMs: number): void {
    this.#endMs = Math.max(this.#endMs, atMs);
  }
}

const joined = (before: string, text: string): string =>
  before === '' ? text.trim() : `${before} ${text.trim()}`;

/** What is planned beyond what has been said now. */
function without(planned: string, said: string): string {
  const text = said.trim();
  return planned.startsWith(text) ? planned.slice(text.length).trim() : '';
}
