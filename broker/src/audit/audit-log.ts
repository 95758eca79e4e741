/**
 * Who did what, kept for later. Entries are written in batches behind the back of whoever acts: an audit log that is
 * slow or away delays nobody and fails nobody, but what it loses is counted and logged.
 */
import type { Logger } from 'pino';
import type { AuditAction } from './audit-actions.ts';
import type { Clock } from '../clock.ts';
import type { Origin } from '../identity/caller.ts';
import type { Principal } from '../identity/principal.ts';
import type { Queries } from '../store/database.ts';
import { isOfTheRows } from '../store/database-error.ts';
import { type NewRow, json } from '../store/schema.ts';
import { cleanText, maskedDetail } from './mask.ts';

/** Of somebody who is not signed in, `id` is what they claim to be. */
export type AuditActor =
  | Pick<Principal, 'kind' | 'id' | 'name' | 'tenantId' | 'via'>
  | { readonly kind: 'nobody' | 'system'; readonly id: string; readonly tenantId?: string };

export type AuditResult = 'ok' | 'refused' | 'failed';

export interface AuditEntry {
  readonly action: AuditAction;
  readonly target?: { readonly kind: string; readonly id: string };
  /** Default ok. */
  readonly result?: AuditResult;
  /** Secrets are masked by the names of their keys. */
  readonly detail?: object | undefined;
  readonly request?: Origin | undefined;
}

export interface Audit {
  /** Never throws and never waits. */
  record(actor: AuditActor, entry: AuditEntry): void;
}

export interface AuditLogOptions {
  readonly queries: Queries;
  readonly log: Logger;
  readonly clock: Clock;
  readonly now: () => number;
}

const MAX_WAITING = 10_000;
const MAX_BATCH = 200;
const FLUSH_AFTER_MS = 250;
const RETRY_AFTER_MS = 2000;

export class AuditLog implements Audit {
  readonly #options: AuditLogOptions;
  readonly #waiting: NewRow<'auditLog'>[] = [];
  #cancelTimer: (() => void) | undefined;
  #flushing: Promise<void> | undefined;
  #closed = false;
  /** Then only the timer tries again, not every new entry. */
  #failing = false;
  #dropped = 0;
  #failures = 0;

  constructor(options: AuditLogOptions) {
    this.#options = options;
  }

  get figures(): { waiting: number; dropped: number; failures: number } {
    return { waiting: this.#waiting.length, dropped: this.#dropped, failures: this.#failures };
  }

  record(actor: AuditActor, entry: AuditEntry): void {
    try {
      if (this.#closed || this.#waiting.length >= MAX_WAITING) {
        this.#drop(1, entry.action, this.#closed ? 'closed' : 'full');
        return;
      }
      this.#waiting.push(auditRow(actor, entry, this.#options.now()));
      if (this.#waiting.length >= MAX_BATCH && !this.#failing) void this.flush();
      else this.#flushIn(FLUSH_AFTER_MS);
    } catch (error) {
      this.#options.log.error({ err: error }, 'an entry of the audit log could not be made');
      this.#drop(1, entry.action, 'unfit');
    }
  }

  /** Writes what waits; resolves also when that failed, and then tries again later. */
  flush(): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    return (this.#flushing ??= this.#writeAll().finally(() => {
      this.#flushing = undefined;
    }));
  }

  /** Writes what waits, once. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.flush();
    // One more, for what came while the former was on its way.
    if (this.#waiting.length > 0) await this.flush();
    this.#cancelTimer?.();
    if (this.#waiting.length > 0) this.#drop(this.#waiting.splice(0).length, 'several', 'closed');
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, MAX_BATCH);
      try {
        await this.#write(batch);
      } catch (error) {
        this.#failures += 1;
        this.#failing = true;
        this.#options.log.error({ err: error }, 'the audit log could not be written');
        if (!this.#closed) this.#flushIn(RETRY_AFTER_MS);
        return;
      }
      this.#failing = false;
      this.#waiting.splice(0, batch.length);
    }
  }

  async #write(batch: NewRow<'auditLog'>[]): Promise<void> {
    const { queries } = this.#options;
    try {
      await queries.insertInto('auditLog').values(batch).execute();
    } catch (error) {
      if (!isOfTheRows(error)) throw error;
      if (batch.length === 1) return this.#drop(1, batch[0]!.action, 'unfit');
      for (const row of batch) await this.#write([row]);
    }
  }

  #flushIn(delayMs: number): void {
    this.#cancelTimer ??= this.#options.clock.after(delayMs, () => void this.flush());
  }

  #drop(entries: number, action: string, why: 'closed' | 'full' | 'unfit'): void {
    this.#dropped += entries;
    this.#options.log.error({ entries, action, why }, 'the audit log lost entries');
  }
}

/** For whoever writes an entry in a transaction of their own. */
export function auditRow(actor: AuditActor, entry: AuditEntry, nowMs: number): NewRow<'auditLog'> {
  const { action, target, result = 'ok', detail, request = {} } = entry;
  return {
    tenantId: actor.tenantId ?? 'default',
    at: new Date(nowMs),
    actorKind: actor.kind,
    actorId: cleanText(actor.id, 256),
    actorName: cleanText('name' in actor ? actor.name : actor.id, 256),
    via: 'via' in actor ? actor.via : actor.kind === 'system' ? 'system' : 'none',
    address: request.address ?? null,
    action,
    targetKind: target?.kind ?? null,
    targetId: target ? cleanText(target.id, 256) : null,
    result,
    detail: detail ? json(maskedDetail(detail)) : null,
    requestId: request.requestId ?? null,
  };
}
