/** The cookies of a browser that is signed in. */
import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignedIn } from '../identity/sign-ins.ts';
import { CSRF_COOKIE } from './csrf.ts';
import { SESSION_COOKIE } from './openapi.ts';

export const REFRESH_COOKIE = 'pipit_refresh';
export const OIDC_COOKIE = 'pipit_oidc';

/** Nothing else needs it, so nothing else gets it. */
const REFRESH_PATH = '/api/auth';
export const OIDC_PATH = '/api/auth/oidc';

/** What the broker knows about how it is reached. */
export interface WebSettings {
  readonly publicUrl?: string | undefined;
  readonly corsOrigins: readonly string[];
}

export const isSecure = ({ protocol }: FastifyRequest, { publicUrl }: WebSettings): boolean =>
  protocol === 'https' || publicUrl?.startsWith('https:') === true;

/** Where people find the broker, for links. */
export const baseUrlOf = ({ protocol, host }: FastifyRequest, { publicUrl }: WebSettings): string =>
  publicUrl?.replace(/\/$/, '') ?? `${protocol}://${host}`;

export function setSignInCookies(
  request: FastifyRequest,
  reply: FastifyReply,
  web: WebSettings,
  { accessToken, accessExpiresAt, refreshToken, refreshExpiresAt }: SignedIn,
  { refreshed = false } = {},
): void {
  const secure = isSecure(request, web);
  reply.setCookie(SESSION_COOKIE, accessToken, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure,
    expires: accessExpiresAt,
  });
  reply.setCookie(REFRESH_COOKIE, refreshToken, {
    path: REFRESH_PATH,
    httpOnly: true,
    sameSite: 'strict',
    secure,
    expires: refreshExpiresAt,
  });
  // A new one for a new sign-in; then the same for all tabs, so that none finds its value outdated.
  const kept = refreshed ? request.cookies[CSRF_COOKIE] : undefined;
  const csrf = kept ?? randomBytes(24).toString('base64url');
  reply.setCookie(CSRF_COOKIE, csrf, { path: '/', sameSite: 'lax', secure, expires: refreshExpiresAt });
}

export function clearSignInCookies(reply: FastifyReply): void {
  reply.clearCookie(SESSION_COOKIE, { path: '/' });
  reply.clearCookie(REFRESH_COOKIE, { path: REFRESH_PATH });
  reply.clearCookie(CSRF_COOKIE, { path: '/' });
}
