/**
 * Devices by page, as far as somebody has scrolled, with what happens to them. The order is that of the reading: a row
 * never moves or goes while somebody looks at it.
 */
import { broker, dataOf } from '#lib/broker/client.ts';
import type { PresenceEvent } from '#lib/broker/fleet-events.ts';
import type { components } from '#lib/broker/gen/schema.d.ts';
import { Resource } from '#lib/state/resource.svelte.ts';
import type { LiveFeed } from '#lib/state/live-feed.svelte.ts';
import type { DeviceFilter } from './device-filter.ts';

export type Device = components['schemas']['Device'];

const PAGE = 100;
/** How many a filter finds changes with each device that comes or goes. */
const COUNT_AFTER_MS = 2000;

type NextFrame = (draw: () => void) => void;

export class DeviceList {
  readonly count = new Resource((signal) =>
    dataOf(broker.GET('/api/v1/device-summary', { params: { query: this.#narrow() }, signal })),
  );
  #filter: DeviceFilter;
  #items = $state.raw<readonly Device[]>([]);
  #cursor = $state.raw<string | null>(null);
  #isReading = $state(false);
  #error = $state.raw<unknown>();
  #reading: AbortController | undefined;
  /** Of devices that came or went since the last frame. */
  readonly #changes = new Map<string, PresenceEvent>();
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
      feed.onReset(() => void this.read()),
    ];
  }

  get items(): readonly Device[] {
    return this.#items;
  }

  get hasMore(): boolean {
    return this.#cursor !== null;
  }

  get isReading(): boolean {
    return this.#isReading;
  }

  get error(): unknown {
    return this.#error;
  }

  /** From the first page; what is shown stays until it is there. */
  async show(filter: DeviceFilter): Promise<void> {
    this.#filter = filter;
    await this.read();
  }

  async read(): Promise<void> {
    void this.count.read();
    await this.#readPage(null);
  }

  /** When somebody has scrolled near the end. */
  async readMore(): Promise<void> {
    if (this.#isReading || this.#cursor === null || this.#error !== undefined) return;
    await this.#readPage(this.#cursor);
  }

  /** Tries again what failed. */
  async retry(): Promise<void> {
    this.#error = undefined;
    await this.#readPage(this.#cursor);
  }

  /** Idempotent. */
  close(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#reading?.abort();
    this.count.close();
  }

  async #readPage(cursor: string | null): Promise<void> {
    this.#reading?.abort();
    const reading = (this.#reading = new AbortController());
    this.#isReading = true;
    try {
      const query = { ...this.#narrow(), sort: this.#filter.sort, limit: PAGE, ...(cursor && { cursor }) };
      const page = await dataOf(broker.GET('/api/v1/devices', { params: { query }, signal: reading.signal }));
      if (reading.signal.aborted) return;
      this.#items = cursor === null ? page.items : [...this.#items, ...page.items];
      this.#cursor = page.nextCursor;
      this.#error = undefined;
    } catch (error) {
      if (!reading.signal.aborted) this.#error = error;
    } finally {
      if (this.#reading === reading) this.#isReading = false;
    }
  }

  #narrow() {
    const { sort: _, tag, ...rest } = this.#filter;
    return { ...rest, ...(tag && { tag: [...tag] }) };
  }

  /** Hundreds may come and go in a second: the list is drawn once in a frame. */
  #change(event: PresenceEvent): void {
    if (this.#changes.size === 0) this.#nextFrame(() => this.#draw());
    this.#changes.set(event.deviceId, event);
    this.count.readSoon(COUNT_AFTER_MS);
  }

  #draw(): void {
    const changes = new Map(this.#changes);
    this.#changes.clear();
    this.#items = this.#items.map((device) => {
      const event = changes.get(device.id);
      return event ? withPresence(device, event) : device;
    });
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
