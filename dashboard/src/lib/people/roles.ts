/** Roles, and whom they may look after: nobody gives away more than they have. */
import type { operations } from '#lib/broker/gen/schema.d.ts';

export type Person =
  operations['listUsers']['responses'][200]['content']['application/json']['items'][number];
export type Role = Person['role'];

/** From the one that may do most. */
export const ROLES: readonly Role[] = ['owner', 'admin', 'operator', 'viewer', 'device_user'];

/** Those that somebody with this role may give, and whose people they may change. */
export const rolesUpTo = (own: Role | null): readonly Role[] =>
  own === null ? [] : ROLES.slice(ROLES.indexOf(own));

export const STATUS_TONES = {
  active: 'ok',
  invited: 'info',
  locked: 'warning',
  disabled: 'neutral',
} as const satisfies Record<Person['status'], string>;
