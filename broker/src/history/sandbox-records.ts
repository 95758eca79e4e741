/**
 * What becomes of sandboxes waits here for the database, never the other way round. Only the last word on each counts, so
 * that a use costs nothing; it is written a few seconds later, together with all others.
 *
 * Bound: `maxItems`. Beyond it the oldest goes, and is counted.
 */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { isOfTheRows } from '../store/database-error.ts';
import type { AllocationFacts, SandboxFacts } from '../tools/sandbox/sandbox-facts.ts';

export interface SandboxBatch {
  readonly sandboxes: readonly SandboxFacts[];
  readonly allocations: readonly AllocationFacts[];
}

export interface SandboxRecordsOptions {
  /** All or nothing. */
  readonly write: (batch: SandboxBatch) => Promise<void>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Default 5000. */
  readonly maxItems?: number;
}

/** For what is new or over, and for what was only used. */
const SOON_MS = 200;
const USE_MS = 5000;
const RETRY_MS = 5000;
const CLOSE_TIMEOUT_MS = 5000;
const BATCH = 500;

export class SandboxRecords {
  readonly #options: Required<SandboxRecordsOptions>;
  readonly #sandboxes = new Map<string, SandboxFacts>();
  readonly #allocations = new Map<string, AllocationFacts>();
  readonly #figures = { written: 0, dropped: 0, failures: 0 };
  #timer: { readonly at: number; readonly cancel: () => void } | undefined;
  #writing: Promise<boolean> | undefined;
  #closed: Promise<void> | undefined;

  constructor(options: SandboxRecordsOptions) {
    this.#options = { maxItems: 5000, ...options };
  }

  get figures() {
    return { ...this.#figures, waiting: this.#waiting };
  }

  sandbox(facts: SandboxFacts, isUse: boolean): void {
    this.#sandboxes.set(facts.id, facts);
    this.#added(isUse);
  }

  allocation(facts: AllocationFacts, isUse: boolean): void {
    this.#allocations.set(facts.id, facts);
    this.#added(isUse);
  }

  /** Writes now. False when something is left because the database does not take it. */
  async flush(): Promise<boolean> {
    while (this.#waiting > 0 || this.#writing) if (!(await this.#write())) return false;
    return true;
  }

  /** Writes what it can; what is left then is lost, and said so. Idempotent. */
  close(): Promise<void> {
    return (this.#closed ??= this.#close());
  }

  async #close(): Promise<void> {
    const { clock, log } = this.#options;
    let cancel = (): void => {};
    const late = new Promise<void>((resolve) => (cancel = clock.after(CLOSE_TIMEOUT_MS, resolve)));
    await Promise.race([this.flush(), late]);
    cancel();
    this.#timer?.cancel();
    if (this.#waiting > 0) log.error({ lost: this.#waiting }, 'what became of sandboxes was not written');
  }

  get #waiting(): number {
    return this.#sandboxes.size + this.#allocations.size;
  }

  #added(isUse: boolean): void {
    while (this.#waiting > this.#options.maxItems) {
      const map: Map<string, unknown> = this.#allocations.size > 0 ? this.#allocations : this.#sandboxes;
      const [oldest] = map.keys();
      map.delete(oldest!);
      this.#figures.dropped++;
    }
    this.#in(isUse ? USE_MS : SOON_MS);
  }

  #in(ms: number): void {
    const { clock } = this.#options;
    const at = clock.now() + ms;
    if (this.#closed || (this.#timer && this.#timer.at <= at)) return;
    this.#timer?.cancel();
    const cancel = clock.after(ms, () => {
      this.#timer = undefined;
      void this.#write();
    });
    this.#timer = { at, cancel };
  }

  /** One at a time. */
  #write(): Promise<boolean> {
    this.#writing ??= this.#writeBatch().finally(() => {
      this.#writing = undefined;
    });
    return this.#writing;
  }

  async #writeBatch(): Promise<boolean> {
    const sandboxes = taken(this.#sandboxes);
    // One whose sandbox waits behind it would be refused.
    const allocations = this.#sandboxes.size > 0 ? [] : taken(this.#allocations);
    try {
      await this.#options.write({ sandboxes, allocations });
      this.#figures.written += sandboxes.length + allocations.length;
      if (this.#waiting > 0) this.#in(SOON_MS);
      return true;
    } catch (error) {
      this.#figures.failures++;
      const { log } = this.#options;
      log.error({ err: error, ...this.figures }, 'the database does not take what becomes of sandboxes');
      if (isOfTheRows(error)) {
        await this.#writeOneByOne({ sandboxes, allocations });
        return true;
      }
      this.#putBack({ sandboxes, allocations });
      return false;
    }
  }

  /** A row that the database will never take must not hold up the others. */
  async #writeOneByOne({ sandboxes, allocations }: SandboxBatch): Promise<void> {
    const ones: SandboxBatch[] = [
      ...sandboxes.map((one) => ({ sandboxes: [one], allocations: [] })),
      ...allocations.map((one) => ({ sandboxes: [], allocations: [one] })),
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

  /** Unless there is later word. */
  #putBack({ sandboxes, allocations }: SandboxBatch): void {
    for (const one of sandboxes) if (!this.#sandboxes.has(one.id)) this.#sandboxes.set(one.id, one);
    for (const one of allocations) if (!this.#allocations.has(one.id)) this.#allocations.set(one.id, one);
    this.#in(RETRY_MS);
  }
}

function taken<Facts>(map: Map<string, Facts>): Facts[] {
  const some = [...map].slice(0, BATCH);
  for (const [id] of some) map.delete(id);
  return some.map(([, facts]) => facts);
}
