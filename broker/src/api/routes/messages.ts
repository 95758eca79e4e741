/** What was said. Who may not read it does not even learn whether it is there. */
import { z } from 'zod';
import { type PlacedMessage, inPlace, listMessages, readMessage } from '../../history/queries/messages.ts';
import { readSession } from '../../history/queries/sessions.ts';
import { asSeenBy, viewerOf } from '../../history/queries/viewer.ts';
import type { Queries } from '../../store/database.ts';
import { principalOf } from '../access.ts';
import type { Routes } from '../api.ts';
import type { CsvColumn } from '../habits/csv.ts';
import { pageOf, pageQuery } from '../habits/paging.ts';
import { ApiProblem } from '../problem.ts';
import { answerTimeline, deviceQuery, spanOf, spanQuery } from '../time-lists.ts';
import { findSession } from './find-session.ts';

export interface MessageRoutesOptions {
  readonly queries: Queries;
}

const messageSchema = z.object({
  id: z.string(),
  sessionId: z.uuid(),
  deviceId: z.string(),
  at: z.iso.datetime(),
  tMs: z.int().describe('the same since its conversation began, in milliseconds'),
  role: z.enum(['user', 'assistant']),
  text: z.string(),
  generation: z.int().describe('the answer that it belongs to, or leads to'),
  interrupted: z.boolean().describe('the text is what was heard of it'),
});

const role = z.enum(['user', 'assistant']).optional();
const listQuery = pageQuery(['at'], '-at', {
  q: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('words that must be there, in any case and order; the last one may be a beginning'),
  ...deviceQuery,
  user: z.uuid().optional().describe('id of the person who held the conversation'),
  role,
  ...spanQuery,
});
const sessionQuery = pageQuery(['at'], 'at', { role, ...spanQuery });

const CSV: readonly CsvColumn<PlacedMessage>[] = [
  { header: 'at', value: ({ at }) => at.toISOString() },
  { header: 'session', value: ({ sessionId }) => sessionId },
  { header: 'device', value: ({ deviceId }) => deviceId },
  { header: 'role', value: ({ role }) => role },
  { header: 'text', value: ({ text }) => text },
  { header: 'interrupted', value: ({ interrupted }) => interrupted },
];

const view = ({ startedAt, ...row }: PlacedMessage): z.infer<typeof messageSchema> => ({
  ...row,
  id: String(row.id),
  at: row.at.toISOString(),
  tMs: Math.max(0, row.at.getTime() - startedAt.getTime()),
});

export const messageRoutes =
  ({ queries }: MessageRoutesOptions): Routes =>
  (api) => {
    api.get(
      '/api/v1/messages',
      {
        config: { access: 'messages:read', csv: true, problems: ['CURSOR_INVALID'] },
        schema: {
          operationId: 'listMessages',
          tags: ['messages'],
          summary:
            'What was said, searched by words, device and time; the newest first; CSV with Accept: text/csv',
          querystring: listQuery,
          response: { 200: pageOf(messageSchema) },
        },
      },
      async (request, reply) => {
        const { query } = request;
        const filter = { words: query.q, deviceId: query.device, role: query.role, ...spanOf(query) };
        const viewer = viewerOf(principalOf(request));
        const whose = query.user === undefined ? viewer : asSeenBy(viewer, query.user);
        const read = async (page: Parameters<typeof listMessages>[3]) =>
          whose ? inPlace(queries, await listMessages(queries, whose, filter, page)) : [];
        return answerTimeline(request, reply, { name: 'messages', columns: CSV, read, view });
      },
    );

    api.get(
      '/api/v1/sessions/:id/messages',
      {
        config: { access: 'messages:read', csv: true, problems: ['CURSOR_INVALID', 'NOT_FOUND'] },
        schema: {
          operationId: 'listMessagesOfSession',
          tags: ['messages'],
          summary: 'What was said in one conversation, in order',
          params: z.object({ id: z.uuid() }),
          querystring: sessionQuery,
          response: { 200: pageOf(messageSchema) },
        },
      },
      async (request, reply) => {
        const { query } = request;
        const session = await findSession(queries, request);
        const filter = { sessionId: session.id, role: query.role, ...spanOf(query) };
        // Whoever may see the conversation may see all that belongs to it.
        const all = { tenantId: session.tenantId };
        const read = async (page: Parameters<typeof listMessages>[3]) =>
          (await listMessages(queries, all, filter, page)).map((row) => ({
            ...row,
            startedAt: session.startedAt,
          }));
        return answerTimeline(request, reply, { name: 'messages', columns: CSV, read, view });
      },
    );

    api.get(
      '/api/v1/messages/:id',
      {
        config: { access: 'messages:read', problems: ['NOT_FOUND'] },
        schema: {
          operationId: 'getMessage',
          tags: ['messages'],
          summary: 'One message',
          params: z.object({ id: z.string().regex(/^\d{1,15}$/, 'expected a number') }),
          response: { 200: messageSchema },
        },
      },
      async (request) => {
        const viewer = viewerOf(principalOf(request));
        const row = await readMessage(queries, viewer.tenantId, Number(request.params.id));
        const session = row && (await readSession(queries, viewer, row.sessionId));
        if (!session)
          throw new ApiProblem('NOT_FOUND', 'There is no such message, or none that you may see.');
        return view({ ...row, startedAt: session.startedAt });
      },
    );
  };
