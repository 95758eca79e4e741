import { expect, test } from 'vitest';
import { filterIn, isNarrow, queryOf } from './device-filter.ts';

const read = (text: string) => filterIn(new URLSearchParams(text));

test('a filter stands in the address and is read from it again', () => {
  const filter = {
    q: 'lamp',
    status: 'online',
    group: 'none',
    tag: ['site:berlin', 'a&b'],
    sort: '-lastSeenAt',
  } as const;
  expect(read(queryOf(filter))).toEqual(filter);
  expect(queryOf({ sort: 'id' })).toBe('');
});

test('what is not understood is left out', () => {
  expect(read('?status=asleep&sort=colour&sync=&q=%20&x=1')).toEqual({ sort: 'id' });
});

test('an order leaves nothing out', () => {
  expect(isNarrow(read('?sort=-name'))).toBe(false);
  expect(isNarrow(read('?q=a'))).toBe(true);
});
