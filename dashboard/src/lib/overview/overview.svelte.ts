/** What the overview shows: read once, and again what an event says has changed. Nothing is polled. */
import { broker, dataOf } from '#lib/broker/client.ts';
import type { LiveFeed } from '#lib/state/live-feed.svelte.ts';
import { Resource } from '#lib/state/resource.svelte.ts';
import type { Viewer } from '#lib/state/viewer.svelte.ts';

/** Beyond this it is only told that there are more. */
export const MAX_ALERTS = 20;
const HOUR_MS = 3_600_000;
/** Events come in bursts. */
const SETTLE_MS = 1500;

const timeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

export function startOfToday(now: Date): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate());
}

export class Overview {
  readonly devices = new Resource((signal) => dataOf(broker.GET('/api/v1/device-summary', { signal })));
  readonly online = new Resource((signal) => dataOf(broker.GET('/api/v1/online', { signal })));
  readonly today = new Resource(async (signal) => {
    const query = { by: 'day' as const, from: startOfToday(new Date()).toISOString(), timeZone: timeZone() };
    const { items } = await dataOf(broker.GET('/api/v1/usage', { params: { query }, signal }));
    return items.at(-1);
  });
  readonly hours = new Resource(async (signal) => {
    const from = new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 23 * HOUR_MS).toISOString();
    const query = { by: 'hour' as const, from, timeZone: timeZone() };
    return (await dataOf(broker.GET('/api/v1/usage', { params: { query }, signal }))).items;
  });
  readonly latencies = new Resource(async (signal) => {
    const query = { by: 'day' as const, timeZone: timeZone() };
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
      feed.on('alert.resolved', warned),
      feed.on('alert.superseded', warned),
      feed.on('alert.closed', warned),
      feed.onReset(() => void this.read()),
    ];
    void this.read();
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
