/** The one error class of the store. */
export type DeviceStoreErrorCode =
  | 'INVALID_ID'
  | 'EXISTS'
  | 'NOT_FOUND'
  | 'CORRUPT'
  | 'LOCKED'
  | 'NOT_WRITABLE';

export class DeviceStoreError extends Error {
  override readonly name = 'DeviceStoreError';
  readonly code: DeviceStoreErrorCode;

  /** `message` says what was wrong and what to do. */
  constructor(code: DeviceStoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
