/** Who may act on whom: nobody gives away, or takes over, more than they have. */
import { IdentityError } from './identity-error.ts';
import { ROLES, ROLE_RIGHTS, type Role } from './permissions.ts';
import type { Principal } from './principal.ts';

const rank = (role: Role): number => ROLES.length - ROLES.indexOf(role);

/**
 * Whether the principal may create, change or invite people of that role. A program with few permissions must not make
 * itself a person with all of them, so the permissions count as well as the rank.
 */
export function mayManage({ role, permissions, kind }: Principal, target: Role): boolean {
  if (kind === 'device' || role === undefined || rank(target) > rank(role)) return false;
  return [...ROLE_RIGHTS[target].permissions].every((permission) => permissions.has(permission));
}

/** @throws {IdentityError} FORBIDDEN */
export function refuseAbove(principal: Principal, target: Role): void {
  if (mayManage(principal, target)) return;
  throw new IdentityError(
    'FORBIDDEN',
    `${principal.name} may not do this to people with the role ${target}: it is above their own. Ask an owner.`,
    { field: 'role' },
  );
}
