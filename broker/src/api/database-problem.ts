/** A database that is away, busy or full is no fault of the broker: whoever asks is told, and asks again. */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { type Unavailability, unavailabilityOf } from '../store/database-error.ts';
import { ApiProblem } from './problem.ts';

const RETRY_AFTER_S = 5;
const LOG_EVERY_MS = 10_000;

/** Names no server and no address. */
const DETAILS: Readonly<Record<Unavailability, string>> = {
  away: 'The database cannot be reached at the moment. Ask again in some seconds; /ready says when it is back.',
  busy: 'The database is too busy at the moment. Ask again in some seconds.',
  full: 'The disk of the database is full. Whoever runs the broker has to make room; then ask again.',
  readOnly: 'The database can only be read at the moment. Ask again when it takes changes.',
};

/** Undefined for every other error. */
export function databaseProblem(error: unknown): ApiProblem | undefined {
  const why = unavailabilityOf(error);
  if (!why) return undefined;
  const headers = { 'retry-after': String(RETRY_AFTER_S) };
  return new ApiProblem('UNAVAILABLE', DETAILS[why], { headers, cause: error });
}

/** While the database is away every request fails: one line stands for many. */
export class DatabaseProblemLog {
  readonly #log: Logger;
  readonly #clock: Clock;
  #loggedAtMs = -Infinity;
  #failed = 0;

  constructor(log: Logger, clock: Clock) {
    this.#log = log;
    this.#clock = clock;
  }

  /** `about`: the request that failed. */
  note(error: unknown, about: object): void {
    this.#failed++;
    const now = this.#clock.now();
    if (now - this.#loggedAtMs < LOG_EVERY_MS) return;
    const { message: why, code } = error as Error & { code?: unknown };
    this.#log.error({ why, code, ...about, requests: this.#failed }, 'the database failed HTTP requests');
    this.#loggedAtMs = now;
    this.#failed = 0;
  }
}
