/** The one error class of the device store. */
import { isDeviceId } from '@pipit/protocol';

export type DeviceStoreErrorCode = 'INVALID_ID' | 'EXISTS' | 'NOT_FOUND' | 'CORRUPT';

export class DeviceStoreError extends Error {
  override readonly name = 'DeviceStoreError';
  readonly code: DeviceStoreErrorCode;

  /** `message` says what was wrong and what to do. */
  constructor(code: DeviceStoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  static exists(id: string): DeviceStoreError {
    return new DeviceStoreError(
      'EXISTS',
      `Device "${id}" exists already. Rotate its secret, or remove it first.`,
    );
  }

  static notFound(id: string): DeviceStoreError {
    return new DeviceStoreError('NOT_FOUND', `There is no device "${id}". Add it first.`);
  }
}

/** @throws {DeviceStoreError} INVALID_ID */
export function requireDeviceId(id: string): void {
  if (isDeviceId(id)) return;
  const rule = 'Use 1 to 64 of A-Z a-z 0-9 . _ : - and start with a letter or digit.';
  throw new DeviceStoreError('INVALID_ID', `"${id.slice(0, 80)}" is not a device id. ${rule}`);
}
