/** Commands to devices and what became of them. */
import { z } from 'zod';
import { COMMAND_STATUSES, commandSchema } from '../../../fleet/commands/command-kinds.ts';
import type { FleetServices } from '../../../fleet/create-fleet.ts';
import { principalOf } from '../../access.ts';
import type { Api } from '../../api.ts';
import { pageOf } from '../../habits/paging.ts';
import { deviceParams, time } from './device-schemas.ts';
import { newestPage, newestQuery, newestRequest } from './newest-first.ts';

const TAGS = ['devices'];

export const commandViewSchema = z
  .object({
    id: z.int(),
    deviceId: z.string(),
    command: commandSchema,
    status: z.enum(COMMAND_STATUSES),
    detail: z.string().nullable().describe('for people, or what a command of the maker gave back'),
    createdBy: z.string(),
    createdAt: time,
    deadlineAt: time,
    finishedAt: time.nullable(),
  })
  .meta({ id: 'DeviceCommand' });

/** In a query. */
export const wait = z.coerce
  .number()
  .min(0)
  .max(30)
  .default(0)
  .describe('seconds to wait for the result, at most 30');

export function commandRoutes(api: Api, { commands }: FleetServices): void {
  api.post(
    '/api/v1/devices/:id/commands',
    {
      config: { access: 'devices:command', idempotent: true, problems: ['NOT_FOUND'] },
      schema: {
        operationId: 'commandDevice',
        tags: TAGS,
        summary: 'Tells a device to do something, once, now',
        params: deviceParams,
        querystring: z.strictObject({ wait }),
        body: z.strictObject({
          command: commandSchema,
          deadlineMs: z.int().min(1000).max(3_600_000).default(60_000).describe('until it must be done'),
        }),
        response: { 201: commandViewSchema },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      const { params, body, query } = request;
      let command = await commands.create(principal, params.id, body);
      if (query.wait > 0 && command.finishedAt === null) {
        await commands.wait([command.id], query.wait * 1000);
        command = await commands.read(principal, params.id, command.id);
      }
      return reply
        .code(201)
        .header('location', `/api/v1/devices/${params.id}/commands/${command.id}`)
        .send(command);
    },
  );
  api.get(
    '/api/v1/devices/:id/commands',
    {
      config: { access: 'devices:read', problems: ['NOT_FOUND'] },
      schema: {
        operationId: 'listDeviceCommands',
        tags: TAGS,
        summary: 'Commands to a device, newest first',
        params: deviceParams,
        querystring: newestQuery,
        response: { 200: pageOf(commandViewSchema) },
      },
    },
    async (request) => {
      const { params, query } = request;
      const { limit, before } = newestRequest(query);
      const found = await commands.list(principalOf(request), params.id, limit, before);
      return newestPage(found, query, ({ id }) => id);
    },
  );
  api.get(
    '/api/v1/devices/:id/commands/:command',
    {
      config: { access: 'devices:read', problems: ['NOT_FOUND'] },
      schema: {
        operationId: 'getDeviceCommand',
        tags: TAGS,
        summary: 'A command, when there is a result or the time to wait is up',
        params: deviceParams.extend({
          command: z.coerce
            .number()
            .int()
            .min(1)
            .max(2 ** 31 - 1),
        }),
        querystring: z.strictObject({ wait }),
        response: { 200: commandViewSchema },
      },
    },
    async (request) => {
      const principal = principalOf(request);
      const { id, command } = request.params;
      const found = await commands.read(principal, id, command);
      if (request.query.wait === 0 || found.finishedAt !== null) return found;
      await commands.wait([command], request.query.wait * 1000);
      return commands.read(principal, id, command);
    },
  );
}
