/** MCP servers: what there is, and how it is reached. The same under the short paths and under /api/v1. */
import { z } from 'zod';
import type { FleetServices } from '../../../fleet/create-fleet.ts';
import { mcpServerSchema } from '../../../fleet/mcp-servers.ts';
import { principalOf } from '../../access.ts';
import type { Api } from '../../api.ts';
import { expectedVersionOf, versioned } from '../../habits/etag.ts';
import { idParams, time } from './device-schemas.ts';
import { optionalVersionOf } from './optional-version.ts';

const TAGS = ['MCP servers'];

/** One form for all transports: what is not of this one is left out. */
const answerSchema = z.object({
  id: z.string(),
  version: z.int(),
  name: z.string(),
  enabled: z.boolean(),
  transport: z.enum(['stdio', 'http', 'sse']),
  command: z.string().optional(),
  args: z.array(z.string()).optional(),
  env: z.record(z.string(), z.string()).optional().describe('values are masked'),
  url: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional().describe('values are masked'),
  createdAt: time,
  updatedAt: time,
  updatedBy: z.string(),
});

const PATHS = [
  { path: '/api/mcp-servers', suffix: '', mustMatch: false },
  { path: '/api/v1/mcp-servers', suffix: 'V1', mustMatch: true },
] as const;

export function mcpServerRoutes(api: Api, services: FleetServices): void {
  for (const each of PATHS) routesAt(api, services, each);
}

function routesAt(
  api: Api,
  { mcpServers }: FleetServices,
  { path, suffix, mustMatch }: (typeof PATHS)[number],
): void {
  api.get(
    path,
    {
      config: { access: 'mcpServers:read' },
      schema: {
        operationId: `listMcpServers${suffix}`,
        tags: TAGS,
        summary: 'All MCP servers by name; there are never more than 500',
        response: { 200: z.object({ items: z.array(answerSchema) }) },
      },
    },
    async (request) => ({ items: await mcpServers.list(principalOf(request)) }),
  );
  api.post(
    path,
    {
      config: { access: 'mcpServers:write', idempotent: true, problems: ['ALREADY_EXISTS', 'CONFLICT'] },
      schema: {
        operationId: `addMcpServer${suffix}`,
        tags: TAGS,
        summary: 'A new MCP server',
        body: mcpServerSchema,
        response: { 201: answerSchema },
      },
    },
    async (request, reply) => {
      const server = await mcpServers.create(principalOf(request), request.body);
      return reply
        .code(201)
        .headers({ location: `${path}/${server.id}`, etag: `"v${server.version}"` })
        .send(server);
    },
  );
  api.get(
    `${path}/:id`,
    {
      config: { access: 'mcpServers:read', problems: ['NOT_FOUND'] },
      schema: {
        operationId: `getMcpServer${suffix}`,
        tags: TAGS,
        summary: 'An MCP server; its secrets are masked',
        params: idParams,
        response: { 200: answerSchema },
      },
    },
    async (request, reply) => {
      const server = await mcpServers.read(principalOf(request), request.params.id);
      return versioned(reply, server.version, server);
    },
  );
  api.put(
    `${path}/:id`,
    {
      config: {
        access: 'mcpServers:write',
        ...(mustMatch && { ifMatch: true }),
        problems: ['NOT_FOUND', 'ALREADY_EXISTS', 'VERSION_STALE'],
      },
      schema: {
        operationId: `replaceMcpServer${suffix}`,
        tags: TAGS,
        summary: 'Replaces an MCP server; a masked secret stays as it is',
        params: idParams,
        body: mcpServerSchema,
        response: { 200: answerSchema },
      },
    },
    async (request, reply) => {
      const expected = mustMatch ? expectedVersionOf(request) : optionalVersionOf(request);
      const server = await mcpServers.replace(
        principalOf(request),
        request.params.id,
        request.body,
        expected,
      );
      return versioned(reply, server.version, server);
    },
  );
  api.delete(
    `${path}/:id`,
    {
      config: { access: 'mcpServers:write', problems: ['NOT_FOUND', 'CONFLICT'] },
      schema: {
        operationId: `deleteMcpServer${suffix}`,
        tags: TAGS,
        summary: 'Deletes an MCP server that no settings name, or with force any',
        params: idParams,
        querystring: z.strictObject({ force: z.enum(['true', 'false']).default('false') }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await mcpServers.remove(principalOf(request), request.params.id, request.query.force === 'true');
      return reply.code(204).send(null);
    },
  );
}
