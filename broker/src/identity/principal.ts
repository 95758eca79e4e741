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
