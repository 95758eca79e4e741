/** Backups from time to time, of which the newest are kept: for the embedded database, which nobody else looks after. */
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { writeBackup } from './backup.ts';
import type { Database } from './database.ts';

export interface ScheduledBackupsOptions {
  readonly database: Database;
  /** Made when it is not there. */
  readonly folder: string;
  readonly everyMs: number;
  /** Older ones are removed. */
  readonly keep: number;
  readonly log: Logger;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const NAME = /^pipit-[\dT-]+Z\.jsonl\.gz$/;
/** A restart does not begin with the work of a backup. */
const FIRST_AFTER_MS = 60_000;

export class ScheduledBackups {
  readonly figures = { written: 0, failed: 0 };
  readonly #options: ScheduledBackupsOptions;
  #cancel = (): void => {};
  #running: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: ScheduledBackupsOptions) {
    this.#options = options;
    void this.#schedule(FIRST_AFTER_MS);
  }

  /** Waits for a backup that is being written. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancel();
    await this.#running;
  }

  async #schedule(atLeastMs: number): Promise<void> {
    const { everyMs, now, clock } = this.#options;
    const last = await this.#newest();
    if (this.#closed) return;
    // The clock may have been set back since.
    const dueInMs = Math.min(everyMs, last === undefined ? 0 : last + everyMs - now());
    this.#cancel = clock.after(Math.max(atLeastMs, dueInMs), () => {
      this.#running = this.#run();
    });
  }

  async #run(): Promise<void> {
    const { database, folder, log, now } = this.#options;
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const stamp = new Date(now()).toISOString().replaceAll(/[:.]/g, '-');
      const { file, rows } = await writeBackup({ database, file: join(folder, `pipit-${stamp}.jsonl.gz`) });
      this.figures.written++;
      log.info({ file, rows }, 'database backed up');
      await this.#removeOld();
    } catch (err) {
      this.figures.failed++;
      log.error({ err }, 'database could not be backed up');
    }
    void this.#schedule(FIRST_AFTER_MS);
  }

  async #names(): Promise<string[]> {
    const names = await readdir(this.#options.folder).catch(() => []);
    return names.filter((name) => NAME.test(name)).sort();
  }

  async #newest(): Promise<number | undefined> {
    const name = (await this.#names()).at(-1);
    if (!name) return undefined;
    return (await stat(join(this.#options.folder, name)).catch(() => undefined))?.mtimeMs;
  }

  async #removeOld(): Promise<void> {
    const names = await this.#names();
    for (const name of names.slice(0, -this.#options.keep)) await rm(join(this.#options.folder, name));
  }
}
