/**
 * Slows down guessing, and devices that sign in over and over. Failures are counted by address, and by device id from
 * that address: by id alone, anybody could lock a device out. Right sign-ins are counted by id: nobody else has any.
 * Memory is bounded: what happened longest ago is forgotten first.
 */
import { addressGroup } from './admission.ts';
import type { DeviceLimits } from './device-limits.ts';

type SignInLimits = Pick<
  DeviceLimits,
  | 'addressFailureBurst'
  | 'addressFailureIntervalMs'
  | 'deviceFailureBurst'
  | 'deviceFailureIntervalMs'
  | 'deviceSignInBurst'
  | 'deviceSignInIntervalMs'
  | 'maxTrackedFailures'
>;

export class SignInLimiter {
  readonly #addressFailures: LeakyCounters;
  readonly #deviceFailures: LeakyCounters;
  readonly #signIns: LeakyCounters;

  constructor(limits: SignInLimits) {
    const counters = (burst: number, intervalMs: number): LeakyCounters =>
      new LeakyCounters(burst, intervalMs, limits.maxTrackedFailures);
    this.#addressFailures = counters(limits.addressFailureBurst, limits.addressFailureIntervalMs);
    this.#deviceFailures = counters(limits.deviceFailureBurst, limits.deviceFailureIntervalMs);
    this.#signIns = counters(limits.deviceSignInBurst, limits.deviceSignInIntervalMs);
  }

  get tracked(): number {
    return this.#addressFailures.size + this.#deviceFailures.size + this.#signIns.size;
  }

  mayTry(address: string, deviceId: string, now: number): boolean {
    return (
      this.#addressFailures.hasRoom(addressGroup(address), now) &&
      this.#deviceFailures.hasRoom(keyOf(address, deviceId), now)
    );
  }

  failed(address: string, deviceId: string, now: number): void {
    this.#addressFailures.raise(addressGroup(address), now);
    this.#deviceFailures.raise(keyOf(address, deviceId), now);
  }

  /** The right secret clears the device's failures, not the address's: others share it. */
  succeeded(address: string, deviceId: string): void {
    this.#deviceFailures.delete(keyOf(address, deviceId));
  }

  /** Whether a device with the right secret comes no oftener than it may; counts it when so. */
  maySignIn(deviceId: string, now: number): boolean {
    if (!this.#signIns.hasRoom(deviceId, now)) return false;
    this.#signIns.raise(deviceId, now);
    return true;
  }

  /** How many right sign-ins of the device have not been forgotten yet. */
  signIns(deviceId: string, now: number): number {
    return this.#signIns.level(deviceId, now);
  }
}

/** By key: how much has happened, and one less of it each interval. */
class LeakyCounters {
  readonly #burst: number;
  readonly #intervalMs: number;
  readonly #most: number;
  /** In order of the last event. */
  readonly #entries = new Map<string, { readonly level: number; readonly at: number }>();

  constructor(burst: number, intervalMs: number, most: number) {
    this.#burst = burst;
    this.#intervalMs = intervalMs;
    this.#most = most;
  }

  get size(): number {
    return this.#entries.size;
  }

  hasRoom(key: string, now: number): boolean {
    return this.level(key, now) <= this.#burst - 1;
  }

  raise(key: string, now: number): void {
    const level = this.level(key, now) + 1;
    this.delete(key);
    this.#entries.set(key, { level, at: now });
    if (this.#entries.size <= this.#most) return;
    const [oldest] = this.#entries.keys();
    this.#entries.delete(oldest!);
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  level(key: string, now: number): number {
    const entry = this.#entries.get(key);
    return entry ? Math.max(0, entry.level - (now - entry.at) / this.#intervalMs) : 0;
  }
}

/** A space can stand in neither. */
const keyOf = (address: string, deviceId: string): string => `${addressGroup(address)} ${deviceId}`;
