/** The ways in for people without a password: the first set-up, an invitation, a lost password. */
import type { RawBuilder } from 'kysely';
import type { Audit } from '../audit/audit-log.ts';
import type { Queries } from '../store/database.ts';
import type { Origin } from './caller.ts';
import { IdentityError } from './identity-error.ts';
import type { LinkPurpose, NewLink, OneTimeLinks } from './one-time-links.ts';
import type { PasswordHasher } from './password-hasher.ts';
import { refuseWeakPassword } from './password-rules.ts';
import { type PasswordSignIn, normalEmail } from './password-sign-in.ts';
import type { PrincipalCache } from './principal-cache.ts';
import type { SignIns, SignedIn } from './sign-ins.ts';
import { DEFAULT_TENANT } from './tenancy.ts';
import { type UserRow, userPrincipal } from './user-view.ts';
import type { Users } from './users.ts';

export interface WelcomeOptions {
  readonly queries: Queries;
  /** `isLetIn` of the tenancy mode. */
  readonly letsTenantIn: RawBuilder<boolean>;
  readonly cache: PrincipalCache;
  readonly links: OneTimeLinks;
  readonly hasher: PasswordHasher;
  readonly passwords: PasswordSignIn;
  readonly users: Users;
  readonly signIns: SignIns;
  readonly audit: Audit;
}

export interface LinkMeaning {
  readonly purpose: LinkPurpose;
  readonly expiresAt: Date;
  /** Of whom it is for; null for the set-up, which asks for them. */
  readonly email: string | null;
  readonly name: string | null;
}

export interface Redemption {
  readonly token: string;
  readonly password: string;
  /** For the set-up only. */
  readonly email?: string | undefined;
  readonly name?: string | undefined;
}

export class Welcome {
  readonly #options: WelcomeOptions;

  constructor(options: WelcomeOptions) {
    this.#options = options;
  }

  /** A link that makes the first owner, as long as there is none; the former link is dead then. */
  async setUp(): Promise<NewLink | undefined> {
    const { cache, links } = this.#options;
    return cache.changing(async (queries) => {
      if (await hasOwner(queries)) return undefined;
      return links.create(queries, { purpose: 'setup', tenantId: DEFAULT_TENANT, userId: null });
    });
  }

  /** @throws {IdentityError} LINK_INVALID */
  async look(token: string): Promise<LinkMeaning> {
    const { purpose, expiresAt, userId } = await this.#options.links.look(token);
    const user = userId === null ? undefined : await this.#invited(userId);
    return { purpose, expiresAt, email: user?.email ?? null, name: user?.name ?? null };
  }

  /** Sets the password and signs in. @throws {IdentityError} LINK_INVALID, PASSWORD_WEAK, INVALID, ALREADY_EXISTS */
  async redeem(redemption: Redemption, origin: Origin): Promise<SignedIn> {
    const { hasher, links, audit, signIns } = this.#options;
    const { purpose, userId } = await links.look(redemption.token);
    const invited = userId === null ? undefined : await this.#invited(userId);
    const { email, name } = invited ?? newcomer(redemption);
    refuseWeakPassword(redemption.password, { email, name });
    const passwordHash = await hasher.hash(redemption.password);
    const redeemed = invited
      ? await this.#setPassword(invited, redemption.token, passwordHash)
      : await this.#makeOwner({ email, name }, redemption.token, passwordHash);
    audit.record(userPrincipal(redeemed, 'cookie'), {
      action: `link.${purpose}`,
      target: { kind: 'user', id: redeemed.id },
      request: origin,
    });
    return signIns.start(redeemed, 'link', origin);
  }

  async #invited(userId: string): Promise<UserRow> {
    const user = await this.#options.queries
      .selectFrom('users')
      .innerJoin('tenants', 'tenants.id', 'users.tenantId')
      .selectAll('users')
      .where('users.id', '=', userId)
      .where('users.disabledAt', 'is', null)
      .where(this.#options.letsTenantIn)
      .executeTakeFirst();
    if (user) return user;
    throw new IdentityError('LINK_INVALID', 'The account is disabled. Ask an administrator.');
  }

  async #setPassword(user: UserRow, token: string, passwordHash: string): Promise<UserRow> {
    const { cache, links, passwords, signIns } = this.#options;
    return cache.changing(async (queries, changed) => {
      changed(`user:${user.id}`);
      await links.use(queries, token);
      await passwords.set(queries, user.id, passwordHash);
      await signIns.endAllOf(queries, user.id, 'passwordChanged');
      return queries.selectFrom('users').selectAll().where('id', '=', user.id).executeTakeFirstOrThrow();
    });
  }

  async #makeOwner(
    { email, name }: { email: string; name: string },
    token: string,
    passwordHash: string,
  ): Promise<UserRow> {
    const { cache, links, users } = this.#options;
    return cache.changing(async (queries) => {
      // Held, so that two set-ups at once do not make two owners.
      await queries.selectFrom('tenants').select('id').where('id', '=', DEFAULT_TENANT).forUpdate().execute();
      await links.use(queries, token);
      if (await hasOwner(queries))
        throw new IdentityError('LINK_INVALID', 'There is an owner already. Ask them for an invitation.');
      return users.insert(queries, DEFAULT_TENANT, { email, name, role: 'owner', passwordHash });
    });
  }
}

function newcomer({ email, name }: Redemption): { email: string; name: string } {
  if (!email || !name) {
    throw new IdentityError('INVALID', 'For the set-up, e-mail address and name of the owner are needed.', {
      field: email ? 'name' : 'email',
    });
  }
  return { email: normalEmail(email), name };
}

/** Others may be there before: a proxy or a provider may have made them. */
async function hasOwner(queries: Queries): Promise<boolean> {
  const owner = await queries
    .selectFrom('users')
    .select('id')
    .where('tenantId', '=', DEFAULT_TENANT)
    .where('role', '=', 'owner')
    .limit(1)
    .executeTakeFirst();
  return owner !== undefined;
}
