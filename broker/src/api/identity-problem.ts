/** What identity refuses, as a problem of HTTP. */
import type { IdentityError, IdentityErrorCode } from '../identity/identity-error.ts';
import { etagOf } from './habits/etag.ts';
import type { ProblemCode } from './problem-codes.ts';
import { ApiProblem } from './problem.ts';

const CODES: Readonly<Record<IdentityErrorCode, ProblemCode>> = {
  CREDENTIALS_INVALID: 'CREDENTIALS_INVALID',
  SESSION_EXPIRED: 'SESSION_EXPIRED',
  ACCOUNT_LOCKED: 'ACCOUNT_LOCKED',
  BUSY: 'UNAVAILABLE',
  PASSWORD_WEAK: 'INVALID_INPUT',
  LINK_INVALID: 'LINK_INVALID',
  NOT_FOUND: 'NOT_FOUND',
  ALREADY_EXISTS: 'ALREADY_EXISTS',
  FORBIDDEN: 'FORBIDDEN',
  CONFLICT: 'CONFLICT',
  INVALID: 'INVALID_INPUT',
  VERSION_STALE: 'VERSION_STALE',
  PROVIDER_FAILED: 'PROVIDER_FAILED',
};

export function identityProblem({ code, message, extras }: IdentityError): ApiProblem {
  const { retryAfterMs, field, currentVersion } = extras;
  return new ApiProblem(CODES[code], message, {
    ...(field !== undefined && { errors: [{ pointer: `/body/${field}`, detail: message, code }] }),
    ...(currentVersion !== undefined && { currentVersion }),
    headers: {
      ...(retryAfterMs !== undefined && { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) }),
      ...(currentVersion !== undefined && { etag: etagOf(currentVersion) }),
    },
  });
}
