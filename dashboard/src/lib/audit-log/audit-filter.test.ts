import { expect, test } from 'vitest';
import { askedOf, filterIn, isNarrow, queryOf } from './audit-filter.ts';

const read = (text: string) => filterIn(new URLSearchParams(text));

test('a filter stands in the address and is read from it again', () => {
  const text = '?actor=a-1&action=user.create&result=ok&span=custom&from=2026-11-30T08%3A00';
  expect(queryOf(read(text))).toBe(text);
  expect(isNarrow(read(''))).toBe(false);
  expect(read('?result=perhaps&span=never')).toEqual({ span: 'all' });
});

test('the broker is asked for a moment, whatever the span is called', () => {
  const now = new Date('2026-11-30T12:00:00Z');
  expect(askedOf(read('?span=hour&from=2026-01-01T00:00'), now)).toEqual({
    from: '2026-11-30T11:00:00.000Z',
  });
  expect(askedOf(read('?span=all&targetKind=user'), now)).toEqual({ targetKind: 'user' });
  // The tests are in Shanghai; what is half typed is not asked for.
  expect(askedOf(read('?span=custom&from=2026-11-30T08:00&to=20'), now)).toMatchObject({
    from: '2026-11-30T00:00:00.000Z',
  });
});
