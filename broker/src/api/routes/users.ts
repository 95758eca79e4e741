/** People of a tenant, for those who look after them. */
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { NewLink } from '../../identity/one-time-links.ts';
import { linkUrl } from '../../identity/one-time-links.ts';
import type { UserRow } from '../../identity/user-view.ts';
import { principalOf } from '../access.ts';
import type { Routes } from '../api.ts';
import { callerOf } from '../authenticate.ts';
import { pageOf, pageQuery, pageRequest, toPage } from '../habits/paging.ts';
import { baseUrlOf } from '../sign-in-cookies.ts';
import type { IdentityRoutesOptions } from './sign-in.ts';
import {
  availabilitySchema,
  emailSchema,
  languageSchema,
  linkSchema,
  personNameSchema,
  roleSchema,
  userBody,
  userSchema,
} from './user-schema.ts';

const idParams = z.object({ id: z.string().max(64) });
const maxConversationsSchema = z.int().min(0).max(100).describe('conversations at the same time');
const withLinkSchema = z.object({ user: userSchema, link: linkSchema });
const listQuery = pageQuery(['name', 'email', 'createdAt'], 'name', {
  q: z.string().min(1).max(100).optional().describe('start of the name or of the e-mail address'),
  role: roleSchema.optional(),
});

export const userRoutes =
  ({ identity, web }: IdentityRoutesOptions): Routes =>
  (api) => {
    const withLink = (request: FastifyRequest, { user, link }: { user: UserRow; link: NewLink }) => ({
      user: userBody(user, identity.now()),
      link: { url: linkUrl(baseUrlOf(request, web), link.token), expiresAt: link.expiresAt.toISOString() },
    });

    api.get(
      '/api/v1/users',
      {
        config: { access: 'users:read', problems: ['CURSOR_INVALID'] },
        schema: {
          operationId: 'listUsers',
          tags: ['users'],
          summary: 'People of the tenant',
          querystring: listQuery,
          response: { 200: pageOf(userSchema) },
        },
      },
      async (request) => {
        const { query } = request;
        const page = pageRequest<'name' | 'email' | 'createdAt'>(query);
        const { tenantId } = principalOf(request);
        const found = await identity.users.list(tenantId, page, { search: query.q, role: query.role });
        const { items, nextCursor } = toPage(found, query, (user) => ({
          value: page.sortKey === 'createdAt' ? user.createdAt.toISOString() : user[page.sortKey],
          id: user.id,
        }));
        return { items: items.map((user) => userBody(user, identity.now())), nextCursor };
      },
    );

    api.post(
      '/api/v1/users',
      {
        config: { access: 'users:write', idempotent: 'withheld', problems: ['ALREADY_EXISTS'] },
        schema: {
          operationId: 'inviteUser',
          tags: ['users'],
          summary: 'Invite somebody, who sets a password by the link',
          body: z.strictObject({
            email: emailSchema,
            name: personNameSchema,
            role: roleSchema.describe('at most one’s own'),
            language: languageSchema.optional(),
            maxConversations: maxConversationsSchema.optional(),
          }),
          response: { 201: withLinkSchema },
        },
      },
      async (request, reply) => {
        const made = await identity.users.invite(callerOf(request), request.body);
        reply.code(201).header('location', `/api/v1/users/${made.user.id}`);
        return withLink(request, made);
      },
    );

    api.get(
      '/api/v1/users/:id',
      {
        config: { access: 'users:read', problems: ['NOT_FOUND'] },
        schema: {
          operationId: 'getUser',
          tags: ['users'],
          summary: 'One of the people',
          params: idParams,
          response: { 200: userSchema },
        },
      },
      async (request) => {
        const user = await identity.users.read(principalOf(request).tenantId, request.params.id);
        return userBody(user, identity.now());
      },
    );

    api.patch(
      '/api/v1/users/:id',
      {
        config: { access: 'users:write', problems: ['NOT_FOUND', 'CONFLICT'] },
        schema: {
          operationId: 'changeUser',
          tags: ['users'],
          summary: 'Change, disable or unlock somebody; disabling ends their sign-ins at once',
          params: idParams,
          body: z.strictObject({
            name: personNameSchema.optional(),
            role: roleSchema.optional().describe('at most one’s own'),
            availability: availabilitySchema.optional(),
            maxConversations: maxConversationsSchema.optional(),
            disabled: z.boolean().optional(),
            unlock: z.literal(true).optional().describe('lets somebody in whom failures have locked out'),
          }),
          response: { 200: userSchema },
        },
      },
      async (request) => {
        const user = await identity.users.change(callerOf(request), request.params.id, request.body);
        return userBody(user, identity.now());
      },
    );

    api.delete(
      '/api/v1/users/:id',
      {
        config: { access: 'users:write', problems: ['NOT_FOUND', 'CONFLICT'] },
        schema: {
          operationId: 'deleteUser',
          tags: ['users'],
          summary: 'Remove somebody, with their sign-ins and keys',
          params: idParams,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        await identity.users.remove(callerOf(request), request.params.id);
        return reply.code(204).send(null);
      },
    );

    api.post(
      '/api/v1/users/:id/link',
      {
        config: { access: 'users:write', idempotent: 'withheld', problems: ['NOT_FOUND'] },
        schema: {
          operationId: 'makeUserLink',
          tags: ['users'],
          summary: 'A new link by which somebody sets a password; the former one is dead',
          params: idParams,
          response: { 201: withLinkSchema },
        },
      },
      async (request, reply) => {
        const made = await identity.users.newLink(callerOf(request), request.params.id);
        reply.code(201);
        return withLink(request, made);
      },
    );
  };
