/**
 * What is recorded of conversations waits here for the database, never the other way round: changes of the same thing
 * are added up, batches are written as a whole, and a database that is away is tried again.
 *
 * Bound: `maxItems`. Beyond it the oldest goes, and is counted: first events, then turns, then conversations,
 * then the use of tools; usage last.
 */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { isOfTheRows } from '../store/database-error.ts';
import {
  type EventRow,
  type RecordBatch,
  type SessionChange,
  type ToolUseChange,
  type TurnRow,
  type UsageChange,
  mergedSession,
  mergedToolUse,
  mergedUsage,
  toolUseKey,
  usageKey,
} from './record-changes.ts';

export interface WriteQueueOptions {
  /** All or nothing. */
  readonly write: (batch: RecordBatch) => Promise<void>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Default 20,000. */
  readonly maxItems?: number;
  /** Rows of one kind in one batch. Default 500. */
  readonly batchSize?: number;
  /** How long rows are collected. Default 200. */
  readonly collectMs?: number;
}

export interface WriteQueueFigures {
  readonly waiting: number;
  readonly written: number;
  readonly dropped: number;
  /** Attempts that the database did not take. */
  readonly failures: number;
}

const BACKOFF_MS = { first: 250, most: 30_000 };
const COMPLAIN_EVERY_MS = 60_000;
/** On the way out, for a database that does not answer. */
const CLOSE_TIMEOUT_MS = 5000;

export class WriteQueue {
  readonly #options: Required<WriteQueueOptions>;
  readonly #sessions = new Map<string, SessionChange>();
  readonly #usage = new Map<string, UsageChange>();
  readonly #toolUse = new Map<string, ToolUseChange>();
  #turns: TurnRow[] = [];
  #events: EventRow[] = [];
  #figures = { written: 0, dropped: 0, failures: 0 };
  #failuresInARow = 0;
  #complainedAt = -Infinity;
  #cancelTimer: (() => void) | undefined;
  #writing: Promise<boolean> | undefined;
  #closed: Promise<void> | undefined;

  constructor(options: WriteQueueOptions) {
    this.#options = { maxItems: 20_000, batchSize: 500, collectMs: 200, ...options };
  }

  get figures(): WriteQueueFigures {
    return { ...this.#figures, waiting: this.#waiting };
  }

  session(change: SessionChange): void {
    const old = this.#sessions.get(change.sessionId);
    this.#sessions.set(change.sessionId, old ? mergedSession(old, change) : change);
    this.#added();
  }

  usage(change: UsageChange): void {
    const key = usageKey(change);
    const old = this.#usage.get(key);
    this.#usage.set(key, old ? mergedUsage(old, change) : change);
    this.#added();
  }

  toolUse(change: ToolUseChange): void {
    this.#addToolUse(change);
    this.#added();
  }

  turn(row: TurnRow): void {
    this.#turns.push(row);
    this.#added();
  }

  event(row: EventRow): void {
    this.#events.push(row);
    this.#added();
  }

  /** Writes now. False when something is left because the database does not take it. */
  async flush(): Promise<boolean> {
    while (this.#waiting > 0 || this.#writing) {
      this.#cancelTimer?.();
      this.#cancelTimer = undefined;
      if (!(await this.#write())) return false;
    }
    return true;
  }

  /** Writes what it can; what is left then is lost, and said so. Idempotent. */
  close(): Promise<void> {
    return (this.#closed ??= this.#close());
  }

  async #close(): Promise<void> {
    const { clock, log } = this.#options;
    const deadline = clock.now() + CLOSE_TIMEOUT_MS;
    while (!(await this.#inTime(this.flush())) && clock.now() < deadline)
      await new Promise<void>((resolve) => clock.after(BACKOFF_MS.first, resolve));
    this.#cancelTimer?.();
    if (this.#waiting > 0) log.error({ lost: this.#waiting }, 'records were not written before the end');
  }

  #inTime(flushed: Promise<boolean>): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const cancel = this.#options.clock.after(CLOSE_TIMEOUT_MS, () => resolve(false));
      flushed.then(resolve, reject).finally(cancel);
    });
  }

  get #waiting(): number {
    return (
      this.#sessions.size + this.#usage.size + this.#toolUse.size + this.#turns.length + this.#events.length
    );
  }

  #added(): void {
    while (this.#waiting > this.#options.maxItems) {
      this.#figures.dropped++;
      if (this.#events.shift() ?? this.#turns.shift()) continue;
      const map = [this.#sessions, this.#toolUse, this.#usage].find(({ size }) => size > 0)!;
      const [oldest] = map.keys();
      map.delete(oldest!);
    }
    this.#later(this.#options.collectMs);
  }

  #later(ms: number): void {
    if (this.#cancelTimer || this.#writing || this.#closed || this.#waiting === 0) return;
    this.#cancelTimer = this.#options.clock.after(ms, () => {
      this.#cancelTimer = undefined;
      void this.#write();
    });
  }

  #addToolUse(change: ToolUseChange): void {
    const key = toolUseKey(change);
    const other = this.#toolUse.get(key);
    this.#toolUse.set(key, other ? mergedToolUse(other, change) : change);
  }

