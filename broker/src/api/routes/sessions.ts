/** Conversations: listed, read, laid down before they begin, ended, deleted. */
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AuditAction } from '../../audit/audit-actions.ts';
import type { AuditSink, AuditedAction } from '../../audit/audit-sink.ts';
import { withName, withNames } from '../../history/queries/session-names.ts';
import { listSessions, readSession } from '../../history/queries/sessions.ts';
import { devicesOf, viewerOf } from '../../history/queries/viewer.ts';
import type { PreparedSessions } from '../../history/prepared-sessions.ts';
import type { SoundFiles } from '../../history/recordings/sound-files.ts';
import type { SessionRecorder } from '../../history/session-recorder.ts';
import type { WriteQueue } from '../../history/write-queue.ts';
import type { Queries } from '../../store/database.ts';
import { principalOf } from '../access.ts';
import type { Routes } from '../api.ts';
import { type CsvColumn, sendCsv, wantsCsv } from '../habits/csv.ts';
import { pageOf, pageQuery } from '../habits/paging.ts';
import { ApiProblem } from '../problem.ts';
import { allItems, deviceQuery, spanOf, spanQuery, timelineOf, timelinePageOf } from '../time-lists.ts';
import { findSession } from './find-session.ts';
import {
  type SessionView,
  listedSessionSchema,
  sessionDetailSchema,
  sessionSchema,
  sessionView,
} from './session-schemas.ts';

export interface SessionRoutesOptions {
  readonly queries: Queries;
  readonly recorder: Pick<SessionRecorder, 'snapshot' | 'phaseOf'>;
  readonly queue: Pick<WriteQueue, 'flush'>;
  readonly prepared: PreparedSessions;
  readonly recordings: SoundFiles;
  /** Asks a conversation to end; false when it is not under way in this broker. */
  readonly endSession: (sessionId: string) => boolean;
  readonly audit: AuditSink;
}

const listQuery = pageQuery(['startedAt'], '-startedAt', {
  ...deviceQuery,
  user: z.uuid().optional().describe('id of the person'),
  workspace: z.string().min(1).max(200).optional(),
  open: z.enum(['true', 'false']).optional().describe('whether it is still going on'),
  reason: z.string().max(40).optional().describe('with which it ended, like SILENCE'),
  ...spanQuery,
});

const params = z.object({ id: z.uuid() });

const newSession = z.strictObject({
  deviceId: z.string().min(1).max(64).describe('whose next conversation it is to be'),
  userId: z.uuid().optional().describe('for whom; the owner of the device when left out'),
  workspace: z.string().min(1).max(200).optional().describe('under which it is found again'),
  validForS: z.int().min(1).max(86_400).default(600).describe('how long it waits for the device, in seconds'),
});

const CSV: readonly CsvColumn<SessionView>[] = [
  { header: 'id', value: ({ id }) => id },
  { header: 'device', value: ({ deviceId }) => deviceId },
  { header: 'deviceName', value: ({ deviceName }) => deviceName },
  { header: 'user', value: ({ userId }) => userId },
  { header: 'userName', value: ({ userName }) => userName },
  { header: 'workspace', value: ({ workspace }) => workspace },
  { header: 'status', value: ({ status }) => status },
  { header: 'startedAt', value: ({ startedAt }) => startedAt },
  { header: 'endedAt', value: ({ endedAt }) => endedAt },
  { header: 'reason', value: ({ endReason }) => endReason },
  { header: 'durationMs', value: ({ durationMs }) => durationMs },
  { header: 'messages', value: ({ messages }) => messages },
  { header: 'turns', value: ({ turns }) => turns },
  { header: 'interruptions', value: ({ interruptions }) => interruptions },
  { header: 'failures', value: ({ failures }) => failures },
  { header: 'inputSpeechTokens', value: ({ tokens }) => tokens.input.speech },
  { header: 'inputTextTokens', value: ({ tokens }) => tokens.input.text },
  { header: 'outputSpeechTokens', value: ({ tokens }) => tokens.output.speech },
  { header: 'outputTextTokens', value: ({ tokens }) => tokens.output.text },
  { header: 'cost', value: ({ cost }) => cost },
  { header: 'startupMs', value: ({ startup }) => startup?.['total'] },
];

