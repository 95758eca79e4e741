/**
 * Devices by page, as far as somebody has scrolled, with what happens to them. The order is that of the reading: a row
 * never moves or goes while somebody looks at it.
 */
import { broker, dataOf } from '#lib/broker/client.ts';
import type { PresenceEvent } from '#lib/broker/fleet-events.ts';
import type { components } from '#lib/broker/gen/schema.d.ts';
import type { LiveFeed } from '#lib/state/live-feed.svelte.ts';
import { Paged } from '#lib/state/paged.svelte.ts';
import { Resource } from '#lib/state/resource.svelte.ts';
import { type DeviceFilter, narrowOf } from './device-filter.ts';

export type Device = components['schemas']['Device'];

const PAGE = 100;
/** How many a filter finds changes with each device that comes or goes. */
const COUNT_AFTER_MS = 2000;

/** Settings that are changed for all reach them within moments. */
const REFRESH_AFTER_MS = 5000;
/** How far the database may be behind what is told, with a margin for a busy one. */
const BEHIND_MS = 5000;

type NextFrame = (draw: () => void) => void;

export class DeviceList {
  readonly count = new Resource((signal) =>
    dataOf(broker.GET('/api/v1/device-summary', { params: { query: narrowOf(this.#filter) }, signal })),
  );
  readonly pages = new Paged<Device>(async (cursor, signal) => {
    const [filter, askedAtMs] = [this.#filter, performance.now()];
    const query = {
      ...narrowOf(filter),
      sort: filter.sort,
      limit: PAGE,
      ...(cursor && { cursor }),
    };
    const page = await dataOf(broker.GET('/api/v1/devices', { params: { query }, signal }));
    if (!signal.aborted && cursor === null) this.#of = filter;
    return { ...page, items: page.items.map((device) => this.#withNews(device, askedAtMs)) };
  });
  #filter: DeviceFilter;
  /** Of what is shown: that of the last reading which succeeded. */
  #of = $state.raw<DeviceFilter>();
  /** What was told lately, which a page may not know of yet; with when it was heard here. */
  readonly #news = new Map<string, { readonly event: PresenceEvent; readonly heardAtMs: number }>();
  #refreshing: ReturnType<typeof setTimeout> | undefined;
  /** Of devices that came or went since the last frame. */
  readonly #changes = new Map<string, PresenceEvent>();
  /** Where each device stands. */
  readonly #places = new Map<string, number>();
  /** Of the list that the places are of. */
  #generation = 0;
  readonly #nextFrame: NextFrame;
  readonly #stops: (() => void)[];

  constructor(
    feed: LiveFeed,
    filter: DeviceFilter,
    nextFrame: NextFrame = (draw) => void requestAnimationFrame(draw),
  ) {
    this.#filter = filter;
    this.#nextFrame = nextFrame;
    const onPresence = (event: PresenceEvent) => this.#change(event);
    this.#stops = [
      feed.on('device.online', onPresence),
      feed.on('device.unstable', onPresence),
      feed.on('device.offline', onPresence),
      // Whether they have their settings: of thousands that take them, each is told.
      feed.on('configuration.changed', () => this.#refreshSoon()),
      feed.on('device.reported', () => this.#refreshSoon()),
      feed.onReset(() => void this.refresh()),
    ];
  }

  /** Undefined while nothing was read. */
  get of(): DeviceFilter | undefined {
    return this.#of;
  }

  /** From the first page; what is shown stays until it is there. */
  async show(filter: DeviceFilter): Promise<void> {
    this.#filter = filter;
    await this.read();
  }

  async read(): Promise<void> {
    void this.count.read();
    await this.pages.read();
  }

  /** As they are now, each in its place. */
  async refresh(): Promise<void> {
    void this.count.read();
    await this.pages.refresh();
  }

  /** Idempotent. */
  close(): void {
    clearTimeout(this.#refreshing);
    for (const stop of this.#stops.splice(0)) stop();
    this.pages.close();
    this.count.close();
  }

  /** Hundreds may come and go in a second: the list is drawn once in a frame. */
  #change(event: PresenceEvent): void {
    if (this.#changes.size === 0) this.#nextFrame(() => this.#draw());
    this.#changes.set(event.deviceId, event);
    this.#news.set(event.deviceId, { event, heardAtMs: performance.now() });
    this.count.readSoon(COUNT_AFTER_MS);
  }

  #refreshSoon(): void {
    this.#refreshing ??= setTimeout(() => {
      this.#refreshing = undefined;
      void this.pages.refresh();
    }, REFRESH_AFTER_MS);
  }

  /** The database hears of it a moment after those who listen. */
  #withNews(device: Device, askedAtMs: number): Device {
    const news = this.#news.get(device.id);
    if (!news) return device;
    if (news.heardAtMs >= askedAtMs - BEHIND_MS) return withPresence(device, news.event);
    this.#news.delete(device.id);
    return device;
  }

  #draw(): void {
    const changes = new Map(this.#changes);
    this.#changes.clear();
    this.#findPlaces();
    const places = [...changes.keys()].flatMap((id) => this.#places.get(id) ?? []);
    // Most devices of a large fleet are not read yet.
    if (places.length === 0) return;
    this.pages.changeAt(places, (device) => withPresence(device, changes.get(device.id)!));
  }

  #findPlaces(): void {
    const { items, generation } = this.pages;
    if (generation !== this.#generation) this.#places.clear();
    this.#generation = generation;
    for (let place = this.#places.size; place < items.length; place += 1)
      this.#places.set(items[place]!.id, place);
  }
}

function withPresence(device: Device, { presence, at, reason }: PresenceEvent): Device {
  if (presence === 'offline')
    return {
      ...device,
      status: 'offline',
      online: false,
      offlineAt: at,
      offlineReason: reason ?? null,
      lastSeenAt: at,
    };
  return { ...device, status: presence, online: true, onlineAt: device.onlineAt ?? at, lastSeenAt: at };
}