  /** One at a time. */
  #write(): Promise<boolean> {
    this.#writing ??= this.#writeBatch().finally(() => {
      this.#writing = undefined;
      const { first, most } = BACKOFF_MS;
      const backoffMs = Math.min(most, first * 2 ** (this.#failuresInARow - 1));
      this.#later(this.#failuresInARow > 0 ? backoffMs : this.#options.collectMs);
    });
    return this.#writing;
  }

  async #writeBatch(): Promise<boolean> {
    const batch = this.#take();
    try {
      await this.#options.write(batch);
      this.#figures.written += sizeOf(batch);
      this.#failuresInARow = 0;
      return true;
    } catch (error) {
      this.#figures.failures++;
      this.#complain(error);
      if (isOfTheRows(error)) {
        await this.#writeOneByOne(batch);
        return true;
      }
      this.#failuresInARow++;
      this.#putBack(batch);
      return false;
    }
  }

  #take(): RecordBatch {
    const { batchSize } = this.#options;
    const from = <Change>(map: Map<string, Change>): Change[] => {
      const taken = [...map].slice(0, batchSize);
      for (const [key] of taken) map.delete(key);
      return taken.map(([, change]) => change);
    };
    const sessions = from(this.#sessions);
    const usage = from(this.#usage);
    return {
      sessions,
      usage,
      toolUse: from(this.#toolUse),
      turns: this.#turns.splice(0, batchSize),
      events: this.#events.splice(0, batchSize),
    };
  }

  #putBack({ sessions, usage, toolUse, turns, events }: RecordBatch): void {
    for (const old of sessions.toReversed()) {
      const next = this.#sessions.get(old.sessionId);
      this.#sessions.set(old.sessionId, next ? mergedSession(old, next) : old);
    }
    for (const old of usage) {
      const next = this.#usage.get(usageKey(old));
      this.#usage.set(usageKey(old), next ? mergedUsage(old, next) : old);
    }
    for (const old of toolUse) this.#addToolUse(old);
    this.#turns = [...turns, ...this.#turns];
    this.#events = [...events, ...this.#events];
    this.#added();
  }

  /** A row that the database will never take must not hold up the others. */
  async #writeOneByOne({ sessions, usage, toolUse, turns, events }: RecordBatch): Promise<void> {
    const none: RecordBatch = { sessions: [], usage: [], toolUse: [], turns: [], events: [] };
    const ones: RecordBatch[] = [
      ...sessions.map((one) => ({ ...none, sessions: [one] })),
      ...usage.map((one) => ({ ...none, usage: [one] })),
      ...toolUse.map((one) => ({ ...none, toolUse: [one] })),
      ...turns.map((one) => ({ ...none, turns: [one] })),
      ...events.map((one) => ({ ...none, events: [one] })),
    ];
    for (const one of ones) {
      try {
        await this.#options.write(one);
        this.#figures.written++;
      } catch (error) {
        if (isOfTheRows(error)) this.#figures.dropped++;
        else this.#putBack(one);
      }
    }
  }

  #complain(error: unknown): void {
    const { clock, log } = this.#options;
    if (clock.now() - this.#complainedAt < COMPLAIN_EVERY_MS) return;
    this.#complainedAt = clock.now();
    log.error({ err: error, ...this.figures }, 'the database does not take records of conversations');
  }
}

const sizeOf = ({ sessions, usage, toolUse, turns, events }: RecordBatch): number =>
  sessions.length + usage.length + toolUse.length + turns.length + events.length;
