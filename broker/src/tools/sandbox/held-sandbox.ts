/** One sandbox of ours from the moment it was decided on to its end: who is in it, and when it was used. */
import type { Clock } from '../../clock.ts';
import { ToolError } from '../tool-source.ts';
import { type Place, sessionOf, userOf } from './place.ts';
import type { PlacedSandbox } from './placement.ts';
import type { Sandbox, SandboxEngine, SandboxSpec } from './sandbox.ts';
import type { SandboxEndReason, SandboxFacts } from './sandbox-facts.ts';
import { isDoneWithin } from '../within.ts';

export interface HeldSandboxOptions {
  readonly engine: SandboxEngine;
  readonly spec: SandboxSpec;
  readonly place: Place;
  /** Without use, it is closed after that; 0 for never. */
  readonly idleMs: number;
  readonly createTimeoutMs: number;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** What has to be gone before it is made. */
  readonly after: Promise<unknown>;
}

/** For an engine that does not answer. */
const CLOSE_TIMEOUT_MS = 10_000;

export class HeldSandbox implements PlacedSandbox {
  readonly id: string;
  readonly place: Place;
  readonly idleMs: number;
  readonly sessions = new Set<string>();
  /** By the clock, not by the calendar. */
  readonly createdAt: number;
  lastUsedAt: number;
  /** When it was last asked how it is, and told to stay. */
  checkedAt: number;
  refreshedAt: number;
  /** Checks that it did not answer, one after the other. */
  silences = 0;
  /** Resolves when it can be used. @throws {ToolError} UNAVAILABLE */
  readonly ready: Promise<Sandbox>;
  /** Who has it: what to do when it is over. */
  readonly holders = new Map<object, { readonly place: Place; readonly onEnd: () => void }>();
  readonly #options: HeldSandboxOptions;
  readonly #stop = new AbortController();
  readonly #createdAtWall: number;
  #stage: 'making' | 'made' | 'failed' = 'making';
  /** What may still come when nobody waits for it any more. */
  #late: Promise<unknown> = Promise.resolve();
  #ended: SandboxFacts['ended'];
  #closing: Promise<boolean> | undefined;

  constructor(options: HeldSandboxOptions) {
    this.#options = options;
    this.id = options.spec.id;
    this.place = options.place;
    this.idleMs = options.idleMs;
    const at = options.clock.now();
    this.createdAt = at;
    this.lastUsedAt = at;
    this.checkedAt = at;
    this.refreshedAt = at;
    this.#createdAtWall = options.now();
    this.ready = this.#make();
    this.ready.then(
      () => (this.#stage = 'made'),
      // Whoever waits for it hears of it.
      () => (this.#stage = 'failed'),
    );
  }

  get leases(): number {
    return this.holders.size;
  }

  get isBusy(): boolean {
    return this.#stage === 'making';
  }

  /** Also when it is over. */
  get wasMade(): boolean {
    return this.#stage === 'made';
  }

  get isOver(): boolean {
    return this.#ended !== undefined;
  }

  /** As if it was made, or used, just now. */
  touch(): void {
    this.lastUsedAt = this.#options.clock.now();
  }

  get facts(): SandboxFacts {
    const { engine, clock, now } = this.#options;
    const lastUsedAt = Math.round(now() - clock.now() + this.lastUsedAt);
    return {
      id: this.id,
      tenantId: this.place.tenantId,
      userId: userOf(this.place),
      sessionId: sessionOf(this.place),
      strategy: this.place.strategy,
      engine: engine.kind,
      createdAt: this.#createdAtWall,
      lastUsedAt: Math.max(lastUsedAt, this.#createdAtWall),
      expiresAt: this.idleMs > 0 ? (this.leases > 0 ? now() : lastUsedAt) + this.idleMs : undefined,
      ended: this.#ended,
    };
  }

  /** Ends its programs. False when the engine did not do so in time. Never rejects. Idempotent. */
  end(reason: SandboxEndReason): Promise<boolean> {
    this.#ended ??= { at: this.#options.now(), reason };
    return (this.#closing ??= this.#end());
  }

  async #make(): Promise<Sandbox> {
    const { engine, spec, clock, createTimeoutMs, after } = this.#options;
    await after;
    if (this.isOver) throw new ToolError('UNAVAILABLE', 'The sandbox was closed.');
    const cancel = clock.after(createTimeoutMs, () => this.#stop.abort());
    const making = engine.create(spec, this.#stop.signal);
    try {
      const stopped = new Promise<undefined>((resolve) =>
        this.#stop.signal.addEventListener('abort', () => resolve(undefined), { once: true }),
      );
      const made = await Promise.race([making, stopped]);
      if (made && !this.isOver) return made;
    } catch (error) {
      if (!this.#stop.signal.aborted) throw wordsFor(error);
    } finally {
      cancel();
    }
    // It may still come, and nobody wants it.
    this.#late = making.then((late) => late.close()).catch(() => {});
    throw new ToolError(
      'UNAVAILABLE',
      this.isOver ? 'The sandbox was closed.' : 'The sandbox was not ready in time.',
    );
  }

  async #end(): Promise<boolean> {
    for (const { onEnd } of this.holders.values()) onEnd();
    this.#stop.abort();
    const closing = this.ready.then(
      (sandbox) => sandbox.close(),
      // Given up while it was being made, it is gone when that has come to an end.
      () => this.#late,
    );
    return isDoneWithin(closing, CLOSE_TIMEOUT_MS, this.#options.clock).catch(() => false);
  }
}

const wordsFor = (error: unknown): ToolError =>
  error instanceof ToolError
    ? error
    : new ToolError('UNAVAILABLE', 'A sandbox could not be made. The log of the broker says why.', {
        cause: error,
      });
