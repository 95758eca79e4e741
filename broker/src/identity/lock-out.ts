/**
 * Failures at passwords lock an account, each time for longer. An address that nobody has behaves like one that somebody
 * has, so that nothing is learned from it; attempts on one account go one after the other, so that a hundred at once
 * are not a hundred free guesses.
 */
import { sql } from 'kysely';
import type { Queries } from '../store/database.ts';
import { newId } from '../store/ids.ts';
import { IdentityError } from './identity-error.ts';

export interface LockOutOptions {
  readonly queries: Queries;
  readonly now: () => number;
}

export interface Failures {
  readonly failedSignIns: number;
  readonly lockedUntil: Date | null;
}

const FREE_FAILURES = 5;
const FIRST_LOCK_MS = 30_000;
const LONGEST_LOCK_MS = 3_600_000;
/** After a lock that ended so long ago, it begins anew. */
const FORGOTTEN_AFTER_MS = 86_400_000;

/** Addresses that nobody has and that failed lately. */
const MAX_STRANGERS = 10_000;
/** Attempts on one account that wait for the former; accounts are few, since each attempt needs a place at the hasher. */
const MAX_WAITING = 8;

/** How long the account is locked after that many failures in a row. */
export function lockMs(failures: number): number {
  if (failures < FREE_FAILURES) return 0;
  return Math.min(FIRST_LOCK_MS * 2 ** (failures - FREE_FAILURES), LONGEST_LOCK_MS);
}

export class LockOut {
  readonly #queries: Queries;
  readonly #now: () => number;
  readonly #strangers = new Map<string, Failures>();
  readonly #attempts = new Map<string, { last: Promise<unknown>; waiting: number }>();

  constructor({ queries, now }: LockOutOptions) {
    this.#queries = queries;
    this.#now = now;
  }

  get strangers(): number {
    return this.#strangers.size;
  }

  /** Runs `work` after all former attempts on that address. @throws {IdentityError} BUSY */
  async inTurn<Result>(email: string, work: () => Promise<Result>): Promise<Result> {
    const turn = this.#attempts.get(email) ?? { last: Promise.resolve(), waiting: 0 };
    if (turn.waiting >= MAX_WAITING) {
      throw new IdentityError('BUSY', 'Too many attempts on this account at once. Try again in a moment.', {
        retryAfterMs: 2000,
      });
    }
    turn.waiting += 1;
    const mine = turn.last.then(work);
    turn.last = mine.catch(() => {});
    this.#attempts.set(email, turn);
    try {
      return await mine;
    } finally {
      turn.waiting -= 1;
      if (turn.waiting === 0) this.#attempts.delete(email);
    }
  }

  /** @param known of the user, when there is one. @throws {IdentityError} ACCOUNT_LOCKED, whatever the password is. */
  refuseLocked(email: string, known: Failures | undefined): void {
    const { lockedUntil } = known ?? this.#strangers.get(email) ?? { lockedUntil: null };
    const leftMs = (lockedUntil?.getTime() ?? 0) - this.#now();
    if (leftMs <= 0) return;
    throw new IdentityError(
      'ACCOUNT_LOCKED',
      `Too many failures: wait ${Math.ceil(leftMs / 1000)} s, or ask an administrator to unlock the account.`,
      { retryAfterMs: leftMs },
    );
  }

  /** @returns how long the account is locked now. */
  async failed(email: string, user: (Failures & { readonly id: string }) | undefined): Promise<number> {
    const before = user ?? this.#strangers.get(email) ?? { failedSignIns: 0, lockedUntil: null };
    const nowMs = this.#now();
    const isOld = before.lockedUntil !== null && nowMs - before.lockedUntil.getTime() > FORGOTTEN_AFTER_MS;
    const failedSignIns = isOld ? 1 : before.failedSignIns + 1;
    const forMs = lockMs(failedSignIns);
    const lockedUntil = forMs > 0 ? new Date(nowMs + forMs) : null;
    if (!user) this.#remember(email, { failedSignIns, lockedUntil });
    // Also for an address that nobody has: it takes the same time, and changes no row.
    await this.#queries
      .updateTable('users')
      .set({ failedSignIns, ...(lockedUntil && { lockedUntil }) })
      .where('id', '=', user?.id ?? newId())
      .execute();
    return forMs;
  }

  /** After a right password, by an administrator, or with a new password. */
  async clear(queries: Queries, userId: string): Promise<void> {
    await queries
      .updateTable('users')
      .set({ failedSignIns: 0, lockedUntil: null })
      .where('id', '=', userId)
      .where((where) => where.or([where('failedSignIns', '>', 0), sql<boolean>`locked_until is not null`]))
      .execute();
  }

  #remember(email: string, failures: Failures): void {
    this.#strangers.delete(email);
    this.#strangers.set(email, failures);
    if (this.#strangers.size > MAX_STRANGERS) {
      const [oldest] = this.#strangers.keys();
      this.#strangers.delete(oldest!);
    }
  }
}
