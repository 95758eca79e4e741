/** That a program runs in a sandbox, and for which conversations. */
import type { HeldSandbox } from './held-sandbox.ts';
import type { Place } from './place.ts';
import type { Sandbox } from './sandbox.ts';
import type { AllocationFacts, SandboxObserver } from './sandbox-facts.ts';

export interface SandboxUser {
  readonly sessionId: string;
  readonly deviceId: string;
}

export interface SandboxLeaseOptions {
  readonly held: HeldSandbox;
  readonly place: Place;
  /** Of the MCP server. */
  readonly serverId: string;
  readonly observer: SandboxObserver;
  readonly newId: () => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Nothing could be started in it. */
  readonly onSuspicion: () => void;
  /** It was given back. */
  readonly onReleased: () => void;
}

export class SandboxLease {
  readonly #options: SandboxLeaseOptions;
  /** By conversation. */
  readonly #allocations = new Map<string, AllocationFacts>();
  #released = false;

  constructor(options: SandboxLeaseOptions) {
    this.#options = options;
    const { held, place } = options;
    held.holders.set(this, { place, onEnd: () => this.#releaseAll() });
    if (place.strategy === 'perSession') held.sessions.add(place.sessionId);
    held.touch();
  }

  get sandboxId(): string {
    return this.#options.held.id;
  }

  /** @throws {ToolError} UNAVAILABLE */
  get sandbox(): Promise<Sandbox> {
    return this.#options.held.ready;
  }

  /** A conversation used it just now. */
  used({ sessionId, deviceId }: SandboxUser): void {
    const { held, serverId, observer, newId, now } = this.#options;
    if (this.#released || held.isOver) return;
    held.touch();
    observer.sandbox('used', held.facts);
    const at = now();
    const known = this.#allocations.get(sessionId);
    const facts: AllocationFacts = known
      ? { ...known, lastUsedAt: at }
      : {
          id: newId(),
          sandboxId: held.id,
          tenantId: held.place.tenantId,
          serverId,
          deviceId,
          sessionId,
          at,
          lastUsedAt: at,
          releasedAt: undefined,
        };
    this.#allocations.set(sessionId, facts);
    observer.allocation(known ? 'used' : 'taken', facts);
  }

  /** The conversation does not need it any more. */
  left(sessionId: string): void {
    const facts = this.#allocations.get(sessionId);
    if (!facts) return;
    this.#allocations.delete(sessionId);
    const { observer, now } = this.#options;
    observer.allocation('released', { ...facts, releasedAt: now() });
  }

  suspect(): void {
    if (!this.#released) this.#options.onSuspicion();
  }

  /** The program is gone. Idempotent. */
  release(): void {
    if (this.#released) return;
    this.#released = true;
    this.#releaseAll();
    const { held, onReleased } = this.#options;
    held.holders.delete(this);
    held.touch();
    onReleased();
  }

  #releaseAll(): void {
    for (const sessionId of this.#allocations.keys()) this.left(sessionId);
  }
}
