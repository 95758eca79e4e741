/** What a conversation that is under way has come to: for its record, and for whoever begins to look at it now. */
import type { ConversationContext, ConversationEvent } from '../session/conversation-events.ts';
import { type Prices, costOf } from './prices.ts';
import { type Counts, addCounts, noCounts } from './record-changes.ts';
import { type Peaks, RecordedWaveforms, type Waveform } from './recorded-waveforms.ts';
import { type CountedEvent, type SessionEvent, partsOf } from './session-events.ts';

/** Of each kind, for a viewer that comes in late; the oldest goes. */
const MAX_RECENT = 100;

/** Kinds of which a viewer that comes in late is told the last ones together. */
const RECENT: ReadonlySet<SessionEvent['kind']> = new Set([
  'state',
  'settings',
  'interrupted',
  'modelFailed',
  'modelRenewed',
  'phrase',
  'toolUse',
  'toolResult',
]);

export type PeaksEvent = SessionEvent & { kind: 'peaks' };

/** A conversation in a list. */
export interface SessionSummary {
  readonly sessionId: string;
  readonly deviceId: string;
  readonly startedAt: string;
  /** Of the last event that it knows. */
  readonly n: number;
  /** Of the lifecycle, like "listening". */
  readonly phase: string;
  readonly voice: string | null;
  readonly configRevision: number | null;
  readonly counts: Counts;
}

/** For a viewer that comes in late. */
export interface SessionSnapshot extends SessionSummary {
  /** The last ones, without texts. */
  readonly turns: readonly SessionEvent[];
  /** The last words, final ones only; and what is being said now. */
  readonly transcripts: readonly SessionEvent[];
  /** What else happened lately: tools, interruptions, changes of state and settings. */
  readonly recent: readonly SessionEvent[];
  /** The last half minute of both sides. */
  readonly peaks: readonly Peaks[];
}

export class SessionTally {
  readonly sessionId: string;
  readonly deviceId: string;
  readonly startedAtMs: number;
  readonly #prices: Prices;
  readonly #all = noCounts();
  /** Not taken yet. */
  #untaken = noCounts();
  #durationTakenMs = 0;
  #n = 0;
  #phase = 'idle';
  #voice: string | null = null;
  #configRevision: number | null = null;
  readonly #turns: SessionEvent[] = [];
  readonly #transcripts: SessionEvent[] = [];
  /** Of the answer that is being given. */
  #planned: (SessionEvent & { kind: 'transcript' })[] = [];
  readonly #recent: SessionEvent[] = [];
  readonly waveforms = new RecordedWaveforms();
  /** Of its course, so far. */
  recordedEvents = 0;

  constructor({ sessionId, deviceId }: ConversationContext, nowMs: number, prices: Prices) {
    this.sessionId = sessionId;
    this.deviceId = deviceId;
    this.startedAtMs = nowMs;
    this.#prices = prices;
  }

  /** Takes the event into account, and gives it as others see it. */
  apply(event: CountedEvent, nowMs: number): SessionEvent {
    this.#count(event);
    const tMs = this.#tMs(nowMs);
    const seen: SessionEvent = {
      ...this.#moment(nowMs),
      n: ++this.#n,
      ...partsOf(event, {
        tMs,
        used: {
          input: { speech: this.#all.inputSpeechTokens, text: this.#all.inputTextTokens },
          output: { speech: this.#all.outputSpeechTokens, text: this.#all.outputTextTokens },
          cost: this.#all.cost,
        },
      }),
    };
    if (seen.kind === 'state') this.#phase = seen.to;
    if (event.kind === 'started' || event.kind === 'settings') {
      this.#voice = event.voice;
      this.#configRevision = event.configRevision;
    }
    if (RECENT.has(seen.kind)) keep(this.#recent, seen);
    if (seen.kind === 'turn') {
      keep(this.#turns, seen);
      const { response } = seen.spans;
      this.#add({
        turns: 1,
        interruptions: seen.interrupted ? 1 : 0,
        ...(response !== undefined && { responseMsSum: response, responseCount: 1 }),
      });
    }
    if (seen.kind === 'transcript') this.#keepWords(seen);
    return seen;
  }

  /** Hot path. Apart from the others, because they are many; gives what others see of it, if any want it. */
  applyPeaks(event: ConversationEvent & { kind: 'peaks' }, nowMs: number): () => PeaksEvent {
    this.waveforms.add(event, this.#tMs(nowMs));
    return () => this.peaksEvent(this.waveforms.shown(event), nowMs);
  }

  /** They are not counted: `n` is that of the event before. */
  peaksEvent({ peaks, lost }: Waveform, nowMs: number): PeaksEvent {
    return { ...this.#moment(nowMs), kind: 'peaks', peaks: [...peaks], lost: [...lost] };
  }

  #moment(nowMs: number): { at: string; tMs: number; n: number } {
    return { at: new Date(nowMs).toISOString(), tMs: this.#tMs(nowMs), n: this.#n };
  }

  #tMs(nowMs: number): number {
    return Math.max(0, Math.round(nowMs - this.startedAtMs));
  }

  #keepWords(words: SessionEvent & { kind: 'transcript' }): void {
    if (words.stage !== 'speculative') keep(this.#transcripts, words);
    else if (this.#planned[0]?.generation === words.generation) keep(this.#planned, words);
    else this.#planned = [words];
  }

  /** Of the lifecycle. */
  get phase(): string {
    return this.#phase;
  }

  /** What came since the last time. */
  take(nowMs: number): Counts {
    const durationMs = Math.max(this.#durationTakenMs, Math.round(nowMs - this.startedAtMs));
    this.#add({ durationMs: durationMs - this.#durationTakenMs });
    this.#durationTakenMs = durationMs;
    const taken = this.#untaken;
    this.#untaken = noCounts();
    return taken;
  }

  summary(nowMs: number): SessionSummary {
    return {
      sessionId: this.sessionId,
      deviceId: this.deviceId,
      startedAt: new Date(this.startedAtMs).toISOString(),
      n: this.#n,
      phase: this.#phase,
      voice: this.#voice,
      configRevision: this.#configRevision,
      counts: { ...this.#all, durationMs: Math.max(0, Math.round(nowMs - this.startedAtMs)) },
    };
  }

  /** Dear: half a minute of waveforms is in it. */
  snapshot(nowMs: number): SessionSnapshot {
    return {
      ...this.summary(nowMs),
      turns: [...this.#turns],
      transcripts: [...this.#transcripts, ...this.#planned],
      recent: [...this.#recent],
      peaks: [...this.waveforms.recent],
    };
  }

  #count(event: CountedEvent): void {
    switch (event.kind) {
      case 'usage': {
        const { input, output } = event;
        return this.#add({
          inputSpeechTokens: input.speech,
          inputTextTokens: input.text,
          outputSpeechTokens: output.speech,
          outputTextTokens: output.text,
          cost: costOf(input, output, this.#prices),
        });
      }
      case 'transcript':
        if (event.role === 'user' && event.stage === 'final') this.#add({ messages: 1 });
        return;
      case 'turn':
        if (event.turn.said) this.#add({ messages: 1 });
        return;
      case 'modelFailed':
        return this.#add({ failures: 1 });
      case 'modelRenewed':
        return this.#add({ renewals: 1 });
      default:
    }
  }

  #add(some: Partial<Counts>): void {
    const counts = { ...noCounts(), ...some };
    addCounts(this.#all, counts);
    addCounts(this.#untaken, counts);
  }
}

function keep<Event extends SessionEvent>(list: Event[], event: Event): void {
  list.push(event);
  if (list.length > MAX_RECENT) list.shift();
}
