/** MCP servers: what there is, and how it is reached. The same under the short paths and under /api/v1. */
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { FleetServices } from '../../../fleet/create-fleet.ts';
import type { McpRunner } from '../../../fleet/mcp-runner.ts';
import { type McpServerInput, type McpServerView, mcpServerSchema } from '../../../fleet/mcp-servers.ts';
import type { Principal } from '../../../identity/principal.ts';
import { principalOf } from '../../access.ts';
import type { Api } from '../../api.ts';
import { expectedVersionOf, versioned } from '../../habits/etag.ts';
import { pageOf } from '../../habits/paging.ts';
import { ApiProblem } from '../../problem.ts';
import { idParams, time } from './device-schemas.ts';
import { newestPage, newestQuery, newestRequest } from './newest-first.ts';
import { optionalVersionOf } from './optional-version.ts';

const TAGS = ['MCP servers'];

const serverInfo = z.object({ name: z.string(), version: z.string() });

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
  network: z.boolean().optional().describe('whether the program may reach other machines'),
  url: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional().describe('values are masked'),
  oauth: z
    .object({
      grant: z.enum(['authorizationCode', 'clientCredentials']),
      clientId: z.string().optional(),
      clientSecret: z.string().optional().describe('masked'),
      issuer: z.string().optional(),
      scope: z.string().optional(),
    })
    .optional(),
  createdAt: time,
  updatedAt: time,
  updatedBy: z.string(),
  signedIn: z
    .object({ since: time, by: z.string() })
    .nullable()
    .describe('whether somebody has signed in to it, where it asks for that'),
  health: z
    .object({
      state: z
        .enum(['stopped', 'starting', 'running', 'waiting'])
        .describe('waiting: it failed, and is tried again'),
      since: time,
      users: z.int().describe('conversations that have it'),
      instances: z
        .int()
        .describe('places where it is at work: a program may run once for each user or conversation'),
      failures: z.int().describe('one after the other'),
      lastError: z.string().nullable(),
      info: serverInfo.nullable().describe('as it calls itself'),
      tools: z.int(),
    })
    .nullable()
    .describe('in this broker, the worst of its instances; null while nobody has needed it'),
});

const trialSchema = z.object({
  ok: z.boolean(),
  error: z.string().nullable().describe('why it could not be reached, or not be started'),
  info: serverInfo.nullable(),
  tools: z.array(
    z.object({
      name: z.string(),
      description: z.string(),
      inputSchema: z
        .record(z.string(), z.unknown())
        .describe('JSON Schema of the arguments, as the server says it'),
    }),
  ),
  durationMs: z.int(),
});

const versionSchema = z.object({
  version: z.int(),
  settings: z.record(z.string(), z.unknown()).describe('of secrets only the names'),
  changedAt: time,
  changedBy: z.string(),
});

const useSchema = z.object({
  scope: z.enum(['fleet', 'group', 'device']),
  id: z.string().describe('empty for the fleet'),
  name: z.string().nullable().describe('of the group or the device, where it has one'),
});

/** Each trial may start a process. */
const TRIALS_PER_MINUTE = 20;

const PATHS = [
  { path: '/api/mcp-servers', suffix: '', mustMatch: false },
  { path: '/api/v1/mcp-servers', suffix: 'V1', mustMatch: true },
] as const;

export function mcpServerRoutes(api: Api, services: FleetServices): void {
  for (const each of PATHS) routesAt(api, services, each);
}

