/** The one error class of the fleet's services; the HTTP side makes problems of it. */

export type FleetErrorCode =
  | 'NOT_FOUND'
  | 'EXISTS'
  | 'INVALID'
  | 'STALE'
  | 'CONFLICT'
  | 'IN_USE'
  | 'REFUSED'
  /** Somebody else did not answer as they should. */
  | 'UNREACHABLE'
  | 'BUSY';

/** One thing that is wrong with what was given. */
export interface FleetIssue {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly code: string;
}

export interface FleetErrorExtras {
  readonly issues?: readonly FleetIssue[];
  /** Of STALE: the version that is there. */
  readonly currentVersion?: number;
  readonly cause?: unknown;
}

export class FleetError extends Error {
  override readonly name = 'FleetError';
  readonly code: FleetErrorCode;
  readonly extras: FleetErrorExtras;

  /** `message` says what was wrong and what to do; it is shown to whoever asked. */
  constructor(code: FleetErrorCode, message: string, extras: FleetErrorExtras = {}) {
    super(message, extras.cause === undefined ? {} : { cause: extras.cause });
    this.code = code;
    this.extras = extras;
  }

  /** @param what with its article, like "a device". */
  static notFound(what: string, id: string): FleetError {
    return new FleetError(
      'NOT_FOUND',
      `There is no ${what.replace(/^an? /, '')} with the id ${JSON.stringify(id.slice(0, 80))}.`,
    );
  }

  static stale(currentVersion: number): FleetError {
    return new FleetError(
      'STALE',
      `It is at version ${currentVersion} by now. Read it again, and decide anew.`,
      { currentVersion },
    );
  }

  /** What it complains of was a part of something larger. */
  under(key: string): FleetError {
    const { issues, ...extras } = this.extras;
    if (!issues) return this;
    const moved = issues.map((issue) => ({ ...issue, path: [key, ...issue.path] }));
    return new FleetError(this.code, this.message, { ...extras, issues: moved });
  }

  static invalid(path: readonly (string | number)[], message: string, code = 'INVALID'): FleetError {
    return new FleetError('INVALID', message, { issues: [{ path, message, code }] });
  }
}
