/** Which of the coming streams get which faults, and faults for streams that are open already. */
import type { Fault, FaultOptions } from './fault.ts';
import type { StreamFaults } from './stream-faults.ts';

export interface FaultControl {
  /** Plans a fault for the next `streams` streams (1 by default), after `skip` streams without. */
  add(fault: Fault, options?: FaultOptions): void;
  /** Gives a fault to streams that are open now: one by its id, or all. Returns how many got it. */
  inject(fault: Fault, streamId?: string): number;
  /** Forgets what was planned; open streams keep what they have. */
  clear(): void;
  /** Faults that wait for streams. */
  readonly planned: number;
}

export class FaultPlan implements FaultControl {
  readonly #open = new Map<string, StreamFaults>();
  #entries: { fault: Fault; streams: number; skip: number }[] = [];

  get planned(): number {
    return this.#entries.reduce((sum, { streams }) => sum + streams, 0);
  }

  add(fault: Fault, { streams = 1, skip = 0 }: FaultOptions = {}): void {
    if (streams > 0) this.#entries.push({ fault, streams, skip });
  }

  inject(fault: Fault, streamId?: string): number {
    let count = 0;
    for (const [id, faults] of this.#open) {
      if (streamId !== undefined && id !== streamId) continue;
      faults.add(fault);
      count += 1;
    }
    return count;
  }

  clear(): void {
    this.#entries = [];
  }

  /** The faults of a stream that opens now. */
  take(): Fault[] {
    const taken: Fault[] = [];
    for (const entry of this.#entries) {
      if (entry.skip > 0) {
        entry.skip -= 1;
        continue;
      }
      entry.streams -= 1;
      taken.push(entry.fault);
    }
    this.#entries = this.#entries.filter(({ streams }) => streams > 0);
    return taken;
  }

  opened(streamId: string, faults: StreamFaults): void {
    this.#open.set(streamId, faults);
  }

  closed(streamId: string): void {
    this.#open.get(streamId)?.close();
    this.#open.delete(streamId);
  }
}
