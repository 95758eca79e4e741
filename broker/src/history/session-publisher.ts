/** Tells browsers what happens in conversations: to those who may see the device, and words only to those who may read them. */
import type { Clock } from '../clock.ts';
import type { ConversationContext } from '../session/conversation-events.ts';
import type { DevicePlaces, DevicePlace } from './device-places.ts';
import { type SessionEvent, isText } from './session-events.ts';
import type { PeaksEvent, SessionSummary } from './session-tally.ts';
import type { WallFeed } from './wall-feed.ts';

/** Takes what browsers are told. */
export interface Feed {
  publish(event: {
    readonly topic: string;
    readonly tenantId: string;
    readonly type: string;
    readonly data: unknown;
    readonly key?: string;
    readonly deviceId?: string;
    readonly transient?: boolean;
  }): void;
  /** Whether anybody listens to this topic. */
  isWanted(topic: string): boolean;
}

export interface SessionPublisherOptions {
  readonly places: DevicePlaces;
  /** For lists: topics "sessions" and "turns". */
  readonly feed: Feed;
  /** For whoever looks at one conversation; topics by `topicOf`. */
  readonly sessionFeed: Feed;
  readonly wall: Pick<WallFeed, 'peaks' | 'words' | 'wantsPeaks'>;
  readonly clock: Clock;
}

/** Everything but what is said. */
export const topicOf = (sessionId: string): string => `session:${sessionId}`;
export const textTopicOf = (sessionId: string): string => `texts:${sessionId}`;

/** While it is not known yet whose the device is; the oldest goes. */
const MAX_WAITING = 200;
const USAGE_EVERY_MS = 1000;

type Publish = (place: DevicePlace) => void;

export class SessionPublisher {
  readonly #options: SessionPublisherOptions;
  /** By conversation, in order. */
  readonly #waiting = new Map<string, Publish[]>();
  /** When tokens were told last, by conversation. */
  readonly #usageToldAt = new Map<string, number>();

  constructor(options: SessionPublisherOptions) {
    this.#options = options;
  }

  publish(context: ConversationContext, event: SessionEvent, summary: () => SessionSummary): void {
    const { sessionId, deviceId } = context;
    if (event.kind === 'usage' && !this.#isTimeForUsage(sessionId)) return;
    if (event.kind === 'ended') this.#usageToldAt.delete(sessionId);
    const summed = isOfLists(event) ? summary() : undefined;
    const publish: Publish = (place) => this.#publish(context, place, event, summed);
    const queue = this.#waiting.get(sessionId);
    if (queue) {
      queue.push(publish);
      if (queue.length > MAX_WAITING) queue.shift();
      return;
    }
    const known = this.#options.places.peek(deviceId);
    if (known && event.kind !== 'started') return publish(known);
    const waiting = [publish];
    this.#waiting.set(sessionId, waiting);
    void this.#options.places.find(deviceId).then((place) => {
      this.#waiting.delete(sessionId);
      if (place) for (const one of waiting) one(place);
    });
  }

  /** Hot path: waveforms are not kept, and not even written down where nobody looks. */
  publishPeaks({ sessionId, deviceId }: ConversationContext, seen: () => PeaksEvent): void {
    const tenantId = this.#options.places.peek(deviceId)?.tenantId;
    // So early, and so late, that whoever looks will hear of it in the snapshot.
    if (tenantId === undefined) return;
    const { sessionFeed, wall } = this.#options;
    const topic = topicOf(sessionId);
    const isWanted = sessionFeed.isWanted(topic);
    if (!isWanted && !wall.wantsPeaks) return;
    const event = seen();
    wall.peaks({ tenantId, sessionId, deviceId }, event);
    if (!isWanted) return;
    const key = `peaks ${sessionId} ${event.tMs}`;
    sessionFeed.publish({ topic, tenantId, type: event.kind, data: event, deviceId, key, transient: true });
  }

  /** The model counts many times a second. */
  #isTimeForUsage(sessionId: string): boolean {
    const now = this.#options.clock.now();
    if (now - (this.#usageToldAt.get(sessionId) ?? -Infinity) < USAGE_EVERY_MS) return false;
    this.#usageToldAt.set(sessionId, now);
    return true;
  }

  #publish(
    { sessionId, deviceId }: ConversationContext,
    { tenantId }: DevicePlace,
    event: SessionEvent,
    summary: SessionSummary | undefined,
  ): void {
    const { feed, sessionFeed } = this.#options;
    sessionFeed.publish({
      topic: isText(event.kind) ? textTopicOf(sessionId) : topicOf(sessionId),
      tenantId,
      type: event.kind,
      data: event,
      deviceId,
      ...(event.kind === 'usage' && { key: `usage ${sessionId}` }),
    });
    if (event.kind === 'transcript') this.#options.wall.words({ tenantId, sessionId, deviceId }, event);
    if (!summary) return;
    const data = { ...summary, ...(event.kind === 'ended' && { reason: event.reason }) };
    feed.publish({
      topic: 'sessions',
      tenantId,
      type: `session.${event.kind === 'state' ? 'changed' : event.kind}`,
      data,
      deviceId,
      ...(event.kind === 'state' && { key: `session ${sessionId}` }),
    });
    if (event.kind === 'turn')
      feed.publish({
        topic: 'turns',
        tenantId,
        type: 'turn',
        data: { sessionId, deviceId, ...event },
        deviceId,
      });
  }
}

/** A change of state is the moment to tell lists of tokens and costs, too; a new stream that it has the settings. */
const OF_LISTS: ReadonlySet<SessionEvent['kind']> = new Set([
  'started',
  'opened',
  'state',
  'settings',
  'modelRenewed',
  'turn',
  'ended',
]);
const isOfLists = ({ kind }: SessionEvent): boolean => OF_LISTS.has(kind);
