import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expiresAt, stateOf } from './expiry.ts';
import { ALL_SCOPES, isHarmless, scopeGroups } from './scopes.ts';

test('every permission that the broker knows stands in one group', () => {
  const schema = readFileSync(join(import.meta.dirname, '../broker/gen/schema.d.ts'), 'utf8');
  const known = /permissions: \(("[^)]*")\)\[\];/
    .exec(schema)![1]!
    .split(' | ')
    .map((each) => JSON.parse(each) as string);
  expect([...ALL_SCOPES].sort()).toEqual(known.sort());
});

test('only what the person may do can be given', () => {
  const groups = scopeGroups(
    (permission) => permission.startsWith('devices:') || permission === 'system:read',
  );
  expect(groups.map(({ group }) => group)).toEqual(['devices', 'installation']);
  expect(groups[1]!.permissions).toEqual(['system:read']);
});

test('reading what people said is no mere look', () => {
  expect(isHarmless('devices:read')).toBe(true);
  for (const permission of ['messages:read', 'recordings:read', 'devices:write', 'settings:self'] as const)
    expect(isHarmless(permission)).toBe(false);
});

test('a key ends after so many days, or with the day that was chosen', () => {
  const now = new Date('2026-11-30T12:00:00Z');
  expect(expiresAt('never', '', now)).toBeUndefined();
  expect(expiresAt('30', '', now)).toBe('2026-12-30T12:00:00.000Z');
  // The tests are in Shanghai.
  expect(expiresAt('date', '2026-12-24', now)).toBe('2026-12-24T15:59:59.000Z');
  expect(() => expiresAt('date', '', now)).toThrow(RangeError);
});

test('a key that is revoked and over is revoked', () => {
  const now = new Date('2026-11-30T12:00:00Z');
  const past = '2026-11-30T11:00:00Z';
  expect(stateOf({ expiresAt: past, revokedAt: past }, now)).toBe('revoked');
  expect(stateOf({ expiresAt: past, revokedAt: null }, now)).toBe('expired');
  expect(stateOf({ expiresAt: null, revokedAt: null }, now)).toBe('active');
});
