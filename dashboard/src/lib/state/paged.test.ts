import { expect, test } from 'vitest';
import { Paged } from './paged.svelte.ts';

interface Row {
  readonly id: number;
  readonly state: string;
}

/** Rows from the highest id to 1, four on a page; what was asked for is written down. */
function list(count: number) {
  const broker = { count, state: 'old', asked: [] as (string | null)[], isDown: false, shift: 0 };
  const pages = new Paged<Row>(async (cursor) => {
    broker.asked.push(cursor);
    if (broker.isDown) throw new Error('no answer');
    const first = cursor === null ? broker.count : Number(cursor) + broker.shift;
    const items = Array.from({ length: Math.min(4, first) }, (_, i) => ({
      id: first - i,
      state: broker.state,
    }));
    return { items, nextCursor: first > 4 ? String(first - 4) : null };
  });
  return { broker, pages };
}
const ids = ({ items }: Paged<Row>) => items.map(({ id }) => id);

test('what is tried again is what has failed, not the page after what is shown', async () => {
  const { broker, pages } = list(10);
  await pages.read();
  await pages.readMore();
  broker.isDown = true;
  await pages.read();
  expect(pages.error).toBeInstanceOf(Error);
  broker.isDown = false;
  await pages.retry();
  expect(pages.error).toBeUndefined();
  expect(ids(pages)).toEqual([10, 9, 8, 7]);
  broker.isDown = true;
  await pages.readMore();
  broker.isDown = false;
  await pages.retry();
  expect(ids(pages)).toEqual([10, 9, 8, 7, 6, 5, 4, 3]);
});

test('a list that is looked through again keeps its rows in their places, and goes on after them', async () => {
  const { broker, pages } = list(10);
  await pages.read();
  await pages.readMore();
  const { generation } = pages;
  broker.count = 13;
  broker.state = 'new';
  await pages.refresh();
  expect(ids(pages)).toEqual([10, 9, 8, 7, 6, 5, 4, 3]);
  expect(pages.items.every(({ state }) => state === 'new')).toBe(true);
  expect(pages.generation).toBe(generation);
  await pages.readMore();
  expect(ids(pages)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  expect(pages.hasMore).toBe(false);
});

test('a list that could not be read is read when it is looked through again', async () => {
  const { broker, pages } = list(3);
  broker.isDown = true;
  await pages.read();
  broker.isDown = false;
  await pages.refresh();
  expect(ids(pages)).toEqual([3, 2, 1]);
  expect(pages.error).toBeUndefined();
});

test('what has moved to a later page while somebody scrolled is not there twice', async () => {
  const { broker, pages } = list(10);
  await pages.read();
  // Another one has come before them: the next page begins with the last one that is shown.
  broker.shift = 1;
  await pages.readMore();
  expect(ids(pages)).toEqual([10, 9, 8, 7, 6, 5, 4]);
});
