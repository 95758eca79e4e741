/** Links that are good once: to set the installation up, to accept an invitation, to set a new password. */
import type { Queries } from '../store/database.ts';
import type { Row } from '../store/schema.ts';
import { IdentityError } from './identity-error.ts';
import { randomToken, tokenHash } from './random-token.ts';

export type LinkPurpose = Row<'oneTimeLinks'>['purpose'];

export interface NewLink {
  readonly token: string;
  readonly expiresAt: Date;
}

export interface OneTimeLinksOptions {
  readonly queries: Queries;
  readonly now: () => number;
}

export const LINK_MS: Readonly<Record<LinkPurpose, number>> = {
  setup: 86_400_000,
  invitation: 3 * 86_400_000,
  password: 86_400_000,
};

export class OneTimeLinks {
  readonly #queries: Queries;
  readonly #now: () => number;

  constructor({ queries, now }: OneTimeLinksOptions) {
    this.#queries = queries;
    this.#now = now;
  }

  /** The former one of that user, or the former one for the set-up, is dead from now on. */
  async create(
    queries: Queries,
    { purpose, tenantId, userId }: { purpose: LinkPurpose; tenantId: string; userId: string | null },
  ): Promise<NewLink> {
    const nowMs = this.#now();
    const expiresAt = new Date(nowMs + LINK_MS[purpose]);
    const token = randomToken();
    await queries
      .deleteFrom('oneTimeLinks')
      .where('usedAt', 'is', null)
      .where((where) => (userId === null ? where('purpose', '=', 'setup') : where('userId', '=', userId)))
      .execute();
    await queries
      .insertInto('oneTimeLinks')
      .values({ hash: tokenHash(token), purpose, tenantId, userId, createdAt: new Date(nowMs), expiresAt })
      .execute();
    return { token, expiresAt };
  }

  /** What the link is for. @throws {IdentityError} LINK_INVALID */
  async look(token: string): Promise<Row<'oneTimeLinks'>> {
    const link = await this.#queries
      .selectFrom('oneTimeLinks')
      .selectAll()
      .where('hash', '=', tokenHash(token))
      .where('usedAt', 'is', null)
      .where('expiresAt', '>', new Date(this.#now()))
      .executeTakeFirst();
    if (!link) throw used();
    return link;
  }

  /** Of two who use it at once, one gets an error. @throws {IdentityError} LINK_INVALID */
  async use(queries: Queries, token: string): Promise<void> {
    const now = new Date(this.#now());
    const { numUpdatedRows } = await queries
      .updateTable('oneTimeLinks')
      .set({ usedAt: now })
      .where('hash', '=', tokenHash(token))
      .where('usedAt', 'is', null)
      .where('expiresAt', '>', now)
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) throw used();
  }

  async sweep(): Promise<void> {
    await this.#queries.deleteFrom('oneTimeLinks').where('expiresAt', '<', new Date(this.#now())).execute();
  }
}

const used = (): IdentityError =>
  new IdentityError(
    'LINK_INVALID',
    'The link was used, is over, or was replaced by a newer one. Ask an administrator for another; the link for the first set-up is printed anew at each start of the broker.',
  );

/** The token stands behind the #, which browsers send to nobody. */
export const linkUrl = (baseUrl: string, token: string): string =>
  `${baseUrl.replace(/\/$/, '')}/welcome#${token}`;
