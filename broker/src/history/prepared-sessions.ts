/**
 * Conversations that were laid down before they began: a program says for whom the next conversation of a device is,
 * and learns its id. The device knows nothing of it; its next conversation is that one, in whichever broker it begins.
 */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '../store/database.ts';
import { newId } from '../store/ids.ts';
import { notify } from '../store/notify.ts';

export interface PreparedSessionsOptions {
  readonly database: Database;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Devices with one, at most. Default 20,000; the oldest is forgotten. */
  readonly maxDevices?: number;
}

export interface Preparation {
  readonly tenantId: string;
  readonly deviceId: string;
  readonly userId: string | null;
  readonly workspace: string | null;
  readonly validForMs: number;
}

interface Prepared {
  readonly sessionId: string;
  /** Milliseconds since 1970. */
  readonly validUntil: number;
}

/** What brokers tell each other; `validUntil` null: it is taken or gone. */
interface Notice {
  readonly from: string;
  readonly deviceId: string;
  readonly sessionId: string;
  readonly validUntil: number | null;
}

/** A row that no conversation has come to yet. */
export const isPrepared = sql<boolean>`(model_id is null and opened_at is null and message_count = 0)`;

const MAX_DEVICES = 20_000;

export class PreparedSessions {
  readonly #options: PreparedSessionsOptions;
  readonly #byDevice = new Map<string, Prepared>();
  /** Among the brokers that share the database. */
  readonly #self = randomUUID();
  readonly #stopListening: () => void;

  constructor(options: PreparedSessionsOptions) {
    this.#options = options;
    this.#stopListening = options.database.listen('pipit_sessions', {
      onNotice: (payload) => this.#heard(JSON.parse(payload) as Notice),
      onGap: () => void this.load().catch((error: unknown) => this.#complain(error)),
    });
  }

  /** Devices that one waits for. */
  get size(): number {
    return this.#byDevice.size;
  }

  /** What was laid down before this process began, or was not heard of. @throws when the database is away */
  async load(): Promise<void> {
    const { database, now, maxDevices = MAX_DEVICES } = this.#options;
    const { rows } = await sql<{ id: string; deviceId: string; lastAt: Date }>`
      select id, device_id, last_at from sessions
      where ended_at is null and ${isPrepared} and last_at > ${new Date(now())}
      order by ordinal limit ${maxDevices}`.execute(database.queries);
    for (const { id, deviceId, lastAt } of rows)
      this.#byDevice.set(deviceId, { sessionId: id, validUntil: lastAt.getTime() });
  }

  /** In place of one that waits already. @returns its id */
  async prepare({ tenantId, deviceId, userId, workspace, validForMs }: Preparation): Promise<string> {
    const { database, now } = this.#options;
    const sessionId = newId();
    const validUntil = now() + validForMs;
    const before = this.#byDevice.get(deviceId);
    await database.queries.transaction().execute(async (queries) => {
      await queries
        .insertInto('sessions')
        .values({
          id: sessionId,
          tenantId,
          deviceId,
          userId,
          workspace,
          startedAt: new Date(now()),
          // Until then it waits.
          lastAt: new Date(validUntil),
        })
        .execute();
      await notify(queries, 'pipit_sessions', { from: this.#self, deviceId, sessionId, validUntil });
    });
    this.#keep(deviceId, { sessionId, validUntil });
    if (before) await this.#remove(before.sessionId);
    return sessionId;
  }

  /** For the conversation that begins now; only once. */
  take = (deviceId: string): string | undefined => {
    const prepared = this.#byDevice.get(deviceId);
    this.#byDevice.delete(deviceId);
    if (prepared) void this.#tellGone(deviceId, prepared.sessionId);
    return prepared && prepared.validUntil > this.#options.now() ? prepared.sessionId : undefined;
  };

  /** It was deleted. */
  forget(sessionId: string): void {
    for (const [deviceId, prepared] of this.#byDevice)
      if (prepared.sessionId === sessionId) {
        this.#byDevice.delete(deviceId);
        void this.#tellGone(deviceId, sessionId);
      }
  }

  /** Idempotent. */
  close(): void {
    this.#stopListening();
  }

  /** Of those that nobody came to. */
  async removeExpired(): Promise<void> {
    const now = this.#options.now();
    for (const [deviceId, { validUntil }] of this.#byDevice)
      if (validUntil <= now) this.#byDevice.delete(deviceId);
    await sql`delete from sessions where ended_at is null and ${isPrepared} and last_at < ${new Date(now)}`.execute(
      this.#options.database.queries,
    );
  }

  #keep(deviceId: string, prepared: Prepared): void {
    const { maxDevices = MAX_DEVICES } = this.#options;
    this.#byDevice.delete(deviceId);
    this.#byDevice.set(deviceId, prepared);
    const [oldest] = this.#byDevice.keys();
    if (this.#byDevice.size > maxDevices) this.#byDevice.delete(oldest!);
  }

  #heard({ from, deviceId, sessionId, validUntil }: Notice): void {
    if (from === this.#self) return;
    if (validUntil !== null) this.#keep(deviceId, { sessionId, validUntil });
    else if (this.#byDevice.get(deviceId)?.sessionId === sessionId) this.#byDevice.delete(deviceId);
  }

  /** The conversation begins meanwhile: whoever else knows of it forgets it a moment later. */
  async #tellGone(deviceId: string, sessionId: string): Promise<void> {
    const notice: Notice = { from: this.#self, deviceId, sessionId, validUntil: null };
    await notify(this.#options.database.queries, 'pipit_sessions', notice).catch((error: unknown) =>
      this.#complain(error),
    );
  }

  #complain(error: unknown): void {
    this.#options.log.warn({ err: error }, 'what other brokers know of conversations laid down may be old');
  }

  /** Unless its conversation has begun. */
  async #remove(sessionId: string): Promise<void> {
    await sql`delete from sessions where id = ${sessionId} and ${isPrepared}`.execute(
      this.#options.database.queries,
    );
  }
}
