/**
 * Keys for programs. A key acts in the name of whoever made it, with the permissions that were chosen, and never more
 * than that person has at the moment: who is demoted takes their keys along. Only the hash is kept.
 */
import type { RawBuilder } from 'kysely';
import type { Audit } from '../audit/audit-log.ts';
import type { Queries } from '../store/database.ts';
import { isId, newId } from '../store/ids.ts';
import { type KeysetPage, behind } from '../store/keyset.ts';
import type { Row } from '../store/schema.ts';
import type { Caller } from './caller.ts';
import { IdentityError } from './identity-error.ts';
import { type Permission, ROLE_RIGHTS, isPermission, permissionsOf } from './permissions.ts';
import type { PrincipalCache, Recognised } from './principal-cache.ts';
import { randomToken, tokenHash } from './random-token.ts';
import { isPerson } from './user-view.ts';

export const API_KEY_PREFIX = 'key_';

export interface ApiKeysOptions {
  readonly queries: Queries;
  /** `isLetIn` of the tenancy mode. */
  readonly letsTenantIn: RawBuilder<boolean>;
  readonly cache: PrincipalCache;
  readonly audit: Audit;
  readonly now: () => number;
}

export interface NewApiKey {
  readonly name: string;
  readonly permissions: readonly Permission[];
  readonly expiresAt?: Date | undefined;
}

export type ApiKeyRow = Omit<Row<'apiKeys'>, 'hash'>;

/** How much of a key is shown, so that people can tell which one they have. */
const SHOWN_LETTERS = 6;
/** How exactly the last use is known. */
const USE_WRITTEN_MS = 60_000;
const MAX_USES = 10_000;
const COLUMNS = [
  'id',
  'tenantId',
  'name',
  'prefix',
  'permissions',
  'createdBy',
  'createdAt',
  'expiresAt',
  'lastUsedAt',
  'revokedAt',
] as const;
const CREATED_AT = { value: 'apiKeys.createdAt', id: 'apiKeys.id', types: ['timestamptz', 'uuid'] } as const;

export class ApiKeys {
  readonly #options: ApiKeysOptions;
  readonly #usedAtMs = new Map<string, number>();

  constructor(options: ApiKeysOptions) {
    this.#options = options;
  }

  /** Newest first or last; also those that are over. One more than the limit, if there is one more. */
  async list(tenantId: string, page: KeysetPage<'createdAt'>): Promise<ApiKeyRow[]> {
    const direction = page.descending ? 'desc' : 'asc';
    return this.#options.queries
      .selectFrom('apiKeys')
      .select(COLUMNS)
      .where('tenantId', '=', tenantId)
      .where(behind(page, CREATED_AT))
      .orderBy('createdAt', direction)
      .orderBy('id', direction)
      .limit(page.limit + 1)
      .execute();
  }

  /** The key itself is in the answer, and nowhere else. @throws {IdentityError} FORBIDDEN, INVALID */
  async create({ principal, origin }: Caller, input: NewApiKey): Promise<{ row: ApiKeyRow; key: string }> {
    const { queries, audit, now } = this.#options;
    const permissions = [...new Set(input.permissions)];
    const lacking = permissions.filter((permission) => !principal.permissions.has(permission));
    if (lacking.length > 0) {
      throw new IdentityError(
        'FORBIDDEN',
        `A key cannot do more than you: you lack ${lacking.join(', ')}. Leave these out.`,
        { field: 'permissions' },
      );
    }
    if (input.expiresAt && input.expiresAt.getTime() <= now())
      throw new IdentityError('INVALID', 'expiresAt must be in the future.', { field: 'expiresAt' });
    const key = API_KEY_PREFIX + randomToken();
    const row = await queries
      .insertInto('apiKeys')
      .values({
        id: newId(),
        tenantId: principal.tenantId,
        name: input.name,
        prefix: key.slice(0, API_KEY_PREFIX.length + SHOWN_LETTERS),
        hash: tokenHash(key),
        permissions,
        createdBy: await this.#creatorOf(principal),
        createdAt: new Date(now()),
        expiresAt: input.expiresAt ?? null,
      })
      .returning(COLUMNS)
      .executeTakeFirstOrThrow();
    const { id, name } = row;
    const target = { kind: 'apiKey', id };
    audit.record(principal, {
      action: 'apiKey.create',
      target,
      detail: { name, permissions },
      request: origin,
    });
    return { row, key };
  }

