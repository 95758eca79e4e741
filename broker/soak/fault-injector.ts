/** Makes the planned faults happen. */
import type { Emulator, Fault, ServiceErrorName } from '@pipit/emulator';
import { setTimeout as delay } from 'node:timers/promises';
import type { BrokerProcess } from './broker-process.ts';
import type { DeviceLine } from './device-line.ts';
import type { FaultName } from './fault-plan.ts';
import type { Ledger } from './ledger.ts';
import type { Person } from './person.ts';
import type { RecoveryLog } from './recovery-log.ts';

export interface FaultInjectorOptions {
  readonly broker: BrokerProcess;
  readonly emulator: Emulator;
  readonly people: readonly { readonly person: Person; readonly line: DeviceLine }[];
  readonly streamOf: (deviceId: string) => string | undefined;
  readonly ledger: Ledger;
  readonly recovery: RecoveryLog;
  /** In [0, 1). */
  readonly random: () => number;
  readonly graceMs: number;
}

export class FaultInjector {
  readonly #options: FaultInjectorOptions;
  /** The broker is being restarted. */
  #restarting: Promise<void> | undefined;
  /** Nothing opens while it lasts. */
  #quota: Promise<void> | undefined;

  constructor(options: FaultInjectorOptions) {
    this.#options = options;
  }

  /** Returns when it has struck, not when it is over. */
  strike(name: FaultName): void {
    const { recovery, people } = this.#options;
    const { person, line } = people[Math.floor(this.#random() * people.length)]!;
    const one = [person.deviceId];
    switch (name) {
      case 'network-cut':
        recovery.struck(name, one);
        return line.cut();
      case 'network-stall': {
        const ms = this.#between(200, 3000);
        recovery.struck(name, one, ms);
        return line.stall(ms);
      }
      case 'network-away': {
        const ms = this.#between(1000, 6000);
        recovery.struck(name, one, ms);
        return line.away(ms);
      }
      case 'network-gone': {
        const ms = this.#options.graceMs + this.#between(1000, 4000);
        recovery.struck(name, one, ms);
        return line.away(ms);
      }
      case 'power-cycle':
        recovery.struck(name, one);
        return person.powerCycle();
      case 'slow-device': {
        const ms = this.#between(1000, 6000);
        recovery.struck(name, one, ms);
        return line.stopReading(ms);
      }
      case 'broker-killed':
        recovery.struck(name, this.#all());
        return this.#restart('SIGKILL');
      case 'broker-restarted':
        recovery.struck(name, this.#all());
        return this.#restart('SIGTERM');
      case 'quota-full':
        recovery.struck(name, this.#all(), 3000);
        return this.#fillQuota(3000);
      default:
        return this.#strikeModel(name, person.deviceId);
    }
  }

  /** Resolves when no fault is under way. */
  async settled(): Promise<void> {
    await this.#restarting;
    await this.#quota;
  }

  #strikeModel(name: FaultName, deviceId: string): void {
    const { emulator, recovery, streamOf } = this.#options;
    const [when = '', ...rest] = name.split('-');
    const fault = modelFault(rest.join('-'), this.#between(500, 3000));
    const streamId = when === 'model' ? streamOf(deviceId) : undefined;
    if (streamId !== undefined && emulator.faults.inject(fault, streamId) > 0) {
      return recovery.struck(name, [deviceId]);
    }
    // Whoever opens the next stream.
    emulator.faults.add(fault);
    recovery.struck(name, this.#all());
  }

  /** What the service says while the account has no stream left. */
  #fillQuota(ms: number): void {
    const { faults } = this.#options.emulator;
    if (this.#quota) return;
    faults.add({ kind: 'error', error: 'ThrottlingException' }, { streams: Number.MAX_SAFE_INTEGER });
    this.#quota = delay(ms).then(() => {
      faults.clear();
      this.#quota = undefined;
    });
  }

  #restart(signal: 'SIGKILL' | 'SIGTERM'): void {
    const { broker, ledger } = this.#options;
    // One at a time: the second strikes what the first has started.
    this.#restarting = (this.#restarting ?? Promise.resolve()).then(async () => {
      await broker.stop(signal);
      // Before the next one can mend anything.
      await ledger.verify();
      await delay(this.#between(100, 1000));
      await broker.start();
    });
  }

  #all(): string[] {
    return this.#options.people.map(({ person }) => person.deviceId);
  }

  #random(): number {
    return this.#options.random();
  }

  #between(from: number, to: number): number {
    return Math.round(from + this.#random() * (to - from));
  }
}

function modelFault(kind: string, forMs: number): Fault {
  switch (kind) {
    case 'reset':
    case 'kill-socket':
    case 'hang':
    case 'truncated-frame':
    case 'bad-crc':
      return { kind };
    case 'slow-reader':
    case 'delay':
      return { kind, forMs };
    default:
      return { kind: 'error', error: kind as ServiceErrorName };
  }
}
