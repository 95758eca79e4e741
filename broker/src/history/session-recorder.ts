/**
 * Hears every conversation, and records what became of it: the conversation itself, its turns, what was used in which
 * hour, and its course event by event. It only ever adds to a queue, so it holds up nobody.
 * Its sound is recorded elsewhere (`recordings/`), and only where people have consented.
 */
import type { Clock } from '../clock.ts';
import type {
  ConversationContext,
  ConversationEvent,
  ObserveConversation,
} from '../session/conversation-events.ts';
import type { Figures } from '../telemetry/figures.ts';
import type { Prices } from './prices.ts';
import type { SessionFacts } from './record-changes.ts';
import { type CountedEvent, type SessionEvent, isText } from './session-events.ts';
import { type PeaksEvent, type SessionSnapshot, type SessionSummary, SessionTally } from './session-tally.ts';
import type { WriteQueue } from './write-queue.ts';

export interface SessionRecorderOptions {
  readonly queue: Pick<WriteQueue, 'session' | 'usage' | 'toolUse' | 'turn' | 'event'>;
  readonly prices: Prices;
  readonly modelId: string;
  /** Whether the course of conversations is recorded. */
  readonly events: boolean;
  /** Whether what was said is part of it. */
  readonly texts: boolean;
  /** Hears of each event after it was counted. Must not throw. */
  readonly onEvent: (
    context: ConversationContext,
    event: SessionEvent,
    summary: () => SessionSummary,
  ) => void;
  /** The same for waveforms, which are told of only where somebody looks. Must not throw. */
  readonly onPeaks: (context: ConversationContext, event: () => PeaksEvent) => void;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly figures: Figures;
}

/** Of one conversation; some hours of it. Texts beyond it are still among the messages. */
const MAX_EVENTS = 5000;
/** Of both sides together, beside the others: four hours in which both speak all the time. */
const MAX_PEAK_ROWS = 2000;
/** How often a conversation in which nothing happens is brought up to date. */
const SWEEP_MS = 60_000;
/** Far above what a broker can hold: beyond it, the oldest is not followed any more. */
const MAX_TALLIES = 20_000;
/** They bring no news for the conversation's own row that cannot wait for the next that does. */
const NOT_COUNTED: ReadonlySet<string> = new Set(['usage', 'state', 'interrupted']);
const HOUR_MS = 3_600_000;
const hourOf = (ms: number): number => Math.floor(ms / HOUR_MS) * HOUR_MS;

export class SessionRecorder {
  readonly #options: SessionRecorderOptions;
  readonly #tallies = new Map<string, SessionTally>();
  #cancelSweep: () => void;

  constructor(options: SessionRecorderOptions) {
    this.#options = options;
    options.figures.gauge('records_sessions_followed', () => this.#tallies.size);
    this.#cancelSweep = this.#sweepLater();
  }

  readonly observe: ObserveConversation = (context, event) => {
    const nowMs = this.#options.now();
    const tally = this.#tallyOf(context, nowMs);
    if (event.kind === 'peaks') return this.#peaks(context, tally, event, nowMs);
    if (event.kind === 'ended') this.#recordPeaks(tally, true, nowMs);
    const seen = tally.apply(event, nowMs);
    if (event.kind === 'ended') this.#tallies.delete(context.sessionId);
    this.#write(tally, event, seen, nowMs);
    this.#record(tally, seen, nowMs);
    this.#options.onEvent(context, seen, () => tally.summary(nowMs));
  };

  /** Hot path, a few times a second for each conversation. */
  #peaks(
    context: ConversationContext,
    tally: SessionTally,
    event: ConversationEvent & { kind: 'peaks' },
    nowMs: number,
  ): void {
    const seen = tally.applyPeaks(event, nowMs);
    this.#recordPeaks(tally, false, nowMs);
    this.#options.onPeaks(context, seen);
  }

