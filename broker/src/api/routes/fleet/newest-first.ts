/** Lists in the order in which things happened, the newest first, whose items are numbered. */
import { z } from 'zod';
import { type Page, pageRequest, toPage } from '../../habits/paging.ts';

export const newestQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('most items of a page'),
  cursor: z.string().min(1).max(2048).optional().describe('nextCursor of the page before'),
});

type Query = z.infer<typeof newestQuery>;

const sorted = (query: Query) => ({ ...query, sort: '-number' as const });

export interface NewestRequest {
  /** One more than the page has, to know whether there are more. */
  readonly limit: number;
  /** Only older ones than this. */
  readonly before: number | undefined;
}

/** @throws {ApiProblem} CURSOR_INVALID */
export function newestRequest(query: Query): NewestRequest {
  const { limit, after } = pageRequest(sorted(query));
  const before = after?.value;
  return { limit: limit + 1, before: typeof before === 'number' ? before : undefined };
}

export const newestPage = <Item>(
  found: readonly Item[],
  query: Query,
  numberOf: (item: Item) => number,
): Page<Item> =>
  toPage(found, sorted(query), (item) => ({ value: numberOf(item), id: String(numberOf(item)) }));
