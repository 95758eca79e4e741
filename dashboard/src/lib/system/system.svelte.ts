/** How the broker does: read when the page is opened, on demand, and every few seconds only when somebody wants that. */
import { broker, dataOf } from '#lib/broker/client.ts';
import type { operations } from '#lib/broker/gen/schema.d.ts';
import type { LiveFeed } from '#lib/state/live-feed.svelte.ts';
import { Resource } from '#lib/state/resource.svelte.ts';

export type SystemFacts = operations['getSystem']['responses'][200]['content']['application/json'];

export const EVERY_MS = 5000;

export class System {
  readonly facts = new Resource<SystemFacts>((signal) => dataOf(broker.GET('/api/v1/system', { signal })));
  #timer = $state.raw<ReturnType<typeof setInterval>>();
  readonly #stop: () => void;

  constructor(feed: LiveFeed) {
    this.#stop = feed.onReset(() => void this.facts.read());
    void this.facts.read();
  }

  get isFollowing(): boolean {
    return this.#timer !== undefined;
  }

  follow(isOn: boolean): void {
    clearInterval(this.#timer);
    this.#timer = isOn ? setInterval(() => this.#readAgain(), EVERY_MS) : undefined;
    if (isOn) void this.facts.read();
  }

  /** A broker that takes its time is let finish. */
  #readAgain(): void {
    if (!this.facts.isReading) void this.facts.read();
  }

  /** Idempotent. */
  close(): void {
    this.#stop();
    this.follow(false);
    this.facts.close();
  }
}
