/** What waits for one client of the event feed, and how it is written. */
import { Readable } from 'node:stream';

export interface QueuedEvent {
  readonly seq: number;
  readonly text: string;
  readonly key?: string | undefined;
  /** Left out when much waits already. */
  readonly transient?: boolean;
}

export type ResetReason = 'gap' | 'slow';

export interface EventStreamOptions {
  readonly maxQueued: number;
  /** The words for "read everything again", as of this event. */
  readonly resetText: (seq: number, reason: ResetReason) => string;
  readonly onClosed: () => void;
}

/** How long a browser waits before it connects again. */
const RETRY_MS = 3000;

/** Written only as fast as it is read: what a slow client does not take waits here, and no longer than the bound. */
export class EventStream extends Readable {
  readonly #options: EventStreamOptions;
  /** In order; by key, where there is one, so that a newer event takes the place of an older. */
  readonly #queue = new Map<string | number, QueuedEvent>();
  /** Goes before the queue. */
  #head = '';
  #resetPending = false;
  #wanted = false;
  #ended = false;
  #unreadHeartbeats = 0;

  constructor(options: EventStreamOptions) {
    super({ encoding: 'utf8' });
    this.#options = options;
  }

  begin(greeting: string): void {
    this.#head = `retry: ${RETRY_MS}\n\n${greeting}`;
    this.#flush();
  }

  offer(event: QueuedEvent): 'queued' | 'coalesced' | 'reset' {
    if (this.#ended) return 'queued';
    const name = event.key ?? event.seq;
    const coalesced = this.#queue.delete(name);
    if (event.transient && this.#queue.size >= this.#options.maxQueued / 2) return 'queued';
    if (this.#queue.size >= this.#options.maxQueued) {
      this.reset(event.seq, 'slow');
      return 'reset';
    }
    this.#queue.set(name, event);
    this.#flush();
    return coalesced ? 'coalesced' : 'queued';
  }

  /** Drops what waits; the client reads everything again, as of this event. */
  reset(seq: number, reason: ResetReason): void {
    this.#queue.clear();
    // One that was not sent yet is replaced: what counts is the last.
    if (this.#resetPending) this.#head = '';
    this.#head += this.#options.resetText(seq, reason);
    this.#resetPending = true;
    this.#flush();
  }

  /** @returns how many in a row the client has left unread. */
  heartbeat(): number {
    if (!this.#wanted) return ++this.#unreadHeartbeats;
    this.#write(':\n\n');
    return (this.#unreadHeartbeats = 0);
  }

  /** Nothing more comes. Idempotent. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#queue.clear();
    this.push(null);
    this.#options.onClosed();
  }

  override _read(): void {
    this.#wanted = true;
    this.#flush();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (!this.#ended) this.#options.onClosed();
    this.#ended = true;
    this.#queue.clear();
    done(error);
  }

  #flush(): void {
    if (this.#wanted && !this.#ended && this.#head !== '') {
      const text = this.#head;
      this.#head = '';
      this.#resetPending = false;
      this.#write(text);
    }
    for (const [name, { text }] of this.#queue) {
      if (!this.#wanted || this.#ended) return;
      this.#queue.delete(name);
      this.#write(text);
    }
  }

  #write(text: string): void {
    this.#wanted = this.push(text);
  }
}

/** JSON has no line breaks, so one data line holds it. */
export function eventText(type: string, id: string, data: unknown): string {
  return `event: ${type}\nid: ${id}\ndata: ${JSON.stringify(data ?? null)}\n\n`;
}
