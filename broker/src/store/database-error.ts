/** The one error class of the database. */
export type DatabaseErrorCode =
  | 'UNREACHABLE'
  | 'MISCONFIGURED'
  | 'LOCKED'
  | 'CORRUPT'
  | 'TOO_NEW'
  | 'BUSY'
  | 'CLOSED'
  | 'NOT_EMPTY'
  | 'BAD_BACKUP'
  | 'NO_ROOM'
  | 'BACKUP_FAILED';

export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  readonly code: DatabaseErrorCode;

  /** `message` says what was wrong and what to do. */
  constructor(code: DatabaseErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What PostgreSQL calls it when a value that must be unique is there already. */
const UNIQUE_VIOLATION = '23505';

/** The name of the constraint that a write broke by repeating a value; undefined for every other error. */
export function repeatedValueOf(error: unknown): string | undefined {
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  if (code !== UNIQUE_VIOLATION) return undefined;
  return typeof constraint === 'string' ? constraint : '';
}

/** SQLSTATE of PostgreSQL, and what the operating system calls it. */
const DISK_FULL = ['53100', 'ENOSPC', 'EDQUOT'];

export const isDiskFull = (error: unknown): boolean =>
  DISK_FULL.includes(String((error as { code?: unknown }).code));
