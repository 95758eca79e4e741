/** Turns with their times, and how long people wait for answers. */
import { z } from 'zod';
import { type TurnRow, latencies, listTurns } from '../../history/queries/turns.ts';
import { viewerOf } from '../../history/queries/viewer.ts';
import type { Queries } from '../../store/database.ts';
import { principalOf } from '../access.ts';
import type { Routes } from '../api.ts';
import type { CsvColumn } from '../habits/csv.ts';
import { pageOf, pageQuery } from '../habits/paging.ts';
import { answerTimeline, boundedSpan, deviceQuery, spanOf, spanQuery, timeZoneQuery } from '../time-lists.ts';
import { findSession } from './find-session.ts';

export interface TurnRoutesOptions {
  readonly queries: Queries;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const ms = z.number().nullable().describe('milliseconds');

const turnSchema = z.object({
  id: z.string(),
  sessionId: z.uuid(),
  deviceId: z.string(),
  at: z.iso.datetime().describe('when it was over'),
  generation: z.int(),
  marks: z.record(z.string(), z.number()).describe('milliseconds since the first mark'),
  spans: z
    .object({ response: ms, endpointing: ms, thinking: ms, tool: ms, bridge: ms, delivery: ms })
    .describe('response: from the end of the question to the first sound of the answer'),
  playedMs: ms,
  interrupted: z.boolean(),
});

const view = (row: TurnRow): z.infer<typeof turnSchema> => ({
  id: String(row.id),
  sessionId: row.sessionId,
  deviceId: row.deviceId,
  at: row.at.toISOString(),
  generation: row.generation,
  marks: row.marks,
  spans: {
    response: row.responseMs,
    endpointing: row.endpointingMs,
    thinking: row.thinkingMs,
    tool: row.toolMs,
    bridge: row.bridgeMs,
    delivery: row.deliveryMs,
  },
  playedMs: row.playedMs,
  interrupted: row.interrupted,
});

const CSV: readonly CsvColumn<TurnRow>[] = [
  { header: 'at', value: ({ at }) => at.toISOString() },
  { header: 'session', value: ({ sessionId }) => sessionId },
  { header: 'device', value: ({ deviceId }) => deviceId },
  { header: 'responseMs', value: ({ responseMs }) => responseMs },
  { header: 'endpointingMs', value: ({ endpointingMs }) => endpointingMs },
  { header: 'thinkingMs', value: ({ thinkingMs }) => thinkingMs },
  { header: 'toolMs', value: ({ toolMs }) => toolMs },
  { header: 'bridgeMs', value: ({ bridgeMs }) => bridgeMs },
  { header: 'deliveryMs', value: ({ deliveryMs }) => deliveryMs },
  { header: 'playedMs', value: ({ playedMs }) => playedMs },
  { header: 'interrupted', value: ({ interrupted }) => interrupted },
];

const listQuery = pageQuery(['at'], '-at', { ...deviceQuery, ...spanQuery });
const sessionQuery = pageQuery(['at'], 'at', spanQuery);

const latencyQuery = z.strictObject({
  by: z.enum(['day', 'device']).default('day'),
  ...deviceQuery,
  from: spanQuery.from,
  to: spanQuery.to,
  timeZone: timeZoneQuery,
  limit: z.coerce.number().int().min(1).max(200).default(100),
});

const latencySchema = z.object({
  items: z.array(
    z.object({
      key: z.string().describe('the day, or the id of the device'),
      turns: z.int(),
      interrupted: z.int(),
      responseP50Ms: ms,
      responseP95Ms: ms,
      thinkingP50Ms: ms,
      thinkingP95Ms: ms,
    }),
  ),
});

/** Percentiles look at every turn. By `by`: how much is looked at when nothing is said, and at most. */
const DAYS = { day: { usual: 7, most: 31 }, device: { usual: 1, most: 31 } };

export const turnRoutes =
  ({ queries, now }: TurnRoutesOptions): Routes =>
  (api) => {
    api.get(
      '/api/v1/turns',
      {
        config: { access: 'sessions:read', csv: true, problems: ['CURSOR_INVALID'] },
        schema: {
          operationId: 'listTurns',
          tags: ['turns'],
          summary: 'Turns with their marks and spans, the newest first; CSV with Accept: text/csv',
          querystring: listQuery,
          response: { 200: pageOf(turnSchema) },
        },
      },
      async (request, reply) => {
        const { query } = request;
        const viewer = viewerOf(principalOf(request));
        const filter = { deviceId: query.device, ...spanOf(query) };
        const read = (page: Parameters<typeof listTurns>[3]) => listTurns(queries, viewer, filter, page);
        return answerTimeline(request, reply, { name: 'turns', columns: CSV, read, view });
      },
    );

    api.get(
      '/api/v1/sessions/:id/turns',
      {
        config: { access: 'sessions:read', csv: true, problems: ['CURSOR_INVALID', 'NOT_FOUND'] },
        schema: {
          operationId: 'listTurnsOfSession',
          tags: ['turns'],
          summary: 'The turns of one conversation, in order',
          params: z.object({ id: z.uuid() }),
          querystring: sessionQuery,
          response: { 200: pageOf(turnSchema) },
        },
      },
      async (request, reply) => {
        const { query } = request;
        const session = await findSession(queries, request);
        const filter = { sessionId: session.id, ...spanOf(query) };
        const all = { tenantId: session.tenantId };
        const read = (page: Parameters<typeof listTurns>[3]) => listTurns(queries, all, filter, page);
        return answerTimeline(request, reply, { name: 'turns', columns: CSV, read, view });
      },
    );

    api.get(
      '/api/v1/latencies',
      {
        config: { access: 'sessions:read' },
        schema: {
          operationId: 'getLatencies',
          tags: ['turns'],
          summary:
            'How long people waited: percentiles by day (usually of a week) or by device (of a day), of at most 31 days',
          querystring: latencyQuery,
          response: { 200: latencySchema },
        },
      },
      async (request) => {
        const { by, device: deviceId, timeZone, limit } = request.query;
        const { from, to } = boundedSpan(request.query, now(), DAYS[by]);
        const viewer = viewerOf(principalOf(request));
        return { items: await latencies(queries, viewer, { by, deviceId, timeZone, limit, from, to }) };
      },
    );
  };
