/** Backups from time to time, of which the newest are kept: for the embedded database, which nobody else looks after. */
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { writeBackupAside } from './backup-aside.ts';
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
/** Left by a process that was killed. */
const UNFINISHED = /^pipit-[\dT-]+Z\.jsonl\.gz\.\d+\.tmp$/;
/** A restart does not begin with the work of a backup. */
const FIRST_AFTER_MS = 60_000;
/** What failed is likely to fail again, and a copy of a large database is much work for a small disk. */
const RETRY_AFTER_MS = 3_600_000;

export class ScheduledBackups {
  readonly figures = { written: 0, failed: 0 };
  readonly #options: ScheduledBackupsOptions;
  #cancel = (): void => {};
  #running: Promise<void> = Promise.resolve();
  readonly #closing = new AbortController();

  constructor(options: ScheduledBackupsOptions) {
    this.#options = options;
    this.#running = this.#start();
  }

  /** Gives up a backup that is being written: nothing is left of it. Idempotent. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#cancel();
    await this.#running;
  }

  async #start(): Promise<void> {
    const { folder, log } = this.#options;
    for (const name of await this.#names(UNFINISHED)) {
      await rm(join(folder, name), { force: true }).catch((err: unknown) =>
        log.warn({ err }, 'an unfinished backup cannot be removed'),
      );
    }
    await this.#schedule(FIRST_AFTER_MS);
  }

  async #schedule(atLeastMs: number): Promise<void> {
    const { everyMs, now, clock } = this.#options;
    const last = await this.#newest();
    if (this.#closing.signal.aborted) return;
    // The clock may have been set back since.
    const dueInMs = Math.min(everyMs, last === undefined ? 0 : last + everyMs - now());
    this.#cancel = clock.after(Math.max(atLeastMs, dueInMs), () => {
      this.#running = this.#run();
    });
  }

  async #run(): Promise<void> {
    const { database, folder, log, now, clock } = this.#options;
    const { signal } = this.#closing;
    const startMs = clock.now();
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const stamp = new Date(now()).toISOString().replaceAll(/[:.]/g, '-');
      const options = { database, file: join(folder, `pipit-${stamp}.jsonl.gz`), signal };
      const { file, rows } = await writeBackupAside(options);
      this.figures.written++;
      log.info({ file, rows, tookMs: Math.round(clock.now() - startMs) }, 'database backed up');
      await this.#removeOld();
      void this.#schedule(FIRST_AFTER_MS);
    } catch (err) {
      if (signal.aborted) return log.info('the backup that was being written is given up');
      this.figures.failed++;
      log.error({ err, retryInMs: RETRY_AFTER_MS }, 'database could not be backed up');
      void this.#schedule(RETRY_AFTER_MS);
    }
  }

  async #names(pattern = NAME): Promise<string[]> {
    const names = await readdir(this.#options.folder).catch(() => []);
    return names.filter((name) => pattern.test(name)).sort();
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
