import { expect, test } from 'vitest';
import { DEFAULT_COLUMNS } from './device-columns.ts';
import {
  addressOf,
  defaultOf,
  isSame,
  renamed,
  shownIn,
  viewAt,
  withDefault,
  withView,
  without,
} from './device-view.ts';

test('filter, order and columns stand in the address and are read from it again', () => {
  const shown = {
    filter: { q: 'lamp', enabled: 'false', tag: ['site:berlin', 'a&b'], sort: '-lastSeenAt' },
    columns: ['status', 'tags', 'address'],
  } as const;
  const address = addressOf(shown);
  expect(address).toContain('columns=status,tags,address');
  expect(shownIn(address)).toEqual(shown);
});

test('what is shown as usual needs no words', () => {
  expect(addressOf({ filter: { sort: 'id' }, columns: DEFAULT_COLUMNS })).toBe('');
  expect(shownIn('columns=colour,').columns).toEqual(DEFAULT_COLUMNS);
});

test('the order in which it was written makes no difference', () => {
  expect(isSame('?status=online&q=a&columns=group,status', 'columns=status,group&q=a&status=online')).toBe(
    true,
  );
  expect(isSame('tag=a', 'tag=a&tag=b')).toBe(false);
});

test('views are added, changed, renamed, deleted, and one of them comes first', () => {
  let views = withView([], 'Berlin', '?tag=site:berlin');
  views = withView(views, 'Trouble', 'sync=drifted');
  views = withView(views, 'Berlin', '?tag=site:berlin&status=online');
  expect(viewAt(views, '?status=online&tag=site%3Aberlin')?.name).toBe('Berlin');
  views = withDefault(views, 'Trouble');
  views = renamed(views, 'Trouble', 'Drifted');
  expect(defaultOf(views)).toEqual({ name: 'Drifted', query: 'sync=drifted', isDefault: true });
  expect(defaultOf(withDefault(views, undefined))).toBeUndefined();
  expect(without(views, 'Berlin').map(({ name }) => name)).toEqual(['Drifted']);
});
