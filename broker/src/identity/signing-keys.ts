/** The keys that access tokens are signed with: kept in the database, encrypted, replaced every 30 days. */
import { randomBytes } from 'node:crypto';
import type { Queries } from '../store/database.ts';
import { newId } from '../store/ids.ts';
import type { Vault } from '../store/vault.ts';

export interface SigningKey {
  readonly id: string;
  readonly secret: Buffer;
  readonly createdAtMs: number;
  /** Until then its tokens are accepted. */
  readonly retiresAtMs: number;
}

export interface SigningKeysOptions {
  readonly queries: Queries;
  readonly vault: Vault;
  readonly now: () => number;
}

const KEY_BYTES = 32;
const SIGNS_FOR_MS = 30 * 86_400_000;
/** More than any access token lives, and clocks of several brokers differ. */
const ACCEPTED_LONGER_MS = 3_600_000;
/** How often a key that is not known is looked for in the database; whoever likes can make such names up. */
const RELOAD_MS = 1000;

export const signingKeyContext = (id: string): string => `signing-key:${id}`;

export class SigningKeys {
  readonly #options: SigningKeysOptions;
  #keys: ReadonlyMap<string, SigningKey> = new Map();
  #loadedAtMs = -Infinity;
  #loading: Promise<void> | undefined;

  constructor(options: SigningKeysOptions) {
    this.#options = options;
  }

  /** The newest; one is made when there is none, or it has become old. @throws {VaultError} WRONG_KEY */
  async current(): Promise<SigningKey> {
    const found = this.#newest();
    if (found) return found;
    await this.#load();
    return this.#newest() ?? (await this.#create());
  }

  /** @returns undefined when there is none of that name, or its time is over. */
  async find(id: string): Promise<SigningKey | undefined> {
    const nowMs = this.#options.now();
    if (!this.#keys.has(id) && Math.abs(nowMs - this.#loadedAtMs) >= RELOAD_MS) await this.#load();
    const key = this.#keys.get(id);
    return key && key.retiresAtMs > nowMs ? key : undefined;
  }

  /** Removes those whose time is over. */
  async sweep(): Promise<void> {
    const { queries, now } = this.#options;
    await queries.deleteFrom('signingKeys').where('retiresAt', '<', new Date(now())).execute();
  }

  #newest(): SigningKey | undefined {
    const nowMs = this.#options.now();
    return [...this.#keys.values()]
      .filter(({ createdAtMs }) => createdAtMs + SIGNS_FOR_MS > nowMs)
      .sort((a, b) => b.createdAtMs - a.createdAtMs)[0];
  }

  async #create(): Promise<SigningKey> {
    const { queries, vault, now } = this.#options;
    const id = newId();
    const secret = randomBytes(KEY_BYTES);
    const createdAtMs = now();
    const retiresAtMs = createdAtMs + SIGNS_FOR_MS + ACCEPTED_LONGER_MS;
    await queries
      .insertInto('signingKeys')
      .values({
        id,
        secret: vault.seal(secret.toString('base64url'), signingKeyContext(id)),
        createdAt: new Date(createdAtMs),
        retiresAt: new Date(retiresAtMs),
      })
      .execute();
    const key = { id, secret, createdAtMs, retiresAtMs };
    this.#keys = new Map([...this.#keys, [id, key]]);
    return key;
  }

  #load(): Promise<void> {
    return (this.#loading ??= this.#read().finally(() => {
      this.#loading = undefined;
    }));
  }

  async #read(): Promise<void> {
    const { queries, vault, now } = this.#options;
    const nowMs = now();
    const rows = await queries
      .selectFrom('signingKeys')
      .selectAll()
      .where('retiresAt', '>', new Date(nowMs))
      .orderBy('createdAt', 'desc')
      .limit(100)
      .execute();
    const keys = rows.map(({ id, secret, createdAt, retiresAt }) => ({
      id,
      secret: Buffer.from(vault.open(secret, signingKeyContext(id)), 'base64url'),
      createdAtMs: createdAt.getTime(),
      retiresAtMs: retiresAt.getTime(),
    }));
    this.#keys = new Map(keys.map((key) => [key.id, key]));
    this.#loadedAtMs = nowMs;
  }
}
