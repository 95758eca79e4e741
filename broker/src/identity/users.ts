/** People of a tenant: who there is, who is invited, and what others may change about them. */
import { type SqlBool, sql } from 'kysely';
import type { Audit } from '../audit/audit-log.ts';
import type { Queries } from '../store/database.ts';
import { repeatedValueOf } from '../store/database-error.ts';
import { isId, newId } from '../store/ids.ts';
import { type KeysetPage, behind } from '../store/keyset.ts';
import type { RowChange } from '../store/schema.ts';
import type { Caller } from './caller.ts';
import { IdentityError } from './identity-error.ts';
import type { NewLink, OneTimeLinks } from './one-time-links.ts';
import { normalEmail } from './password-sign-in.ts';
import type { Role } from './permissions.ts';
import type { PrincipalCache } from './principal-cache.ts';
import { refuseAbove } from './role-rank.ts';
import type { SignIns } from './sign-ins.ts';
import { type UserRow, isPerson } from './user-view.ts';

export interface UsersOptions {
  readonly queries: Queries;
  readonly cache: PrincipalCache;
  readonly links: OneTimeLinks;
  readonly signIns: SignIns;
  readonly audit: Audit;
  readonly now: () => number;
}

export type UserSortKey = 'name' | 'email' | 'createdAt';

export interface NewUser {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly language?: string | undefined;
  readonly maxConversations?: number | undefined;
}

export interface UserChange {
  readonly name?: string | undefined;
  readonly role?: Role | undefined;
  readonly availability?: UserRow['availability'] | undefined;
  readonly maxConversations?: number | undefined;
  readonly disabled?: boolean | undefined;
  /** True unlocks an account that failures have locked. */
  readonly unlock?: true | undefined;
}

export interface OwnChange {
  readonly name?: string | undefined;
  readonly language?: string | undefined;
  readonly availability?: UserRow['availability'] | undefined;
}

const COLUMNS = {
  name: { value: 'users.name', id: 'users.id', types: ['text', 'uuid'] },
  email: { value: 'users.email', id: 'users.id', types: ['text', 'uuid'] },
  createdAt: { value: 'users.createdAt', id: 'users.id', types: ['timestamptz', 'uuid'] },
} as const;

export class Users {
  readonly #options: UsersOptions;

  constructor(options: UsersOptions) {
    this.#options = options;
  }

  /** @param search start of the name or the address. One more than the limit, if there is one more. */
  async list(
    tenantId: string,
    page: KeysetPage<UserSortKey>,
    { search, role }: { search?: string | undefined; role?: Role | undefined } = {},
  ): Promise<UserRow[]> {
    const direction = page.descending ? 'desc' : 'asc';
    return this.#options.queries
      .selectFrom('users')
      .selectAll()
      .where('tenantId', '=', tenantId)
      .where(behind(page, COLUMNS[page.sortKey]))
      .$if(search !== undefined, (query) => query.where(startsWith(search!)))
      .$if(role !== undefined, (query) => query.where('role', '=', role!))
      .orderBy(page.sortKey, direction)
      .orderBy('id', direction)
      .limit(page.limit + 1)
      .execute();
  }

