/** Organisations on this installation. Answers 404 unless there may be several, and to all but the first one. */
import { z } from 'zod';
import { linkUrl } from '../../identity/one-time-links.ts';
import type { TenantRow } from '../../identity/tenants.ts';
import { principalOf } from '../access.ts';
import type { Routes } from '../api.ts';
import { callerOf } from '../authenticate.ts';
import { pageOf, pageQuery, pageRequest, toPage } from '../habits/paging.ts';
import { baseUrlOf } from '../sign-in-cookies.ts';
import type { IdentityRoutesOptions } from './sign-in.ts';
import {
  emailSchema,
  linkSchema,
  optionalTime,
  personNameSchema,
  timeSchema,
  userBody,
  userSchema,
} from './user-schema.ts';

const tenantSchema = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: timeSchema,
  disabledAt: timeSchema.nullable(),
});

const nameSchema = z.string().trim().min(1).max(100);

const bodyOf = ({ id, name, createdAt, disabledAt }: TenantRow): z.infer<typeof tenantSchema> => ({
  id,
  name,
  createdAt: createdAt.toISOString(),
  disabledAt: optionalTime(disabledAt),
});

export const tenantRoutes =
  ({ identity, web }: IdentityRoutesOptions): Routes =>
  (api) => {
    api.get(
      '/api/v1/tenants',
      {
        config: { access: 'tenants:read', problems: ['NOT_FOUND', 'CURSOR_INVALID'] },
        schema: {
          operationId: 'listTenants',
          tags: ['tenants'],
          summary: 'All tenants',
          querystring: pageQuery(['id'], 'id', {}),
          response: { 200: pageOf(tenantSchema) },
        },
      },
      async (request) => {
        const found = await identity.tenants.list(principalOf(request), pageRequest<'id'>(request.query));
        const { items, nextCursor } = toPage(found, request.query, ({ id }) => ({ value: id, id }));
        return { items: items.map(bodyOf), nextCursor };
      },
    );

    api.post(
      '/api/v1/tenants',
      {
        config: {
          access: 'tenants:write',
          idempotent: 'withheld',
          problems: ['NOT_FOUND', 'ALREADY_EXISTS'],
        },
        schema: {
          operationId: 'createTenant',
          tags: ['tenants'],
          summary: 'Make a tenant and invite its first owner',
          body: z.strictObject({
            id: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/, 'expected small letters, digits and hyphens'),
            name: nameSchema,
            owner: z.strictObject({ email: emailSchema, name: personNameSchema }),
          }),
          response: { 201: z.object({ tenant: tenantSchema, owner: userSchema, link: linkSchema }) },
        },
      },
      async (request, reply) => {
        const { tenant, owner, link } = await identity.tenants.create(callerOf(request), request.body);
        reply.code(201);
        return {
          tenant: bodyOf(tenant),
          owner: userBody(owner, identity.now()),
          link: {
            url: linkUrl(baseUrlOf(request, web), link.token),
            expiresAt: link.expiresAt.toISOString(),
          },
        };
      },
    );

    api.patch(
      '/api/v1/tenants/:id',
      {
        config: { access: 'tenants:write', problems: ['NOT_FOUND', 'CONFLICT'] },
        schema: {
          operationId: 'changeTenant',
          tags: ['tenants'],
          summary: 'Rename or disable a tenant; nobody and no device of a disabled one gets in',
          params: z.object({ id: z.string().max(64) }),
          body: z.strictObject({ name: nameSchema.optional(), disabled: z.boolean().optional() }),
          response: { 200: tenantSchema },
        },
      },
      async (request) =>
        bodyOf(await identity.tenants.change(callerOf(request), request.params.id, request.body)),
    );
  };
