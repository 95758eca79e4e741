/** Puts together where programs run: the scheduler, what users chose, what is recorded of it and what people may do. */
import type { Logger } from 'pino';
import type { AuditAction } from '../audit/audit-actions.ts';
import type { SandboxServices } from '../api/routes/sandboxes.ts';
import type { Audit } from '../audit/audit-log.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/schema.ts';
import { SandboxRecords } from '../history/sandbox-records.ts';
import { endEarlierSandboxes, writeSandboxes } from '../history/sandbox-writes.ts';
import type { Database } from '../store/database.ts';
import { newId } from '../store/ids.ts';
import type { Figures } from '../telemetry/figures.ts';
import { userOf } from '../tools/sandbox/place.ts';
import type { SandboxEngine, SandboxLimits } from '../tools/sandbox/sandbox.ts';
import type { SandboxFacts, SandboxObserver } from '../tools/sandbox/sandbox-facts.ts';
import { SandboxPrograms } from '../tools/sandbox/sandbox-programs.ts';
import { SandboxScheduler } from '../tools/sandbox/sandbox-scheduler.ts';
import { type SandboxChoice, SandboxWishesCache } from './sandbox-wishes.ts';

export interface SandboxesOptions {
  readonly settings: Config['tools']['sandbox'];
  /** Several, that must leave room for each other. */
  readonly hasTenants: boolean;
  /** Closed with the rest. */
  readonly engine: SandboxEngine;
  readonly limits: SandboxLimits;
  readonly database: Database;
  /** Names this broker. */
  readonly node: string;
  readonly choiceOf: (userId: string) => Promise<SandboxChoice>;
  readonly audit: Audit;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Logger;
  readonly figures: Figures;
}

export interface Sandboxes {
  /** For whoever starts programs. */
  readonly programs: SandboxPrograms;
  /** For the routes. */
  readonly services: Omit<SandboxServices, 'audit'>;
  /** What was for this conversation alone is closed. */
  sessionOver(sessionId: string): void;
  /** After those that run in them were ended. Idempotent. */
  close(): Promise<void>;
}

/** Of images that have to be fetched, for instance. */
const CREATE_TIMEOUT_MS = 60_000;

/** @throws when the database does not answer */
export async function createSandboxes(options: SandboxesOptions): Promise<Sandboxes> {
  const { settings, engine, limits, database, node, audit, clock, now, log, figures } = options;
  const { queries } = database;
  const ended = await endEarlierSandboxes(queries, node);
  if (ended > 0) log.info({ sandboxes: ended }, 'sandboxes of an earlier process have ended');
  const records = new SandboxRecords({
    write: (batch) => writeSandboxes(queries, batch, node),
    clock,
    log,
  });
  figures.gauge('tools_sandboxes_records_waiting', () => records.figures.waiting);
  figures.gauge('tools_sandboxes_records_dropped_total', () => records.figures.dropped);
  const wishes = new SandboxWishesCache(database, options.choiceOf);
  const scheduler = new SandboxScheduler({
    engine,
    settings: { ...settings, maxPerTenant: options.hasTenants ? settings.maxPerTenant : settings.max },
    limits,
    createTimeoutMs: CREATE_TIMEOUT_MS,
    observer: observedBy(records, audit),
    newId,
    clock,
    now,
    log,
    figures,
  });
  const { strategy, idleMs, allowNetwork } = settings;
  const programs = new SandboxPrograms({ scheduler, wishesOf: wishes.of, strategy, idleMs, allowNetwork });
  let closed: Promise<void> | undefined;
  return {
    programs,
    services: {
      queries,
      node,
      scheduler,
      prepare: async (place, signal) =>
        scheduler.prepare(place, await programs.quotaOf(userOf(place)), signal),
      flush: () => records.flush(),
    },
    sessionOver: (sessionId) => scheduler.sessionOver(sessionId),
    close: () =>
      (closed ??= (async () => {
        await scheduler.close();
        wishes.close();
        await records.close();
      })()),
  };
}

function observedBy(records: SandboxRecords, audit: Audit): SandboxObserver {
  return {
    sandbox(change, facts) {
      records.sandbox(facts, change === 'used');
      if (change === 'created') record(audit, 'sandbox.create', facts, {});
      // Who deletes one is told by the route.
      const reason = facts.ended?.reason;
      if (change === 'ended' && reason !== 'DELETED') record(audit, 'sandbox.delete', facts, { reason });
    },
    allocation: (change, facts) => records.allocation(facts, change === 'used'),
    failed({ tenantId, strategy }, reason) {
      audit.record(
        { kind: 'system', id: 'broker', tenantId },
        {
          action: 'sandbox.create',
          target: { kind: 'sandbox', id: 'none' },
          result: 'failed',
          detail: { strategy, reason },
        },
      );
    },
  };
}

function record(
  audit: Audit,
  action: AuditAction,
  { id, tenantId, strategy, engine, userId, sessionId }: SandboxFacts,
  detail: object,
): void {
  audit.record(
    { kind: 'system', id: 'broker', tenantId },
    {
      action,
      target: { kind: 'sandbox', id },
      detail: { strategy, engine, ...(userId && { userId }), ...(sessionId && { sessionId }), ...detail },
    },
  );
}
