import { expect, test } from 'vitest';
import { changedFields } from './changed-fields.ts';

test('what is new, gone or different is named', () => {
  const before = { name: 'a', args: ['x'], env: 1, same: { b: 1 } };
  expect(changedFields({ name: 'a', args: ['y'], url: 'z', same: { b: 1 } }, before)).toEqual([
    'args',
    'env',
    'url',
  ]);
});
