/** People whom a proxy has signed in. Its word counts only when it comes from the address of the proxy itself. */
import type { RawBuilder } from 'kysely';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import type { Audit } from '../audit/audit-log.ts';
import type { Queries } from '../store/database.ts';
import { IdentityError } from './identity-error.ts';
import { normalEmail } from './password-sign-in.ts';
import type { Role } from './permissions.ts';
import type { PrincipalCache, Recognised } from './principal-cache.ts';
import type { Principal } from './principal.ts';
import { userPrincipal } from './user-view.ts';
import type { Users } from './users.ts';

export interface ProxyUsersOptions {
  readonly queries: Queries;
  /** `isLetIn` of the tenancy mode. */
  readonly letsTenantIn: RawBuilder<boolean>;
  readonly cache: PrincipalCache;
  readonly users: Users;
  readonly audit: Audit;
  /** Addresses and ranges. */
  readonly trustedProxies: readonly string[];
  /** Of people who are not known yet; undefined: they are refused. */
  readonly defaultRole?: Role | undefined;
}

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

const emailSchema = z.email().max(254);

export class ProxyUsers {
  readonly #options: ProxyUsersOptions;
  readonly #ranges: readonly Range[];
  #ignored = 0;

  constructor(options: ProxyUsersOptions) {
    this.#options = options;
    this.#ranges = options.trustedProxies.map(rangeOf);
  }

  /** Headers that were ignored because they came from elsewhere. */
  get ignored(): number {
    return this.#ignored;
  }

  /** @param address of the socket, never a forwarded one. */
  async recognise(header: string, address: string | undefined): Promise<Principal | undefined> {
    if (!this.#isTrusted(address)) {
      this.#ignored += 1;
      return undefined;
    }
    const parsed = emailSchema.safeParse(normalEmail(header));
    if (!parsed.success) return undefined;
    const email = parsed.data;
    return this.#options.cache.get(
      `proxy:${email}`,
      async () => (await this.#find(email)) ?? (await this.#create(email)),
    );
  }

  #isTrusted(address: string | undefined): boolean {
    if (address === undefined || !ipaddr.isValid(address)) return false;
    const from = ipaddr.process(address);
    return this.#ranges.some(([range, bits]) => from.kind() === range.kind() && from.match(range, bits));
  }

  async #find(email: string): Promise<Recognised | undefined> {
    const user = await this.#options.queries
      .selectFrom('users')
      .innerJoin('tenants', 'tenants.id', 'users.tenantId')
      .select(['users.id', 'users.name', 'users.role', 'users.tenantId'])
      .where('users.email', '=', email)
      .where('users.disabledAt', 'is', null)
      .where(this.#options.letsTenantIn)
      .executeTakeFirst();
    if (!user) return undefined;
    return { principal: userPrincipal(user, 'proxy'), tags: [`user:${user.id}`, `tenant:${user.tenantId}`] };
  }

  async #create(email: string): Promise<Recognised | undefined> {
    const { defaultRole: role, queries, users, audit } = this.#options;
    if (!role) return undefined;
    // Of two requests of a newcomer at once, the other one may have made them by now.
    if (await isTaken(queries, email)) return this.#find(email);
    try {
      const user = await users.insert(queries, 'default', { email, name: email.split('@')[0]!, role });
      const target = { kind: 'user', id: user.id };
      const detail = { email, role };
      audit.record({ kind: 'system', id: 'proxy' }, { action: 'user.create', target, detail });
    } catch (error) {
      if (!(error instanceof IdentityError)) throw error;
    }
    return this.#find(email);
  }
}

/** Somebody who is disabled is not made anew. */
async function isTaken(queries: Queries, email: string): Promise<boolean> {
  const found = await queries.selectFrom('users').select('id').where('email', '=', email).executeTakeFirst();
  return found !== undefined;
}

/** IPv4 written as IPv6 is IPv4. */
function rangeOf(text: string): Range {
  if (text.includes('/')) return ipaddr.parseCIDR(text);
  const address = ipaddr.process(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}
