/** Signing in with another provider: the browser goes there and comes back. */
import { z } from 'zod';
import { IdentityError } from '../../identity/identity-error.ts';
import { OIDC_FLOW_MS } from '../../identity/oidc-sign-in.ts';
import type { Routes } from '../api.ts';
import { originOf } from '../authenticate.ts';
import { identityProblem } from '../identity-problem.ts';
import { OIDC_COOKIE, OIDC_PATH, baseUrlOf, isSecure, setSignInCookies } from '../sign-in-cookies.ts';
import type { IdentityRoutesOptions } from './sign-in.ts';

export const oidcRoutes =
  ({ identity, web }: IdentityRoutesOptions): Routes =>
  (api) => {
    api.get(
      '/api/auth/oidc/start',
      {
        config: { access: 'public', problems: ['NOT_FOUND', 'PROVIDER_FAILED'] },
        schema: {
          operationId: 'startOidc',
          tags: ['sign-in'],
          summary: 'Send the browser to the provider',
          querystring: z.strictObject({
            returnTo: z.string().max(1024).default('/').describe('a path of this address, for afterwards'),
          }),
          response: { 303: z.null() },
        },
      },
      async (request, reply) => {
        const redirectUri = `${baseUrlOf(request, web)}${OIDC_PATH}/callback`;
        const { url, flow } = await identity.oidc.start(redirectUri, request.query.returnTo);
        reply.setCookie(OIDC_COOKIE, flow, {
          path: OIDC_PATH,
          httpOnly: true,
          // Lax, for it must come along when the provider sends the browser back.
          sameSite: 'lax',
          secure: isSecure(request, web),
          maxAge: OIDC_FLOW_MS / 1000,
        });
        return reply.redirect(url, 303);
      },
    );

    api.get(
      '/api/auth/oidc/callback',
      {
        config: { access: 'public', rate: 60 },
        schema: {
          operationId: 'finishOidc',
          tags: ['sign-in'],
          summary: 'Where the provider sends the browser back to',
          description: 'Failures lead to /?signInProblem=CODE.',
          response: { 303: z.null() },
        },
      },
      async (request, reply) => {
        reply.clearCookie(OIDC_COOKIE, { path: OIDC_PATH });
        const search = new URL(request.url, 'http://here.invalid').search;
        try {
          const flow = request.cookies[OIDC_COOKIE];
          const { signedIn, returnTo } = await identity.oidc.finish(flow, search, originOf(request));
          setSignInCookies(request, reply, web, signedIn);
          return await reply.redirect(returnTo, 303);
        } catch (error) {
          if (!(error instanceof IdentityError)) throw error;
          return reply.redirect(`/?signInProblem=${identityProblem(error).code}`, 303);
        }
      },
    );
  };
