/** Looks at sandboxes from time to time: closes those that nobody uses or that are ill, and keeps the others from being removed. */
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { HeldSandbox } from './held-sandbox.ts';
import { isDoneWithin } from '../within.ts';

export interface SandboxWatchOptions {
  readonly held: () => Iterable<HeldSandbox>;
  readonly end: (held: HeldSandbox, reason: 'IDLE' | 'ILL') => void;
  /** It is in use, and stays for longer. */
  readonly onKept: (held: HeldSandbox) => void;
  readonly checkIntervalMs: number;
  /** That engines are told. */
  readonly ttlMs: number;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface SandboxHealth {
  readonly ok: boolean;
  /** Why not. */
  readonly error: string | undefined;
}

/** How exactly sandboxes end that nobody uses. */
const LONGEST_ROUND_MS = 5000;
const CHECK_TIMEOUT_MS = 10_000;
/** Checks without an answer, one after the other. */
const MAX_SILENCES = 2;

export class SandboxWatch {
  readonly #options: SandboxWatchOptions;
  /** Those that are looked at. */
  readonly #looking = new Map<HeldSandbox, Promise<SandboxHealth>>();
  #cancel: () => void;

  constructor(options: SandboxWatchOptions) {
    this.#options = options;
    this.#cancel = this.#later();
  }

  /** Now; one that is ill is closed. Never rejects. */
  check(held: HeldSandbox): Promise<SandboxHealth> {
    let looking = this.#looking.get(held);
    if (!looking) {
      looking = this.#check(held).finally(() => this.#looking.delete(held));
      this.#looking.set(held, looking);
    }
    return looking;
  }

  /** Idempotent. */
  close(): void {
    this.#cancel();
    this.#cancel = () => {};
  }

  #later(): () => void {
    const { clock, checkIntervalMs } = this.#options;
    return clock.after(Math.min(checkIntervalMs, LONGEST_ROUND_MS), () => {
      this.#cancel = this.#later();
      for (const held of this.#options.held()) this.#look(held);
    });
  }

  #look(held: HeldSandbox): void {
    if (held.isBusy || held.isOver) return;
    const { clock, end, checkIntervalMs, ttlMs } = this.#options;
    const now = clock.now();
    const isIdle = held.leases === 0 && held.idleMs > 0 && now - held.lastUsedAt >= held.idleMs;
    if (isIdle) return end(held, 'IDLE');
    // Well before it is removed for want of a word from us.
    const isDue = now - held.refreshedAt >= ttlMs / 3 || now - held.checkedAt >= checkIntervalMs;
    if (isDue) void this.check(held);
  }

  async #check(held: HeldSandbox): Promise<SandboxHealth> {
    const { clock, end, onKept, log, ttlMs } = this.#options;
    const stop = new AbortController();
    const asked = (async () => {
      const sandbox = await held.ready;
      await sandbox.check(stop.signal);
      await sandbox.refresh(ttlMs, stop.signal);
    })();
    let error: string | undefined;
    let isSilent = false;
    try {
      isSilent = !(await isDoneWithin(asked, CHECK_TIMEOUT_MS, clock));
      if (isSilent) error = 'It did not answer in time.';
    } catch (thrown) {
      error = (thrown as Error).message;
    }
    stop.abort();
    asked.catch(() => {});
    held.checkedAt = clock.now();
    held.refreshedAt = clock.now();
    if (held.isOver) return { ok: false, error: 'It was closed.' };
    // Once may be a machine that has a lot to do, or that was asleep.
    held.silences = isSilent ? held.silences + 1 : 0;
    if (error !== undefined && (!isSilent || held.silences >= MAX_SILENCES)) {
      log.warn({ sandbox: held.id, reason: error }, 'a sandbox is ill: it is closed');
      end(held, 'ILL');
    } else if (held.leases > 0) {
      onKept(held);
    }
    return { ok: error === undefined, error };
  }
}
