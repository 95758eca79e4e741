/** Signing in and out with a password, and keeping a sign-in alive. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Identity } from '../../identity/create-identity.ts';
import { IdentityError } from '../../identity/identity-error.ts';
import type { SignedIn } from '../../identity/sign-ins.ts';
import type { Routes } from '../api.ts';
import { authenticateBy, originOf } from '../authenticate.ts';
import { refuseForgedRequest } from '../csrf.ts';
import { ApiProblem } from '../problem.ts';
import {
  REFRESH_COOKIE,
  type WebSettings,
  clearSignInCookies,
  setSignInCookies,
} from '../sign-in-cookies.ts';
import { emailSchema, timeSchema, userBody, userSchema } from './user-schema.ts';

export interface IdentityRoutesOptions {
  readonly identity: Identity;
  readonly web: WebSettings;
}

export const signedInSchema = z.object({
  user: userSchema,
  accessToken: z.string().describe('for the header Authorization: Bearer; browsers have it as a cookie'),
  expiresAt: timeSchema.describe('of the access token'),
  refreshExpiresAt: timeSchema.describe('of the refresh token, which is in a cookie only'),
});

/** Also sets the cookies. */
export function answerSignedIn(
  request: FastifyRequest,
  reply: FastifyReply,
  { identity, web }: IdentityRoutesOptions,
  signedIn: SignedIn,
  how: { refreshed?: boolean } = {},
): z.infer<typeof signedInSchema> {
  setSignInCookies(request, reply, web, signedIn, how);
  return {
    user: userBody(signedIn.user, identity.now()),
    accessToken: signedIn.accessToken,
    expiresAt: signedIn.accessExpiresAt.toISOString(),
    refreshExpiresAt: signedIn.refreshExpiresAt.toISOString(),
  };
}

/** For routes that anybody may call, but that act on what the browser sends by itself. */
function refuseForgedCookies(request: FastifyRequest, { corsOrigins, publicUrl }: WebSettings): void {
  const origins = new Set([...corsOrigins, ...(publicUrl ? [new URL(publicUrl).origin] : [])]);
  refuseForgedRequest(request, { via: 'cookie' }, { origins });
}

export const signInRoutes =
  (options: IdentityRoutesOptions): Routes =>
  (api) => {
    api.get(
      '/api/auth/methods',
      {
        config: { access: 'public' },
        schema: {
          operationId: 'getSignInMethods',
          tags: ['sign-in'],
          summary: 'How one can sign in here',
          response: { 200: z.object({ password: z.boolean(), oidc: z.boolean() }) },
        },
      },
      () => ({ password: true, oidc: options.identity.hasOidc }),
    );

    api.post(
      '/api/auth/login',
      {
        config: {
          access: 'public',
          rate: 'signIn',
          problems: ['CREDENTIALS_INVALID', 'ACCOUNT_LOCKED', 'UNAVAILABLE'],
        },
        schema: {
          operationId: 'signIn',
          tags: ['sign-in'],
          summary: 'Sign in with e-mail address and password',
          body: z.strictObject({ email: emailSchema, password: z.string().min(1).max(1024) }),
          response: { 200: signedInSchema },
        },
      },
      async (request, reply) => {
        const signedIn = await options.identity.passwords.signIn(request.body, originOf(request));
        return answerSignedIn(request, reply, options, signedIn);
      },
    );

    api.post(
      '/api/auth/refresh',
      {
        config: { access: 'public', problems: ['SESSION_EXPIRED', 'SIGN_IN_REQUIRED', 'CSRF'] },
        schema: {
          operationId: 'refreshSignIn',
          tags: ['sign-in'],
          summary: 'Get new tokens for the refresh token in the cookie, which is good once',
          response: { 200: signedInSchema },
        },
      },
      async (request, reply) => {
        const token = request.cookies[REFRESH_COOKIE];
        if (!token) throw new ApiProblem('SIGN_IN_REQUIRED', 'There is no sign-in to go on with.');
        refuseForgedCookies(request, options.web);
        try {
          const signedIn = await options.identity.signIns.refresh(token, originOf(request));
          return answerSignedIn(request, reply, options, signedIn, { refreshed: true });
        } catch (error) {
          if (error instanceof IdentityError) clearSignInCookies(reply);
          throw error;
        }
      },
    );

    api.post(
      '/api/auth/logout',
      {
        config: { access: 'public', problems: ['CSRF'] },
        schema: {
          operationId: 'signOut',
          tags: ['sign-in'],
          summary: 'End the sign-in that the request comes with',
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const { identity, web } = options;
        const refreshToken = request.cookies[REFRESH_COOKIE];
        // An access token that is over is no reason to stay signed in.
        const principal = await authenticateBy(identity)(request).catch(() => undefined);
        if (refreshToken !== undefined || principal?.via === 'cookie') refuseForgedCookies(request, web);
        const origin = originOf(request);
        if (principal?.sessionId !== undefined)
          await identity.signIns.end({ principal, origin }, principal.sessionId, 'signedOut');
        if (refreshToken !== undefined) await identity.signIns.endByToken(refreshToken, origin);
        clearSignInCookies(reply);
        return reply.code(204).send(null);
      },
    );
  };
