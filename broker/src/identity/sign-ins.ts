/**
 * Sign-ins: one for each browser that somebody signed in with. A sign-in is carried by refresh tokens, each good once;
 * a used one that comes again was copied, and ends the sign-in for the thief and the victim alike.
 */
import type { RawBuilder } from 'kysely';
import type { AuditActor, Audit } from '../audit/audit-log.ts';
import type { Queries } from '../store/database.ts';
import { isId, newId } from '../store/ids.ts';
import type { Row } from '../store/schema.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { Caller, Origin } from './caller.ts';
import { IdentityError } from './identity-error.ts';
import type { PrincipalCache, Recognised } from './principal-cache.ts';
import { randomToken, tokenHash } from './random-token.ts';
import { type UserRow, isPerson, userPrincipal } from './user-view.ts';

export interface SignInsOptions {
  readonly queries: Queries;
  /** `isLetIn` of the tenancy mode. */
  readonly letsTenantIn: RawBuilder<boolean>;
  readonly cache: PrincipalCache;
  readonly accessTokens: AccessTokens;
  readonly audit: Audit;
  readonly now: () => number;
}

export interface SignedIn {
  readonly user: UserRow;
  readonly signInId: string;
  readonly accessToken: string;
  readonly accessExpiresAt: Date;
  readonly refreshToken: string;
  readonly refreshExpiresAt: Date;
}

export type SignInMethod = Row<'signIns'>['method'];

export type RevokeReason =
  | 'signedOut'
  | 'revoked'
  | 'passwordChanged'
  | 'userDisabled'
  | 'reuse'
  | 'secretKeyLost';

/** Without use for so long, a sign-in is over. */
const IDLE_MS = 14 * 86_400_000;
/** And in any case after so long. */
const LONGEST_MS = 90 * 86_400_000;
/** Two tabs that refresh at the same moment present the same token; a thief comes later. */
const GRACE_MS = 10_000;
/** Sign-ins that are over are listed no longer, but can be looked up for so long. */
const KEPT_MS = 30 * 86_400_000;
const MAX_LISTED = 100;

export class SignIns {
  readonly #options: SignInsOptions;

  constructor(options: SignInsOptions) {
    this.#options = options;
  }

  async start(user: UserRow, method: SignInMethod, origin: Origin): Promise<SignedIn> {
    const { queries, audit, now } = this.#options;
    const startedAt = new Date(now());
    const signInId = newId();
    const expiresAt = new Date(startedAt.getTime() + LONGEST_MS);
    const refresh = await queries.transaction().execute(async (queries) => {
      await queries
        .insertInto('signIns')
        .values({
          id: signInId,
          tenantId: user.tenantId,
          userId: user.id,
          method,
          address: origin.address ?? null,
          userAgent: origin.userAgent?.slice(0, 256) ?? null,
          createdAt: startedAt,
          lastUsedAt: startedAt,
          expiresAt,
        })
        .execute();
      await queries.updateTable('users').set({ lastSignInAt: startedAt }).where('id', '=', user.id).execute();
      return this.#newRefreshToken(queries, signInId, expiresAt);
    });
    audit.record(actorOf(user, signInId), {
      action: 'signIn.start',
      target: { kind: 'user', id: user.id },
      detail: { method, signInId },
      request: origin,
    });
    return this.#signedIn({ ...user, lastSignInAt: startedAt }, signInId, refresh);
  }

