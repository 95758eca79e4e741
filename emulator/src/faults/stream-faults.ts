/** Waits for the triggers of one stream's faults and makes them happen. */
import { constants } from 'node:http2';
import { ServiceError } from '../wire/service-error.ts';
import { encodeOutputEvent, type WireStream } from '../wire/wire-stream.ts';
import type { Fault } from './fault.ts';

export interface StreamFaultsOptions {
  readonly wire: WireStream;
  readonly onFault: (fault: Fault) => void;
}

interface Waiting {
  readonly fault: Fault;
  readonly inputAt: number;
  readonly outputAt: number;
}

/** Something that looks like an event, to be broken. */
const sample = '{"event":{"usageEvent":{}}}';

export class StreamFaults {
  readonly #options: StreamFaultsOptions;
  readonly #timers = new Set<NodeJS.Timeout>();
  #waiting: Waiting[] = [];
  #inputEvents = 0;
  #outputEvents = 0;
  #closed = false;

  constructor(options: StreamFaultsOptions) {
    this.#options = options;
  }

  /** Event counts of a fault that comes later begin when it comes. */
  add(fault: Fault): void {
    if (this.#closed) return;
    const { afterMs, afterInputEvents, afterOutputEvents } = fault;
    if (afterMs === undefined && afterInputEvents === undefined && afterOutputEvents === undefined) {
      return this.#strike(fault);
    }
    const entry = {
      fault,
      inputAt: this.#inputEvents + (afterInputEvents ?? Infinity),
      outputAt: this.#outputEvents + (afterOutputEvents ?? Infinity),
    };
    this.#waiting.push(entry);
    if (afterMs !== undefined) this.#later(afterMs, () => this.#due([entry]));
  }

  input(): void {
    this.#inputEvents += 1;
    if (this.#waiting.length > 0) this.#check();
  }

  output(): void {
    this.#outputEvents += 1;
    if (this.#waiting.length > 0) this.#check();
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#waiting = [];
  }

  #check(): void {
    this.#due(
      this.#waiting.filter(
        ({ inputAt, outputAt }) => this.#inputEvents >= inputAt || this.#outputEvents >= outputAt,
      ),
    );
  }

  /** Strikes with those that did not strike yet. */
  #due(entries: readonly Waiting[]): void {
    const due = entries.filter((entry) => this.#waiting.includes(entry));
    if (due.length === 0) return;
    this.#waiting = this.#waiting.filter((entry) => !due.includes(entry));
    for (const { fault } of due) this.#strike(fault);
  }

  #strike(fault: Fault): void {
    const { wire, onFault } = this.#options;
    if (!wire.writable) return;
    onFault(fault);
    switch (fault.kind) {
      case 'error':
        return wire.fail(new ServiceError(fault.error, fault.message));
      case 'reset':
        return wire.reset(fault.code ?? constants.NGHTTP2_INTERNAL_ERROR);
      case 'kill-socket':
        return wire.killSocket();
      case 'hang':
        return wire.hold();
      case 'truncated-frame': {
        const whole = encodeOutputEvent(sample);
        wire.sendRaw(whole.subarray(0, whole.length >> 1));
        return wire.finish();
      }
      case 'bad-crc': {
        const broken = encodeOutputEvent(sample);
        broken[broken.length - 1]! ^= 0xff;
        return wire.sendRaw(broken);
      }
      case 'slow-reader':
        wire.pauseInput();
        if (fault.forMs !== undefined) this.#later(fault.forMs, () => wire.resumeInput());
        return;
      case 'delay':
        wire.hold();
        this.#later(fault.forMs, () => wire.release());
    }
  }

  #later(delayMs: number, action: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, delayMs);
    this.#timers.add(timer);
  }
}
