/** The embedded database's one connection as a pool: callers take turns, in order. */
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type { Clock } from '../../clock.ts';
import { DatabaseError } from '../database-error.ts';
import type { DatabaseThread } from './database-thread.ts';

export interface SingleConnectionPoolOptions {
  readonly thread: Pick<DatabaseThread, 'query'>;
  /** How long a caller waits for its turn. */
  readonly acquireTimeoutMs: number;
  readonly clock: Clock;
}

export class SingleConnectionPool implements PostgresPool {
  readonly options = {};
  readonly #options: SingleConnectionPoolOptions;
  readonly #waiting: (() => void)[] = [];
  #client = this.#newClient();
  #taken = false;
  #whenIdle: (() => void) | undefined;
  #inTransaction = false;
  /** The transaction cannot be committed any more, as the server would say. */
  #aborted = false;

  constructor(options: SingleConnectionPoolOptions) {
    this.#options = options;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  get taken(): boolean {
    return this.#taken;
  }

  /** One that was given up, after a rollback that failed, is not used again: there is a new one on the same connection. */
  #newClient(): PostgresPoolClient {
    return {
      query: ((sql: string, parameters: readonly unknown[]) =>
        this.#query(sql, parameters)) as PostgresPoolClient['query'],
      release: (destroy) => {
        if (destroy) this.#client = this.#newClient();
        this.#release();
      },
    };
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
    this.#inTransaction = false;
    this.#aborted = false;
    const next = this.#waiting.shift();
    // The connection goes from hand to hand, so that nobody slips in between.
    if (next) return next();
    this.#taken = false;
    this.#whenIdle?.();
  }

  async #query(sql: string, parameters: readonly unknown[]) {
    const word = firstWordOf(sql);
    const ends = word === 'commit' || word === 'rollback';
    // As the server has it. Without this, what follows a lost connection would be carried out outside of the transaction.
    if (this.#inTransaction && this.#aborted && !ends && word !== 'rollback to') throw new AbortedError();
    try {
      const { rows, rowCount } = await this.#options.thread.query(sql, parameters);
      const command = word === 'commit' && this.#aborted ? 'rollback' : word;
      if (word === 'begin' || word === 'start') this.#inTransaction = true;
      if (word === 'rollback to') this.#aborted = false;
      return { command: command.toUpperCase(), rowCount, rows };
    } catch (error) {
      this.#aborted = true;
      throw error;
    } finally {
      if (ends) this.#inTransaction = false;
      if (!this.#inTransaction) this.#aborted = false;
    }
  }
}

/** `rollback to` goes back to a savepoint, and leaves the transaction open. */
function firstWordOf(sql: string): string {
  const [word = '', next = ''] = sql.trimStart().slice(0, 24).toLowerCase().split(/\s+/);
  return word === 'rollback' && next === 'to' ? 'rollback to' : word;
}

class AbortedError extends Error {
  override readonly name = 'AbortedError';
  /** SQLSTATE of PostgreSQL. */
  readonly code = '25P02';

  constructor() {
    super('current transaction is aborted, commands ignored until end of transaction block');
  }
}
