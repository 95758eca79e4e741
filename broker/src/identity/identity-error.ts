/** The one error class of identity. */
export type IdentityErrorCode =
  | 'CREDENTIALS_INVALID'
  | 'SESSION_EXPIRED'
  | 'ACCOUNT_LOCKED'
  | 'BUSY'
  | 'PASSWORD_WEAK'
  | 'LINK_INVALID'
  | 'NOT_FOUND'
  | 'ALREADY_EXISTS'
  | 'FORBIDDEN'
  | 'CONFLICT'
  | 'INVALID'
  | 'VERSION_STALE'
  | 'PROVIDER_FAILED';

export interface IdentityErrorExtras {
  /** When it is worth trying again. */
  readonly retryAfterMs?: number;
  /** The field of the input that does not do. */
  readonly field?: string;
  readonly currentVersion?: number;
  readonly cause?: unknown;
}

export class IdentityError extends Error {
  override readonly name = 'IdentityError';
  readonly code: IdentityErrorCode;
  readonly extras: IdentityErrorExtras;

  /** `message` says what was wrong and what to do; it is shown to who asked, so it holds no secret. */
  constructor(code: IdentityErrorCode, message: string, extras: IdentityErrorExtras = {}) {
    super(message, extras.cause === undefined ? {} : { cause: extras.cause });
    this.code = code;
    this.extras = extras;
  }
}
