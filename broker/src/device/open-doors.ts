/**
 * Ways to sign in that old devices need and nobody else should have: a person's password with any of their devices, and
 * no credential at all. Both are off unless the configuration says otherwise, and the log says so again and again.
 */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { DeviceRecord } from '../fleet/device-store.ts';

export interface Person {
  readonly userId: string;
  /** Keeps a record of what became of the device. */
  readonly record: (deviceId: string, result: 'ok' | 'refused') => void;
}

export interface OpenDoors {
  /** Who has this address and password; undefined for nobody. Slow on purpose, and not on this thread. */
  readonly checkPassword?: (attempt: {
    readonly email: string;
    readonly password: string;
    /** From where. */
    readonly address: string;
  }) => Promise<Person | undefined>;
  /** Unknown devices are created as they come; what has no credential signs in without. */
  readonly openRegistration?: boolean;
}

const WARN_EVERY_MS = 3_600_000;
/** New devices of strangers in a minute. */
const MAX_REGISTRATIONS = 30;
const MINUTE_MS = 60_000;

/** Warns now and every hour. Returns a function that stops it. */
export function warnOfOpenDoors(doors: OpenDoors, log: Logger, clock: Clock): () => void {
  const open = [
    ...(doors.checkPassword ? ['devices.passwordSignIn'] : []),
    ...(doors.openRegistration ? ['devices.openRegistration'] : []),
  ];
  if (open.length === 0) return () => {};
  let cancel = (): void => {};
  const warn = (): void => {
    log.warn(
      { settings: open },
      'DEVICES SIGN IN WITHOUT A SECRET OF THEIR OWN: switch this off when the last old device is gone',
    );
    cancel = clock.after(WARN_EVERY_MS, warn);
  };
  warn();
  return () => cancel();
}

/** Whether a device has nothing that it could sign in with. */
export const hasNoCredential = (device: DeviceRecord): boolean =>
  device.secretHash === null && device.nextSecretHash === null && device.certificateSha256 === null;

/** Strangers who register are counted: they shall not fill the database. */
export class RegistrationLimit {
  #startedAt = -Infinity;
  #count = 0;

  may(nowMs: number): boolean {
    if (nowMs - this.#startedAt >= MINUTE_MS) {
      this.#startedAt = nowMs;
      this.#count = 0;
    }
    return ++this.#count <= MAX_REGISTRATIONS;
  }
}
