/** What the overview shows: read as a whole when it is asked for, and again what an event says has changed. */
import { broker, dataOf } from '#lib/broker/client.ts';
import { dayOf, hourOf, ownTimeZone, startOfDay } from '#lib/shared/local-days.ts';
import type { LiveFeed } from '#lib/state/live-feed.svelte.ts';
import { Resource } from '#lib/state/resource.svelte.ts';
import type { Viewer } from '#lib/state/viewer.svelte.ts';

/** Beyond this it is only told that there are more. */
export const MAX_ALERTS = 20;
const HOUR_MS = 3_600_000;
/** Events come in bursts. */
const SETTLE_MS = 1500;

interface Today {
  readonly turns: number;
  readonly sessions: number;
  readonly tokens: number;
  readonly cost: number;
}

interface Hour {
  /** `2026-11-30T14:00:00`, of the zone of whoever looks. */
  readonly start: string;
  readonly turns: number;
}

export class Overview {
  readonly devices = new Resource((signal) => dataOf(broker.GET('/api/v1/device-summary', { signal })));
  readonly online = new Resource((signal) => dataOf(broker.GET('/api/v1/online', { signal })));
  readonly today = new Resource(async (signal): Promise<Today> => {
    const from = startOfDay(dayOf(new Date())).toISOString();
    const query = { by: 'day' as const, from, timeZone: ownTimeZone() };
    const { items } = await dataOf(broker.GET('/api/v1/usage', { params: { query }, signal }));
    const [item] = items;
    if (!item) return { turns: 0, sessions: 0, tokens: 0, cost: 0 };
    const { input, output } = item.tokens;
    return { ...item, tokens: input.speech + input.text + output.speech + output.text };
  });
  /** The last 24, the present one included. */
  readonly hours = new Resource(async (signal) => {
    const firstMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 23 * HOUR_MS;
    const query = { by: 'hour' as const, from: new Date(firstMs).toISOString(), timeZone: ownTimeZone() };
    const { items } = await dataOf(broker.GET('/api/v1/usage', { params: { query }, signal }));
    // Hours without use are left out by the broker; the two that have one name are one for it.
    const names = Array.from({ length: 24 }, (_, i) => hourOf(new Date(firstMs + i * HOUR_MS)));
    const turns = new Map(items.map((item) => [item.start, item.turns]));
    return [...new Set(names)].map((start): Hour => ({ start, turns: turns.get(start) ?? 0 }));
  });
  readonly latencies = new Resource(async (signal) => {
    const query = { by: 'day' as const, timeZone: ownTimeZone() };
    return (await dataOf(broker.GET('/api/v1/latencies', { params: { query }, signal }))).items;
  });
  readonly alerts = new Resource(async (signal) => {
    const query = { open: 'true' as const, limit: MAX_ALERTS + 1 };
    return (await dataOf(broker.GET('/api/v1/alerts', { params: { query }, signal }))).items;
  });
  readonly #all: readonly Resource<unknown>[];
  readonly #stops: (() => void)[];

  constructor(feed: LiveFeed, viewer: Viewer) {
    const { devices, online, today, hours, latencies, alerts } = this;
    this.#all = [
      online,
      today,
      hours,
      latencies,
      ...(viewer.can('devices:read') ? [devices] : []),
      ...(viewer.can('alerts:read') ? [alerts] : []),
    ];
    const soon = (...parts: Resource<unknown>[]) => {
      const wanted = parts.filter((part) => this.#all.includes(part));
      return () => wanted.forEach((part) => part.readSoon(SETTLE_MS));
    };
    const presence = soon(devices, online);
    const sessions = soon(online, today);
    const turns = soon(today, hours, latencies);
    const warned = soon(alerts);
    this.#stops = [
      feed.on('device.online', presence),
      feed.on('device.unstable', presence),
      feed.on('device.offline', presence),
      feed.on('session.started', sessions),
      feed.on('session.ended', sessions),
      feed.on('turn', turns),
      feed.on('alert.opened', warned),
      feed.on('alert.acknowledged', warned),
      feed.on('alert.resolved', warned),
      feed.on('alert.superseded', warned),
      feed.on('alert.closed', warned),
      feed.onReset(() => void this.read()),
    ];
  }

  /** Whatever could not be read last. */
  get error(): unknown {
    return this.#all.find(({ error }) => error !== undefined)?.error;
  }

  async read(): Promise<void> {
    await Promise.all(this.#all.map((part) => part.read()));
  }

  /** Idempotent. */
  close(): void {
    for (const stop of this.#stops.splice(0)) stop();
    for (const part of this.#all) part.close();
  }
}
