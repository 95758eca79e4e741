/**
 * All conversations that go on now. Two streams in all: that of the page, which tells who begins and ends, and one for how
 * loud they are and their last words, together for all.
 */
import { broker, dataOf } from '#lib/broker/client.ts';
import type { SessionSummary } from '#lib/broker/fleet-events.ts';
import { LiveEvents } from '#lib/broker/live-events.ts';
import type { LevelsEvent, WordsEvent } from '#lib/broker/session-events.ts';
import type { LiveFeed } from '#lib/state/live-feed.svelte.ts';
import { Resource } from '#lib/state/resource.svelte.ts';
import { LevelHistory } from './level-history.ts';

/** Tiles that are drawn; of what is beyond there is the number. */
const MAX_TILES = 200;
/** How long one that has ended stays, so that it is seen why. */
const FAREWELL_MS = 6000;

export class Tile {
  readonly sessionId: string;
  readonly deviceId: string;
  readonly startedAt: string;
  readonly levels = new LevelHistory();
  phase = $state('');
  turns = $state(0);
  cost = $state(0);
  user = $state('');
  assistant = $state('');
  /** What the assistant says is planned, not said. */
  isPlanned = $state(false);
  /** Why it ended; empty while it goes on. */
  reason = $state('');

  constructor({
    sessionId,
    deviceId,
    startedAt,
  }: Pick<SessionSummary, 'sessionId' | 'deviceId' | 'startedAt'>) {
    this.sessionId = sessionId;
    this.deviceId = deviceId;
    this.startedAt = startedAt;
  }

  take({ phase, counts, reason = '' }: SessionSummary): void {
    this.phase = phase;
    this.turns = counts.turns;
    this.cost = counts.cost;
    this.reason = reason;
  }
}

export class Wall {
  readonly open;
  readonly #tiles = new Map<string, Tile>();
  /** Those of which something was told since they are being read: what was told is newer. */
  readonly #told = new Set<string>();
  #shown = $state.raw<readonly Tile[]>([]);
  #count = $state(0);
  readonly #stops: (() => void)[];
  readonly #farewells = new Set<ReturnType<typeof setTimeout>>();
  readonly #events: LiveEvents;

  constructor(feed: LiveFeed, onSignedOut: () => void) {
    this.open = new Resource((signal) =>
      dataOf(
        broker.GET('/api/v1/sessions', { params: { query: { open: 'true', limit: MAX_TILES } }, signal }),
      ),
    );
    void this.read();
    const changed = (summary: SessionSummary): void => {
      this.#told.add(summary.sessionId);
      this.#tileOf(summary).take(summary);
    };
    this.#stops = [
      feed.on('session.started', changed),
      feed.on('session.opened', changed),
      feed.on('session.changed', changed),
      feed.on('session.turn', changed),
      feed.on('session.ended', (summary) => {
        this.#told.add(summary.sessionId);
        const tile = this.#tiles.get(summary.sessionId);
        if (tile) this.#farewell(tile, summary);
      }),
      feed.onReset(() => void this.read()),
    ];
    this.#events = new LiveEvents({
      url: '/api/v1/events?topics=levels,words',
      types: ['levels', 'words'],
      onEvent: (type, data) =>
        type === 'levels' ? this.#levels(data as LevelsEvent) : this.#words(data as WordsEvent),
      // What was missed is over; the next comes by itself.
      onReset: () => {},
      onState: () => {},
      onSignedOut,
    });
  }

  /** Those that began first stand first, and stay where they are. */
  get tiles(): readonly Tile[] {
    return this.#shown;
  }

  /** Of those that go on. */
  get count(): number {
    return this.#count;
  }

  /** More go on than are shown. */
  get hasMore(): boolean {
    const { nextCursor = null } = this.open.value ?? {};
    return this.#count > MAX_TILES || (nextCursor !== null && this.#count === MAX_TILES);
  }

  /** Idempotent. */
  close(): void {
    this.open.close();
    this.#events.close();
    for (const stop of this.#stops.splice(0)) stop();
    for (const farewell of this.#farewells) clearTimeout(farewell);
  }

  /** Never rejects. */
  async read(): Promise<void> {
    const before = this.open.value;
    this.#told.clear();
    await this.open.read();
    const { value } = this.open;
    // It could not be read, or is being read once more.
    if (!value || value === before) return;
    const there = new Set(value.items.map(({ id }) => id));
    for (const [id, { reason }] of this.#tiles)
      if (reason === '' && !there.has(id) && !this.#told.has(id)) this.#tiles.delete(id);
    for (const { id: sessionId, deviceId, startedAt, status, phase, turns, cost } of value.items) {
      // Nobody has come to it yet, or it is another one meanwhile.
      if (status !== 'open' || this.#told.has(sessionId)) continue;
      const tile = this.#tiles.get(sessionId) ?? new Tile({ sessionId, deviceId, startedAt });
      this.#tiles.set(sessionId, tile);
      tile.phase = phase ?? tile.phase;
      tile.turns = turns;
      tile.cost = cost;
    }
    this.#show();
  }

  #tileOf(summary: SessionSummary): Tile {
    const known = this.#tiles.get(summary.sessionId);
    if (known) return known;
    const tile = new Tile(summary);
    this.#tiles.set(summary.sessionId, tile);
    this.#show();
    return tile;
  }

  #farewell(tile: Tile, summary: SessionSummary): void {
    tile.take({ ...summary, phase: 'ended' });
    this.#count = this.#going;
    const farewell = setTimeout(() => {
      this.#farewells.delete(farewell);
      // Another broker has gone on with it.
      if (tile.reason === '') return;
      this.#tiles.delete(tile.sessionId);
      this.#show();
    }, FAREWELL_MS);
    this.#farewells.add(farewell);
  }

  get #going(): number {
    return [...this.#tiles.values()].filter(({ reason }) => reason === '').length;
  }

  #show(): void {
    const sorted = [...this.#tiles.values()].sort((a, b) => a.startedAt.localeCompare(b.startedAt));
    this.#shown = sorted.slice(0, MAX_TILES);
    this.#count = this.#going;
  }

  #levels({ sessions }: LevelsEvent): void {
    const nowMs = performance.now();
    for (const { sessionId, user, assistant } of sessions)
      this.#tiles.get(sessionId)?.levels.add(user, assistant, nowMs);
  }

  #words({ sessions }: WordsEvent): void {
    for (const { sessionId, role, stage, text } of sessions) {
      const tile = this.#tiles.get(sessionId);
      if (!tile) continue;
      tile[role] = text;
      if (role === 'assistant') tile.isPlanned = stage === 'speculative';
    }
  }
}
