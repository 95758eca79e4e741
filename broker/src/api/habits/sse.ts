/**
 * Live events for browsers, as server-sent events. One bounded ring holds what happened lately, so that a client that
 * was away for a moment goes on where it was (`Last-Event-ID`); where that is not possible it hears `reset` and reads
 * everything again.
 */
import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import { ApiProblem } from '../problem.ts';
import { EventStream, eventText } from './event-stream.ts';

export interface FeedEvent {
  /** What clients ask for, like "presence". */
  readonly topic: string;
  readonly tenantId: string;
  /** Name of the event, like "device.online". */
  readonly type: string;
  /** Sent as JSON. */
  readonly data: unknown;
  /** Of events with the same key only the newest is of interest to a client that is behind. */
  readonly key?: string;
  /** Whom it is about, for clients that may only see their own. */
  readonly deviceId?: string;
  /** Only of use now: not kept for clients that come back, and left out for those that are behind. Wants a `key`. */
  readonly transient?: boolean;
}

export interface Subscription {
  /** Whose stream it is, for the limit of each. */
  readonly owner: string;
  /** Its end is the end of the stream: a sign-in, a person, a tenant. */
  readonly boundTo?: readonly string[];
  readonly tenantId: string;
  readonly topics: ReadonlySet<string>;
  /** Beyond tenant and topic. */
  readonly accepts?: (event: FeedEvent) => boolean;
  readonly lastEventId?: string | undefined;
}

export interface EventFeedOptions {
  readonly clock: Clock;
  /** Events kept for clients that come back. */
  readonly maxEvents?: number;
  /** Characters kept for them. */
  readonly maxChars?: number;
  readonly maxStreams?: number;
  readonly maxStreamsPerOwner?: number;
  /** Events that may wait for one slow client; beyond it they are dropped and it hears `reset`. */
  readonly maxQueued?: number;
}

export interface EventFeedFigures {
  readonly published: number;
  /** Open at the moment. */
  readonly streams: number;
  readonly resets: number;
  /** Events that a newer one with the same key replaced before they were sent. */
  readonly coalesced: number;
  /** Streams that were ended because their client read nothing. */
  readonly stalled: number;
}

interface Kept {
  readonly seq: number;
  readonly event: FeedEvent;
  readonly text: string;
}

const HEARTBEAT_MS = 15_000;

/** Heartbeats that a client may leave unread. */
const MAX_UNREAD_HEARTBEATS = 4;

export class EventFeed {
  readonly #options: Required<EventFeedOptions>;
  /** Ids of another process mean nothing here. */
  readonly #epoch = randomBytes(6).toString('base64url').replaceAll('-', '_');
  readonly #kept: Kept[] = [];
  readonly #streams = new Map<EventStream, Subscription>();
  /** How many streams want each topic. */
  readonly #topics = new Map<string, number>();
  #chars = 0;
  #seq = 0;
  #closed = false;
  #cancelHeartbeat: (() => void) | undefined;
  #figures = { published: 0, resets: 0, coalesced: 0, stalled: 0 };

