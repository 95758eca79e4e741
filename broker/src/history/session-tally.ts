/** What a conversation that is under way has come to: for its record, and for whoever begins to look at it now. */
import type { ConversationContext, ConversationEvent } from '../session/conversation-events.ts';
import { type Prices, costOf } from './prices.ts';
import { type Counts, addCounts, noCounts } from './record-changes.ts';
import { type SessionEvent, partsOf } from './session-events.ts';

/** Of each kind, for a viewer that comes in late; the oldest goes. */
const MAX_RECENT = 100;

export interface SessionSnapshot {
  readonly sessionId: string;
  readonly deviceId: string;
  readonly startedAt: string;
  /** Of the last event that it knows. */
  readonly n: number;
  /** Of the lifecycle, like "listening". */
  readonly phase: string;
  readonly voice: string | null;
  readonly counts: Counts;
  /** The last ones, without texts. */
  readonly turns: readonly SessionEvent[];
  /** The last words, final ones only. */
  readonly transcripts: readonly SessionEvent[];
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
  readonly #turns: SessionEvent[] = [];
  readonly #transcripts: SessionEvent[] = [];
  /** Of its course, so far. */
  recordedEvents = 0;

  constructor({ sessionId, deviceId }: ConversationContext, nowMs: number, prices: Prices) {
    this.sessionId = sessionId;
    this.deviceId = deviceId;
    this.startedAtMs = nowMs;
    this.#prices = prices;
  }

  /** Takes the event into account, and gives it as others see it. */
  apply(event: ConversationEvent, nowMs: number): SessionEvent {
    this.#count(event);
    const seen: SessionEvent = {
      at: new Date(nowMs).toISOString(),
      tMs: Math.max(0, Math.round(nowMs - this.startedAtMs)),
      n: ++this.#n,
      ...partsOf(event, {
        input: { speech: this.#all.inputSpeechTokens, text: this.#all.inputTextTokens },
        output: { speech: this.#all.outputSpeechTokens, text: this.#all.outputTextTokens },
        cost: this.#all.cost,
      }),
    };
    if (seen.kind === 'state') this.#phase = seen.to;
    if (seen.kind === 'started' || seen.kind === 'settings') this.#voice = seen.voice;
    if (seen.kind === 'turn') {
      keep(this.#turns, seen);
      const { response } = seen.spans;
      this.#add({
        turns: 1,
        interruptions: seen.interrupted ? 1 : 0,
        ...(response !== undefined && { responseMsSum: response, responseCount: 1 }),
      });
    }
    if (seen.kind === 'transcript' && seen.stage === 'final') keep(this.#transcripts, seen);
    return seen;
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

  snapshot(nowMs: number): SessionSnapshot {
    return {
      sessionId: this.sessionId,
      deviceId: this.deviceId,
      startedAt: new Date(this.startedAtMs).toISOString(),
      n: this.#n,
      phase: this.#phase,
      voice: this.#voice,
      counts: { ...this.#all, durationMs: Math.max(0, Math.round(nowMs - this.startedAtMs)) },
      turns: [...this.#turns],
      transcripts: [...this.#transcripts],
    };
  }

  #count(event: ConversationEvent): void {
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

function keep(list: SessionEvent[], event: SessionEvent): void {
  list.push(event);
  if (list.length > MAX_RECENT) list.shift();
}
