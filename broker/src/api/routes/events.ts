/** What happens, while it happens: one stream for a page, and one for a conversation. */
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Audience } from '../../history/audience.ts';
import type { DevicePlaces } from '../../history/device-places.ts';
import { withName } from '../../history/queries/session-names.ts';
import { devicesOf, viewerOf } from '../../history/queries/viewer.ts';
import { type SessionRow, readSession } from '../../history/queries/sessions.ts';
import { recordedEvents } from '../../history/recorded-events.ts';
import { textTopicOf, topicOf } from '../../history/session-publisher.ts';
import type { SessionRecorder } from '../../history/session-recorder.ts';
import type { SessionSnapshot } from '../../history/session-tally.ts';
import { LEVELS, WORDS, eachOf } from '../../history/wall-feed.ts';
import type { WriteQueue } from '../../history/write-queue.ts';
import { type Principal, principalKey, tagsOf } from '../../identity/principal.ts';
import type { Queries } from '../../store/database.ts';
import { principalOf } from '../access.ts';
import type { Routes } from '../api.ts';
import { eventText } from '../habits/event-stream.ts';
import { type EventFeed, type FeedEvent, topicsQuery } from '../habits/sse.ts';
import { ApiProblem } from '../problem.ts';
import { sessionView } from './session-schemas.ts';

export interface EventRoutesOptions {
  readonly queries: Queries;
  readonly feed: EventFeed;
  readonly sessionFeed: EventFeed;
  readonly places: DevicePlaces;
  readonly recorder: Pick<SessionRecorder, 'snapshot'>;
  readonly queue: Pick<WriteQueue, 'flush'>;
  readonly audience: Audience;
}

/** Told of when they are not named. */
const USUAL_TOPICS = ['presence', 'sessions', 'turns', 'alerts', 'configuration'] as const;
/** The last two are for a wall of conversations: many, so whoever wants them says so. */
export const TOPICS = [...USUAL_TOPICS, LEVELS, WORDS] as const;

/** Alerts have a permission of their own. */
const ALERTS = 'alerts';

const stream = { 200: { content: { 'text/event-stream': { schema: z.string() } } } };

export const eventRoutes =
  (options: EventRoutesOptions): Routes =>
  (api) => {
    const { feed, sessionFeed, audience, queries, recorder } = options;
    // Streams never end by themselves.
    api.addHook('preClose', async () => {
      feed.close();
      sessionFeed.close();
    });

    api.get(
      '/api/v1/events',
      {
        config: { access: 'sessions:read', problems: ['TOO_MANY_STREAMS'] },
        schema: {
          operationId: 'getEvents',
          tags: ['events'],
          summary: 'Live events as server-sent events; goes on after Last-Event-ID',
          description:
            'On "reset" something was missed: read again what you show. "levels" and "words" come only when they are asked ' +
            'for, together for all conversations, five times a second; "words" wants the permission messages:read.',
          querystring: z.strictObject({ topics: topicsQuery(TOPICS, USUAL_TOPICS) }),
          response: stream,
        },
      },
      async (request, reply) => {
        const principal = principalOf(request);
        const { tenantId } = principal;
        const mayAlerts = principal.permissions.has('alerts:read') && principal.scope === 'tenant';
        const texts = principal.permissions.has('messages:read');
        const may = (topic: string): boolean =>
          topic === ALERTS ? mayAlerts : topic === WORDS ? texts : true;
        const isOfAll = (topic: string): boolean => topic === LEVELS || topic === WORDS;
        const wanted = request.query.topics.filter(may);
        const topics = new Set<string>(
          principal.scope === 'tenant'
            ? wanted
            : wanted.map((topic) => (isOfAll(topic) ? eachOf(topic) : topic)),
        );
        if (request.method === 'HEAD') return sendStream(reply, undefined);
        const opened = feed.open({
          owner: principalKey(principal),
          boundTo: tagsOf(principal),
          tenantId,
          topics,
          ...ownOnly(principal, options.places),
          lastEventId: lastEventIdOf(request),
        });
        opened.once('close', audience.join(tenantId, principal));
        return sendStream(reply, opened);
      },
    );

    api.get(
      '/api/v1/sessions/:id/events',
      {
        config: { access: 'sessions:read', problems: ['NOT_FOUND', 'TOO_MANY_STREAMS'] },
        schema: {
          operationId: 'getEventsOfSession',
          tags: ['events'],
          summary:
            'The course of one conversation: first a snapshot, then what happens; of one that is over, its record',
          description: 'Without the permission messages:read, without what is said.',
          params: z.object({ id: z.uuid() }),
          querystring: z.strictObject({
            past: z
              .stringbool()
              .default(false)
              .describe(
                'of one that is under way, also what was recorded of it so far, in front of what happens',
              ),
          }),
          response: stream,
        },
      },
      async (request, reply) => {
        const principal = principalOf(request);
        const texts = principal.permissions.has('messages:read');
        const { id } = request.params;
        const viewer = viewerOf(principal);
        const live = recorder.snapshot(id);
        // Its row may not be written yet.
        const row = await readSession(queries, viewer, id);
        if (!row && !(live && (await seesDevice(options, principal, live.deviceId))))
          throw new ApiProblem('NOT_FOUND', 'There is no such conversation, or none that you may see.');
        if (request.method === 'HEAD') return sendStream(reply, undefined);
        const lastEventId = lastEventIdOf(request);
        // It may have ended meanwhile.
        const snapshot = recorder.snapshot(id);
        if (!snapshot) {
          if (!row) throw new ApiProblem('NOT_FOUND', 'It has just ended. Ask again in a second.');
          return sendRecorded(reply, queries, row, { texts, lastEventId });
        }
        const goesOn = lastEventId !== undefined && !lastEventId.startsWith(RECORDED);
        const opened = sessionFeed.open({
          owner: principalKey(principal),
          boundTo: tagsOf(principal),
          tenantId: principal.tenantId,
          topics: new Set(texts ? [topicOf(id), textTopicOf(id)] : [topicOf(id)]),
          // What is told a little late may be in the snapshot already.
          accepts: ({ data, transient }) =>
            goesOn || transient === true || (data as { n: number }).n > snapshot.n,
          lastEventId: goesOn ? lastEventId : undefined,
        });
        if (!goesOn)
          opened.offer({
            seq: 0,
            text: eventText('snapshot', `${RECORDED}0`, withoutTexts(snapshot, texts)),
          });
        opened.once('close', audience.join(principal.tenantId, principal));
        if (goesOn || !row || !request.query.past) return sendStream(reply, opened);
        await options.queue.flush();
        return sendStream(reply, withPast(opened, pastOf(queries, id, { texts, snapshot })));
      },
    );
  };

