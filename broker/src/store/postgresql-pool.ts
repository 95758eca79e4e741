/** The connections to a PostgreSQL server, for Kysely: each statement is answered in time, or its connection is given up. */
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { Pool, type PoolClient, type PoolConfig } from 'pg';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { DatabaseError } from './database-error.ts';
import { ask, endWithin, giveUp, unreachable } from './postgresql-client.ts';

export interface PostgresqlPoolOptions {
  readonly connection: PoolConfig;
  readonly maxConnections: number;
  readonly minConnections: number;
  /** How long a caller waits for a connection. */
  readonly acquireTimeoutMs: number;
  /** The server ends a statement that takes longer. */
  readonly statementTimeoutMs: number;
  readonly log: Logger;
  readonly clock: Clock;
}

/** The server ends a statement that takes too long, and says so: one that says nothing for so much longer is gone. */
const ANSWER_AFTER_MS = 5000;
const END_WITHIN_MS = 2000;

export class PostgresqlPool implements PostgresPool {
  readonly options = {};
  readonly #options: PostgresqlPoolOptions;
  readonly #pool: Pool;
  /** All that are open. */
  readonly #clients = new Set<PoolClient>();
  readonly #idle = new Set<PoolClient>();
  #ended: Promise<void> | undefined;

  constructor(options: PostgresqlPoolOptions) {
    this.#options = options;
    const pool = new Pool({
      ...options.connection,
      min: options.minConnections,
      max: options.maxConnections,
      connectionTimeoutMillis: options.acquireTimeoutMs,
      statement_timeout: options.statementTimeoutMs,
      idleTimeoutMillis: 60_000,
    });
    // A server that goes away ends idle connections; the next caller gets a new one, or the error.
    pool.on('error', (error) => options.log.warn({ err: error }, 'a database connection was lost'));
    pool.on('connect', (client) => {
      this.#clients.add(client);
      client.once('end', () => this.#clients.delete(client));
      // One that is lost between two statements of a transaction: the next statement fails and says so. Unheard, it would end the process.
      client.on('error', () => {});
    });
    pool.on('acquire', (client) => this.#idle.delete(client));
    pool.on('release', (_error, client) => this.#idle.add(client));
    pool.on('remove', (client) => this.#idle.delete(client));
    this.#pool = pool;
  }

  get figures() {
    const { totalCount, idleCount, waitingCount } = this.#pool;
    return { connections: totalCount, idle: idleCount, waiting: waitingCount };
  }

  /** @throws {DatabaseError} UNREACHABLE */
  async connect(): Promise<PostgresPoolClient> {
    let client: PoolClient;
    try {
      client = await this.#pool.connect();
    } catch (error) {
      throw unreachable(error);
    }
    return this.#answering(client);
  }

  #answering(client: PoolClient): PostgresPoolClient {
    const { statementTimeoutMs, clock } = this.#options;
    const timeoutMs = statementTimeoutMs + ANSWER_AFTER_MS;
    const patience = { timeoutMs, clock, onTimeout: () => this.giveUpIdle() };
    let lost: DatabaseError | undefined;
    const query = async (text: string, parameters: readonly unknown[]) => {
      // The rollback after it tells what was wrong, too.
      if (lost) throw lost;
      try {
        return await ask(client, text, [...parameters], patience);
      } catch (error) {
        if (error instanceof DatabaseError) lost = error;
        throw error;
      }
    };
    return {
      query: query as unknown as PostgresPoolClient['query'],
      release: (destroy) => client.release(destroy || lost !== undefined),
    };
  }

  /** As many as are to be kept; the driver itself only does not close these. Nobody has to wait for it. */
  async openMin(): Promise<void> {
    const { minConnections, log } = this.#options;
    // Asked for at once, so that none is taken for another.
    const opening = Array.from({ length: minConnections }, async () =>
      (await this.#pool.connect()).release(),
    );
    const opened = await Promise.allSettled(opening);
    const failed = opened.find((each) => each.status === 'rejected');
    if (!failed || this.#ended) return;
    const why = unreachable(failed.reason).message;
    log.warn(
      { why, minConnections },
      'fewer connections to the database could be opened than are to be kept',
    );
  }

  /** What went silent under one connection did so under those that nobody uses. */
  giveUpIdle(): void {
    for (const client of this.#idle) giveUp(client, new Error('lost like another connection'));
  }

  /** Resolves when all statements are answered. Idempotent. */
  end(): Promise<void> {
    this.#ended ??= (async () => {
      await this.#pool.end();
      const { clock } = this.#options;
      await Promise.all([...this.#clients].map((client) => endWithin(END_WITHIN_MS, client, clock)));
    })();
    return this.#ended;
  }
}
