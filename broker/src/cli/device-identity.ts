/** Which device a command is, and where its broker is: flags over environment. */
import { readEnvironment } from '../config/environment.ts';
import { UsageError } from './output.ts';

export interface DeviceIdentity {
  readonly url: string;
  readonly deviceId: string;
  readonly secret: string;
}

export interface IdentityFlags {
  readonly url?: string;
  readonly id?: string;
  readonly secret?: string;
}

const DEFAULT_URL = 'mqtt://127.0.0.1:1883';

/** `idFlag` is what the command calls it. @throws {UsageError} */
export function identityOf(flags: IdentityFlags, idFlag = '--id'): DeviceIdentity {
  const environment = readEnvironment();
  const url = flags.url ?? environment.deviceUrl ?? DEFAULT_URL;
  const deviceId = flags.id ?? environment.deviceId;
  const secret = flags.secret ?? environment.deviceSecret;
  if (!deviceId) {
    throw new UsageError(
      `Which device is this? Give ${idFlag} or PIPIT_DEVICE_ID (see: pipit device add ID).`,
    );
  }
  if (!secret)
    throw new UsageError(`What is the secret of ${deviceId}? Give PIPIT_DEVICE_SECRET or --secret.`);
  return { url, deviceId, secret };
}
