/** Groups of devices, and the tags that are in use. */
import { z } from 'zod';
import type { FleetServices } from '../../../fleet/create-fleet.ts';
import { principalOf } from '../../access.ts';
import type { Api } from '../../api.ts';
import { idParams, text, time } from './device-schemas.ts';

const TAGS = ['devices'];

const groupSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    about: z.string(),
    createdAt: time,
    devices: z.int(),
    online: z.int(),
  })
  .meta({ id: 'DeviceGroup' });

const name = text(100).trim().min(1);
const about = text(1000);

export function groupRoutes(api: Api, { groups }: FleetServices): void {
  api.get(
    '/api/v1/device-groups',
    {
      config: { access: 'devices:read' },
      schema: {
        operationId: 'listDeviceGroups',
        tags: TAGS,
        summary: 'All groups by name; there are never more than a thousand',
        response: { 200: z.object({ items: z.array(groupSchema) }) },
      },
    },
    async (request) => ({ items: await groups.list(principalOf(request)) }),
  );
  api.post(
    '/api/v1/device-groups',
    {
      config: { access: 'groups:write', idempotent: true, problems: ['ALREADY_EXISTS', 'CONFLICT'] },
      schema: {
        operationId: 'addDeviceGroup',
        tags: TAGS,
        summary: 'A new group',
        body: z.strictObject({ name, about: about.optional() }),
        response: { 201: groupSchema },
      },
    },
    async (request, reply) => {
      const group = await groups.create(principalOf(request), request.body);
      return reply.code(201).header('location', `/api/v1/device-groups/${group.id}`).send(group);
    },
  );
  api.get(
    '/api/v1/device-groups/:id',
    {
      config: { access: 'devices:read', problems: ['NOT_FOUND'] },
      schema: {
        operationId: 'getDeviceGroup',
        tags: TAGS,
        summary: 'A group',
        params: idParams,
        response: { 200: groupSchema },
      },
    },
    (request) => groups.read(principalOf(request), request.params.id),
  );
  api.patch(
    '/api/v1/device-groups/:id',
    {
      config: { access: 'groups:write', problems: ['NOT_FOUND', 'ALREADY_EXISTS'] },
      schema: {
        operationId: 'changeDeviceGroup',
        tags: TAGS,
        summary: 'Changes what is given, and leaves the rest',
        params: idParams,
        body: z.strictObject({ name: name.optional(), about: about.optional() }),
        response: { 200: groupSchema },
      },
    },
    (request) => {
      const { name: given, about: words } = request.body;
      const edit = {
        ...(given !== undefined && { name: given }),
        ...(words !== undefined && { about: words }),
      };
      return groups.edit(principalOf(request), request.params.id, edit);
    },
  );
  api.delete(
    '/api/v1/device-groups/:id',
    {
      config: { access: 'groups:write', problems: ['NOT_FOUND'] },
      schema: {
        operationId: 'deleteDeviceGroup',
        tags: TAGS,
        summary: 'Deletes a group and its settings; its devices stay',
        params: idParams,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await groups.remove(principalOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  );
  api.get(
    '/api/v1/device-tags',
    {
      config: { access: 'devices:read' },
      schema: {
        operationId: 'listDeviceTags',
        tags: TAGS,
        summary: 'Tags that devices have, the most used first, at most a thousand',
        response: { 200: z.object({ items: z.array(z.object({ tag: z.string(), devices: z.int() })) }) },
      },
    },
    async (request) => ({ items: await groups.tags(principalOf(request)) }),
  );
}
