/** Who asks: a person, a program, a device, or the owner of the machine. */
import type { Permission, Role, Scope } from './permissions.ts';

interface PrincipalBase {
  /** Unique among those of its kind. */
  readonly id: string;
  /** For people to read, in lists and the audit log. */
  readonly name: string;
  readonly tenantId: string;
  readonly permissions: ReadonlySet<Permission>;
  readonly scope: Scope;
}

export interface UserPrincipal extends PrincipalBase {
  readonly kind: 'user';
  readonly role: Role;
  /** The sign-in, so that it can be ended. */
  readonly sessionId?: string;
  readonly via: 'cookie' | 'bearer' | 'proxy';
}

export interface ApiKeyPrincipal extends PrincipalBase {
  readonly kind: 'apiKey';
  /** The person in whose name it acts. */
  readonly makerId?: string;
  readonly role?: Role;
  readonly sessionId?: never;
  readonly via: 'apiKey';
}

export interface DevicePrincipal extends PrincipalBase {
  readonly kind: 'device';
  readonly role?: never;
  readonly sessionId?: never;
  readonly via: 'bearer' | 'mqtt';
}

/** Whoever can read the key in the data folder owns the machine, and so everything on it. */
export interface LocalPrincipal extends PrincipalBase {
  readonly kind: 'local';
  readonly role: 'owner';
  readonly sessionId?: never;
  readonly via: 'bearer' | 'apiKey';
}

export type Principal = UserPrincipal | ApiKeyPrincipal | DevicePrincipal | LocalPrincipal;

/** One text for a principal, for limits, scopes of idempotency and logs. Names no secret. */
export const principalKey = ({ kind, id }: Pick<Principal, 'kind' | 'id'>): string => `${kind}:${id}`;

/** What somebody's rights depend on, like `user:ID`; changes of people are told by these. */
export type Tag = `${'user' | 'signIn' | 'tenant' | 'apiKey' | 'device'}:${string}`;

/** Whatever is open in somebody's name ends with any of these. */
export function tagsOf(principal: Principal): readonly Tag[] {
  const { kind, id, tenantId } = principal;
  const tags: Tag[] = [`tenant:${tenantId}`];
  if (kind !== 'local') tags.push(`${kind}:${id}`);
  if (principal.sessionId !== undefined) tags.push(`signIn:${principal.sessionId}`);
  if (kind === 'apiKey' && principal.makerId !== undefined) tags.push(`user:${principal.makerId}`);
  return tags;
}
