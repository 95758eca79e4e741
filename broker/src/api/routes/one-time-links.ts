/** Ways in for people without a password. The token comes in the body: addresses end up in logs. */
import { z } from 'zod';
import type { Routes } from '../api.ts';
import { originOf } from '../authenticate.ts';
import { type IdentityRoutesOptions, answerSignedIn, signedInSchema } from './sign-in.ts';
import { emailSchema, personNameSchema, timeSchema } from './user-schema.ts';

const tokenSchema = z.string().min(20).max(128).describe('what stands behind the # of the link');

export const oneTimeLinkRoutes =
  (options: IdentityRoutesOptions): Routes =>
  (api) => {
    api.post(
      '/api/auth/links/look',
      {
        config: { access: 'public', rate: 'signIn', problems: ['LINK_INVALID'] },
        schema: {
          operationId: 'lookAtLink',
          tags: ['sign-in'],
          summary: 'What a one-time link is for',
          body: z.strictObject({ token: tokenSchema }),
          response: {
            200: z.object({
              purpose: z.enum(['setup', 'invitation', 'password']),
              expiresAt: timeSchema,
              email: z.string().nullable().describe('null for the set-up, which asks for it'),
              name: z.string().nullable(),
            }),
          },
        },
      },
      async ({ body }) => {
        const { expiresAt, ...meaning } = await options.identity.welcome.look(body.token);
        return { ...meaning, expiresAt: expiresAt.toISOString() };
      },
    );

    api.post(
      '/api/auth/links/redeem',
      {
        config: {
          access: 'public',
          rate: 'signIn',
          problems: ['LINK_INVALID', 'ALREADY_EXISTS', 'UNAVAILABLE'],
        },
        schema: {
          operationId: 'redeemLink',
          tags: ['sign-in'],
          summary: 'Use a one-time link: set a password, and sign in with it',
          body: z.strictObject({
            token: tokenSchema,
            password: z.string().min(1).max(1024),
            email: emailSchema.optional().describe('of the first owner, for the set-up only'),
            name: personNameSchema.optional().describe('of the first owner, for the set-up only'),
          }),
          response: { 200: signedInSchema },
        },
      },
      async (request, reply) => {
        const signedIn = await options.identity.welcome.redeem(request.body, originOf(request));
        return answerSignedIn(request, reply, options, signedIn);
      },
    );
  };