  constructor(options: EventFeedOptions) {
    this.#options = {
      maxEvents: 2000,
      maxChars: 4 * 1024 * 1024,
      maxStreams: 500,
      maxStreamsPerOwner: 10,
      maxQueued: 256,
      ...options,
    };
  }

  get figures(): EventFeedFigures {
    return { ...this.#figures, streams: this.#streams.size };
  }

  publish(event: FeedEvent): void {
    if (this.#closed) return;
    const { transient = false } = event;
    if (transient && !this.isWanted(event.topic)) return;
    const seq = transient ? this.#seq : ++this.#seq;
    const text = eventText(event.type, this.#idOf(seq), event.data);
    if (!transient) {
      this.#kept.push({ seq, event, text });
      this.#chars += text.length;
      this.#forget();
    }
    this.#figures.published++;
    for (const [stream, subscription] of this.#streams) {
      if (!wants(subscription, event)) continue;
      const outcome = stream.offer({ seq, text, key: event.key, transient });
      if (outcome === 'coalesced') this.#figures.coalesced++;
      if (outcome === 'reset') this.#figures.resets++;
    }
  }

  /** Whether anybody listens to this topic, of whatever tenant. */
  isWanted(topic: string): boolean {
    return this.#topics.has(topic);
  }

  /** @throws {ApiProblem} TOO_MANY_STREAMS */
  open(subscription: Subscription): EventStream {
    this.#refuseTooMany(subscription);
    const stream = new EventStream({
      maxQueued: this.#options.maxQueued,
      resetText: (seq, reason) => eventText('reset', this.#idOf(seq), { reason }),
      onClosed: () => {
        if (this.#streams.delete(stream)) this.#countTopics(subscription, -1);
        if (this.#streams.size === 0) this.#cancelHeartbeat?.();
      },
    });
    if (this.#streams.size === 0) this.#beat();
    this.#streams.set(stream, subscription);
    this.#countTopics(subscription, 1);
    this.#greet(stream, subscription);
    return stream;
  }

  /** Ends the streams that are bound to what was ended, or has other rights now. */
  closeBoundTo(what: string): void {
    for (const [stream, { boundTo }] of this.#streams) if (boundTo?.includes(what)) stream.end();
  }

  /** Ends all streams. Idempotent. */
  close(): void {
    this.#closed = true;
    this.#cancelHeartbeat?.();
    for (const stream of this.#streams.keys()) stream.end();
  }

  #countTopics({ topics }: Subscription, by: 1 | -1): void {
    for (const topic of topics) {
      const count = (this.#topics.get(topic) ?? 0) + by;
      if (count > 0) this.#topics.set(topic, count);
      else this.#topics.delete(topic);
    }
  }

  #greet(stream: EventStream, subscription: Subscription): void {
    const { lastEventId } = subscription;
    if (lastEventId === undefined || lastEventId === '') {
      stream.begin(eventText('ready', this.#idOf(this.#seq), {}));
      return;
    }
    stream.begin('');
    const missed = this.#since(lastEventId)?.filter(({ event }) => wants(subscription, event));
    if (!missed || missed.length > this.#options.maxQueued) {
      this.#figures.resets++;
      stream.reset(this.#seq, 'gap');
      return;
    }
    for (const { seq, event, text } of missed) stream.offer({ seq, text, key: event.key });
  }

  /** Undefined when something since then is no longer here, or the id is none of ours. */
  #since(lastEventId: string): Kept[] | undefined {
    const [epoch, text = ''] = lastEventId.split('-');
    const seq = Number(text);
    if (epoch !== this.#epoch || !/^\d{1,15}$/.test(text) || seq > this.#seq) return undefined;
    const oldest = this.#kept[0]?.seq ?? this.#seq + 1;
    return seq < oldest - 1 ? undefined : this.#kept.filter((kept) => kept.seq > seq);
  }

  #forget(): void {
    while (this.#kept.length > this.#options.maxEvents || this.#chars > this.#options.maxChars) {
      const oldest = this.#kept.shift();
      if (!oldest) return;
      this.#chars -= oldest.text.length;
    }
  }

  #refuseTooMany({ owner }: Subscription): void {
    const own = [...this.#streams.values()].filter((subscription) => subscription.owner === owner).length;
    const { maxStreams, maxStreamsPerOwner } = this.#options;
    if (!this.#closed && own < maxStreamsPerOwner && this.#streams.size < maxStreams) return;
    throw new ApiProblem('TOO_MANY_STREAMS', 'Close other pages or programs that listen, and try again.', {
      headers: { 'retry-after': '10' },
    });
  }

  /** Proxies end what is silent, and a client that is gone is noticed only by writing to it. */
  #beat(): void {
    this.#cancelHeartbeat = this.#options.clock.after(HEARTBEAT_MS, () => {
      this.#beat();
      for (const stream of this.#streams.keys()) {
        if (stream.heartbeat() <= MAX_UNREAD_HEARTBEATS) continue;
        this.#figures.stalled++;
        stream.destroy();
      }
    });
  }

  #idOf(seq: number): string {
    return `${this.#epoch}-${seq}`;
  }
}

function wants({ tenantId, topics, accepts }: Subscription, event: FeedEvent): boolean {
  return event.tenantId === tenantId && topics.has(event.topic) && (accepts?.(event) ?? true);
}

/** For a query `?topics=presence,sessions`; when left out, all of `byDefault`. */
export const topicsQuery = <const Topic extends string>(
  topics: readonly [Topic, ...Topic[]],
  byDefault: readonly Topic[] = topics,
) =>
  z
    .string()
    .max(500)
    .default(byDefault.join(','))
    .transform((text) => [...new Set(text.split(','))])
    .pipe(z.array(z.enum(topics)))
    .describe(`some of ${topics.join(', ')}, with commas between them`);

/** The answer of a route that streams. EventSource sends the last id as a header, other clients may as a query. */
export function sendEvents(
  request: FastifyRequest,
  reply: FastifyReply,
  feed: EventFeed,
  subscription: Omit<Subscription, 'lastEventId'>,
): FastifyReply {
  reply.type('text/event-stream; charset=utf-8');
  // Proxies must neither keep nor collect it.
  reply.headers({ 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' });
  if (request.method === 'HEAD') return reply.send();
  const { 'last-event-id': lastEventId } = request.headers;
  return reply.send(
    feed.open({ ...subscription, lastEventId: typeof lastEventId === 'string' ? lastEventId : undefined }),
  );
}
