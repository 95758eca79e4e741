/**
 * The thread of the embedded database, started again when it dies, panics or hangs: what was committed is in its log, so a
 * new one goes on where the old one was. Meanwhile every call is refused at once.
 */
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import { DatabaseError } from '../database-error.ts';
import type { QueryResult, WorkerData } from './messages.ts';
import { WorkerClient } from './worker-client.ts';

export interface DatabaseThreadOptions extends WorkerData {
  /** A statement that takes longer hangs. */
  readonly hangTimeoutMs: number;
  readonly onNotice: (channel: string, payload: string) => void;
  /** It works again; notices in between are lost. */
  readonly onBack: () => void;
  readonly clock: Clock;
  readonly log: Logger;
}

const RETRY_MS = { first: 500, most: 30_000 };

export class DatabaseThread {
  readonly #options: DatabaseThreadOptions;
  #worker: WorkerClient | undefined;
  #cancelRetry = (): void => {};
  #starting: Promise<void> | undefined;
  #closed = false;

  private constructor(options: DatabaseThreadOptions) {
    this.#options = options;
  }

  /** @throws what kept the database from opening. */
  static async start(options: DatabaseThreadOptions): Promise<DatabaseThread> {
    const thread = new DatabaseThread(options);
    thread.#worker = await thread.#newWorker(options.mayCreate);
    return thread;
  }

  /** @throws {DatabaseError} UNREACHABLE while it is being opened anew; what the database said. */
  async query(sql: string, parameters: readonly unknown[]): Promise<QueryResult> {
    const worker = this.#worker;
    if (!worker) throw reopening();
    const cancel = this.#options.clock.after(this.#options.hangTimeoutMs, () => {
      this.#broken(worker, new Error(`A statement hangs for ${this.#options.hangTimeoutMs} ms.`));
    });
    try {
      return await worker.query(sql, parameters);
    } catch (error) {
      // After a panic it answers nothing any more.
      if ((error as { severity?: unknown }).severity === 'PANIC') this.#broken(worker, error as Error);
      throw error;
    } finally {
      cancel();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelRetry();
    await this.#starting;
    await this.#worker?.close();
  }

  #newWorker(mayCreate: boolean): Promise<WorkerClient> {
    const { folder, channels, isScratch, isBrief, onNotice } = this.#options;
    const starting = WorkerClient.start({
      folder,
      channels,
      isScratch,
      isBrief,
      mayCreate,
      onNotice,
      onLost: (why) => void starting.then((worker) => this.#broken(worker, why)),
    });
    return starting;
  }

  #broken(worker: WorkerClient, error: Error): void {
    if (this.#worker !== worker || this.#closed) return;
    this.#worker = undefined;
    worker.abandon(reopening(error));
    const { log, folder } = this.#options;
    if (folder === undefined) return log.fatal({ err: error }, 'the database in memory is lost');
    log.error({ err: error }, 'the embedded database failed and is opened anew');
    this.#retry(RETRY_MS.first);
  }

  #retry(afterMs: number): void {
    const { clock, log, onBack } = this.#options;
    this.#cancelRetry = clock.after(afterMs, () => {
      // One that is gone meanwhile is not to be replaced by an empty one.
      this.#starting = this.#newWorker(false).then(
        (worker) => {
          this.#worker = worker;
          if (this.#closed) return;
          log.info('the embedded database is open again');
          onBack();
        },
        (error: unknown) => {
          if (this.#closed) return;
          log.error({ err: error }, 'the embedded database cannot be opened yet');
          this.#retry(Math.min(RETRY_MS.most, afterMs * 2));
        },
      );
    });
  }
}

const reopening = (cause?: Error): DatabaseError =>
  new DatabaseError(
    'UNREACHABLE',
    'The embedded database failed and is being opened anew. Look at the free space of its disk; the log says more.',
    { cause },
  );
