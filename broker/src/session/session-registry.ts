/**
 * The conversations that are under way, the least recently used first. When they are many, or hold much memory, those
 * that nobody would miss make room: first the ones whose device is away, then the quiet ones, the longest unused first.
 */
import type { Clock } from '../clock.ts';
import type { Figures } from '../telemetry/figures.ts';

/** What the registry looks at. */
export interface RegisteredSession {
  readonly sessionId: string;
  readonly deviceId: string;
  /** Its device is away. */
  readonly isAway: boolean;
  /** Nobody speaks, and nothing is owed to anybody. */
  readonly isQuiet: boolean;
  /** It ends already. */
  readonly isEnding: boolean;
  /** What it holds, in bytes. */
  readonly memoryBytes: number;
}

export interface SessionLimits {
  readonly maxSessions: number;
  /** Of all conversations together, in bytes. */
  readonly maxMemoryBytes: number;
  /** How often the limits are looked at. */
  readonly checkIntervalMs: number;
  /** A conversation that was used more recently is not quiet enough to be ended for room. */
  readonly minQuietMs: number;
}

export interface SessionRegistryOptions<S> {
  readonly limits: SessionLimits;
  readonly clock: Clock;
  readonly figures: Figures;
  /** Ends it for want of room. Must not throw; the session is deleted when it has ended. */
  readonly evict: (session: S) => void;
}

export interface RegistryFigures {
  readonly count: number;
  readonly suspended: number;
  readonly evicted: number;
  readonly memoryBytes: number;
}

/** Of a limit: from here on, room is made. */
const EVICT_FROM = 0.8;
/** Of the conversations there are: at least so many at a time. */
const EVICT_PART = 0.1;

interface Use {
  lastUsedAt: number;
  evicted: boolean;
}

export class SessionRegistry<S extends RegisteredSession> {
  readonly #options: SessionRegistryOptions<S>;
  /** In the order of their last use. */
  readonly #uses = new Map<S, Use>();
  #evicted = 0;
  #cancelCheck: (() => void) | undefined;

  constructor(options: SessionRegistryOptions<S>) {
    this.#options = options;
    const { figures } = options;
    figures.gauge('session_open', () => this.#uses.size);
    figures.gauge('session_suspended', () => this.figures.suspended);
    figures.gauge('session_memory_bytes', () => this.memoryBytes);
    figures.gauge('session_evicted_total', () => this.#evicted);
  }

  get size(): number {
    return this.#uses.size;
  }

  get memoryBytes(): number {
    let bytes = 0;
    for (const session of this.#uses.keys()) bytes += session.memoryBytes;
    return bytes;
  }

  get figures(): RegistryFigures {
    const suspended = [...this.#uses.keys()].filter(({ isAway }) => isAway).length;
    return { count: this.size, suspended, evicted: this.#evicted, memoryBytes: this.memoryBytes };
  }

  /** The least recently used first. */
  [Symbol.iterator](): IterableIterator<S> {
    return this.#uses.keys();
  }

  find(sessionId: string): S | undefined {
    for (const session of this.#uses.keys()) if (session.sessionId === sessionId) return session;
    return undefined;
  }

  of(deviceId: string): S[] {
    return [...this.#uses.keys()].filter((session) => session.deviceId === deviceId);
  }

  add(session: S): void {
    this.#uses.set(session, { lastUsedAt: this.#options.clock.now(), evicted: false });
    if (!this.#cancelCheck) this.#checkLater();
  }

  /** It is in use. Does nothing for one that is not here. */
  touch(session: S): void {
    const use = this.#uses.get(session);
    if (!use) return;
    this.#uses.delete(session);
    use.lastUsedAt = this.#options.clock.now();
    this.#uses.set(session, use);
  }

  delete(session: S): void {
    this.#uses.delete(session);
    if (this.#uses.size > 0) return;
    this.#cancelCheck?.();
    this.#cancelCheck = undefined;
  }

  /** When was it used last, on the clock. */
  lastUsedAt(session: S): number | undefined {
    return this.#uses.get(session)?.lastUsedAt;
  }

  /** Whether this device may have one more, if need be in the place of another; its own end for it anyway. */
  hasRoomFor(deviceId: string): boolean {
    const isFull = () => {
      const others = this.#present().filter((session) => session.deviceId !== deviceId);
      return others.length >= this.#options.limits.maxSessions;
    };
    if (!isFull()) return true;
    this.#evict(
      Math.ceil(this.size * EVICT_PART),
      this.#dispensable().filter((session) => session.deviceId !== deviceId),
    );
    return !isFull();
  }

  /** Looks at the limits now. */
  check(): void {
    const { maxSessions, maxMemoryBytes } = this.#options.limits;
    const atLeast = Math.ceil(this.size * EVICT_PART);
    if (this.#taken > Math.ceil(maxSessions * EVICT_FROM)) this.#evict(atLeast, this.#dispensable());
    const fullBytes = maxMemoryBytes * EVICT_FROM;
    if (this.#heldBytes <= fullBytes) return;
    const enough = (count: number) => count >= atLeast && this.#heldBytes <= fullBytes;
    this.#evict(enough, this.#dispensable());
    // Memory that is not there cannot be lent: above the limit it may be anybody's turn.
    if (this.#heldBytes > maxMemoryBytes)
      this.#evict(() => this.#heldBytes <= maxMemoryBytes, this.#present());
  }

  /** Those that end already give back what they have in a moment. */
  get #taken(): number {
    return this.#present().length;
  }

  get #heldBytes(): number {
    return this.#present().reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
  }

  #present(): S[] {
    return [...this.#uses].flatMap(([session, { evicted }]) => (evicted ? [] : [session]));
  }

  /** Those without a device first; of the same kind, the least recently used. */
  #dispensable(): S[] {
    const { clock, limits } = this.#options;
    const quietSince = clock.now() - limits.minQuietMs;
    const present = this.#present().filter(({ isEnding }) => !isEnding);
    const away = present.filter(({ isAway }) => isAway);
    const quiet = present.filter(
      (session) => !session.isAway && session.isQuiet && this.#uses.get(session)!.lastUsedAt <= quietSince,
    );
    return [...away, ...quiet];
  }

  #evict(enough: number | ((count: number) => boolean), candidates: readonly S[]): void {
    const isEnough = typeof enough === 'number' ? (count: number) => count >= enough : enough;
    let count = 0;
    for (const session of candidates) {
      if (isEnough(count)) return;
      const use = this.#uses.get(session);
      if (!use) continue;
      use.evicted = true;
      count++;
      this.#evicted++;
      this.#options.evict(session);
    }
  }

  #checkLater(): void {
    const { clock, limits } = this.#options;
    this.#cancelCheck = clock.after(limits.checkIntervalMs, () => {
      this.#checkLater();
      this.check();
    });
  }
}
