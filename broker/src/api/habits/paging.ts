/**
 * Lists come in pages, by keyset: a cursor names the last item seen, by its sort value and id, so that a list that
 * changes meanwhile neither repeats items nor skips them, and the thousandth page costs what the first does.
 *
 * Order, for stores to follow: by the sort value in the direction that was asked, then by id in the same direction.
 * Items without a value come last in both directions. So after `{value, id}` come, ascending,
 * `value > :value OR (value = :value AND id > :id) OR value IS NULL`, and after `{value: null, id}` come
 * `value IS NULL AND id > :id`. Descending has `<` for `>`. See `comesAfter`, which says the same in code.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ApiProblem } from '../problem.ts';

export type SortValue = string | number | boolean | null;

/** The last item that was seen. */
export interface Position {
  readonly value: SortValue;
  readonly id: string;
}

/** What a store needs to read one page. */
export interface PageRequest<Key extends string = string> {
  readonly limit: number;
  readonly sortKey: Key;
  readonly descending: boolean;
  readonly after: Position | undefined;
}

export interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
}

export interface PageQuery<Key extends string> {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly sort: Key | `-${Key}`;
}

const MAX_LIMIT = 200;
const DEFAULT_LIMIT = 50;
const MAX_CURSOR = 2048;

/** Schema of a list's query. `keys` may be sorted by; a minus in front is descending. `filters` are the list's own. */
export function pageQuery<const Key extends string, Filters extends z.ZodRawShape>(
  keys: readonly [Key, ...Key[]],
  first: Key | `-${Key}`,
  filters: Filters,
) {
  const sorts = keys.flatMap((key): (Key | `-${Key}`)[] => [key, `-${key}`]);
  return z.strictObject({
    limit: z.coerce
      .number()
      .int()
      .min(1)
      .max(MAX_LIMIT)
      .default(DEFAULT_LIMIT)
      .describe('most items of a page'),
    cursor: z.string().min(1).max(MAX_CURSOR).optional().describe('nextCursor of the page before'),
    sort: z
      .enum(sorts as [Key | `-${Key}`, ...(Key | `-${Key}`)[]])
      .default(first as never)
      .describe('what to sort by; a minus in front for descending'),
    ...filters,
  });
}

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().describe('for the next page; null on the last one'),
  });

/** @throws {ApiProblem} CURSOR_INVALID when the cursor is of another list, filter or order. */
export function pageRequest<Key extends string>(query: PageQuery<Key>): PageRequest<Key> {
  const descending = query.sort.startsWith('-');
  const sortKey = (descending ? query.sort.slice(1) : query.sort) as Key;
  const after = query.cursor === undefined ? undefined : readCursor(query.cursor, fingerprint(query));
  return { limit: query.limit, sortKey, descending, after };
}

/**
 * One page of what a store found.
 * @param found in order, one more than the limit if there is one more.
 * @param position of an item: the value that it was sorted by, and its id.
 */
export function toPage<Item>(
  found: readonly Item[],
  query: PageQuery<string>,
  position: (item: Item) => Position,
): Page<Item> {
  const items = found.slice(0, query.limit);
  const last = items.at(-1);
  if (found.length <= query.limit || last === undefined) return { items, nextCursor: null };
  const { value, id } = position(last);
  return { items, nextCursor: writeCursor({ value, id }, fingerprint(query)) };
}

/** Whether an item belongs behind a position; for stores in memory, and to check others against. */
export function comesAfter(item: Position, after: Position, descending: boolean): boolean {
  return comparePositions(item, after, descending) > 0;
}

/** Order of a list: values as asked, those without one last, equal ones by id. */
export function comparePositions(a: Position, b: Position, descending: boolean): number {
  if (a.value === null || b.value === null) {
    if (a.value !== b.value) return a.value === null ? 1 : -1;
  } else if (a.value !== b.value) {
    return a.value < b.value === descending ? 1 : -1;
  }
  if (a.id === b.id) return 0;
  return a.id < b.id === descending ? 1 : -1;
}

/** Binds a cursor to the list that it was made for: all of the query but limit and cursor. */
function fingerprint(query: PageQuery<string>): string {
  const { limit: _limit, cursor: _cursor, ...rest } = query;
  const entries = Object.entries(rest).filter(([, value]) => value !== undefined);
  const text = JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  return createHash('sha256').update(text).digest('base64url').slice(0, 12);
}

const cursorSchema = z.tuple([
  z.union([z.string(), z.number(), z.boolean(), z.null()]),
  z.string(),
  z.string(),
]);

function writeCursor({ value, id }: Position, print: string): string {
  return Buffer.from(JSON.stringify([value, id, print])).toString('base64url');
}

function readCursor(cursor: string, print: string): Position {
  const parsed = cursorSchema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()));
  if (!parsed.success || parsed.data[2] !== print) {
    throw new ApiProblem(
      'CURSOR_INVALID',
      'The cursor is not of this list with this filter and order. Ask for the first page again, without one.',
      { errors: [{ pointer: '/query/cursor', detail: 'It does not fit.', code: 'CURSOR_INVALID' }] },
    );
  }
  const [value, id] = parsed.data;
  return { value, id };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
