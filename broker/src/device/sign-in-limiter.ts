/**
 * Slows down guessing. Failures are counted by address, and by device id from that address: by id alone, anybody
 * could lock a device out. Memory is bounded: the entry that failed longest ago is forgotten first.
 */
import type { DeviceLimits } from './device-limits.ts';

type FailureLimits = Pick<
  DeviceLimits,
  | 'addressFailureBurst'
  | 'addressFailureIntervalMs'
  | 'deviceFailureBurst'
  | 'deviceFailureIntervalMs'
  | 'maxTrackedFailures'
>;

interface Entry {
  failures: number;
  at: number;
}

export class SignInLimiter {
  readonly #limits: FailureLimits;
  /** In order of the last failure. */
  readonly #entries = new Map<string, Entry>();

  constructor(limits: FailureLimits) {
    this.#limits = limits;
  }

  get tracked(): number {
    return this.#entries.size;
  }

  mayTry(address: string, deviceId: string, now: number): boolean {
    const { addressFailureBurst, addressFailureIntervalMs, deviceFailureBurst, deviceFailureIntervalMs } =
      this.#limits;
    return (
      this.#level(address, addressFailureIntervalMs, now) <= addressFailureBurst - 1 &&
      this.#level(keyOf(address, deviceId), deviceFailureIntervalMs, now) <= deviceFailureBurst - 1
    );
  }

  failed(address: string, deviceId: string, now: number): void {
    this.#raise(address, this.#limits.addressFailureIntervalMs, now);
    this.#raise(keyOf(address, deviceId), this.#limits.deviceFailureIntervalMs, now);
  }

  /** The right secret clears the device's failures, not the address's: others share it. */
  succeeded(address: string, deviceId: string): void {
    this.#entries.delete(keyOf(address, deviceId));
  }

  #level(key: string, intervalMs: number, now: number): number {
    const entry = this.#entries.get(key);
    return entry ? Math.max(0, entry.failures - (now - entry.at) / intervalMs) : 0;
  }

  #raise(key: string, intervalMs: number, now: number): void {
    const failures = this.#level(key, intervalMs, now) + 1;
    this.#entries.delete(key);
    this.#entries.set(key, { failures, at: now });
    if (this.#entries.size <= this.#limits.maxTrackedFailures) return;
    const [oldest] = this.#entries.keys();
    this.#entries.delete(oldest!);
  }
}

/** A space can stand in neither. */
const keyOf = (address: string, deviceId: string): string => `${address} ${deviceId}`;
