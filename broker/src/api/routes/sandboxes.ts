/** Sandboxes, in which programs of MCP servers run: what there is and was, who is in it, and what may be done with it. */
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AuditAction } from '../../audit/audit-actions.ts';
import type { AuditSink } from '../../audit/audit-sink.ts';
import {
  type SandboxRow,
  listAllocations,
  listSandboxes,
  readSandbox,
} from '../../history/queries/sandboxes.ts';
import { viewerOf } from '../../history/queries/viewer.ts';
import type { Principal } from '../../identity/principal.ts';
import { isPerson } from '../../identity/user-view.ts';
import type { Queries } from '../../store/database.ts';
import type { Place } from '../../tools/sandbox/place.ts';
import type { SandboxFacts } from '../../tools/sandbox/sandbox-facts.ts';
import type { SandboxScheduler } from '../../tools/sandbox/sandbox-scheduler.ts';
import { ToolError } from '../../tools/tool-source.ts';
import { principalOf } from '../access.ts';
import type { Routes } from '../api.ts';
import { pageOf, pageQuery } from '../habits/paging.ts';
import { ApiProblem } from '../problem.ts';
import { spanOf, spanQuery, timelineOf, timelinePageOf } from '../time-lists.ts';
import {
  allocationSchema,
  allocationView,
  sandboxDetailSchema,
  sandboxSchema,
  sandboxView,
} from './sandbox-schemas.ts';

export interface SandboxServices {
  readonly queries: Queries;
  /** Names this broker. */
  readonly node: string;
  /** Of this broker. */
  readonly scheduler: Pick<SandboxScheduler, 'facts' | 'check' | 'refresh' | 'remove'>;
  /** @throws {ToolError} */
  readonly prepare: (
    place: Place,
    signal: AbortSignal,
  ) => Promise<{ readonly facts: SandboxFacts; readonly isNew: boolean }>;
  /** Writes what is known of sandboxes. False when the database does not take it. */
  readonly flush: () => Promise<boolean>;
  readonly audit: AuditSink;
}

const TAGS = ['sandboxes'];
const { bom: _noCsv, ...span } = spanQuery;

const listQuery = pageQuery(['createdAt'], '-createdAt', {
  user: z.uuid().optional().describe('id of the person whose they are'),
  strategy: z.enum(['shared', 'perUser', 'perSession', 'trial']).optional(),
  open: z.enum(['true', 'false']).optional().describe('whether it is still there'),
  ...span,
});
const allocationsQuery = pageQuery(['at'], '-at', {});
const params = z.object({ id: z.uuid() });

const newSandbox = z.strictObject({
  strategy: z
    .enum(['perUser', 'shared'])
    .default('perUser')
    .describe('perUser: of a person; shared: of the tenant, for whoever looks after it'),
  userId: z.uuid().optional().describe('whose it is to be; the person who asks when left out'),
});

/** Of those that come with a sandbox. */
const NEWEST = { limit: 20, descending: true, after: undefined };
/** Each asks the engine, and may make a sandbox. */
const CHANGES_PER_MINUTE = 60;

