/** Which of our people somebody is whom a provider vouches for. */
import type { RawBuilder } from 'kysely';
import type { Audit } from '../audit/audit-log.ts';
import type { Queries } from '../store/database.ts';
import type { Origin } from './caller.ts';
import { IdentityError } from './identity-error.ts';
import { normalEmail } from './password-sign-in.ts';
import type { Role } from './permissions.ts';
import type { UserRow } from './user-view.ts';
import type { Users } from './users.ts';

export interface OidcUsersOptions {
  readonly queries: Queries;
  /** `isLetIn` of the tenancy mode. */
  readonly letsTenantIn: RawBuilder<boolean>;
  readonly users: Users;
  readonly audit: Audit;
  /** Domains of addresses that may sign in; all when empty. */
  readonly allowedDomains: readonly string[];
  /** Of people who are not known yet; undefined: they are refused. */
  readonly defaultRole?: Role | undefined;
}

export interface OidcClaims {
  readonly iss: string;
  readonly sub: string;
  readonly [claim: string]: unknown;
}

export class OidcUsers {
  readonly #options: OidcUsersOptions;

  constructor(options: OidcUsersOptions) {
    this.#options = options;
  }

  /** By the provider's own id of the person, else by an address that it has verified. @throws {IdentityError} FORBIDDEN */
  async recognise(claims: OidcClaims, origin: Origin): Promise<UserRow> {
    const subject = `${claims.iss} ${claims.sub}`;
    const email = verifiedEmail(claims);
    try {
      this.#refuseDomain(email);
      const user = (await this.#bySubject(subject)) ?? (await this.#byEmail(subject, email, claims, origin));
      if (user.disabledAt) throw refused('Your account is disabled.');
      return user;
    } catch (error) {
      if (error instanceof IdentityError) {
        const detail = { method: 'oidc', why: error.message };
        this.#options.audit.record(
          { kind: 'nobody', id: email ?? claims.sub },
          { action: 'signIn.start', result: 'refused', detail, request: origin },
        );
      }
      throw error;
    }
  }

  #refuseDomain(email: string | undefined): void {
    const { allowedDomains } = this.#options;
    if (allowedDomains.length === 0) return;
    const domain = email?.slice(email.lastIndexOf('@') + 1);
    if (domain === undefined || !allowedDomains.includes(domain))
      throw refused('Addresses of your domain may not sign in here.');
  }

  async #bySubject(subject: string): Promise<UserRow | undefined> {
    return this.#options.queries
      .selectFrom('users')
      .innerJoin('tenants', 'tenants.id', 'users.tenantId')
      .selectAll('users')
      .where('oidcSubject', '=', subject)
      .where(this.#options.letsTenantIn)
      .executeTakeFirst();
  }

  async #byEmail(
    subject: string,
    email: string | undefined,
    claims: OidcClaims,
    origin: Origin,
  ): Promise<UserRow> {
    const { queries, users, audit, defaultRole: role } = this.#options;
    if (email === undefined) throw refused('The provider names no verified e-mail address of yours.');
    const known = await queries
      .selectFrom('users')
      .innerJoin('tenants', 'tenants.id', 'users.tenantId')
      .selectAll('users')
      .select(this.#options.letsTenantIn.as('tenantLetIn'))
      .where('email', '=', email)
      .executeTakeFirst();
    if (known) {
      // An address that went to somebody else must not bring the former one's account along.
      if (known.oidcSubject !== null || !known.tenantLetIn)
        throw refused('Your address belongs to another account.');
      await queries.updateTable('users').set({ oidcSubject: subject }).where('id', '=', known.id).execute();
      return { ...known, oidcSubject: subject };
    }
    if (!role) throw refused('You have no account here.');
    const name = typeof claims['name'] === 'string' && claims['name'] ? claims['name'] : email.split('@')[0]!;
    const user = await users.insert(queries, 'default', {
      email,
      name: name.slice(0, 100),
      role,
      oidcSubject: subject,
    });
    audit.record(
      { kind: 'system', id: 'oidc' },
      {
        action: 'user.create',
        target: { kind: 'user', id: user.id },
        detail: { email, role },
        request: origin,
      },
    );
    return user;
  }
}

function verifiedEmail(claims: OidcClaims): string | undefined {
  const email = claims['email'];
  return typeof email === 'string' && claims['email_verified'] === true ? normalEmail(email) : undefined;
}

const refused = (message: string): IdentityError =>
  new IdentityError('FORBIDDEN', `${message} Ask an administrator.`);
