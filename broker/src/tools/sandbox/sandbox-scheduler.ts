/**
 * Gives sandboxes to whoever starts programs: by the place that was asked for and the quotas (`placement.ts`), made when
 * they are needed, closed when nobody uses them. Bounds: `max` sandboxes, each with what its limits say.
 */
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { Figures } from '../../telemetry/figures.ts';
import { ToolError } from '../tool-source.ts';
import { HeldSandbox } from './held-sandbox.ts';
import { LeavingSandboxes } from './leaving-sandboxes.ts';
import { type Place, type SandboxQuota, sessionOf } from './place.ts';
import { placementOf } from './placement.ts';
import type { SandboxEngine, SandboxLimits } from './sandbox.ts';
import type { SandboxEndReason, SandboxFacts, SandboxObserver } from './sandbox-facts.ts';
import { SandboxLease } from './sandbox-lease.ts';
import { type SandboxHealth, SandboxWatch } from './sandbox-watch.ts';
import { isDoneWithin, unlessAborted } from '../within.ts';

export interface SandboxSettings {
  /** Sandboxes of one tenant that are shared by all of it. */
  readonly poolSize: number;
  /** Of all tenants together. */
  readonly max: number;
  /** Of one tenant. */
  readonly maxPerTenant: number;
  /** A user may have fewer. */
  readonly maxPerUser: number;
  /** How long an engine keeps a sandbox without a word from us. */
  readonly ttlMs: number;
  readonly checkIntervalMs: number;
}

export interface SandboxSchedulerOptions {
  readonly engine: SandboxEngine;
  readonly settings: SandboxSettings;
  /** No sandbox has more, whatever a quota says. */
  readonly limits: SandboxLimits;
  readonly createTimeoutMs: number;
  readonly observer: SandboxObserver;
  readonly newId: () => string;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Logger;
  readonly figures: Figures;
}

export interface SandboxOrder {
  readonly place: Place;
  readonly quota: SandboxQuota;
  /** Of the MCP server. */
  readonly serverId: string;
}

/** On the way out. */
const ENGINE_TIMEOUT_MS = 10_000;

export class SandboxScheduler {
  readonly #options: SandboxSchedulerOptions;
  readonly #held = new Map<string, HeldSandbox>();
  readonly #leaving = new LeavingSandboxes();
  readonly #watch: SandboxWatch;
  #closed: Promise<void> | undefined;