/** What was recorded before the snapshot was made. Losing its place in it, a browser begins anew. */
async function* pastOf(
  queries: Queries,
  id: string,
  { texts, snapshot }: { readonly texts: boolean; readonly snapshot: SessionSnapshot },
): AsyncGenerator<string> {
  for await (const { event } of recordedEvents(queries, id, { after: 0, texts })) {
    const isOfThis = event.at >= snapshot.startedAt;
    if (isOfThis && event.n > snapshot.n) return;
    yield eventText(event.kind, `${RECORDED}0`, event);
  }
}

function withPast(opened: Readable, past: AsyncIterable<string>): Readable {
  const both = Readable.from(
    (async function* () {
      yield* past;
      yield* opened;
    })(),
  );
  // Whichever ends first ends the other.
  both.once('close', () => opened.destroy());
  return both;
}

/** In front of the ids of recorded events, which count anew with each conversation. */
const RECORDED = 'recorded_';

const withoutTexts = (snapshot: SessionSnapshot, texts: boolean): object =>
  texts ? snapshot : { ...snapshot, transcripts: [] };

function sendStream(reply: FastifyReply, events: Readable | undefined): FastifyReply {
  reply.type('text/event-stream; charset=utf-8');
  // Proxies must neither keep nor collect it.
  reply.headers({ 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' });
  return reply.send(events);
}

function lastEventIdOf({ headers }: FastifyRequest): string | undefined {
  const id = headers['last-event-id'];
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/** By what is known of the device, which was asked for before the event was published. */
function ownOnly(principal: Principal, places: DevicePlaces): { accepts?: (event: FeedEvent) => boolean } {
  if (principal.scope === 'tenant') return {};
  const own = (deviceId: string): boolean =>
    principal.kind === 'device' ? deviceId === principal.id : places.peek(deviceId)?.ownerId === principal.id;
  return { accepts: ({ deviceId }) => deviceId !== undefined && own(deviceId) };
}

async function seesDevice(
  { queries, places }: EventRoutesOptions,
  principal: Principal,
  deviceId: string,
): Promise<boolean> {
  const place = await places.find(deviceId);
  if (place?.tenantId !== principal.tenantId) return false;
  const devices = await devicesOf(queries, viewerOf(principal));
  return !devices || devices.includes(deviceId);
}

/** Ends with the record; a browser that connects again is told by 204 to let it be. */
function sendRecorded(
  reply: FastifyReply,
  queries: Queries,
  row: SessionRow,
  { texts, lastEventId }: { readonly texts: boolean; readonly lastEventId: string | undefined },
): FastifyReply {
  if (lastEventId === `${RECORDED}end`) return reply.code(204).send();
  const after = Number(/^recorded_(\d{1,9})$/.exec(lastEventId ?? '')?.[1] ?? 0);
  const lines = async function* (): AsyncGenerator<string> {
    if (after === 0) yield eventText('snapshot', `${RECORDED}0`, sessionView(await withName(queries, row)));
    for await (const { seq, event } of recordedEvents(queries, row.id, { after, texts }))
      yield eventText(event.kind, `${RECORDED}${seq}`, event);
    yield eventText('end', `${RECORDED}end`, {});
  };
  return sendStream(reply, Readable.from(lines()));
}
