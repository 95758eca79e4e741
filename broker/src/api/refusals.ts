/**
 * Whoever is known and asks for what they may not have stands in the audit log: once a minute for each route, so that a
 * program that asks for ever fills neither the log nor the memory.
 */
import type { FastifyRequest } from 'fastify';
import type { AuditSink } from '../audit/audit-sink.ts';
import type { Clock } from '../clock.ts';
import { principalKey } from '../identity/principal.ts';
import { routeOf } from './errors.ts';
import type { ApiProblem } from './problem.ts';

export interface RefusalsOptions {
  readonly audit: AuditSink;
  readonly clock: Clock;
  /** Default 10,000. */
  readonly maxRemembered?: number;
}

interface Written {
  readonly atMs: number;
  /** Refusals since then that were not written. */
  repeated: number;
}

const ONCE_IN_MS = 60_000;

export class Refusals {
  readonly #audit: AuditSink;
  readonly #clock: Clock;
  readonly #maxRemembered: number;
  /** By principal and route, the one written longest ago first. */
  readonly #written = new Map<string, Written>();

  constructor({ audit, clock, maxRemembered = 10_000 }: RefusalsOptions) {
    this.#audit = audit;
    this.#clock = clock;
    this.#maxRemembered = maxRemembered;
  }

  /** Nothing is written of strangers, and of other problems than 403. */
  note(request: FastifyRequest, { status, code, extras }: ApiProblem): void {
    const { principal, method } = request;
    if (status !== 403 || !principal) return;
    const route = `${method} ${routeOf(request)}`;
    const repeated = this.#repeated(`${principalKey(principal)} ${route}`);
    if (repeated === undefined) return;
    this.#audit.record({
      principal,
      action: 'request.refused',
      target: { kind: 'route', id: route },
      result: 'refused',
      detail: {
        code,
        ...(extras.permission !== undefined && { permission: extras.permission }),
        ...(repeated > 0 && { repeated }),
      },
    });
  }

  /** How many were left out since the last one that was written; undefined when this one is to be left out as well. */
  #repeated(key: string): number | undefined {
    const atMs = this.#clock.now();
    const last = this.#written.get(key);
    if (last && atMs - last.atMs < ONCE_IN_MS) {
      last.repeated += 1;
      return undefined;
    }
    this.#written.delete(key);
    this.#written.set(key, { atMs, repeated: 0 });
    if (this.#written.size > this.#maxRemembered) {
      const [oldest] = this.#written.keys();
      this.#written.delete(oldest!);
    }
    return last?.repeated ?? 0;
  }
}