export const sessionRoutes =
  (options: SessionRoutesOptions): Routes =>
  (api) => {
    api.get(
      '/api/v1/sessions',
      {
        config: { access: 'sessions:read', csv: true, problems: ['CURSOR_INVALID'] },
        schema: {
          operationId: 'listSessions',
          tags: ['sessions'],
          summary: 'Conversations, the newest first; CSV with Accept: text/csv',
          querystring: listQuery,
          response: { 200: pageOf(listedSessionSchema) },
        },
      },
      async (request, reply) => {
        const { query } = request;
        const { device: deviceId, user: userId, workspace, reason, open } = query;
        const filter = {
          deviceId,
          userId,
          workspace,
          reason,
          ...spanOf(query),
          ...(open !== undefined && { open: open === 'true' }),
        };
        const viewer = viewerOf(principalOf(request));
        const read = async (page: Parameters<typeof listSessions>[3]) => {
          const found = await listSessions(options.queries, viewer, filter, page);
          const rows = await withNames(options.queries, viewer.tenantId, found);
          return rows.map((row) => ({ ...row, at: row.startedAt }));
        };
        const page = timelinePageOf(query);
        if (wantsCsv(request)) {
          const rows = mapped(allItems(page, read), sessionView);
          return sendCsv(request, reply, { name: 'sessions', columns: CSV, rows });
        }
        const { items, nextCursor } = timelineOf(await read(page), query);
        const { recorder } = options;
        const listed = items.map((row) => ({ ...sessionView(row), phase: recorder.phaseOf(row.id) }));
        return { items: listed, nextCursor };
      },
    );

    api.get(
      '/api/v1/sessions/:id',
      {
        config: { access: 'sessions:read', problems: ['NOT_FOUND'] },
        schema: {
          operationId: 'getSession',
          tags: ['sessions'],
          summary: 'One conversation with its totals, its cost and what its start took',
          params,
          response: { 200: sessionDetailSchema },
        },
      },
      async (request) => {
        const row = await findSession(options.queries, request);
        const phase = options.recorder.phaseOf(row.id);
        return { ...sessionView(await withName(options.queries, row)), totals: row.totals, phase };
      },
    );

    api.post(
      '/api/v1/sessions',
      {
        config: { access: 'sessions:write', idempotent: true, problems: ['NOT_FOUND'] },
        schema: {
          operationId: 'createSession',
          tags: ['sessions'],
          summary: 'Lays down the next conversation of a device, for a person or a workspace',
          description:
            'The next conversation that the device opens gets this id, person and workspace. It takes the place of one that was laid down before; one that nobody comes to is removed.',
          body: newSession,
          response: { 201: sessionSchema },
        },
      },
      async (request, reply) => {
        const { deviceId, userId, workspace, validForS } = request.body;
        const viewer = viewerOf(principalOf(request));
        await demandDevice(options.queries, viewer, deviceId);
        if (userId !== undefined) await demandUser(options.queries, viewer.tenantId, userId);
        const id = await options.prepared.prepare({
          tenantId: viewer.tenantId,
          deviceId,
          userId: userId ?? null,
          workspace: workspace ?? null,
          validForMs: validForS * 1000,
        });
        const row = await readSession(options.queries, viewer, id);
        if (!row) throw new ApiProblem('NOT_FOUND', 'It was removed at once.');
        return reply
          .code(201)
          .header('location', `/api/v1/sessions/${id}`)
          .send(sessionView(await withName(options.queries, row)));
      },
    );

    api.post(
      '/api/v1/sessions/:id/end',
      {
        config: { access: 'sessions:write', problems: ['NOT_FOUND', 'CONFLICT'] },
        schema: {
          operationId: 'endSession',
          tags: ['sessions'],
          summary: 'Asks a conversation that is under way to end',
          params,
          response: { 202: z.object({ id: z.uuid(), ending: z.literal(true) }) },
        },
      },
      async (request, reply) => {
        const { id } = await findSession(options.queries, request);
        if (!options.endSession(id)) throw new ApiProblem('CONFLICT', 'It is not under way in this broker.');
        options.audit.record(audited(request, 'session.end', id));
        return reply.code(202).send({ id, ending: true });
      },
    );

    api.delete(
      '/api/v1/sessions/:id',
      {
        config: { access: 'sessions:delete', problems: ['NOT_FOUND', 'CONFLICT', 'UNAVAILABLE'] },
        schema: {
          operationId: 'deleteSession',
          tags: ['sessions'],
          summary:
            'Removes a conversation with its words, turns, course and sound; what it used stays counted',
          params,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const { id } = await findSession(options.queries, request);
        if (options.recorder.snapshot(id)) throw new ApiProblem('CONFLICT', 'It is under way. End it first.');
        // What still waits would bring it back.
        if (!(await options.queue.flush()))
          throw new ApiProblem(
            'UNAVAILABLE',
            'The database does not take what is recorded. Try again later.',
          );
        await options.queries.deleteFrom('sessions').where('id', '=', id).execute();
        options.prepared.forget(id);
        await options.recordings.remove(id);
        options.audit.record(audited(request, 'session.delete', id));
        return reply.code(204).send(null);
      },
    );
  };

const audited = (request: FastifyRequest, action: AuditAction, id: string): AuditedAction => ({
  principal: principalOf(request),
  action,
  target: { kind: 'session', id },
  result: 'ok',
});

async function* mapped<From, To>(items: AsyncIterable<From>, map: (item: From) => To): AsyncGenerator<To> {
  for await (const item of items) yield map(item);
}

async function demandDevice(
  queries: Queries,
  viewer: ReturnType<typeof viewerOf>,
  id: string,
): Promise<void> {
  const device = await queries
    .selectFrom('devices')
    .select('id')
    .where('id', '=', id)
    .where('tenantId', '=', viewer.tenantId)
    .executeTakeFirst();
  const own = await devicesOf(queries, viewer);
  if (!device || (own && !own.includes(id)))
    throw new ApiProblem('NOT_FOUND', `There is no device ${id}, or none that you may see.`);
}

async function demandUser(queries: Queries, tenantId: string, id: string): Promise<void> {
  const user = await queries
    .selectFrom('users')
    .select('id')
    .where('id', '=', id)
    .where('tenantId', '=', tenantId)
    .executeTakeFirst();
  if (!user) throw new ApiProblem('NOT_FOUND', 'There is no such person.');
}
