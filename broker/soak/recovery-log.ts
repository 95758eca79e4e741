/** Which faults are over: a device that was struck has recovered when it hears an answer again. */
import type { FaultName } from './fault-plan.ts';
import { Tally } from './soak-figures.ts';

interface OpenFault {
  readonly name: FaultName;
  /** From when on an answer proves something. */
  readonly fromMs: number;
  readonly devices: Set<string>;
}

export interface UnrecoveredFault {
  readonly name: FaultName;
  readonly devices: readonly string[];
}

/** After this long without an answer. */
export const RECOVERY_BOUND_MS = 120_000;

export class RecoveryLog {
  readonly injected = new Tally();
  readonly lost: UnrecoveredFault[] = [];
  recovered = 0;
  longestMs = 0;
  #open: OpenFault[] = [];

  toJSON(): object {
    const { injected, recovered, longestMs, lost } = this;
    return { injected: injected.total, byKind: injected, recovered, longestRecoveryMs: longestMs, lost };
  }

  get pending(): number {
    return this.#open.length;
  }

  /** `lastsMs`: how long the fault itself lasts. */
  struck(name: FaultName, devices: readonly string[], lastsMs = 0): void {
    this.injected.add(name);
    this.#open.push({ name, fromMs: performance.now() + lastsMs, devices: new Set(devices) });
  }

  /** An answer has begun to sound there. */
  answered(deviceId: string): void {
    const now = performance.now();
    this.#open = this.#open.filter(({ fromMs, devices }) => {
      if (now < fromMs || !devices.delete(deviceId) || devices.size > 0) return true;
      this.recovered++;
      this.longestMs = Math.max(this.longestMs, now - fromMs);
      return false;
    });
  }

  /** To be called from time to time; `all` at the end, when nothing more is waited for. */
  expire(all = false): void {
    const now = performance.now();
    this.#open = this.#open.filter(({ name, fromMs, devices }) => {
      if (!all && now - fromMs < RECOVERY_BOUND_MS) return true;
      this.lost.push({ name, devices: [...devices] });
      return false;
    });
  }
}