  /** @throws {IdentityError} NOT_FOUND */
  async read(tenantId: string, id: string): Promise<UserRow> {
    const user = isId(id) ? await one(this.#options.queries, tenantId, id) : undefined;
    if (!user) throw unknownUser(id);
    return user;
  }

  /** @throws {IdentityError} FORBIDDEN, ALREADY_EXISTS */
  async invite(caller: Caller, input: NewUser): Promise<{ user: UserRow; link: NewLink }> {
    const { cache, audit } = this.#options;
    const { principal, origin } = caller;
    refuseAbove(principal, input.role);
    const made = await cache.changing((queries) => this.inviteInto(queries, principal.tenantId, input));
    const { id, email, role } = made.user;
    const target = { kind: 'user', id };
    audit.record(principal, { action: 'user.create', target, detail: { email, role }, request: origin });
    return made;
  }

  /** Without asking whether somebody may: for whoever makes a tenant. @throws {IdentityError} ALREADY_EXISTS */
  async inviteInto(
    queries: Queries,
    tenantId: string,
    input: NewUser,
  ): Promise<{ user: UserRow; link: NewLink }> {
    const user = await this.insert(queries, tenantId, input);
    const link = await this.#options.links.create(queries, {
      purpose: 'invitation',
      tenantId,
      userId: user.id,
    });
    return { user, link };
  }

  /** @throws {IdentityError} ALREADY_EXISTS */
  async insert(
    queries: Queries,
    tenantId: string,
    { email, name, role, language, maxConversations, ...rest }: NewUser & RowChange<'users'>,
  ): Promise<UserRow> {
    try {
      return await queries
        .insertInto('users')
        .values({
          ...rest,
          id: newId(),
          tenantId,
          email: normalEmail(email),
          name,
          role,
          language: language ?? null,
          ...(maxConversations !== undefined && { maxConversations }),
          createdAt: new Date(this.#options.now()),
        })
        .returningAll()
        .executeTakeFirstOrThrow();
    } catch (error) {
      if (repeatedValueOf(error) === undefined) throw error;
      throw new IdentityError('ALREADY_EXISTS', 'There is somebody with this e-mail address already.', {
        field: 'email',
        cause: error,
      });
    }
  }

  /** A new link to set the password, for whoever lost theirs or missed the invitation. */
  async newLink(caller: Caller, id: string): Promise<{ user: UserRow; link: NewLink }> {
    const { cache, links, audit } = this.#options;
    const { principal, origin } = caller;
    const user = await this.read(principal.tenantId, id);
    refuseAbove(principal, user.role);
    const purpose = user.passwordHash === null && user.lastSignInAt === null ? 'invitation' : 'password';
    const link = await cache.changing((queries) =>
      links.create(queries, { purpose, tenantId: user.tenantId, userId: user.id }),
    );
    const target = { kind: 'user', id };
    audit.record(principal, { action: 'user.link', target, detail: { purpose }, request: origin });
    return { user, link };
  }

  /** @throws {IdentityError} NOT_FOUND, FORBIDDEN, CONFLICT for the last owner */
  async change(caller: Caller, id: string, change: UserChange): Promise<UserRow> {
    const { cache, signIns, audit, now } = this.#options;
    const { principal, origin } = caller;
    const { role, disabled, unlock, ...plain } = change;
    const before = await this.read(principal.tenantId, id);
    refuseAbove(principal, before.role);
    if (role !== undefined) refuseAbove(principal, role);
    const user = await cache.changing(async (queries, changed) => {
      changed(`user:${id}`);
      if ((role !== undefined && role !== 'owner') || disabled === true)
        await refuseLastOwner(queries, principal.tenantId, id);
      if (disabled === true) await signIns.endAllOf(queries, id, 'userDisabled');
      const disabledAt = disabled === true ? (before.disabledAt ?? new Date(now())) : null;
      const row: RowChange<'users'> = {
        ...withoutUndefined(plain),
        ...(role !== undefined && { role }),
        ...(disabled !== undefined && { disabledAt }),
        ...(unlock && { failedSignIns: 0, lockedUntil: null }),
      };
      if (Object.keys(row).length > 0)
        await queries.updateTable('users').set(row).where('id', '=', id).execute();
      return one(queries, principal.tenantId, id);
    });
    if (!user) throw unknownUser(id);
    const target = { kind: 'user', id };
    audit.record(principal, { action: 'user.change', target, detail: change, request: origin });
    return user;
  }

  /** @throws {IdentityError} NOT_FOUND, FORBIDDEN, CONFLICT for the last owner */
  async remove(caller: Caller, id: string): Promise<void> {
    const { cache, audit, now } = this.#options;
    const { principal, origin } = caller;
    const user = await this.read(principal.tenantId, id);
    refuseAbove(principal, user.role);
    await cache.changing(async (queries, changed) => {
      changed(`user:${id}`);
      await refuseLastOwner(queries, principal.tenantId, id);
      // What somebody made acts in their name; it ends with them.
      await queries
        .updateTable('apiKeys')
        .set({ revokedAt: new Date(now()) })
        .where('createdBy', '=', id)
        .where('revokedAt', 'is', null)
        .execute();
      await queries.deleteFrom('users').where('id', '=', id).execute();
    });
    const detail = { email: user.email, role: user.role };
    audit.record(principal, {
      action: 'user.delete',
      target: { kind: 'user', id },
      detail,
      request: origin,
    });
  }

  /** What people may change about themselves. @throws {IdentityError} NOT_FOUND for programs */
  async changeOwn({ principal, origin }: Caller, change: OwnChange): Promise<UserRow> {
    const { cache, audit } = this.#options;
    const row = withoutUndefined(change);
    const user = await cache.changing(async (queries, changed) => {
      if (!isPerson(principal)) return undefined;
      changed(`user:${principal.id}`);
      if (Object.keys(row).length > 0)
        await queries.updateTable('users').set(row).where('id', '=', principal.id).execute();
      return one(queries, principal.tenantId, principal.id);
    });
    if (!user) throw new IdentityError('NOT_FOUND', 'Only people have a profile.');
    const target = { kind: 'user', id: user.id };
    audit.record(principal, { action: 'user.profile', target, detail: change, request: origin });
    return user;
  }
}

async function one(queries: Queries, tenantId: string, id: string): Promise<UserRow | undefined> {
  return queries
    .selectFrom('users')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** The owners are held meanwhile, so that the last two cannot remove each other at once. */
async function refuseLastOwner(queries: Queries, tenantId: string, id: string): Promise<void> {
  const owners = await queries
    .selectFrom('users')
    .select('id')
    .where('tenantId', '=', tenantId)
    .where('role', '=', 'owner')
    .where('disabledAt', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();
  if (owners.length > 1 || owners[0]?.id !== id) return;
  throw new IdentityError('CONFLICT', 'This is the last owner. Make somebody else an owner first.');
}

/** Both conditions are answered by an index. */
function startsWith(search: string) {
  const pattern = `${search.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return sql<SqlBool>`(lower(users.name collate "default") collate "C" like ${pattern} or users.email like ${pattern})`;
}

const withoutUndefined = (change: object): object =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));

const unknownUser = (id: string): IdentityError =>
  new IdentityError('NOT_FOUND', `There is nobody with the id ${JSON.stringify(id.slice(0, 64))}.`);
