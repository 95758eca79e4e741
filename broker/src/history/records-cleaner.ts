/** Removes what is older than it may be, every ten minutes, in pieces that hold up nobody. */
import { type RawBuilder, sql } from 'kysely';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Database } from '../store/database.ts';
import { endAbandonedSandboxes } from './sandbox-writes.ts';
import { TEXT_KINDS } from './session-events.ts';
import type { SoundFiles } from './recordings/sound-files.ts';
import { type PreparedSessions, isPrepared } from './prepared-sessions.ts';

export interface Retention {
  readonly sessionDays: number;
  readonly turnDays: number;
  readonly usageDays: number;
  readonly eventDays: number;
  readonly audioDays: number;
  /** Of the audit log; 0: for ever. */
  readonly auditDays: number;
  /** Of what was said. */
  readonly textMs: number;
  /** An open conversation of which nothing was heard for longer is over. */
  readonly abandonedMs: number;
}

export interface RecordsCleanerOptions {
  readonly database: Database;
  readonly retention: Retention;
  readonly prepared: PreparedSessions;
  readonly recordings: SoundFiles;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Logger;
}

const EVERY_MS = 600_000;
const DAY_MS = 86_400_000;
const PIECE = 1000;
/** With a conversation goes all that belongs to it. */
const SESSION_PIECE = 50;
/** After it was to end: its broker would have written since. */
const ABANDONED_SANDBOX_MS = DAY_MS;
const TABLES = [
  'sessions',
  'messages',
  'turns',
  'session_events',
  'usage_hours',
  'tool_usage_hours',
  'response_hours',
  'sandboxes',
  'sandbox_allocations',
  'audit_log',
  'devices',
];

export class RecordsCleaner {
  readonly #options: RecordsCleanerOptions;
  #cancel = (): void => {};
  #running: Promise<void> | undefined;
  #closed = false;
  #tidiedAt = -Infinity;

  /** The first cleaning comes after ten minutes. */
  constructor(options: RecordsCleanerOptions) {
    this.#options = options;
    this.#later();
  }

  /** Now. Never rejects. */
  clean(): Promise<void> {
    this.#running ??= this.#clean().finally(() => (this.#running = undefined));
    return this.#running;
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancel();
    await this.#running;
  }

  #later(): void {
    if (this.#closed) return;
    this.#cancel = this.#options.clock.after(EVERY_MS, () => {
      void this.clean().then(() => this.#later());
    });
  }

  async #clean(): Promise<void> {
    const { retention, log } = this.#options;
    try {
      await this.#endAbandoned();
      await this.#options.prepared.removeExpired();
      // One index each.
      for (const kind of TEXT_KINDS) {
        const texts = sql`kind = ${sql.lit(kind)} and at < ${this.#before(retention.textMs)}`;
        await this.#remove('session_events', texts);
      }
      await this.#remove('session_events', sql`at < ${this.#before(retention.eventDays * DAY_MS)}`);
      await this.#remove('turns', sql`at < ${this.#before(retention.turnDays * DAY_MS)}`);
      const sessions = this.#before(retention.sessionDays * DAY_MS);
      await this.#remove('sessions', sql`last_at < ${sessions} and ended_at is not null`, SESSION_PIECE);
      await this.#remove('alerts', sql`resolved_at < ${sessions}`);
      await endAbandonedSandboxes(this.#options.database.queries, this.#before(ABANDONED_SANDBOX_MS));
      await this.#remove('sandbox_allocations', sql`released_at < ${sessions}`);
      await this.#remove('sandboxes', sql`ended_at < ${sessions}`, SESSION_PIECE);
      for (const table of ['usage_hours', 'tool_usage_hours', 'response_hours'] as const)
        await this.#remove(table, sql`hour < ${this.#before(retention.usageDays * DAY_MS)}`);
      if (retention.auditDays > 0)
        await this.#remove('audit_log', sql`at < ${this.#before(retention.auditDays * DAY_MS)}`);
      await this.#remove('idempotency_keys', sql`expires_at < ${this.#before(0)}`);
      await this.#removeRecordings();
      await this.#tidy();
    } catch (error) {
      log.error({ err: error }, 'old records could not be removed; it is tried again in ten minutes');
    }
  }

  #before(ageMs: number): Date {
    return new Date(this.#options.now() - ageMs);
  }

  async #remove(table: string, condition: RawBuilder<unknown>, piece = PIECE): Promise<void> {
    const { queries } = this.#options.database;
    while (!this.#closed) {
      const { numAffectedRows = 0n } = await sql`
        delete from ${sql.table(table)}
        where ctid = any(array(select ctid from ${sql.table(table)} where ${condition} limit ${piece}))
      `.execute(queries);
      if (numAffectedRows < piece) return;
    }
  }

  /** By the age of the files: also those of conversations that nobody knows any more. None outlives its conversation. */
  async #removeRecordings(): Promise<void> {
    const { recordings, retention, database } = this.#options;
    const keptMs = Math.min(retention.audioDays, retention.sessionDays) * DAY_MS;
    for await (const id of recordings.removeOlder(this.#before(keptMs))) {
      if (this.#closed) return;
      await database.queries.updateTable('sessions').set({ hasAudio: false }).where('id', '=', id).execute();
    }
  }

  /** The broker that held them is gone, and nobody came back. */
  async #endAbandoned(): Promise<void> {
    await sql`
      update sessions set ended_at = last_at, end_reason = 'DEVICE_LOST'
      where ended_at is null and last_at < ${this.#before(this.#options.retention.abandonedMs)}
        and not ${isPrepared}`.execute(this.#options.database.queries);
  }

  /** A server looks after itself; the embedded database has nobody else who does. */
  async #tidy(): Promise<void> {
    const { database, clock } = this.#options;
    if (database.engine !== 'embedded' || this.#closed || clock.now() - this.#tidiedAt < DAY_MS) return;
    this.#tidiedAt = clock.now();
    for (const table of TABLES) {
      if (this.#closed) return;
      await sql`vacuum (analyze) ${sql.table(table)}`.execute(database.queries);
    }
  }
}