  /** @throws {IdentityError} NOT_FOUND */
  async revoke({ principal, origin }: Caller, id: string): Promise<void> {
    const { cache, audit, now } = this.#options;
    const revoked = await cache.changing(async (queries, changed) => {
      if (!isId(id)) return undefined;
      changed(`apiKey:${id}`);
      return queries
        .updateTable('apiKeys')
        .set({ revokedAt: new Date(now()) })
        .where('tenantId', '=', principal.tenantId)
        .where('id', '=', id)
        .where('revokedAt', 'is', null)
        .returning('name')
        .executeTakeFirst();
    });
    if (!revoked) throw new IdentityError('NOT_FOUND', 'There is no such key, or it is revoked already.');
    const target = { kind: 'apiKey', id };
    audit.record(principal, { action: 'apiKey.revoke', target, detail: revoked, request: origin });
  }

  /** Who the key acts for, as long as it holds. */
  async recognise(key: string): Promise<Recognised | undefined> {
    const { queries, now } = this.#options;
    const row = await queries
      .selectFrom('apiKeys')
      .innerJoin('tenants', 'tenants.id', 'apiKeys.tenantId')
      .leftJoin('users', 'users.id', 'apiKeys.createdBy')
      .select(['apiKeys.id', 'apiKeys.name', 'apiKeys.tenantId', 'apiKeys.permissions', 'apiKeys.expiresAt'])
      .select(['createdBy', 'users.role', 'users.disabledAt'])
      .where('apiKeys.hash', '=', tokenHash(key))
      .where('apiKeys.revokedAt', 'is', null)
      .where(this.#options.letsTenantIn)
      .executeTakeFirst();
    if (!row || row.disabledAt) return undefined;
    if (row.expiresAt && row.expiresAt.getTime() <= now()) return undefined;
    const { id, name, tenantId } = row;
    // Without a creator it was made by the owner of the machine.
    const role = row.role ?? 'owner';
    const permissions = permissionsOf(role, row.permissions.filter(isPermission));
    const { scope } = ROLE_RIGHTS[role];
    return {
      principal: {
        kind: 'apiKey',
        id,
        name,
        tenantId,
        role,
        permissions,
        scope,
        via: 'apiKey',
        ...(row.createdBy && { makerId: row.createdBy }),
      },
      tags: [
        `apiKey:${id}`,
        `tenant:${tenantId}`,
        ...(row.createdBy ? ([`user:${row.createdBy}`] as const) : []),
      ],
      ...(row.expiresAt && { untilMs: row.expiresAt.getTime() }),
    };
  }

  /** Written at most once a minute, and nobody waits for it. */
  used(id: string): Promise<void> {
    const nowMs = this.#options.now();
    if (nowMs - (this.#usedAtMs.get(id) ?? -Infinity) < USE_WRITTEN_MS) return Promise.resolve();
    this.#usedAtMs.delete(id);
    this.#usedAtMs.set(id, nowMs);
    if (this.#usedAtMs.size > MAX_USES) this.#usedAtMs.delete(this.#usedAtMs.keys().next().value!);
    return this.#options.queries
      .updateTable('apiKeys')
      .set({ lastUsedAt: new Date(nowMs) })
      .where('id', '=', id)
      .execute()
      .then(() => {});
  }

  /** A key made by a key belongs to the same person. */
  async #creatorOf(principal: Caller['principal']): Promise<string | null> {
    if (isPerson(principal)) return principal.id;
    if (principal.kind !== 'apiKey') return null;
    const maker = await this.#options.queries
      .selectFrom('apiKeys')
      .select('createdBy')
      .where('id', '=', principal.id)
      .executeTakeFirst();
    return maker?.createdBy ?? null;
  }
}
