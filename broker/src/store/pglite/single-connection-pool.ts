/** The embedded database's one connection as a pool: callers take turns, in order. */
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type { Clock } from '../../clock.ts';
import { DatabaseError } from '../database-error.ts';
import type { WorkerClient } from './worker-client.ts';

export interface SingleConnectionPoolOptions {
  readonly worker: Pick<WorkerClient, 'query'>;
  /** How long a caller waits for its turn. */
  readonly acquireTimeoutMs: number;
  readonly clock: Clock;
}

export class SingleConnectionPool implements PostgresPool {
  readonly options = {};
  readonly #options: SingleConnectionPoolOptions;
  readonly #waiting: (() => void)[] = [];
  readonly #client: PostgresPoolClient;
  #taken = false;
  #whenIdle: (() => void) | undefined;
  /** The transaction cannot be committed any more, as the server would say. */
  #aborted = false;

  constructor(options: SingleConnectionPoolOptions) {
    this.#options = options;
    this.#client = {
      query: ((sql: string, parameters: readonly unknown[]) =>
        this.#query(sql, parameters)) as PostgresPoolClient['query'],
      release: () => this.#release(),
    };
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  get taken(): boolean {
    return this.#taken;
  }

  /** @throws {DatabaseError} BUSY when its turn does not come in time. */
  async connect(): Promise<PostgresPoolClient> {
    if (!this.#taken) this.#taken = true;
    else await this.#turn();
    return this.#client;
  }

  /** Resolves when nobody uses the connection or waits for it. */
  async end(): Promise<void> {
    if (!this.#taken) return;
    await new Promise<void>((resolve) => (this.#whenIdle = resolve));
  }

  #turn(): Promise<void> {
    const { acquireTimeoutMs, clock } = this.#options;
    return new Promise((resolve, reject) => {
      const start = () => {
        cancel();
        resolve();
      };
      const cancel = clock.after(acquireTimeoutMs, () => {
        this.#waiting.splice(this.#waiting.indexOf(start), 1);
        reject(
          new DatabaseError(
            'BUSY',
            `The database was busy for ${acquireTimeoutMs} ms. The embedded one does one thing after the other: for more, use PostgreSQL (database.url).`,
          ),
        );
      });
      this.#waiting.push(start);
    });
  }

  #release(): void {
    const next = this.#waiting.shift();
    // The connection goes from hand to hand, so that nobody slips in between.
    if (next) return next();
    this.#taken = false;
    this.#whenIdle?.();
  }

  async #query(sql: string, parameters: readonly unknown[]) {
    const word = sql.trimStart().slice(0, 8).split(/\s/, 1)[0]!.toLowerCase();
    try {
      const { rows, rowCount } = await this.#options.worker.query(sql, parameters);
      const command = word === 'commit' && this.#aborted ? 'rollback' : word;
      if (word === 'begin' || word === 'start' || word === 'commit' || word === 'rollback')
        this.#aborted = false;
      return { command: command.toUpperCase(), rowCount, rows };
    } catch (error) {
      this.#aborted = true;
      throw error;
    }
  }
}