  /** @throws {IdentityError} SESSION_EXPIRED */
  async refresh(refreshToken: string, origin: Origin): Promise<SignedIn> {
    const { cache, audit, now } = this.#options;
    const nowMs = now();
    const outcome = await cache.changing(async (queries, changed) => {
      const found = await find(queries, refreshToken, this.#options.letsTenantIn);
      if (!found || found.token.expiresAt.getTime() <= nowMs) return undefined;
      const { token, signIn, user } = found;
      if (signIn.revokedAt || signIn.expiresAt.getTime() <= nowMs || user.disabledAt) return undefined;
      if (token.usedAt && nowMs - token.usedAt.getTime() > GRACE_MS) {
        changed(`signIn:${signIn.id}`);
        await revoke(queries, [signIn.id], 'reuse', new Date(nowMs));
        return { user, signInId: signIn.id };
      }
      const usedAt = new Date(nowMs);
      if (!token.usedAt) {
        const { hash } = token;
        await queries.updateTable('refreshTokens').set({ usedAt }).where('hash', '=', hash).execute();
      }
      await queries.updateTable('signIns').set({ lastUsedAt: usedAt }).where('id', '=', signIn.id).execute();
      const refresh = await this.#newRefreshToken(queries, signIn.id, signIn.expiresAt);
      return { user, signInId: signIn.id, refresh };
    });
    if (outcome?.refresh) return this.#signedIn(outcome.user, outcome.signInId, outcome.refresh);
    if (outcome) {
      audit.record(actorOf(outcome.user, outcome.signInId), {
        action: 'signIn.reuse',
        target: { kind: 'signIn', id: outcome.signInId },
        result: 'refused',
        request: origin,
      });
    }
    throw expired();
  }

  /** Who a sign-in belongs to, as long as it holds. */
  async recognise(signInId: string): Promise<Recognised | undefined> {
    if (!isId(signInId)) return undefined;
    const { queries, now } = this.#options;
    const row = await queries
      .selectFrom('signIns')
      .innerJoin('users', 'users.id', 'signIns.userId')
      .innerJoin('tenants', 'tenants.id', 'users.tenantId')
      .select(['users.id', 'users.name', 'users.role', 'users.tenantId'])
      .where('signIns.id', '=', signInId)
      .where('signIns.revokedAt', 'is', null)
      .where('signIns.expiresAt', '>', new Date(now()))
      .where('users.disabledAt', 'is', null)
      .where(this.#options.letsTenantIn)
      .executeTakeFirst();
    if (!row) return undefined;
    return {
      principal: userPrincipal(row, 'bearer', signInId),
      tags: [`signIn:${signInId}`, `user:${row.id}`, `tenant:${row.tenantId}`],
    };
  }

  /** Those that hold, the last used first. */
  async listOf(userId: string): Promise<Row<'signIns'>[]> {
    const { queries, now } = this.#options;
    return queries
      .selectFrom('signIns')
      .selectAll()
      .where('userId', '=', userId)
      .where('revokedAt', 'is', null)
      .where('expiresAt', '>', new Date(now()))
      .orderBy('lastUsedAt', 'desc')
      .orderBy('id', 'desc')
      .limit(MAX_LISTED)
      .execute();
  }

  /** One's own. @throws {IdentityError} NOT_FOUND */
  async end(caller: Caller, signInId: string, reason: RevokeReason = 'revoked'): Promise<void> {
    const { cache, audit, now } = this.#options;
    const { principal } = caller;
    const ended = await cache.changing(async (queries, changed) => {
      if (!isId(signInId) || !isPerson(principal)) return 0;
      changed(`signIn:${signInId}`);
      return revoke(queries, [signInId], reason, new Date(now()), principal.id);
    });
    if (ended === 0) throw new IdentityError('NOT_FOUND', 'There is no such sign-in of yours.');
    audit.record(principal, {
      action: 'signIn.end',
      target: { kind: 'signIn', id: signInId },
      detail: { reason },
      request: caller.origin,
    });
  }

  /** By the refresh token, for a browser whose access token is over. Says nothing when there is none. */
  async endByToken(refreshToken: string, origin: Origin): Promise<void> {
    const { queries, letsTenantIn } = this.#options;
    const found = await find(queries, refreshToken, letsTenantIn);
    if (!found || found.signIn.revokedAt) return;
    const principal = userPrincipal(found.user, 'cookie', found.signIn.id);
    await this.end({ principal, origin }, found.signIn.id, 'signedOut');
  }

  /** All of a user, within a transaction of `cache.changing`. */
  async endAllOf(
    queries: Queries,
    userId: string,
    reason: RevokeReason,
    { except }: { except?: string | undefined } = {},
  ): Promise<void> {
    await queries
      .updateTable('signIns')
      .set({ revokedAt: new Date(this.#options.now()), revokeReason: reason })
      .where('userId', '=', userId)
      .where('revokedAt', 'is', null)
      .$if(except !== undefined, (query) => query.where('id', '!=', except!))
      .execute();
  }

  async sweep(): Promise<void> {
    const { queries, now } = this.#options;
    await queries.deleteFrom('refreshTokens').where('expiresAt', '<', new Date(now())).execute();
    await queries
      .deleteFrom('signIns')
      .where('expiresAt', '<', new Date(now() - KEPT_MS))
      .execute();
  }

  async #newRefreshToken(queries: Queries, signInId: string, signInExpiresAt: Date): Promise<Refresh> {
    const nowMs = this.#options.now();
    const token = randomToken();
    const expiresAt = new Date(Math.min(nowMs + IDLE_MS, signInExpiresAt.getTime()));
    await queries
      .insertInto('refreshTokens')
      .values({ hash: tokenHash(token), signInId, createdAt: new Date(nowMs), expiresAt })
      .execute();
    return { token, expiresAt };
  }

  async #signedIn(user: UserRow, signInId: string, refresh: Refresh): Promise<SignedIn> {
    const { id: userId, tenantId, role } = user;
    const access = await this.#options.accessTokens.issue({ userId, tenantId, role, signInId });
    return {
      user,
      signInId,
      accessToken: access.token,
      accessExpiresAt: new Date(access.expiresAtMs),
      refreshToken: refresh.token,
      refreshExpiresAt: refresh.expiresAt,
    };
  }
}

interface Refresh {
  readonly token: string;
  readonly expiresAt: Date;
}

/** The token's row is held, so that of two that refresh at once the second sees that the first did. */
async function find(queries: Queries, refreshToken: string, letsTenantIn: RawBuilder<boolean>) {
  const token = await queries
    .selectFrom('refreshTokens')
    .selectAll()
    .where('hash', '=', tokenHash(refreshToken))
    .forUpdate()
    .executeTakeFirst();
  if (!token) return undefined;
  const signIn = await queries
    .selectFrom('signIns')
    .selectAll()
    .where('id', '=', token.signInId)
    .executeTakeFirstOrThrow();
  const user = await queries
    .selectFrom('users')
    .selectAll()
    .where('id', '=', signIn.userId)
    .executeTakeFirstOrThrow();
  const tenant = await queries
    .selectFrom('tenants')
    .select(letsTenantIn.as('isLetIn'))
    .where('id', '=', user.tenantId)
    .executeTakeFirstOrThrow();
  return tenant.isLetIn ? { token, signIn, user } : undefined;
}

async function revoke(
  queries: Queries,
  ids: string[],
  reason: RevokeReason,
  revokedAt: Date,
  userId?: string,
): Promise<number> {
  const { numUpdatedRows } = await queries
    .updateTable('signIns')
    .set({ revokedAt, revokeReason: reason })
    .where('id', 'in', ids)
    .where('revokedAt', 'is', null)
    .$if(userId !== undefined, (query) => query.where('userId', '=', userId!))
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

const actorOf = (user: UserRow, signInId: string): AuditActor => userPrincipal(user, 'cookie', signInId);

const expired = (): IdentityError =>
  new IdentityError('SESSION_EXPIRED', 'The sign-in is over. Sign in again.');
