/** What people see and change about themselves. */
import { z } from 'zod';
import { PERMISSIONS } from '../../identity/permissions.ts';
import { isPerson } from '../../identity/user-view.ts';
import { principalOf } from '../access.ts';
import type { Routes } from '../api.ts';
import { callerOf } from '../authenticate.ts';
import type { IdentityRoutesOptions } from './sign-in.ts';
import {
  availabilitySchema,
  languageSchema,
  personNameSchema,
  roleSchema,
  timeSchema,
  userBody,
  userSchema,
} from './user-schema.ts';

const meSchema = z.object({
  principal: z.object({
    kind: z.enum(['user', 'apiKey', 'device', 'local']),
    id: z.string(),
    name: z.string(),
    tenantId: z.string(),
    role: roleSchema.nullable(),
    permissions: z.array(z.enum(PERMISSIONS)),
    scope: z.enum(['tenant', 'own']).describe('own: only devices of their own'),
  }),
  user: userSchema.nullable().describe('null for programs'),
});

const signInSchema = z.object({
  id: z.string(),
  current: z.boolean().describe('the one that asks'),
  method: z.enum(['password', 'oidc', 'proxy', 'link']),
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
  createdAt: timeSchema,
  lastUsedAt: timeSchema,
  expiresAt: timeSchema,
});

export const ownAccountRoutes =
  ({ identity }: IdentityRoutesOptions): Routes =>
  (api) => {
    api.get(
      '/api/auth/me',
      {
        config: { access: 'signedIn' },
        schema: {
          operationId: 'getMe',
          tags: ['sign-in'],
          summary: 'Who asks, and what they may do',
          response: { 200: meSchema },
        },
      },
      async (request) => {
        const principal = principalOf(request);
        const { kind, id, name, tenantId, role, permissions, scope } = principal;
        const user = isPerson(principal) ? await identity.users.read(tenantId, id) : undefined;
        return {
          principal: {
            kind,
            id,
            name,
            tenantId,
            scope,
            role: role ?? null,
            permissions: [...permissions],
          },
          user: user ? userBody(user, identity.now()) : null,
        };
      },
    );

    api.patch(
      '/api/auth/me',
      {
        config: { access: 'signedIn', problems: ['NOT_FOUND'] },
        schema: {
          operationId: 'changeMe',
          tags: ['sign-in'],
          summary: 'Change name, language or availability of oneself',
          body: z.strictObject({
            name: personNameSchema.optional(),
            language: languageSchema.optional(),
            availability: availabilitySchema.optional(),
          }),
          response: { 200: userSchema },
        },
      },
      async (request) =>
        userBody(await identity.users.changeOwn(callerOf(request), request.body), identity.now()),
    );

    api.post(
      '/api/auth/password',
      {
        config: {
          access: 'signedIn',
          rate: 'signIn',
          problems: ['ACCOUNT_LOCKED', 'NOT_FOUND', 'UNAVAILABLE'],
        },
        schema: {
          operationId: 'changePassword',
          tags: ['sign-in'],
          summary: 'Change the password; ends all other sign-ins',
          body: z.strictObject({
            currentPassword: z.string().min(1).max(1024),
            newPassword: z.string().min(1).max(1024),
          }),
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        await identity.passwords.change(callerOf(request), request.body);
        return reply.code(204).send(null);
      },
    );

    api.get(
      '/api/auth/sign-ins',
      {
        config: { access: 'signedIn' },
        schema: {
          operationId: 'listMySignIns',
          tags: ['sign-in'],
          summary: 'Where one is signed in, the last used first; at most 100',
          response: { 200: z.object({ items: z.array(signInSchema) }) },
        },
      },
      async (request) => {
        const principal = principalOf(request);
        const rows = isPerson(principal) ? await identity.signIns.listOf(principal.id) : [];
        return {
          items: rows.map(({ id, method, address, userAgent, createdAt, lastUsedAt, expiresAt }) => ({
            id,
            method,
            address,
            userAgent,
            current: id === principal.sessionId,
            createdAt: createdAt.toISOString(),
            lastUsedAt: lastUsedAt.toISOString(),
            expiresAt: expiresAt.toISOString(),
          })),
        };
      },
    );

    api.delete(
      '/api/auth/sign-ins/:id',
      {
        config: { access: 'signedIn', problems: ['NOT_FOUND'] },
        schema: {
          operationId: 'endMySignIn',
          tags: ['sign-in'],
          summary: 'Sign out elsewhere',
          params: z.object({ id: z.string().max(64) }),
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        await identity.signIns.end(callerOf(request), request.params.id);
        return reply.code(204).send(null);
      },
    );
  };
