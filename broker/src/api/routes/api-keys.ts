/** Keys for programs. */
import { z } from 'zod';
import type { ApiKeyRow } from '../../identity/api-keys.ts';
import { PERMISSIONS } from '../../identity/permissions.ts';
import { principalOf } from '../access.ts';
import type { Routes } from '../api.ts';
import { callerOf } from '../authenticate.ts';
import { pageOf, pageQuery, pageRequest, toPage } from '../habits/paging.ts';
import type { IdentityRoutesOptions } from './sign-in.ts';
import { optionalTime, timeSchema } from './user-schema.ts';

const apiKeySchema = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string().describe('how the key begins'),
  permissions: z.array(z.string()),
  createdBy: z.string().nullable().describe('id of the user it acts for; null for the owner of the machine'),
  createdAt: timeSchema,
  expiresAt: timeSchema.nullable(),
  lastUsedAt: timeSchema.nullable().describe('to the minute'),
  revokedAt: timeSchema.nullable(),
});

function bodyOf(row: ApiKeyRow): z.infer<typeof apiKeySchema> {
  const { id, name, prefix, permissions, createdBy } = row;
  return {
    id,
    name,
    prefix,
    permissions,
    createdBy,
    createdAt: row.createdAt.toISOString(),
    expiresAt: optionalTime(row.expiresAt),
    lastUsedAt: optionalTime(row.lastUsedAt),
    revokedAt: optionalTime(row.revokedAt),
  };
}

const listQuery = pageQuery(['createdAt'], '-createdAt', {});

export const apiKeyRoutes =
  ({ identity }: IdentityRoutesOptions): Routes =>
  (api) => {
    api.get(
      '/api/v1/api-keys',
      {
        config: { access: 'apiKeys:read', problems: ['CURSOR_INVALID'] },
        schema: {
          operationId: 'listApiKeys',
          tags: ['api keys'],
          summary: 'Keys of the tenant, without the keys themselves',
          querystring: listQuery,
          response: { 200: pageOf(apiKeySchema) },
        },
      },
      async (request) => {
        const { query } = request;
        const page = pageRequest<'createdAt'>(query);
        const found = await identity.apiKeys.list(principalOf(request).tenantId, page);
        const { items, nextCursor } = toPage(found, query, ({ id, createdAt }) => ({
          value: createdAt.toISOString(),
          id,
        }));
        return { items: items.map(bodyOf), nextCursor };
      },
    );

    api.post(
      '/api/v1/api-keys',
      {
        config: { access: 'apiKeys:write', idempotent: 'withheld' },
        schema: {
          operationId: 'createApiKey',
          tags: ['api keys'],
          summary: 'Make a key; it is shown in this answer only',
          body: z.strictObject({
            name: z.string().trim().min(1).max(100),
            permissions: z.array(z.enum(PERMISSIONS)).min(1).max(PERMISSIONS.length),
            expiresAt: z.iso.datetime({ offset: true }).optional().describe('never when left out'),
          }),
          response: { 201: apiKeySchema.extend({ key: z.string().describe('keep it: it is shown once') }) },
        },
      },
      async (request, reply) => {
        const { name, permissions, expiresAt } = request.body;
        const { row, key } = await identity.apiKeys.create(callerOf(request), {
          name,
          permissions,
          expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt),
        });
        reply.code(201);
        return { ...bodyOf(row), key };
      },
    );

    api.delete(
      '/api/v1/api-keys/:id',
      {
        config: { access: 'apiKeys:write', problems: ['NOT_FOUND'] },
        schema: {
          operationId: 'revokeApiKey',
          tags: ['api keys'],
          summary: 'Revoke a key; it is refused at once',
          params: z.object({ id: z.string().max(64) }),
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        await identity.apiKeys.revoke(callerOf(request), request.params.id);
        return reply.code(204).send(null);
      },
    );
  };
