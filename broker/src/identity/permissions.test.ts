import { expect, test } from 'vitest';
import {
  PERMISSIONS,
  type Permission,
  ROLES,
  ROLE_RIGHTS,
  isPermission,
  permissionsOf,
} from './permissions.ts';

/** As docs/http-api.md has it: o owner, a admin, p operator, v viewer, d device_user. */
const TABLE: Readonly<Record<Permission, string>> = {
  'devices:read': 'oapvd',
  'devices:write': 'oap',
  'devices:delete': 'oa',
  'devices:secrets': 'oa',
  'devices:command': 'oapd',
  'configuration:read': 'oapvd',
  'configuration:write': 'oap',
  'groups:write': 'oap',
  'sessions:read': 'oapvd',
  'sessions:write': 'oap',
  'sessions:delete': 'oad',
  'messages:read': 'oapd',
  'recordings:read': 'oap',
  'users:read': 'oa',
  'users:write': 'oa',
  'apiKeys:read': 'oa',
  'apiKeys:write': 'oa',
  'tenants:read': 'oa',
  'tenants:write': 'o',
  'audit:read': 'oa',
  'alerts:read': 'oapv',
  'alerts:write': 'oap',
  'mcpServers:read': 'oapv',
  'mcpServers:write': 'oa',
  'sandboxes:read': 'oapvd',
  'sandboxes:write': 'oapd',
  'system:read': 'oapv',
  'settings:self': 'oapvd',
};

test.each(ROLES)('%s may do what the table says, and nothing else', (role) => {
  const letter = { owner: 'o', admin: 'a', operator: 'p', viewer: 'v', device_user: 'd' }[role];
  const expected = PERMISSIONS.filter((permission) => TABLE[permission].includes(letter));
  expect([...ROLE_RIGHTS[role].permissions].sort()).toEqual(expected.toSorted());
});

test('the owner may do everything; only device users are confined to what is their own', () => {
  expect(ROLE_RIGHTS.owner.permissions.size).toBe(PERMISSIONS.length);
  expect(ROLES.filter((role) => ROLE_RIGHTS[role].scope === 'own')).toEqual(['device_user']);
});

test('a key may do what is in its scopes, and never more than its role', () => {
  expect([...permissionsOf('viewer', ['devices:read', 'devices:delete'])]).toEqual(['devices:read']);
  expect(permissionsOf('viewer', []).size).toBe(0);
  expect(permissionsOf('viewer')).toBe(ROLE_RIGHTS.viewer.permissions);
  expect(['devices:read', 'devices:steal', 'toString', ''].map(isPermission)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