export const sandboxRoutes =
  (services: SandboxServices): Routes =>
  (api) => {
    const { queries, scheduler, audit } = services;
    const audited = (request: FastifyRequest, action: AuditAction, id: string): void =>
      audit.record({
        principal: principalOf(request),
        action,
        target: { kind: 'sandbox', id },
        result: 'ok',
      });

    api.get(
      '/api/v1/sandboxes',
      {
        config: { access: 'sandboxes:read', problems: ['CURSOR_INVALID'] },
        schema: {
          operationId: 'listSandboxes',
          tags: TAGS,
          summary: 'Sandboxes that there are and were, the newest first: of the tenant, or of the person',
          querystring: listQuery,
          response: { 200: pageOf(sandboxSchema) },
        },
      },
      async (request) => {
        const { query } = request;
        const { user: userId, strategy, open } = query;
        const filter = { userId, strategy, ...spanOf(query), ...(open && { open: open === 'true' }) };
        const viewer = viewerOf(principalOf(request));
        const found = await listSandboxes(queries, viewer, filter, timelinePageOf(query));
        const { items, nextCursor } = timelineOf(found.map(timedSandbox), query);
        return { items: items.map(sandboxView), nextCursor };
      },
    );

    api.post(
      '/api/v1/sandboxes',
      {
        config: {
          access: 'sandboxes:write',
          rate: CHANGES_PER_MINUTE,
          idempotent: true,
          problems: ['NOT_FOUND', 'UNAVAILABLE'],
        },
        schema: {
          operationId: 'createSandbox',
          tags: TAGS,
          summary: 'Makes a sandbox before it is needed; 200 when there is one already',
          body: newSandbox,
          response: { 200: sandboxSchema, 201: sandboxSchema },
        },
      },
      async (request, reply) => {
        const place = await placeOf(queries, principalOf(request), request.body);
        const { facts, isNew } = await inWords(services.prepare(place, gone(reply.raw)));
        audited(request, 'sandbox.prepare', facts.id);
        const row = await found(services, request, facts.id);
        return reply
          .code(isNew ? 201 : 200)
          .header('location', `/api/v1/sandboxes/${facts.id}`)
          .send(sandboxView(row));
      },
    );

    api.get(
      '/api/v1/sandboxes/:id',
      {
        config: { access: 'sandboxes:read', rate: CHANGES_PER_MINUTE, problems: ['NOT_FOUND'] },
        schema: {
          operationId: 'getSandbox',
          tags: TAGS,
          summary: 'A sandbox, who was last in it, and whether it is well at this moment',
          params,
          response: { 200: sandboxDetailSchema },
        },
      },
      async (request) => {
        const { id } = request.params;
        await found(services, request, id);
        const health = await scheduler.check(id);
        // One that is ill has ended by now.
        const row = await found(services, request, id);
        const allocations = await listAllocations(queries, id, NEWEST);
        return {
          ...sandboxView(row),
          health: health ? { ok: health.ok, error: health.error ?? null } : null,
          allocations: allocations.slice(0, NEWEST.limit).map(allocationView),
        };
      },
    );

    api.get(
      '/api/v1/sandboxes/:id/allocations',
      {
        config: { access: 'sandboxes:read', problems: ['NOT_FOUND', 'CURSOR_INVALID'] },
        schema: {
          operationId: 'listSandboxAllocations',
          tags: TAGS,
          summary: 'Conversations that used a server in a sandbox, the newest first',
          params,
          querystring: allocationsQuery,
          response: { 200: pageOf(allocationSchema) },
        },
      },
      async (request) => {
        const { query } = request;
        const { id } = await found(services, request, request.params.id);
        const rows = await listAllocations(queries, id, timelinePageOf(query));
        const { items, nextCursor } = timelineOf(rows, query);
        return { items: items.map(allocationView), nextCursor };
      },
    );

    api.post(
      '/api/v1/sandboxes/:id/refresh',
      {
        config: {
          access: 'sandboxes:write',
          rate: CHANGES_PER_MINUTE,
          problems: ['NOT_FOUND', 'CONFLICT', 'UNAVAILABLE'],
        },
        schema: {
          operationId: 'refreshSandbox',
          tags: TAGS,
          summary: 'Keeps a sandbox as if it was used just now',
          params,
          response: { 200: sandboxSchema },
        },
      },
      async (request) => {
        const { id } = request.params;
        const row = await found(services, request, id);
        if (!(await inWords(scheduler.refresh(id)))) throw await notHere(services, request, row);
        audited(request, 'sandbox.refresh', id);
        return sandboxView(await found(services, request, id));
      },
    );

    api.delete(
      '/api/v1/sandboxes/:id',
      {
        config: { access: 'sandboxes:write', problems: ['NOT_FOUND', 'CONFLICT'] },
        schema: {
          operationId: 'deleteSandbox',
          tags: TAGS,
          summary: 'Ends a sandbox and the programs in it; those that are needed are started in another one',
          params,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        const row = await found(services, request, id);
        if (!(await scheduler.remove(id))) throw await notHere(services, request, row);
        audited(request, 'sandbox.delete', id);
        await services.flush();
        return reply.code(204).send(null);
      },
    );
  };

const timedSandbox = (row: SandboxRow) => ({ ...row, at: row.createdAt });

/** As it is now. @throws {ApiProblem} NOT_FOUND, also when there is one that is of others */
async function found(
  { queries, flush }: SandboxServices,
  request: FastifyRequest,
  id: string,
): Promise<SandboxRow> {
  // What was made or used a moment ago may not be written yet.
  await flush();
  const row = await readSandbox(queries, viewerOf(principalOf(request)), id);
  if (!row) throw new ApiProblem('NOT_FOUND', 'There is no such sandbox, or none that you may see.');
  return row;
}

async function notHere(
  services: SandboxServices,
  request: FastifyRequest,
  { id, node }: SandboxRow,
): Promise<ApiProblem> {
  const { endReason } = await found(services, request, id);
  if (endReason !== null) return new ApiProblem('CONFLICT', `It has ended (${endReason}).`);
  const words =
    node === services.node
      ? 'It is ending.'
      : `It is held by the broker ${JSON.stringify(node)}, and only that one can do it. This one is ${JSON.stringify(services.node)}.`;
  return new ApiProblem('CONFLICT', words);
}

async function placeOf(
  queries: Queries,
  principal: Principal,
  { strategy, userId }: z.infer<typeof newSandbox>,
): Promise<Place> {
  const { tenantId, scope, id } = principal;
  const looksAfterAll = scope === 'tenant';
  if (strategy === 'shared') {
    if (looksAfterAll) return { strategy, tenantId };
    throw new ApiProblem('FORBIDDEN', 'What all share is for whoever looks after the tenant.');
  }
  const ownId = isPerson(principal) ? id : undefined;
  const wanted = userId ?? ownId;
  if (wanted === undefined)
    throw new ApiProblem('INVALID_INPUT', 'A program has no sandbox of its own: name a person.', {
      errors: [{ pointer: '/body/userId', detail: 'It is missing.', code: 'REQUIRED' }],
    });
  const isThere =
    (wanted === ownId || looksAfterAll) &&
    (await queries
      .selectFrom('users')
      .select('id')
      .where('id', '=', wanted)
      .where('tenantId', '=', tenantId)
      .executeTakeFirst());
  if (!isThere) throw new ApiProblem('NOT_FOUND', 'There is no such person, or none that you may see.');
  return { strategy, tenantId, userId: wanted };
}

/** @throws {ApiProblem} UNAVAILABLE */
async function inWords<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ToolError) throw new ApiProblem('UNAVAILABLE', error.message);
    throw error;
  }
}

/** Aborts when whoever asked does not wait any more. */
function gone(reply: { once(event: 'close', listener: () => void): unknown }): AbortSignal {
  const stop = new AbortController();
  reply.once('close', () => stop.abort());
  return stop.signal;
}
