import { expect, test } from 'vitest';
import { changed, conversationQuery, filterIn, messageQuery, queryOf } from './conversation-filter.ts';

const read = (text: string) => filterIn(new URLSearchParams(text));
const USER = '00000000-0000-7000-9000-00000000000a';

test('a filter stands in the address and is read from it again', () => {
  const filter = {
    q: '天气 & more',
    device: 'porch',
    user: USER,
    from: '2026-11-01',
    to: '2026-11-30',
    reason: 'SILENCE',
  } as const;
  expect(read(queryOf(filter))).toEqual(filter);
  expect(queryOf({})).toBe('');
});

test('what is not understood is left out', () => {
  expect(read('?q=%20&device=&user=me&from=yesterday&to=2026-02-30&state=gone&reason=BOREDOM')).toEqual({});
  // How it ended says that it did.
  expect(read('?state=open&reason=SILENCE')).toEqual({ reason: 'SILENCE' });
});

test('the last day belongs to the span, in the time zone of whoever looks', () => {
  expect(conversationQuery({ from: '2026-11-30', to: '2026-11-30', state: 'open' })).toEqual({
    from: '2026-11-29T16:00:00.000Z',
    to: '2026-11-30T16:00:00.000Z',
    open: 'true',
  });
  expect(messageQuery({ q: 'rain', state: 'open', device: 'porch' })).toEqual({ q: 'rain', device: 'porch' });
});

test('a part of it is taken out', () => {
  expect(changed({ q: 'rain', device: 'porch' }, { q: undefined, device: '' })).toEqual({});
});
