/** What happens in the fleet, told to whoever on the page listens. One stream for the whole page. */
import { LiveEvents, type LiveState } from '#lib/broker/live-events.ts';
import type { FleetEvents } from '#lib/broker/fleet-events.ts';
import { contextOf } from '#lib/shared/context.ts';

type Listener = (data: never) => void;

const TOPICS = ['presence', 'sessions', 'turns', 'alerts', 'configuration'];
const TYPES: Readonly<Record<keyof FleetEvents, true>> = {
  'device.online': true,
  'device.unstable': true,
  'device.offline': true,
  'session.started': true,
  'session.opened': true,
  'session.changed': true,
  'session.settings': true,
  'session.modelRenewed': true,
  'session.turn': true,
  'session.ended': true,
  turn: true,
  'alert.opened': true,
  'alert.acknowledged': true,
  'alert.resolved': true,
  'alert.superseded': true,
  'alert.closed': true,
  'configuration.changed': true,
  'device.reported': true,
};

export class LiveFeed {
  #state = $state<LiveState>('connecting');
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #resets = new Set<() => void>();
  readonly #events: LiveEvents;

  constructor(onSignedOut: () => void) {
    this.#events = new LiveEvents({
      url: `/api/v1/events?topics=${TOPICS.join(',')}`,
      types: Object.keys(TYPES),
      onEvent: (type, data) => {
        for (const listener of this.#listeners.get(type) ?? []) listener(data as never);
      },
      onReset: () => {
        for (const read of this.#resets) read();
      },
      onState: (state) => (this.#state = state),
      onSignedOut,
    });
  }

  get state(): LiveState {
    return this.#state;
  }

  /** Returns what ends it. */
  on<Type extends keyof FleetEvents>(type: Type, listener: (data: FleetEvents[Type]) => void): () => void {
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  /** Something was missed: read again what is shown. Returns what ends it. */
  onReset(read: () => void): () => void {
    this.#resets.add(read);
    return () => void this.#resets.delete(read);
  }

  /** Idempotent. */
  close(): void {
    this.#events.close();
  }
}

export const liveFeedContext = contextOf<LiveFeed>('live feed');
