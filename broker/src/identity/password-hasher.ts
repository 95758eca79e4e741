/**
 * Password hashes: argon2id. Hashing runs on the threads of libuv, which files and name look-ups share, and takes 19 MiB
 * each time, so only a few run at once, the next ones wait in a queue, and beyond that people are asked to wait.
 */
import { hash, verify } from '@node-rs/argon2';
import { IdentityError } from './identity-error.ts';

export interface PasswordHasherOptions {
  /** Hashes computed at once. Default 2. */
  readonly concurrency?: number;
  /** Callers that may wait for their turn. Default 64. */
  readonly maxWaiting?: number;
}

/** OWASP's recommendation for argon2id. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const CURRENT = `$argon2id$v=19$m=${PARAMETERS.memoryCost},t=${PARAMETERS.timeCost},p=${PARAMETERS.parallelism}$`;

/** The hash of nothing that anybody knows: whoever has no password takes as long to be refused. */
const NOBODY = `${CURRENT}c29tZXRoaW5nIHJhbmRvbQ$7u3yuKSm4dvIMPTr1fVH5Y1pYzuOKhEblIMlhTG2mUY`;

const RETRY_AFTER_MS = 2000;

export class PasswordHasher {
  readonly #concurrency: number;
  readonly #maxWaiting: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #refused = 0;
  #worked = 0;

  constructor({ concurrency = 2, maxWaiting = 64 }: PasswordHasherOptions = {}) {
    this.#concurrency = concurrency;
    this.#maxWaiting = maxWaiting;
  }

  /** `worked`: how often a password was hashed. */
  get figures(): { running: number; waiting: number; refused: number; worked: number } {
    return {
      running: this.#running,
      waiting: this.#waiting.length,
      refused: this.#refused,
      worked: this.#worked,
    };
  }

  /** @throws {IdentityError} BUSY */
  hash(password: string): Promise<string> {
    return this.#inTurn(() => hash(normal(password), PARAMETERS));
  }

  /** Takes as long without a hash as with one. @throws {IdentityError} BUSY */
  async verify(password: string, passwordHash: string | null | undefined): Promise<boolean> {
    const matches = await this.#inTurn(() => verify(passwordHash ?? NOBODY, normal(password)));
    return matches && passwordHash != null;
  }

  /** Whether it was made with other parameters than today's. */
  isOutdated(passwordHash: string): boolean {
    return !passwordHash.startsWith(CURRENT);
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#running >= this.#concurrency) {
      if (this.#waiting.length >= this.#maxWaiting) {
        this.#refused += 1;
        throw new IdentityError('BUSY', 'Too many people sign in at this moment. Try again in a moment.', {
          retryAfterMs: RETRY_AFTER_MS,
        });
      }
      // The place is handed over by whoever leaves, so nobody slips in between.
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    } else {
      this.#running += 1;
    }
    this.#worked += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}

/** The same letters typed on another system are the same password. */
const normal = (password: string): string => password.normalize('NFKC');

export const isSamePassword = (one: string, other: string): boolean => normal(one) === normal(other);
