/**
 * Keeps the log of the embedded database short. A server has a process of its own for that; here the log would grow until
 * the broker ends, fill the disk, and make the start after a crash long.
 */
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { Queries } from '../database.ts';

export interface CheckpointsOptions {
  readonly queries: Queries;
  readonly clock: Clock;
  readonly log: Logger;
}

const LOOK_EVERY_MS = 60_000;
const LOG_MOST_BYTES = 64 * 1024 * 1024;

export class Checkpoints {
  readonly #options: CheckpointsOptions;
  #cancel = (): void => {};
  #held = 0;
  #closed = false;

  constructor(options: CheckpointsOptions) {
    this.#options = options;
    this.#schedule();
  }

  /** None begins from now on: what the log has is still needed. Returns a function that lets them go on. */
  hold(): () => void {
    this.#held++;
    return () => void this.#held--;
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    this.#cancel();
  }

  #schedule(): void {
    if (this.#closed) return;
    this.#cancel = this.#options.clock.after(LOOK_EVERY_MS, () => {
      void this.#run().finally(() => this.#schedule());
    });
  }

  async #run(): Promise<void> {
    const { queries, log } = this.#options;
    try {
      if ((await logBytes(queries)) < LOG_MOST_BYTES || this.#held > 0 || this.#closed) return;
      await sql`checkpoint`.execute(queries);
    } catch (err) {
      log.warn({ err }, 'the log of the database could not be shortened yet');
    }
  }
}

/** Since the last checkpoint. */
export async function logBytes(queries: Queries): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn)::float8 as bytes
    from pg_control_checkpoint()`.execute(queries);
  return rows[0]!.bytes;
}