function routesAt(
  api: Api,
  { mcpServers, mcpSignIns, mcpRunner }: FleetServices,
  { path, suffix, mustMatch }: (typeof PATHS)[number],
): void {
  const seenAll = async (principal: Principal, servers: readonly McpServerView[]) => {
    const signedIn = await mcpSignIns.of(principal.tenantId);
    return servers.map((server) => ({
      ...server,
      signedIn: signedIn.get(server.id) ?? null,
      health: healthOf(mcpRunner(), server.id),
    }));
  };
  const seen = async (principal: Principal, server: McpServerView) =>
    (await seenAll(principal, [server]))[0]!;
  const tried = async (
    reply: FastifyReply,
    settings: McpServerInput,
    { tenantId }: Principal,
    signedInTo?: string,
  ) => {
    const runner = mcpRunner();
    if (!runner) throw new ApiProblem('UNAVAILABLE', 'Only a broker that runs can try a server.');
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    return trial(runner, settings, tenantId, gone.signal, signedInTo);
  };
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
    async (request) => {
      const principal = principalOf(request);
      return { items: await seenAll(principal, await mcpServers.list(principal)) };
    },
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
      const principal = principalOf(request);
      const server = await mcpServers.create(principal, request.body);
      return reply
        .code(201)
        .headers({ location: `${path}/${server.id}`, etag: `"v${server.version}"` })
        .send(await seen(principal, server));
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
      const principal = principalOf(request);
      const server = await mcpServers.read(principal, request.params.id);
      return versioned(reply, server.version, await seen(principal, server));
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
      const principal = principalOf(request);
      const server = await mcpServers.replace(principal, request.params.id, request.body, expected);
      return versioned(reply, server.version, await seen(principal, server));
    },
  );
  api.post(
    `${path}/test`,
    {
      config: { access: 'mcpServers:write', rate: TRIALS_PER_MINUTE, problems: ['UNAVAILABLE'] },
      schema: {
        operationId: `tryMcpServer${suffix}`,
        tags: TAGS,
        summary: 'Connects to a server that is not added yet, and lists its tools',
        body: mcpServerSchema,
        response: { 200: trialSchema },
      },
    },
    async (request, reply) => tried(reply, request.body, principalOf(request)),
  );
  api.post(
    `${path}/:id/test`,
    {
      config: { access: 'mcpServers:write', rate: TRIALS_PER_MINUTE, problems: ['NOT_FOUND', 'UNAVAILABLE'] },
      schema: {
        operationId: `tryMcpServerAgain${suffix}`,
        tags: TAGS,
        summary: 'Connects to a server as it is set, or as the body would have it, and lists its tools',
        params: idParams,
        body: mcpServerSchema.optional().nullable(),
        response: { 200: trialSchema },
      },
    },
    async (request, reply) => {
      const { params, body } = request;
      const principal = principalOf(request);
      const { settings, isSame } = await mcpServers.trial(principal, params.id, body ?? undefined);
      return tried(reply, settings, principal, isSame ? params.id : undefined);
    },
  );
  if (mustMatch) {
    api.get(
      `${path}/:id/versions`,
      {
        config: { access: 'mcpServers:read', problems: ['NOT_FOUND', 'CURSOR_INVALID'] },
        schema: {
          operationId: 'listMcpServerVersions',
          tags: TAGS,
          summary: 'All versions of what is set for a server, newest first',
          params: idParams,
          querystring: newestQuery,
          response: { 200: pageOf(versionSchema) },
        },
      },
      async (request) => {
        const { limit, before } = newestRequest(request.query);
        const found = await mcpServers.versions(principalOf(request), request.params.id, limit, before);
        return newestPage(found, request.query, ({ version }) => version);
      },
    );
  }
  if (mustMatch) {
    api.get(
      `${path}/:id/uses`,
      {
        config: { access: 'mcpServers:read', problems: ['NOT_FOUND'] },
        schema: {
          operationId: 'listMcpServerUses',
          tags: TAGS,
          summary: 'Whose settings name a server: the fleet, groups, devices; at most 1000',
          params: idParams,
          response: { 200: z.object({ items: z.array(useSchema) }) },
        },
      },
      async (request) => ({ items: await mcpServers.uses(principalOf(request), request.params.id) }),
    );
  }
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

function healthOf(runner: McpRunner | undefined, id: string) {
  const health = runner?.health(id);
  if (!health) return null;
  const { since, lastError = null, info = null, ...rest } = health;
  return { ...rest, since: new Date(since).toISOString(), lastError, info };
}

async function trial(
  runner: McpRunner,
  settings: McpServerInput,
  tenantId: string,
  signal: AbortSignal,
  signedInTo: string | undefined,
) {
  const startedAt = performance.now();
  try {
    const { info = null, tools, durationMs } = await runner.try(settings, tenantId, signal, signedInTo);
    const shown = tools.map(({ name, description, inputSchema }) => ({
      name,
      description,
      inputSchema: { ...inputSchema },
    }));
    return { ok: true, error: null, info, tools: shown, durationMs };
  } catch (error) {
    const durationMs = Math.round(performance.now() - startedAt);
    return { ok: false, error: (error as Error).message, info: null, tools: [], durationMs };
  }
}
