/** People as others may see them: nothing of how they prove who they are. */
import type { Row } from '../store/schema.ts';
import type { Principal, UserPrincipal } from './principal.ts';
import { ROLE_RIGHTS } from './permissions.ts';

export type UserRow = Row<'users'>;

export interface UserView {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: UserRow['role'];
  readonly language: string | null;
  readonly availability: UserRow['availability'];
  readonly maxConversations: number;
  /** Invited: has neither a password nor a provider yet. */
  readonly status: 'active' | 'invited' | 'locked' | 'disabled';
  readonly createdAt: Date;
  readonly lastSignInAt: Date | null;
}

export function userView(user: UserRow, nowMs: number): UserView {
  const { id, email, name, role, language, availability, maxConversations, createdAt, lastSignInAt } = user;
  const status = statusOf(user, nowMs);
  return { id, email, name, role, language, availability, maxConversations, status, createdAt, lastSignInAt };
}

function statusOf(user: UserRow, nowMs: number): UserView['status'] {
  if (user.disabledAt) return 'disabled';
  if (user.lockedUntil && user.lockedUntil.getTime() > nowMs) return 'locked';
  return (user.lastSignInAt ?? user.passwordHash ?? user.oidcSubject) ? 'active' : 'invited';
}

export function userPrincipal(
  { id, name, role, tenantId }: Pick<UserRow, 'id' | 'name' | 'role' | 'tenantId'>,
  via: UserPrincipal['via'],
  sessionId?: string,
): UserPrincipal {
  const { permissions, scope } = ROLE_RIGHTS[role];
  const base = { kind: 'user', id, name, role, tenantId, permissions, scope, via } as const;
  return sessionId === undefined ? base : { ...base, sessionId };
}

/** Programs and the owner of the machine have no profile. */
export const isPerson = (principal: Principal): principal is UserPrincipal => principal.kind === 'user';
