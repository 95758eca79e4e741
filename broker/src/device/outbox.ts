/**
 * The only writer of a device's socket. Packets leave in the order they came. The socket holds little; the rest
 * waits here, where audio can still be given up.
 *
 * Overflow: above `outboxBytes` (the socket's part included) the oldest audio goes first. Control is never dropped:
 * when it alone passes the bound, or when the device reads nothing for `slowReaderTimeoutMs`, the device is too slow.
 */
import type { Duplex } from 'node:stream';
import type { Clock } from '../clock.ts';
import type { DeviceLimits } from './device-limits.ts';
import type { LinkFigures } from './device-link.ts';

type OutboxLimits = Pick<DeviceLimits, 'outboxBytes' | 'socketHighWaterBytes' | 'slowReaderTimeoutMs'>;
type OutboxFigures = Pick<LinkFigures, 'audioMessagesOut' | 'audioMessagesDropped' | 'bytesOut'>;

export interface OutboxOptions {
  readonly socket: Duplex;
  readonly limits: OutboxLimits;
  readonly clock: Clock;
  readonly figures: OutboxFigures;
  /** Called at most once. */
  readonly onSlowReader: (why: string) => void;
}

/** No session has this number. */
const CONTROL = -1;

interface Waiting {
  readonly frame: Buffer;
  /** `CONTROL`, or the session whose audio it is. */
  readonly session: number;
  readonly generation: number;
}

export class Outbox {
  readonly #socket: Duplex;
  readonly #limits: OutboxLimits;
  readonly #clock: Clock;
  readonly #figures: OutboxFigures;
  readonly #onSlowReader: (why: string) => void;
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #cancelStuckTimer: (() => void) | undefined;
  /** The socket has had its share and has not called back yet. */
  #blocked = false;
  #ended = false;

  constructor(options: OutboxOptions) {
    this.#socket = options.socket;
    this.#limits = options.limits;
    this.#clock = options.clock;
    this.#figures = options.figures;
    this.#onSlowReader = options.onSlowReader;
  }

  /** Everything that has not reached the operating system. */
  get queuedBytes(): number {
    return this.#waitingBytes + this.#socket.writableLength;
  }

  send(frame: Buffer): void {
    if (this.#ended) return;
    if (!this.#blocked) {
      this.#write(frame);
      return;
    }
    while (this.#overflowsBy(frame.length) && this.#dropOldestAudio());
    if (this.#overflowsBy(frame.length)) {
      this.#tooSlow('control messages alone pass the bound');
      return;
    }
    this.#enqueue({ frame, session: CONTROL, generation: 0 });
  }

  /** False when this frame itself was given up. */
  sendAudio(frame: Buffer, session: number, generation: number): boolean {
    if (this.#ended) return false;
    if (!this.#blocked) {
      this.#figures.audioMessagesOut++;
      this.#write(frame);
      return true;
    }
    while (this.#overflowsBy(frame.length)) {
      if (this.#dropOldestAudio()) continue;
      this.#figures.audioMessagesDropped++;
      return false;
    }
    this.#enqueue({ frame, session, generation });
    return true;
  }

  /** Forgets waiting audio of the session up to this generation; what the socket has is gone. */
  dropAudio(session: number, generation: number): number {
    const kept = this.#waiting.filter((item) => item.session !== session || item.generation > generation);
    const dropped = this.#waiting.length - kept.length;
    if (dropped > 0) {
      this.#waiting = kept;
      this.#waitingBytes = kept.reduce((sum, item) => sum + item.frame.length, 0);
    }
    return dropped;
  }

  /** Hands the control messages that wait, and these last words, to the socket and ends it. Idempotent. */
  end(lastWords?: Buffer): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#cancelStuckTimer?.();
    for (const item of this.#waiting) if (item.session === CONTROL) this.#put(item.frame);
    if (lastWords) this.#put(lastWords);
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#socket.end();
  }

  /** Forgets everything; the socket is gone. Idempotent. */
  abandon(): void {
    this.#ended = true;
    this.#cancelStuckTimer?.();
    this.#waiting = [];
    this.#waitingBytes = 0;
  }

  #overflowsBy(bytes: number): boolean {
    return this.queuedBytes + bytes > this.#limits.outboxBytes;
  }

  #enqueue(item: Waiting): void {
    this.#waiting.push(item);
    this.#waitingBytes += item.frame.length;
  }

  #dropOldestAudio(): boolean {
    const index = this.#waiting.findIndex((item) => item.session !== CONTROL);
    if (index < 0) return false;
    const [dropped] = this.#waiting.splice(index, 1);
    this.#waitingBytes -= dropped!.frame.length;
    this.#figures.audioMessagesDropped++;
    return true;
  }

  #write(frame: Buffer): void {
    if (this.#socket.writableLength + frame.length < this.#limits.socketHighWaterBytes) {
      this.#put(frame);
      return;
    }
    this.#blocked = true;
    this.#cancelStuckTimer = this.#clock.after(this.#limits.slowReaderTimeoutMs, () =>
      this.#tooSlow('reads nothing'),
    );
    this.#figures.bytesOut += frame.length;
    this.#socket.write(frame, this.#onWritten);
  }

  #put(frame: Buffer): void {
    this.#figures.bytesOut += frame.length;
    this.#socket.write(frame);
  }

  /** Writes end in order, so everything before has left as well. */
  readonly #onWritten = (error?: Error | null): void => {
    this.#cancelStuckTimer?.();
    this.#cancelStuckTimer = undefined;
    this.#blocked = false;
    if (error || this.#ended) return;
    let sent = 0;
    this.#socket.cork();
    while (sent < this.#waiting.length && !this.#blocked) {
      const item = this.#waiting[sent++]!;
      this.#waitingBytes -= item.frame.length;
      if (item.session !== CONTROL) this.#figures.audioMessagesOut++;
      this.#write(item.frame);
    }
    this.#socket.uncork();
    this.#waiting.splice(0, sent);
  };

  #tooSlow(why: string): void {
    this.abandon();
    this.#onSlowReader(why);
  }
}
