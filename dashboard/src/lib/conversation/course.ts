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
  TurnEvent,
} from '#lib/broker/session-events.ts';
import { Entries, type Entry, type NoteName } from './entries.ts';
import { legsOf, type Leg } from './legs.ts';
import { Losses } from './losses.ts';
import { Waveform, bytesOf } from './waveform.ts';

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
  /** The call of a tool, several of which may run beside each other. */
  readonly of?: string;
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

export class Course {
  readonly #startedAtMs: number;
  readonly user = new Waveform();
  readonly assistant = new Waveform();
  readonly #known = new Set<string>();
  readonly #entries = new Entries();
  #turns: Turn[] = [];
  #marks: Mark[] = [];
  #events: RawEvent[] = [];
  #phase = '';
  #voice: string | null = null;
  #configRevision: number | null = null;
  #tokens = { input: NONE, output: NONE };
  #cost = 0;
  readonly #losses = new Losses();
  #endMs = 0;
  #isOver = false;

  /** @param startedAt ISO 8601, of the conversation as the API shows it. */
  constructor(startedAt: string) {
    this.#startedAtMs = Date.parse(startedAt);
  }

  get view(): CourseView {
    return {
      entries: this.#entries.all,
      turns: [...this.#turns],
      marks: [...this.#marks, ...this.#losses.marks],
      events: [...this.#events],
      phase: this.#phase,
      voice: this.#voice,
      configRevision: this.#configRevision,
      tokens: this.#tokens,
      cost: this.#cost,
      lostPackets: this.#losses.packets,
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
      this.#entries.add({ kind: 'note', key, atMs, note: name, detail });
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
        return this.#entries.addWords(event, atMs, key);
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
        this.#marks.push({ kind: 'tool', atMs, untilMs: null, amount: 0, of: toolUseId });
        const open = { durationMs: null, code: null, asked: null, answered: null };
        return this.#entries.add({ kind: 'tool', key: toolUseId, atMs, name, source, ...open });
      }
      case 'toolText':
        return this.#entries.changeTool(event.toolUseId, (tool) => {
          tool[event.part === 'arguments' ? 'asked' : 'answered'] = event.text;
        });
      case 'toolResult':
        this.#endMark('tool', atMs, event.toolUseId);
        return this.#entries.changeTool(event.toolUseId, (tool) => {
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
        this.#entries.giveUp();
        return note('ended', event.reason);
      case 'cut':
        return note('cut');
      case 'opened':
    }
  }

  #endMark(kind: MarkKind, atMs: number, of?: string): void {
    const at = this.#marks.findIndex((mark) => mark.kind === kind && mark.untilMs === null && mark.of === of);
    if (at >= 0) this.#marks[at] = { ...this.#marks[at]!, untilMs: atMs };
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
    this.#entries.finish(generation, atMs);
  }

  #peaks(event: PeaksEvent, atMs: number): void {
    const offsetMs = atMs - event.tMs;
    for (const peaks of event.peaks) this.#draw(peaks, offsetMs);
    this.#losses.add(event, offsetMs);
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