  constructor(options: SandboxSchedulerOptions) {
    this.#options = options;
    const { settings, clock, log, figures, observer } = options;
    this.#watch = new SandboxWatch({
      held: () => this.#held.values(),
      end: (held, reason) => void this.#end(held, reason),
      onKept: ({ facts }) => observer.sandbox('used', facts),
      ...settings,
      clock,
      log,
    });
    figures.gauge('tools_sandboxes', () => this.#held.size);
    figures.gauge('tools_sandboxes_idle', () => [...this.#held.values()].filter((one) => !one.leases).length);
    figures.gauge('tools_sandboxes_closing', () => this.#leaving.size);
  }

  get size(): number {
    return this.#held.size;
  }

  /** Held until it is released. @throws {ToolError} UNAVAILABLE, CANCELLED */
  async lease(order: SandboxOrder, signal: AbortSignal): Promise<SandboxLease> {
    if (signal.aborted) throw cancelled();
    const held = this.#heldFor(order.place, order.quota);
    const { observer, newId, now } = this.#options;
    const lease = new SandboxLease({
      held,
      place: order.place,
      serverId: order.serverId,
      observer,
      newId,
      now,
      onSuspicion: () => void this.#watch.check(held),
      onReleased: () => {
        if (held.isOver) return;
        // Nobody comes after it, so that it goes also while it is being made.
        if (held.place.strategy === 'trial') void this.#end(held, 'DONE');
        else if (held.wasMade) observer.sandbox('used', held.facts);
      },
    });
    try {
      await unlessAborted(held.ready, signal, cancelled);
      return lease;
    } catch (error) {
      lease.release();
      throw error;
    }
  }

  /** Makes it before it is needed; `isNew`: there was none. @throws {ToolError} UNAVAILABLE, CANCELLED */
  async prepare(
    place: Place,
    quota: SandboxQuota,
    signal: AbortSignal,
  ): Promise<{ facts: SandboxFacts; isNew: boolean }> {
    const before = new Set(this.#held.keys());
    const held = this.#heldFor(place, quota);
    await unlessAborted(held.ready, signal, cancelled);
    held.touch();
    return { facts: held.facts, isNew: !before.has(held.id) };
  }

  /** Of one that is held here; undefined for others. */
  facts(id: string): SandboxFacts | undefined {
    return this.#held.get(id)?.facts;
  }

  /** Undefined for one that is not held here. Never rejects. */
  async check(id: string): Promise<SandboxHealth | undefined> {
    const held = this.#held.get(id);
    return held && this.#watch.check(held);
  }

  /**
   * As if it was used just now; undefined for one that is not held here, or not any more.
   * @throws {ToolError} UNAVAILABLE when it does not answer
   */
  async refresh(id: string): Promise<SandboxFacts | undefined> {
    const held = this.#held.get(id);
    if (!held) return undefined;
    held.touch();
    const { ok, error = '' } = await this.#watch.check(held);
    if (held.isOver) return undefined;
    if (!ok) throw new ToolError('UNAVAILABLE', error);
    this.#options.observer.sandbox('used', held.facts);
    return held.facts;
  }

  /** Ends its programs, too. False for one that is not held here. */
  async remove(id: string): Promise<boolean> {
    const held = this.#held.get(id);
    if (!held) return false;
    await this.#end(held, 'DELETED');
    return true;
  }

  /** What was for this conversation alone is closed. */
  sessionOver(sessionId: string): void {
    for (const held of this.#held.values()) {
      if (!held.sessions.delete(sessionId) || held.place.strategy !== 'perSession') continue;
      // Programs of conversations that are over are on their way out.
      const others = [...held.holders.values()].some(({ place }) => sessionOf(place) === undefined);
      if (held.sessions.size === 0 && !others) void this.#end(held, 'DONE');
    }
  }

  /** Resolves when all sandboxes are gone, as far as the engine says. Idempotent. */
  close(): Promise<void> {
    return (this.#closed ??= (async () => {
      this.#watch.close();
      for (const held of this.#held.values()) void this.#end(held, 'SHUTDOWN');
      await this.#leaving.gone();
      const { engine, clock, log } = this.#options;
      if (!(await isDoneWithin(engine.close(), ENGINE_TIMEOUT_MS, clock)))
        log.error({ engine: engine.kind }, 'what sandboxes are made of did not end in time');
    })());
  }

  /** Takes effect at once, so that two who ask at the same time do not get the same room. */
  #heldFor(place: Place, quota: SandboxQuota): HeldSandbox {
    const { settings } = this.#options;
    if (this.#closed) throw new ToolError('UNAVAILABLE', 'The broker is stopping.');
    const maxOfUser = Math.min(quota.maxSandboxes, settings.maxPerUser);
    const limits = { ...settings, maxOfUser };
    const found = placementOf([...this.#held.values()], place, limits);
    if (found.kind === 'use') return this.#held.get(found.id)!;
    if (found.kind === 'create') {
      const inTheWay = found.closeFirst === undefined ? undefined : this.#held.get(found.closeFirst);
      if (inTheWay) void this.#end(inTheWay, 'MADE_ROOM');
      return this.#create(place, quota, this.#leaving.roomFor(place, this.#held.values(), limits));
    }
    this.#options.figures.count('tools_sandboxes_refused_total');
    const words = {
      full: `All ${settings.max} sandboxes of the broker are in use. Try again later, or raise tools.sandbox.max.`,
      tenantFull: `All ${settings.maxPerTenant} sandboxes of the tenant are in use. Try again later, or raise tools.sandbox.maxPerTenant.`,
      noneAllowed:
        'The quota of the user allows no sandbox. It is set by sandbox.quota.maxSandboxes in their settings.',
    }[found.why];
    throw new ToolError('UNAVAILABLE', words);
  }

  #create(place: Place, quota: SandboxQuota, after: Promise<void>): HeldSandbox {
    const { engine, limits, settings, createTimeoutMs, newId, clock, now, observer, log, figures } =
      this.#options;
    const spec = {
      id: newId(),
      ttlMs: settings.ttlMs,
      limits: {
        ...limits,
        memoryMb: Math.min(limits.memoryMb, quota.memoryMb),
        diskMb: Math.min(limits.diskMb, quota.diskMb),
      },
    };
    const held = new HeldSandbox({
      engine,
      spec,
      place,
      idleMs: quota.idleMs,
      createTimeoutMs,
      clock,
      now,
      after,
    });
    this.#held.set(held.id, held);
    void held.ready.then(
      () => {
        figures.count('tools_sandboxes_created_total');
        observer.sandbox('created', held.facts);
      },
      (error: unknown) => {
        // Nobody wants it any more: that is no failure.
        if (held.isOver) return;
        void this.#end(held, 'ILL');
        figures.count('tools_sandboxes_failed_total');
        const reason = (error as Error).message;
        log.warn({ err: (error as Error).cause, reason, engine: engine.kind }, 'a sandbox could not be made');
        observer.failed(place, reason);
      },
    );
    return held;
  }

  #end(held: HeldSandbox, reason: SandboxEndReason): Promise<unknown> {
    if (held.isOver) return held.end(reason);
    this.#held.delete(held.id);
    const ending = held.end(reason).then((inTime) => {
      if (!inTime) this.#options.log.error({ sandbox: held.id }, 'a sandbox did not end in time');
    });
    this.#leaving.add(held.place, ending);
    if (held.wasMade) {
      this.#options.figures.count('tools_sandboxes_ended_total');
      if (reason === 'ILL') this.#options.figures.count('tools_sandboxes_ill_total');
      this.#options.observer.sandbox('ended', held.facts);
    }
    return ending;
  }
}

const cancelled = (): ToolError => new ToolError('CANCELLED', 'The start was cancelled.');
