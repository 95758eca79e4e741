/** The last things that happened since the page was opened, the newest first. */
import type { Catalogue } from '#lib/messages/catalogue.ts';
import { formatDuration } from '#lib/shared/format.ts';
import { reasonText } from '#lib/shared/reason-text.ts';
import type { LiveFeed } from '#lib/state/live-feed.svelte.ts';

export interface RecentEvent {
  readonly key: number;
  readonly at: Date;
  readonly tone: 'neutral' | 'ok' | 'warning' | 'danger' | 'info';
  readonly text: (texts: Catalogue, locale: string) => string;
}

const MAX_EVENTS = 30;

export class RecentEvents {
  #items = $state.raw<readonly RecentEvent[]>([]);
  #count = 0;
  readonly #stops: (() => void)[];

  constructor(feed: LiveFeed, now: () => Date = () => new Date()) {
    const add = (event: Omit<RecentEvent, 'key' | 'at'>): void => {
      this.#items = [{ key: this.#count++, at: now(), ...event }, ...this.#items].slice(0, MAX_EVENTS);
    };
    this.#stops = [
      feed.on('device.online', ({ deviceId }) =>
        add({ tone: 'ok', text: ({ overview }) => overview.event.online(deviceId) }),
      ),
      feed.on('device.unstable', ({ deviceId }) =>
        add({ tone: 'warning', text: ({ overview }) => overview.event.unstable(deviceId) }),
      ),
      feed.on('device.offline', ({ deviceId }) =>
        add({ tone: 'neutral', text: ({ overview }) => overview.event.offline(deviceId) }),
      ),
      feed.on('session.started', ({ deviceId }) =>
        add({ tone: 'info', text: ({ overview }) => overview.event.started(deviceId) }),
      ),
      feed.on('session.ended', ({ deviceId, reason = '' }) =>
        add({
          tone: 'neutral',
          text: (texts) => texts.overview.event.ended(deviceId, reasonText(texts, reason || 'UNSPECIFIED')),
        }),
      ),
      feed.on('turn', ({ deviceId, spans }) => {
        const { response } = spans;
        if (response === undefined) return;
        const text = ({ overview }: Catalogue, locale: string) =>
          overview.event.turn(deviceId, formatDuration(response, locale));
        add({ tone: 'info', text });
      }),
      feed.on('alert.opened', ({ title }) => add({ tone: 'danger', text: () => title })),
    ];
  }

  get items(): readonly RecentEvent[] {
    return this.#items;
  }

  /** Idempotent. */
  close(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }
}
