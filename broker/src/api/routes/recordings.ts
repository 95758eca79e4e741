/** The sound of conversations, where people have consented to recordings. */
import { type SendResult, send } from '@fastify/send';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { AuditSink } from '../../audit/audit-sink.ts';
import type { ListeningLog } from '../../history/recordings/listening-log.ts';
import { SoundFiles, type SoundPiece } from '../../history/recordings/sound-files.ts';
import type { SessionRecorder } from '../../history/session-recorder.ts';
import { principalKey } from '../../identity/principal.ts';
import type { Queries } from '../../store/database.ts';
import { principalOf } from '../access.ts';
import type { Routes } from '../api.ts';
import { ApiProblem } from '../problem.ts';
import { findSession } from './find-session.ts';

export interface RecordingRoutesOptions {
  readonly queries: Queries;
  readonly recordings: SoundFiles;
  readonly listening: ListeningLog;
  readonly recorder: Pick<SessionRecorder, 'snapshot'>;
  readonly audit: AuditSink;
}

const params = z.object({ id: z.uuid() });

const pieceSchema = z.object({
  name: z.string(),
  side: z.enum(['user', 'assistant']),
  startedAt: z.iso.datetime().describe('of its first sample'),
  offsetMs: z.int().describe('the same from the beginning of the conversation'),
  durationMs: z.int(),
  bytes: z.int(),
  href: z.string().describe('where it is fetched, as Ogg Opus'),
});

export const recordingRoutes =
  ({ queries, recordings, listening, recorder, audit }: RecordingRoutesOptions): Routes =>
  (api) => {
    api.get(
      '/api/v1/sessions/:id/recording',
      {
        config: { access: 'recordings:read', problems: ['NOT_FOUND'] },
        schema: {
          operationId: 'getRecording',
          tags: ['sessions'],
          summary: 'What was recorded of the sound of a conversation, piece by piece',
          description:
            'One side of the conversation to a piece; another piece begins after ten minutes of silence, when consent was given anew, and when another broker went on. While the conversation is under way they grow, about once a second.',
          params,
          response: { 200: z.object({ items: z.array(pieceSchema) }) },
        },
      },
      async (request) => {
        const { id, startedAt } = await findSession(queries, request);
        const view = (piece: SoundPiece) => ({
          ...piece,
          startedAt: piece.startedAt.toISOString(),
          offsetMs: piece.startedAt.getTime() - startedAt.getTime(),
          href: `/api/v1/sessions/${id}/recording/${piece.name}`,
        });
        return { items: (await recordings.list(id)).map(view) };
      },
    );

    api.get(
      '/api/v1/sessions/:id/recording/:name',
      {
        config: { access: 'recordings:read', problems: ['NOT_FOUND', 'RANGE_INVALID'] },
        schema: {
          operationId: 'getRecordingPiece',
          tags: ['sessions'],
          summary: 'One piece of a recording, whole or by Range; Ogg Opus, mono',
          params: params.extend({ name: z.string().max(64) }),
          response: {
            200: { content: { 'audio/ogg': { schema: z.string().meta({ format: 'binary' }) } } },
            304: z.null().describe('as with the ETag that was sent'),
            206: { content: { 'audio/ogg': { schema: z.string().meta({ format: 'binary' }) } } },
          },
        },
      },
      async (request, reply) => {
        const { id } = await findSession(queries, request);
        const { name } = request.params;
        if (!SoundFiles.isName(name)) throw noPiece();
        const root = recordings.folderOf(id);
        const piece = await send(request.raw, name, { root, cacheControl: false });
        if (piece.statusCode === 404) throw noPiece();
        const { range } = request.headers;
        if (piece.statusCode === 416)
          throw new ApiProblem('RANGE_INVALID', `The piece is shorter than that: ${range}.`, {
            headers: { 'content-range': String(piece.headers['Content-Range']) },
          });
        const principal = principalOf(request);
        const isHeard = request.method === 'GET' && piece.statusCode !== 304;
        if (isHeard && listening.isNews(principalKey(principal), `${id}/${name}`)) {
          const target = { kind: 'session', id };
          audit.record({ principal, action: 'recording.read', target, detail: { name }, result: 'ok' });
        }
        return answer(reply, piece);
      },
    );

    api.delete(
      '/api/v1/sessions/:id/recording',
      {
        config: { access: 'sessions:delete', problems: ['NOT_FOUND', 'CONFLICT'] },
        schema: {
          operationId: 'deleteRecording',
          tags: ['sessions'],
          summary: 'Removes the sound of a conversation and leaves the rest',
          params,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const { id } = await findSession(queries, request);
        if (recorder.snapshot(id)) throw new ApiProblem('CONFLICT', 'It is under way. End it first.');
        await recordings.remove(id);
        await queries.updateTable('sessions').set({ hasAudio: false }).where('id', '=', id).execute();
        audit.record({
          principal: principalOf(request),
          action: 'recording.delete',
          target: { kind: 'session', id },
          result: 'ok',
        });
        return reply.code(204).send(null);
      },
    );
  };

const answer = (reply: FastifyReply, { statusCode, headers, stream }: SendResult): FastifyReply =>
  reply
    .code(statusCode)
    .headers(headers)
    .type('audio/ogg')
    .header('cache-control', 'private, no-cache')
    .send(stream);

const noPiece = (): ApiProblem => new ApiProblem('NOT_FOUND', 'The recording has no such piece.');
