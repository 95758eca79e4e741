/** One device, as it is and as it becomes while somebody looks: read once, and again what an event says has changed. */
import { broker, dataOf } from '#lib/broker/client.ts';
import type { PresenceEvent, SessionSummary } from '#lib/broker/fleet-events.ts';
import type { components } from '#lib/broker/gen/schema.d.ts';
import { contextOf } from '#lib/shared/context.ts';
import type { LiveFeed } from '#lib/state/live-feed.svelte.ts';
import { Resource } from '#lib/state/resource.svelte.ts';
import type { Viewer } from '#lib/state/viewer.svelte.ts';

export type Device = components['schemas']['DeviceDetail'];
export type Effective = components['schemas']['EffectiveConfiguration'];

/** What is going on now. */
export interface Conversation {
  readonly id: string;
  readonly startedAt: string;
  /** Like "listening"; null while it is not known. */
  readonly phase: string | null;
  readonly turns: number;
  /** It speaks with this one. */
  readonly voice: string | null;
  /** It was told of this one, and takes it at the next pause. */
  readonly nextVoice: string | null;
}

/** The database has it a moment after the event. */
const SETTLE_MS = 500;

export class DevicePage {
  readonly id: string;
  readonly read: Resource<Device>;
  readonly effective: Resource<Effective>;
  readonly #sessions: Resource<void>;
  #presence = $state.raw<PresenceEvent | undefined>();
  #conversation = $state.raw<Conversation | undefined>();
  /** Events of conversations so far. */
  #told = 0;
  readonly #stops: (() => void)[];

  constructor(id: string, feed: LiveFeed, viewer: Viewer) {
    this.id = id;
    const path = { id };
    this.read = new Resource(async (signal) => {
      const device = await dataOf(broker.GET('/api/v1/devices/{id}', { params: { path }, signal }));
      this.#presence = undefined;
      return device;
    });
    this.effective = new Resource((signal) =>
      dataOf(broker.GET('/api/v1/devices/{id}/configuration/effective', { params: { path }, signal })),
    );
    this.#sessions = new Resource(async (signal) => {
      const query = { device: id, open: 'true' as const, limit: 5 };
      const told = this.#told;
      const { items } = await dataOf(broker.GET('/api/v1/sessions', { params: { query }, signal }));
      // Something was told meanwhile, and is newer.
      if (told !== this.#told) return this.#sessions.readSoon(SETTLE_MS);
      const open = items.find(({ status }) => status === 'open');
      const { id: of = '', startedAt = '', turns = 0, voice = null } = open ?? {};
      this.#conversation = open && { id: of, startedAt, phase: null, turns, voice, nextVoice: null };
    });
    const reads: Resource<unknown>[] = [this.read, this.#sessions];
    if (viewer.can('configuration:read')) reads.push(this.effective);
    const onPresence = (event: PresenceEvent): void => {
      if (event.deviceId !== id) return;
      this.#presence = event;
      for (const part of reads) if (part !== this.#sessions) part.readSoon(SETTLE_MS);
    };
    const settings = (): void => {
      if (reads.includes(this.effective)) this.effective.readSoon(SETTLE_MS);
      this.read.readSoon(SETTLE_MS);
    };
    const session = (change: (former: Conversation, now: SessionSummary) => Conversation | undefined) => {
      return (now: SessionSummary): void => {
        if (now.deviceId !== id) return;
        this.#told += 1;
        const known = this.#conversation?.id === now.sessionId ? this.#conversation : beginning(now);
        this.#conversation = change({ ...known, phase: now.phase, turns: now.counts.turns }, now);
      };
    };
    const going = session((former) => former);
    const has = session((former, { voice }) => ({ ...former, voice, nextVoice: null }));
    this.#stops = [
      feed.on('device.online', onPresence),
      feed.on('device.unstable', onPresence),
      feed.on('device.offline', onPresence),
      feed.on('device.reported', ({ deviceId }) => deviceId === id && settings()),
      feed.on(
        'configuration.changed',
        ({ scope, id: of }) => (scope !== 'device' || of === id) && settings(),
      ),
      feed.on('session.started', going),
      feed.on('session.opened', has),
      feed.on('session.changed', going),
      feed.on('session.turn', going),
      feed.on(
        'session.settings',
        session((former, { voice }) => withNext(former, voice)),
      ),
      feed.on('session.modelRenewed', has),
      feed.on('session.ended', ({ deviceId, sessionId }) => {
        if (deviceId !== id) return;
        this.#told += 1;
        if (this.#conversation?.id === sessionId) this.#conversation = undefined;
      }),
      feed.onReset(() => void this.readAll()),
    ];
    this.#reads = reads;
    void this.readAll();
  }

  readonly #reads: readonly Resource<unknown>[];

  async readAll(): Promise<void> {
    await Promise.all(this.#reads.map((part) => part.read()));
  }

  /** With what has happened since it was read. */
  get device(): Device | undefined {
    const device = this.read.value;
    const event = this.#presence;
    if (!device || !event) return device;
    const { presence, at, reason = null } = event;
    return presence === 'offline'
      ? { ...device, status: 'offline', online: false, offlineAt: at, offlineReason: reason, lastSeenAt: at }
      : { ...device, status: presence, online: true, onlineAt: at, lastSeenAt: at };
  }

  get conversation(): Conversation | undefined {
    return this.#conversation;
  }

  /** Idempotent. */
  close(): void {
    for (const stop of this.#stops.splice(0)) stop();
    for (const part of this.#reads) part.close();
  }
}

const beginning = ({ sessionId, startedAt, voice }: SessionSummary): Conversation => ({
  id: sessionId,
  startedAt,
  phase: null,
  turns: 0,
  voice,
  nextVoice: null,
});

/** While it opens, nobody has heard the former voice. */
const withNext = (former: Conversation, voice: string | null): Conversation =>
  former.phase === 'opening' || former.phase === 'idle' || former.voice === voice
    ? { ...former, voice, nextVoice: null }
    : { ...former, nextVoice: voice };

export const devicePageContext = contextOf<DevicePage>('device page');

/** Where a part of its page is. */
export const deviceHref = (id: string, part = ''): string =>
  `/devices/${encodeURIComponent(id)}${part && `/${part}`}`;
