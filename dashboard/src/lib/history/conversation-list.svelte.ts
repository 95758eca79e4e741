/**
 * Conversations by page, the newest first, with what happens to them. A row never moves or goes while somebody looks at
 * it: what has begun meanwhile is counted, and shown when it is asked for.
 */
import { broker, dataOf } from '#lib/broker/client.ts';
import type { SessionSummary } from '#lib/broker/fleet-events.ts';
import type { operations } from '#lib/broker/gen/schema.d.ts';
import type { LiveFeed } from '#lib/state/live-feed.svelte.ts';
import { Paged } from '#lib/state/paged.svelte.ts';
import { Resource } from '#lib/state/resource.svelte.ts';
import { type ConversationFilter, conversationQuery } from './conversation-filter.ts';

export type Conversation =
  operations['listSessions']['responses'][200]['content']['application/json']['items'][number];

/** Why a row is marked. */
export type Mark = 'new' | 'ended';

const PAGE = 50;
/** Beyond so many new ones it is only told that there are more. */
export const MAX_FRESH = 50;
/** What has begun is in the database soon after. */
const SETTLE_MS = 1200;

type NextFrame = (draw: () => void) => void;

export class ConversationList {
  readonly pages = new Paged<Conversation>((cursor, signal) => {
    const query = { ...conversationQuery(this.#filter), limit: PAGE, ...(cursor && { cursor }) };
    return dataOf(broker.GET('/api/v1/sessions', { params: { query }, signal }));
  });
  #filter: ConversationFilter;
  #marks = $state.raw<ReadonlyMap<string, Mark>>(new Map());
  /** The first page as it would be now. */
  readonly #newest = new Resource(async (signal) => {
    const of = this.#filter;
    const query = { ...conversationQuery(of), limit: MAX_FRESH };
    const { items } = await dataOf(broker.GET('/api/v1/sessions', { params: { query }, signal }));
    return { of, items };
  });
  readonly #removed = new Set<string>();
  /** Of conversations in which something happened since the last frame. */
  readonly #changes = new Map<string, SessionSummary>();
  readonly #nextFrame: NextFrame;
  readonly #stops: (() => void)[];
  readonly #fresh = $derived.by(() => this.#freshItems());

  constructor(
    feed: LiveFeed,
    filter: ConversationFilter,
    nextFrame: NextFrame = (draw) => void requestAnimationFrame(draw),
  ) {
    this.#filter = filter;
    this.#nextFrame = nextFrame;
    const onChange = (event: SessionSummary) => this.#change(event);
    const onNews = (event: SessionSummary) => {
      this.#change(event);
      this.#newest.readSoon(SETTLE_MS);
    };
    this.#stops = [
      feed.on('session.started', onNews),
      feed.on('session.ended', onNews),
      feed.on('session.opened', onChange),
      feed.on('session.changed', onChange),
      feed.on('session.turn', onChange),
      feed.onReset(() => {
        void this.pages.refresh();
        this.#newest.readSoon(0);
      }),
    ];
  }

  get marks(): ReadonlyMap<string, Mark> {
    return this.#marks;
  }

  /** How many fit that are not shown yet. */
  get fresh(): number {
    return this.#fresh.length;
  }

  /** From the first page; what is shown stays until it is there. */
  async show(filter: ConversationFilter): Promise<void> {
    this.#filter = filter;
    this.#marks = new Map();
    await this.pages.read();
  }

  async showFresh(): Promise<void> {
    const fresh = this.#fresh.map(({ id }) => [id, 'new'] as const);
    await this.pages.read();
    this.#marks = new Map([...this.#marks, ...fresh]);
  }

  /** With all that was said. @throws {Problem} */
  async remove(id: string): Promise<void> {
    await broker.DELETE('/api/v1/sessions/{id}', { params: { path: { id } } });
    this.#removed.add(id);
    this.pages.drop((item) => item.id === id);
  }

  /** Idempotent. */
  close(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.pages.close();
    this.#newest.close();
  }

  #freshItems(): Conversation[] {
    const newest = this.#newest.value;
    const { items, hasMore } = this.pages;
    if (!newest || newest.of !== this.#filter) return [];
    const shown = new Set(items.map(({ id }) => id));
    const oldest = items.at(-1)?.startedAt ?? '';
    return newest.items.filter(
      ({ id, startedAt }) => !shown.has(id) && !this.#removed.has(id) && (!hasMore || startedAt > oldest),
    );
  }

  #change(event: SessionSummary): void {
    if (this.#changes.size === 0) this.#nextFrame(() => this.#draw());
    this.#changes.set(event.sessionId, event);
  }

  #draw(): void {
    const changes = new Map(this.#changes);
    this.#changes.clear();
    const ended = new Map<string, Mark>();
    this.pages.change((item) => {
      const event = changes.get(item.id);
      if (!event) return item;
      if (event.reason !== undefined && item.status !== 'ended') ended.set(item.id, 'ended');
      return withEvent(item, event, new Date());
    });
    if (ended.size > 0) this.#marks = new Map([...this.#marks, ...ended]);
  }
}

/** What a broker that was started anew has counted is less than what is recorded. */
function withEvent(item: Conversation, { counts, reason }: SessionSummary, now: Date): Conversation {
  const { input, output } = item.tokens;
  return {
    ...item,
    status: reason === undefined ? 'open' : 'ended',
    ...(reason !== undefined && { endReason: reason, endedAt: item.endedAt ?? now.toISOString() }),
    durationMs: Math.max(item.durationMs, now.getTime() - Date.parse(item.startedAt)),
    turns: Math.max(item.turns, counts.turns),
    interruptions: Math.max(item.interruptions, counts.interruptions),
    cost: Math.max(item.cost, counts.cost),
    tokens: {
      input: {
        speech: Math.max(input.speech, counts.inputSpeechTokens),
        text: Math.max(input.text, counts.inputTextTokens),
      },
      output: {
        speech: Math.max(output.speech, counts.outputSpeechTokens),
        text: Math.max(output.text, counts.outputTextTokens),
      },
    },
  };
}
