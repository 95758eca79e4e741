/** Every stable code of the HTTP API. A client may rely on the code; titles and details may change. */

export interface ProblemKind {
  readonly status: number;
  readonly title: string;
}

const kind = (status: number, title: string): ProblemKind => ({ status, title });

export const PROBLEMS = {
  // What was sent
  BAD_REQUEST: kind(400, 'The request cannot be understood'),
  MALFORMED_JSON: kind(400, 'The body is not JSON'),
  CURSOR_INVALID: kind(400, 'The cursor does not belong to this list'),
  IDEMPOTENCY_KEY_INVALID: kind(400, 'The Idempotency-Key cannot be used'),
  IF_MATCH_INVALID: kind(400, 'If-Match does not name a version'),
  TOO_LARGE: kind(413, 'The body is too large'),
  RANGE_INVALID: kind(416, 'There is no such part'),
  UNSUPPORTED_MEDIA_TYPE: kind(415, 'Bodies of this type are not read here'),
  INVALID_INPUT: kind(422, 'Something in the request is not as it must be'),
  IDEMPOTENCY_KEY_REUSED: kind(422, 'The Idempotency-Key was used for another request'),
  HEADERS_TOO_LARGE: kind(431, 'The headers are too large'),
  // Who sent it
  SIGN_IN_REQUIRED: kind(401, 'Sign in first'),
  CREDENTIALS_INVALID: kind(401, 'The credentials are not valid'),
  SESSION_EXPIRED: kind(401, 'The sign-in is over'),
  LINK_INVALID: kind(410, 'The link is no longer good'),
  FORBIDDEN: kind(403, 'This is not allowed'),
  CSRF: kind(403, 'The request does not come from a page of ours'),
  // What it is about
  NOT_FOUND: kind(404, 'There is no such thing'),
  METHOD_NOT_ALLOWED: kind(405, 'That cannot be done here'),
  NOT_ACCEPTABLE: kind(406, 'There is no answer of that type'),
  TIMEOUT: kind(408, 'The request took too long'),
  CONFLICT: kind(409, 'It does not go together with how things are'),
  ALREADY_EXISTS: kind(409, 'It exists already'),
  IDEMPOTENCY_IN_FLIGHT: kind(409, 'The same request is still being worked on'),
  IDEMPOTENCY_WITHHELD: kind(409, 'The request was carried out, and its answer is shown once only'),
  GONE: kind(410, 'It is no longer there'),
  VERSION_STALE: kind(412, 'Somebody has changed it in the meantime'),
  VERSION_REQUIRED: kind(428, 'Say which version is to be changed'),
  // How much
  RATE_LIMITED: kind(429, 'Too many requests'),
  ACCOUNT_LOCKED: kind(429, 'The account is locked for a while'),
  // What is wrong with us
  INTERNAL: kind(500, 'The broker failed'),
  PROVIDER_FAILED: kind(502, 'The sign-in provider failed'),
  UNAVAILABLE: kind(503, 'It is not available at the moment'),
  TOO_MANY_STREAMS: kind(503, 'Too many event streams are open'),
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof PROBLEMS;

export const PROBLEM_CODES = Object.keys(PROBLEMS) as ProblemCode[];
