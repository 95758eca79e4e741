/**
 * Conversations that were laid down before they began: a program says for whom the next conversation of a device is,
 * and learns its id. The device knows nothing of it; its next conversation is that one.
 */
import { sql } from 'kysely';
import type { Queries } from '../store/database.ts';
import { newId } from '../store/ids.ts';

export interface PreparedSessionsOptions {
  readonly queries: Queries;
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
  readonly validUntil: number;
}

/** A row that no conversation has come to yet. */
export const isPrepared = sql<boolean>`(model_id is null and opened_at is null and message_count = 0)`;

const MAX_DEVICES = 20_000;

export class PreparedSessions {
  readonly #options: PreparedSessionsOptions;
  readonly #byDevice = new Map<string, Prepared>();

  constructor(options: PreparedSessionsOptions) {
    this.#options = options;
  }

  /** What was laid down before this process began. @throws when the database is away */
  async load(): Promise<void> {
    const { queries, now, maxDevices = MAX_DEVICES } = this.#options;
    const { rows } = await sql<{ id: string; deviceId: string; lastAt: Date }>`
      select id, device_id, last_at from sessions
      where ended_at is null and ${isPrepared} and last_at > ${new Date(now())}
      order by ordinal limit ${maxDevices}`.execute(queries);
    for (const { id, deviceId, lastAt } of rows)
      this.#byDevice.set(deviceId, { sessionId: id, validUntil: lastAt.getTime() });
  }

  /** In place of one that waits already. @returns its id */
  async prepare({ tenantId, deviceId, userId, workspace, validForMs }: Preparation): Promise<string> {
    const { queries, now, maxDevices = MAX_DEVICES } = this.#options;
    const sessionId = newId();
    const validUntil = now() + validForMs;
    const before = this.#byDevice.get(deviceId);
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
    this.#byDevice.delete(deviceId);
    this.#byDevice.set(deviceId, { sessionId, validUntil });
    const [oldest] = this.#byDevice.keys();
    if (this.#byDevice.size > maxDevices) this.#byDevice.delete(oldest!);
    if (before) await this.#remove(before.sessionId);
    return sessionId;
  }

  /** For the conversation that begins now; only once. */
  take = (deviceId: string): string | undefined => {
    const prepared = this.#byDevice.get(deviceId);
    this.#byDevice.delete(deviceId);
    return prepared && prepared.validUntil > this.#options.now() ? prepared.sessionId : undefined;
  };

  /** It was deleted. */
  forget(sessionId: string): void {
    for (const [deviceId, prepared] of this.#byDevice)
      if (prepared.sessionId === sessionId) this.#byDevice.delete(deviceId);
  }

  /** Of those that nobody came to. */
  async removeExpired(): Promise<void> {
    const now = this.#options.now();
    for (const [deviceId, { validUntil }] of this.#byDevice)
      if (validUntil <= now) this.#byDevice.delete(deviceId);
    await sql`delete from sessions where ended_at is null and ${isPrepared} and last_at < ${new Date(now)}`.execute(
      this.#options.queries,
    );
  }

  /** Unless its conversation has begun. */
  async #remove(sessionId: string): Promise<void> {
    await sql`delete from sessions where id = ${sessionId} and ${isPrepared}`.execute(this.#options.queries);
  }
}
