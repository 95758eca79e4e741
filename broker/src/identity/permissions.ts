/** What may be done, and which role may do it. Nothing is allowed that does not stand here. */

export const PERMISSIONS = [
  'devices:read',
  'devices:write',
  'devices:delete',
  'devices:secrets',
  'devices:command',
  'configuration:read',
  'configuration:write',
  'groups:write',
  'sessions:read',
  'sessions:write',
  'sessions:delete',
  'messages:read',
  'recordings:read',
  'users:read',
  'users:write',
  'apiKeys:read',
  'apiKeys:write',
  'tenants:read',
  'tenants:write',
  'audit:read',
  'alerts:read',
  'alerts:write',
  'mcpServers:read',
  'mcpServers:write',
  'sandboxes:read',
  'sandboxes:write',
  'system:read',
  'settings:self',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

export const ROLES = ['owner', 'admin', 'operator', 'viewer', 'device_user'] as const;

export type Role = (typeof ROLES)[number];

/** `tenant`: everything of the tenant. `own`: only devices that belong to the person, and their sessions. */
export type Scope = 'tenant' | 'own';

export interface RoleRights {
  readonly about: string;
  readonly scope: Scope;
  readonly permissions: ReadonlySet<Permission>;
}

/** Fleets are looked after day by day, and nothing is changed that somebody else answers for. */
const VIEWER: readonly Permission[] = [
  'devices:read',
  'configuration:read',
  'sessions:read',
  'alerts:read',
  'mcpServers:read',
  'sandboxes:read',
  'system:read',
  'settings:self',
];

const OPERATOR: readonly Permission[] = [
  ...VIEWER,
  'devices:write',
  'devices:command',
  'configuration:write',
  'groups:write',
  'sessions:write',
  'messages:read',
  'recordings:read',
  'alerts:write',
  'sandboxes:write',
];

const ADMIN: readonly Permission[] = PERMISSIONS.filter((permission) => permission !== 'tenants:write');

const DEVICE_USER: readonly Permission[] = [
  'devices:read',
  'devices:command',
  'configuration:read',
  'sessions:read',
  'sessions:delete',
  'messages:read',
  'sandboxes:read',
  'sandboxes:write',
  'settings:self',
];

export const ROLE_RIGHTS: Readonly<Record<Role, RoleRights>> = {
  owner: { about: 'answers for the whole installation', scope: 'tenant', permissions: new Set(PERMISSIONS) },
  admin: { about: 'runs one tenant', scope: 'tenant', permissions: new Set(ADMIN) },
  operator: {
    about: 'looks after devices and conversations day by day',
    scope: 'tenant',
    permissions: new Set(OPERATOR),
  },
  viewer: {
    about: 'sees how the fleet is, but not what people say',
    scope: 'tenant',
    permissions: new Set(VIEWER),
  },
  device_user: {
    about: 'talks to devices of their own',
    scope: 'own',
    permissions: new Set(DEVICE_USER),
  },
};

const KNOWN: ReadonlySet<string> = new Set(PERMISSIONS);

export function isPermission(text: string): text is Permission {
  return KNOWN.has(text);
}

/** What a key with these scopes may do for somebody with this role: never more than the role. */
export function permissionsOf(role: Role, scopes?: Iterable<Permission>): ReadonlySet<Permission> {
  const { permissions } = ROLE_RIGHTS[role];
  return scopes === undefined ? permissions : new Set([...scopes].filter((scope) => permissions.has(scope)));
}