  #recordPeaks(tally: SessionTally, all: boolean, nowMs: number): void {
    const { events, queue } = this.#options;
    for (const row of tally.waveforms.take(all)) {
      if (!events || tally.waveforms.rows > MAX_PEAK_ROWS) continue;
      const { kind, at: _at, ...payload } = tally.peaksEvent(row, nowMs);
      queue.event({ sessionId: tally.sessionId, at: nowMs, kind, payload });
    }
  }

  /** Of a conversation that is under way; undefined for others. */
  snapshot(sessionId: string): SessionSnapshot | undefined {
    return this.#tallies.get(sessionId)?.snapshot(this.#options.now());
  }

  /** Of the lifecycle, like "listening"; null for those that are not under way here. */
  phaseOf(sessionId: string): string | null {
    return this.#tallies.get(sessionId)?.phase ?? null;
  }

  /** How many are under way. */
  get size(): number {
    return this.#tallies.size;
  }

  /** Brings all that are under way up to date. Idempotent. */
  close(): void {
    this.#cancelSweep();
    this.#cancelSweep = () => {};
    this.#sweep();
    for (const tally of this.#tallies.values()) this.#recordPeaks(tally, true, this.#options.now());
    this.#tallies.clear();
  }

  #tallyOf(context: ConversationContext, nowMs: number): SessionTally {
    let tally = this.#tallies.get(context.sessionId);
    if (!tally) {
      tally = new SessionTally(context, nowMs, this.#options.prices);
      this.#tallies.set(context.sessionId, tally);
      const [oldest] = this.#tallies.keys();
      if (this.#tallies.size > MAX_TALLIES) this.#tallies.delete(oldest!);
    }
    return tally;
  }

  /** Tokens alone are not worth a row each: they come along with the next event, or within a minute. */
  #write(tally: SessionTally, event: CountedEvent, seen: SessionEvent, nowMs: number): void {
    if (isText(event.kind) || NOT_COUNTED.has(event.kind)) return;
    const isNew = event.kind === 'started' && !event.restored;
    this.#writeCounts(tally, this.#factsOf(event, nowMs), isNew ? 1 : 0, nowMs);
    if (event.kind === 'toolResult') this.#writeToolUse(tally, event, nowMs);
    if (seen.kind !== 'turn') return;
    const { sessionId, deviceId } = tally;
    const { generation, marks, spans, playedMs, interrupted } = seen;
    const at = nowMs;
    this.#options.queue.turn({ sessionId, deviceId, at, generation, marks, spans, playedMs, interrupted });
  }

  #writeCounts(tally: SessionTally, facts: SessionFacts, sessions: number, nowMs: number): void {
    const { sessionId, deviceId } = tally;
    const adds = tally.take(nowMs);
    this.#options.queue.session({ sessionId, deviceId, at: nowMs, facts, adds });
    this.#options.queue.usage({ deviceId, hour: hourOf(nowMs), sessions, adds });
  }

  #writeToolUse(
    { deviceId }: SessionTally,
    { source, name, code, durationMs }: ConversationEvent & { kind: 'toolResult' },
    nowMs: number,
  ): void {
    // A name that the model made up: there may be any number of those.
    if (code === 'UNKNOWN_TOOL') return;
    const failures = code === null ? 0 : 1;
    const timeouts = code === 'TIMEOUT' ? 1 : 0;
    const counts = { calls: 1, failures, timeouts, durationMs, maxMs: durationMs };
    this.#options.queue.toolUse({ deviceId, hour: hourOf(nowMs), source, name, ...counts });
  }

  #factsOf(event: CountedEvent, nowMs: number): SessionFacts {
    switch (event.kind) {
      case 'started': {
        const { restored, voice, configRevision } = event;
        const { modelId } = this.#options;
        return {
          ...(!restored && { startedAt: nowMs }),
          modelId,
          voice,
          ...(configRevision !== null && { configRevision }),
        };
      }
      case 'settings': {
        const { voice, configRevision } = event;
        return { voice, ...(configRevision !== null && { configRevision }) };
      }
      case 'opened': {
        const { parts, totalMs } = event.startup;
        return { openedAt: nowMs, startup: { ...parts, total: totalMs } };
      }
      case 'ended': {
        const { reason, totals, continued } = event;
        return { totals, ...(!continued && { endedAt: nowMs, endReason: reason }) };
      }
      default:
        return {};
    }
  }

  #record(tally: SessionTally, seen: SessionEvent, nowMs: number): void {
    const { events, texts, queue } = this.#options;
    if (!events || seen.kind === 'usage') return;
    if (isText(seen.kind) && !texts) return;
    if (seen.kind === 'transcript' && seen.stage === 'speculative') return;
    const count = ++tally.recordedEvents;
    // How it ended is told in any case.
    if (count > MAX_EVENTS && seen.kind !== 'ended') return;
    const { kind, at: _at, ...rest } = count === MAX_EVENTS ? { ...seen, kind: 'cut' as const } : seen;
    const payload = kind === 'cut' ? { tMs: seen.tMs, n: seen.n } : rest;
    queue.event({ sessionId: tally.sessionId, at: nowMs, kind, payload });
  }

  #sweepLater(): () => void {
    return this.#options.clock.after(SWEEP_MS, () => {
      this.#cancelSweep = this.#sweepLater();
      this.#sweep();
    });
  }

  #sweep(): void {
    const nowMs = this.#options.now();
    for (const tally of this.#tallies.values()) this.#writeCounts(tally, {}, 0, nowMs);
  }
}
