import { expect, test } from 'vitest';
import { ROLES, rolesUpTo } from './roles.ts';

test('nobody gives a role above the own', () => {
  expect(rolesUpTo('owner')).toEqual(ROLES);
  expect(rolesUpTo('operator')).toEqual(['operator', 'viewer', 'device_user']);
  expect(rolesUpTo('device_user')).toEqual(['device_user']);
  expect(rolesUpTo(null)).toEqual([]);
});
