/** Signing in with address and password, and changing the password. */
import type { RawBuilder } from 'kysely';
import type { AuditAction } from '../audit/audit-actions.ts';
import type { Audit } from '../audit/audit-log.ts';
import type { Queries } from '../store/database.ts';
import type { Caller, Origin } from './caller.ts';
import { IdentityError } from './identity-error.ts';
import type { LockOut } from './lock-out.ts';
import { type PasswordHasher, isSamePassword } from './password-hasher.ts';
import { refuseWeakPassword } from './password-rules.ts';
import type { PrincipalCache } from './principal-cache.ts';
import type { SignIns, SignedIn } from './sign-ins.ts';
import { type UserRow, isPerson, userPrincipal } from './user-view.ts';

export interface PasswordSignInOptions {
  readonly queries: Queries;
  /** `isLetIn` of the tenancy mode. */
  readonly letsTenantIn: RawBuilder<boolean>;
  readonly cache: PrincipalCache;
  readonly hasher: PasswordHasher;
  readonly lockOut: LockOut;
  readonly signIns: SignIns;
  readonly audit: Audit;
  readonly now: () => number;
}

export const normalEmail = (email: string): string => email.trim().toLowerCase();

export class PasswordSignIn {
  readonly #options: PasswordSignInOptions;

  constructor(options: PasswordSignInOptions) {
    this.#options = options;
  }

  /** @throws {IdentityError} CREDENTIALS_INVALID, ACCOUNT_LOCKED, BUSY */
  async signIn(input: { email: string; password: string }, origin: Origin): Promise<SignedIn> {
    const email = normalEmail(input.email);
    return this.#options.lockOut.inTurn(email, async () => {
      const user = await this.#userOf(email);
      const rightful = await this.#verify(email, user, input.password, origin, 'signIn.start');
      return this.#options.signIns.start(rightful, 'password', origin);
    });
  }

  /** Whose address and password these are; then say what became of the device (`recordDevice`). @throws {IdentityError} CREDENTIALS_INVALID, ACCOUNT_LOCKED, BUSY */
  async check(input: { email: string; password: string }, origin: Origin): Promise<UserRow> {
    const email = normalEmail(input.email);
    return this.#options.lockOut.inTurn(email, async () =>
      this.#verify(email, await this.#userOf(email), input.password, origin, 'device.passwordSignIn'),
    );
  }

  /** What became of a device that came with a right password of the user. */
  recordDevice(user: UserRow, deviceId: string, result: 'ok' | 'refused', origin: Origin): void {
    this.#options.audit.record(userPrincipal(user, 'bearer'), {
      action: 'device.passwordSignIn',
      target: { kind: 'device', id: deviceId },
      result,
      request: origin,
    });
  }

  /** Ends all other sign-ins of the user. @throws {IdentityError} INVALID, ACCOUNT_LOCKED, BUSY, PASSWORD_WEAK */
  async change(
    { principal, origin }: Caller,
    { currentPassword, newPassword }: { currentPassword: string; newPassword: string },
  ): Promise<void> {
    const { queries, cache, hasher, lockOut, signIns, audit } = this.#options;
    const own = isPerson(principal)
      ? await queries.selectFrom('users').selectAll().where('id', '=', principal.id).executeTakeFirst()
      : undefined;
    if (!own) throw new IdentityError('NOT_FOUND', 'Only people have passwords.');
    refuseWeakPassword(newPassword, own, 'newPassword');
    await lockOut.inTurn(own.email, async () => {
      const user = await this.#userOf(own.email);
      await this.#verify(own.email, user, currentPassword, origin, 'user.password').catch(asCurrentPassword);
      if (isSamePassword(newPassword, currentPassword))
        throw new IdentityError('PASSWORD_WEAK', 'This is the present password. Take another one.', {
          field: 'newPassword',
        });
      const passwordHash = await hasher.hash(newPassword);
      await cache.changing(async (queries, changed) => {
        changed(`user:${own.id}`);
        await this.set(queries, own.id, passwordHash);
        await signIns.endAllOf(queries, own.id, 'passwordChanged', { except: principal.sessionId });
      });
    });
    const target = { kind: 'user', id: own.id };
    audit.record(principal, { action: 'user.password', target, request: origin });
  }

  /** A new password also unlocks the account. */
  async set(queries: Queries, userId: string, passwordHash: string): Promise<void> {
    await queries
      .updateTable('users')
      .set({
        passwordHash,
        passwordChangedAt: new Date(this.#options.now()),
        failedSignIns: 0,
        lockedUntil: null,
      })
      .where('id', '=', userId)
      .execute();
  }

  async #userOf(email: string): Promise<UserRow | undefined> {
    return this.#options.queries
      .selectFrom('users')
      .innerJoin('tenants', 'tenants.id', 'users.tenantId')
      .selectAll('users')
      .where('users.email', '=', email)
      .where('users.disabledAt', 'is', null)
      .where(this.#options.letsTenantIn)
      .executeTakeFirst();
  }

  /** Somebody who is disabled is like nobody, from the first to the last step. */
  async #verify(
    email: string,
    user: UserRow | undefined,
    password: string,
    origin: Origin,
    action: AuditAction,
  ): Promise<UserRow> {
    const { hasher, lockOut, audit, queries } = this.#options;
    const actor = { kind: 'nobody', id: email, ...(user && { tenantId: user.tenantId }) } as const;
    const target = { kind: 'user', id: user?.id ?? email };
    try {
      await lockOut.refuseLocked(email, user);
    } catch (error) {
      const detail = { why: 'locked' };
      audit.record(actor, { action, target, result: 'refused', detail, request: origin });
      throw error;
    }
    if (!(await hasher.verify(password, user?.passwordHash)) || !user?.passwordHash) {
      const lockedMs = await lockOut.failed(email, user);
      const detail = { why: user ? 'wrong password' : 'unknown', ...(lockedMs > 0 && { lockedMs }) };
      audit.record(actor, { action, target, result: 'refused', detail, request: origin });
      throw new IdentityError('CREDENTIALS_INVALID', 'E-mail address or password is wrong.');
    }
    await lockOut.clear(queries, user.id);
    if (hasher.isOutdated(user.passwordHash)) {
      const passwordHash = await hasher.hash(password);
      await queries
        .updateTable('users')
        .set({ passwordHash })
        .where('id', '=', user.id)
        .where('passwordHash', '=', user.passwordHash)
        .execute();
    }
    return user;
  }
}

/** Who asks is signed in, and stays so: it is a field that is wrong. */
function asCurrentPassword(error: unknown): never {
  if (!(error instanceof IdentityError) || error.code !== 'CREDENTIALS_INVALID') throw error;
  throw new IdentityError('INVALID', 'The current password is wrong.', { field: 'currentPassword' });
}
