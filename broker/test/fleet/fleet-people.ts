/** People for the tests of the fleet. */
import { ROLE_RIGHTS, type Role } from '../../src/identity/permissions.ts';
import type { UserPrincipal } from '../../src/identity/principal.ts';

export function person(
  role: Role,
  id = '0190a000-0000-7000-8000-000000000001',
  tenantId = 'default',
): UserPrincipal {
  const { permissions, scope } = ROLE_RIGHTS[role];
  return { kind: 'user', id, name: role, tenantId, role, permissions, scope, via: 'bearer' };
}

export const ADMIN = person('admin');
/** Somebody who sees nothing of the default tenant. */
export const STRANGER = person('owner', '0190a000-0000-7000-8000-000000000002', 'other');

/** Seals nothing, but would be noticed if it were left out. */
export const TEST_VAULT = {
  seal: (secret: string, context: string): string =>
    `sealed:${context}:${Buffer.from(secret).toString('hex')}`,
  open(sealed: string, context: string): string {
    const prefix = `sealed:${context}:`;
    if (!sealed.startsWith(prefix)) throw new Error('sealed for something else');
    return Buffer.from(sealed.slice(prefix.length), 'hex').toString();
  },
};
