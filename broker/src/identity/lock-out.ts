/**
 * Failures at passwords lock an account, each time for longer. An address that nobody has behaves like one that somebody
 * has, so that nothing is learned from it; attempts on one account go one after the other, so that a hundred at once
 * are not a hundred free guesses.
 */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Queries } from '../store/database.ts';
import { newId } from '../store/ids.ts';
import type { SharedState } from '../store/shared/shared-state.ts';
import { IdentityError } from './identity-error.ts';

export interface LockOutOptions {
  readonly queries: Queries;
  /** For addresses that nobody has. */
  readonly shared: SharedState;
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
/** The account of an address that nobody has is a fiction, and ends some day. */
const STRANGER_MS = 30 * FORGOTTEN_AFTER_MS;
/** Attempts on one account that wait for the former; accounts are few, since each attempt needs a place at the hasher. */
const MAX_WAITING = 8;

/** How long the account is locked after that many failures in a row. */
export function lockMs(failures: number): number {
  if (failures < FREE_FAILURES) return 0;
  return Math.min(FIRST_LOCK_MS * 2 ** (failures - FREE_FAILURES), LONGEST_LOCK_MS);
}

export class LockOut {
  readonly #queries: Queries;
  readonly #shared: SharedState;
  readonly #now: () => number;
  readonly #attempts = new Map<string, { last: Promise<unknown>; waiting: number }>();

  constructor({ queries, shared, now }: LockOutOptions) {
    this.#queries = queries;
    this.#shared = shared;
    this.#now = now;
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
  async refuseLocked(email: string, known: Failures | undefined): Promise<void> {
    const { lockedUntil } = known ?? (await this.#stranger(email));
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
    const before = user ?? (await this.#stranger(email));
    const nowMs = this.#now();
    const isOld = before.lockedUntil !== null && nowMs - before.lockedUntil.getTime() > FORGOTTEN_AFTER_MS;
    const failedSignIns = isOld ? 1 : before.failedSignIns + 1;
    const forMs = lockMs(failedSignIns);
    const lockedUntil = forMs > 0 ? new Date(nowMs + forMs) : null;
    if (!user) await this.#remember(email, { failedSignIns, lockedUntil });
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

  /** Whether it can be read or not, the next step is the same. */
  async #stranger(email: string): Promise<Failures> {
    const text = await this.#shared.get('strangers', strangerKey(email)).catch(() => undefined);
    if (text === undefined) return { failedSignIns: 0, lockedUntil: null };
    const { failedSignIns, lockedUntilMs } = JSON.parse(text) as StoredFailures;
    return { failedSignIns, lockedUntil: lockedUntilMs === null ? null : new Date(lockedUntilMs) };
  }

  async #remember(email: string, { failedSignIns, lockedUntil }: Failures): Promise<void> {
    const stored: StoredFailures = { failedSignIns, lockedUntilMs: lockedUntil?.getTime() ?? null };
    const write = this.#shared.set('strangers', strangerKey(email), JSON.stringify(stored), STRANGER_MS);
    await write.catch(() => {});
  }
}

interface StoredFailures {
  readonly failedSignIns: number;
  readonly lockedUntilMs: number | null;
}

/** What people type there is no matter of whoever looks at the shared state. */
const strangerKey = (email: string): string => createHash('sha256').update(email).digest('base64url');
