/** The one error class of the database. */
export type DatabaseErrorCode =
  | 'UNREACHABLE'
  | 'MISCONFIGURED'
  | 'LOCKED'
  | 'MISSING'
  | 'CORRUPT'
  | 'TOO_NEW'
  | 'FORBIDDEN'
  | 'READ_ONLY'
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

/** PostgreSQL's classes 22 (data) and 23 (integrity): it lies in the row, and trying again helps nobody. */
export function isOfTheRows(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^2[23]/.test(code);
}

/** SQLSTATE of PostgreSQL, and what the operating system calls it. */
const DISK_FULL = ['53100', 'ENOSPC', 'EDQUOT'];

export const isDiskFull = (error: unknown): boolean =>
  DISK_FULL.includes(String((error as { code?: unknown }).code));

export type Unavailability = 'away' | 'busy' | 'full' | 'readOnly';

/** By SQLSTATE or its class: the server is not there, stops, is full, or takes no more. */
const UNAVAILABLE: readonly (readonly [RegExp, Unavailability])[] = [
  [/^53100$/, 'full'],
  [/^(53...|57014|55P03)$/, 'busy'],
  [/^25006$/, 'readOnly'],
  [/^(08...|57P0.|58...|25P03)$/, 'away'],
];

/** Why the database could not do now what it can do at other times; undefined for every other error. */
export function unavailabilityOf(error: unknown): Unavailability | undefined {
  const { code } = error as { code?: unknown };
  if (error instanceof DatabaseError) {
    if (error.code === 'NO_ROOM') return 'full';
    if (error.code === 'READ_ONLY') return 'readOnly';
    return error.code === 'BUSY' ? 'busy' : 'away';
  }
  return UNAVAILABLE.find(([pattern]) => typeof code === 'string' && pattern.test(code))?.[1];
}
