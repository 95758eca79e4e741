/** Organisations that share an installation and see nothing of each other. */
import type { Audit } from '../audit/audit-log.ts';
import { tellTenantDisabled } from '../fleet/database-device-store.ts';
import type { Queries } from '../store/database.ts';
import { repeatedValueOf } from '../store/database-error.ts';
import { type KeysetPage, behind } from '../store/keyset.ts';
import type { Row } from '../store/schema.ts';
import type { Caller } from './caller.ts';
import { IdentityError } from './identity-error.ts';
import type { NewLink } from './one-time-links.ts';
import type { PrincipalCache } from './principal-cache.ts';
import type { Principal } from './principal.ts';
import { DEFAULT_TENANT, type TenancyMode } from './tenancy.ts';
import type { UserRow } from './user-view.ts';
import type { Users } from './users.ts';

export type TenantRow = Row<'tenants'>;

export interface TenantsOptions {
  readonly queries: Queries;
  readonly cache: PrincipalCache;
  readonly users: Users;
  readonly audit: Audit;
  readonly mode: TenancyMode;
  readonly now: () => number;
}

export interface NewTenant {
  readonly id: string;
  readonly name: string;
  readonly owner: { readonly email: string; readonly name: string };
}

const BY_ID = { value: 'tenants.id', id: 'tenants.id', types: ['text', 'text'] } as const;

export class Tenants {
  readonly #options: TenantsOptions;

  constructor(options: TenantsOptions) {
    this.#options = options;
  }

  /** One more than the limit, if there is one more. @throws {IdentityError} NOT_FOUND */
  async list(principal: Principal, page: KeysetPage<'id'>): Promise<TenantRow[]> {
    this.#refuseOthers(principal);
    return this.#options.queries
      .selectFrom('tenants')
      .selectAll()
      .where(behind(page, BY_ID))
      .orderBy('id', page.descending ? 'desc' : 'asc')
      .limit(page.limit + 1)
      .execute();
  }

  /** With its first owner, who gets the link. @throws {IdentityError} NOT_FOUND, ALREADY_EXISTS */
  async create(
    { principal, origin }: Caller,
    { id, name, owner }: NewTenant,
  ): Promise<{ tenant: TenantRow; owner: UserRow; link: NewLink }> {
    this.#refuseOthers(principal);
    const { cache, users, audit, now } = this.#options;
    const made = await cache.changing(async (queries) => {
      const tenant = await insert(queries, { id, name, createdAt: new Date(now()) });
      const invited = await users.inviteInto(queries, id, { ...owner, role: 'owner' });
      return { tenant, owner: invited.user, link: invited.link };
    });
    const target = { kind: 'tenant', id };
    audit.record(principal, { action: 'tenant.create', target, detail: { name, owner }, request: origin });
    return made;
  }

  /** Nobody of a disabled tenant gets in, and its devices are sent away. @throws {IdentityError} NOT_FOUND, CONFLICT for the default one */
  async change(
    { principal, origin }: Caller,
    id: string,
    change: { readonly name?: string | undefined; readonly disabled?: boolean | undefined },
  ): Promise<TenantRow> {
    this.#refuseOthers(principal);
    const { cache, audit, now } = this.#options;
    const { name, disabled } = change;
    if (id === DEFAULT_TENANT && disabled)
      throw new IdentityError('CONFLICT', 'The tenant that looks after the others cannot be disabled.');
    const tenant = await cache.changing(async (queries, changed) => {
      changed(`tenant:${id}`);
      if (disabled) await tellTenantDisabled(queries, id);
      return queries
        .updateTable('tenants')
        .set((value) => ({
          name: name ?? value.ref('name'),
          ...(disabled !== undefined && { disabledAt: disabled ? new Date(now()) : null }),
        }))
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst();
    });
    if (!tenant)
      throw new IdentityError('NOT_FOUND', `There is no tenant ${JSON.stringify(id.slice(0, 64))}.`);
    const target = { kind: 'tenant', id };
    audit.record(principal, { action: 'tenant.change', target, detail: change, request: origin });
    return tenant;
  }

  /** How many are kept out because there is only to be one. */
  async countKeptOut(): Promise<number> {
    const { mode, queries } = this.#options;
    if (mode === 'multi') return 0;
    const { count } = await queries
      .selectFrom('tenants')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('id', '!=', DEFAULT_TENANT)
      .executeTakeFirstOrThrow();
    return count;
  }

  /** To everybody else it looks as if there were no such thing. */
  #refuseOthers({ tenantId }: Principal): void {
    if (this.#options.mode === 'multi' && tenantId === DEFAULT_TENANT) return;
    throw new IdentityError('NOT_FOUND', 'There is one tenant here. Several need tenancy.mode: multi.');
  }
}

async function insert(queries: Queries, values: Omit<TenantRow, 'disabledAt'>): Promise<TenantRow> {
  try {
    return await queries.insertInto('tenants').values(values).returningAll().executeTakeFirstOrThrow();
  } catch (error) {
    if (repeatedValueOf(error) === undefined) throw error;
    throw new IdentityError('ALREADY_EXISTS', 'There is a tenant with this id already.', { field: 'id' });
  }
}
