/** A foreign page may make a browser send our cookie, but it can neither read it nor set our header. */
import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Principal } from '../identity/principal.ts';
import { ApiProblem } from './problem.ts';

export const CSRF_COOKIE = 'pipit_csrf';
export const CSRF_HEADER = 'x-pipit-csrf';

export interface CsrfOptions {
  /** Origins that may send with cookies, besides that of the request itself. */
  readonly origins: ReadonlySet<string>;
}

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Cookies are sent without anybody's doing, and so is what a proxy adds for whoever it has signed in; only our own cookie
 * can be answered by a header. @throws {ApiProblem} CSRF
 */
export function refuseForgedRequest(
  request: FastifyRequest,
  { via }: Pick<Principal, 'via'>,
  { origins }: CsrfOptions,
): void {
  if ((via !== 'cookie' && via !== 'proxy') || SAFE_METHODS.has(request.method)) return;
  const { origin } = request.headers;
  if (origin !== undefined && !origins.has(origin) && hostOf(origin) !== request.host) {
    throw new ApiProblem(
      'CSRF',
      'The page that sends this is of another origin. Allow it in http.corsOrigins, or set http.publicUrl.',
    );
  }
  if (via === 'proxy') return;
  const cookie = request.cookies[CSRF_COOKIE];
  const header = request.headers[CSRF_HEADER];
  if (!cookie || typeof header !== 'string' || !sameText(cookie, header)) {
    throw new ApiProblem(
      'CSRF',
      `Send the value of the cookie ${CSRF_COOKIE} in the header ${CSRF_HEADER} as well.`,
    );
  }
}

/** Undefined for "null", which frames without an origin send. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

function sameText(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}
