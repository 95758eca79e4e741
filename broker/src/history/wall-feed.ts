/**
 * What a wall of all conversations shows of each: how loud both sides are, and the last words. Told together, five times
 * a second for a whole tenant, and only while somebody looks: a browser has few connections, and a stream for each
 * conversation would take more than all of them.
 */
import { PEAK_MS } from '../audio/peaks.ts';
import type { Clock } from '../clock.ts';
import type { Side } from '../session/waveforms.ts';
import type { SessionEvent } from './session-events.ts';

export const LEVELS = 'levels';
export const WORDS = 'words';
/** For whoever sees only their own devices: the same, one conversation at a time. */
export const eachOf = (topic: string): string => `${topic} of each`;

export interface WallFeedOptions {
  readonly feed: {
    isWanted(topic: string): boolean;
    publish(event: {
      readonly topic: string;
      readonly tenantId: string;
      readonly type: string;
      readonly data: unknown;
      readonly key: string;
      readonly deviceId?: string;
      readonly transient: true;
    }): void;
  };
  readonly clock: Clock;
}

/** From one value to the next. */
const STEP_MS = 100;
const TELL_EVERY_MS = 200;
/** Of one tenant and told together; beyond it, the last wait for their next sound. */
const MAX_SESSIONS = 500;
/** Of one side, told together: what piled up while a link stalled is shown at once. */
const MAX_VALUES = 20;
/** A tile has no room for more. */
const MAX_CHARS = 300;

interface Levels {
  readonly sessionId: string;
  readonly deviceId: string;
  user: number[];
  assistant: number[];
}

interface Words {
  readonly sessionId: string;
  readonly deviceId: string;
  readonly role: Side;
  readonly stage: 'speculative' | 'final' | 'cut';
  readonly text: string;
  readonly generation: number;
}

interface Tenant {
  readonly levels: Map<string, Levels>;
  readonly words: Map<string, Words>;
}

export interface Whose {
  readonly tenantId: string;
  readonly sessionId: string;
  readonly deviceId: string;
}

export class WallFeed {
  readonly #options: WallFeedOptions;
  #tenants = new Map<string, Tenant>();
  #cancelTimer: (() => void) | undefined;

  constructor(options: WallFeedOptions) {
    this.#options = options;
  }

  get wantsPeaks(): boolean {
    return this.#isWanted(LEVELS);
  }

  peaks(whose: Whose, { peaks }: SessionEvent & { kind: 'peaks' }): void {
    if (!this.wantsPeaks) return;
    const { sessionId, deviceId } = whose;
    const { levels } = this.#tenant(whose.tenantId);
    const of = levels.get(sessionId) ?? { sessionId, deviceId, user: [], assistant: [] };
    if (levels.size >= MAX_SESSIONS && !levels.has(sessionId)) return;
    levels.set(sessionId, of);
    for (const { side, values } of peaks) {
      const bytes = Buffer.from(values, 'base64');
      const perValue = STEP_MS / PEAK_MS;
      for (let at = 0; at < bytes.length; at += perValue)
        of[side].push(Math.max(...bytes.subarray(at, at + perValue)));
      if (of[side].length > MAX_VALUES) of[side].splice(0, of[side].length - MAX_VALUES);
    }
  }

  /** Of what is said and planned, a tile shows the newest. */
  words(whose: Whose, event: SessionEvent & { kind: 'transcript' }): void {
    if (!this.#isWanted(WORDS)) return;
    const { sessionId, deviceId } = whose;
    const { role, stage, generation } = event;
    const text = event.text.slice(-MAX_CHARS);
    const { words } = this.#tenant(whose.tenantId);
    const key = `${sessionId} ${role}`;
    if (words.size >= 2 * MAX_SESSIONS && !words.has(key)) return;
    words.set(key, { sessionId, deviceId, role, stage, text, generation });
  }

  /** Idempotent. */
  close(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#tenants.clear();
  }

  #isWanted(topic: string): boolean {
    const { feed } = this.#options;
    return feed.isWanted(topic) || feed.isWanted(eachOf(topic));
  }

  #tenant(tenantId: string): Tenant {
    let tenant = this.#tenants.get(tenantId);
    if (!tenant) {
      tenant = { levels: new Map(), words: new Map() };
      this.#tenants.set(tenantId, tenant);
    }
    this.#cancelTimer ??= this.#options.clock.after(TELL_EVERY_MS, () => this.#tell());
    return tenant;
  }

  #tell(): void {
    this.#cancelTimer = undefined;
    const tenants = this.#tenants;
    this.#tenants = new Map();
    for (const [tenantId, { levels, words }] of tenants) {
      this.#publish(LEVELS, tenantId, [...levels.values()], { stepMs: STEP_MS });
      this.#publish(WORDS, tenantId, [...words.values()], {});
    }
  }

  #publish(
    topic: string,
    tenantId: string,
    items: readonly (Levels | Words)[],
    more: Readonly<Record<string, number>>,
  ): void {
    if (items.length === 0) return;
    const { feed } = this.#options;
    const event = { tenantId, type: topic, transient: true } as const;
    // A page that is behind wants the newest levels, but every word.
    const key = topic === LEVELS ? topic : `${topic} ${this.#options.clock.now()}`;
    if (feed.isWanted(topic)) feed.publish({ ...event, topic, key, data: { ...more, sessions: items } });
    if (!feed.isWanted(eachOf(topic))) return;
    for (const item of items) {
      const { deviceId, sessionId } = item;
      const data = { ...more, sessions: [item] };
      feed.publish({ ...event, topic: eachOf(topic), key: `${key} ${sessionId}`, deviceId, data });
    }
  }
}
