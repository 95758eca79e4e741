/** What lists by time have in common: a span, a page of it, and the same as CSV. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { TimelinePage } from '../history/queries/timeline.ts';
import { ApiProblem } from './problem.ts';
import { type CsvColumn, sendCsv, wantsCsv } from './habits/csv.ts';
import { type Page, type PageQuery, type Position, pageRequest, toPage } from './habits/paging.ts';

const moment = (what: string) =>
  z.iso.datetime({ offset: true }).optional().describe(`${what}, like 2026-01-31T12:00:00Z`);

export const spanQuery = {
  from: moment('not before'),
  to: moment('before'),
  bom: z.enum(['0', '1']).optional().describe('1: CSV with a byte order mark, for Excel'),
};

export const deviceQuery = { device: z.string().min(1).max(64).optional().describe('id of the device') };

export interface Span {
  readonly from: Date | undefined;
  readonly to: Date | undefined;
}

export function spanOf({ from, to }: { from?: string | undefined; to?: string | undefined }): Span {
  return {
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
  };
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * For what looks at all of a span: `usual` days up to now when nothing is said. An hour more is allowed for: local days
 * have it when the summer time ends.
 * @throws {ApiProblem} INVALID_INPUT beyond `most` days
 */
export function boundedSpan(
  query: Parameters<typeof spanOf>[0],
  nowMs: number,
  { usual, most }: { readonly usual: number; readonly most: number },
): { from: Date; to: Date } {
  // What is over just now is part of it.
  const { from, to = new Date(nowMs + 1) } = spanOf(query);
  const start = from ?? new Date(to.getTime() - usual * DAY_MS);
  if (to.getTime() - start.getTime() <= most * DAY_MS + HOUR_MS) return { from: start, to };
  throw new ApiProblem('INVALID_INPUT', `Ask for at most ${most} days, or for longer pieces of time.`, {
    errors: [{ pointer: '/query/from', detail: 'It is too long ago.', code: 'TOO_LONG' }],
  });
}

/** For lists whose items have a time and an id. */
export function timelinePageOf(query: PageQuery<string>): TimelinePage {
  const { limit, descending, after } = pageRequest(query);
  if (!after) return { limit, descending, after: undefined };
  const at = new Date(String(after.value));
  if (Number.isNaN(at.getTime())) {
    throw new ApiProblem('CURSOR_INVALID', 'Ask for the first page again, without a cursor.');
  }
  return { limit, descending, after: { at, id: after.id } };
}

export interface TimedItem {
  readonly id: string | number;
  readonly at: Date;
}

const positionOf = ({ id, at }: TimedItem): Position => ({ value: at.toISOString(), id: String(id) });

export const timelineOf = <Item extends TimedItem>(
  found: readonly Item[],
  query: PageQuery<string>,
): Page<Item> => toPage(found, query, positionOf);

/** Rows of one file; who wants more asks for a shorter span. */
const MAX_ROWS = 100_000;
const ROWS_AT_ONCE = 1000;

/** All pages, read as fast as they are taken. */
export async function* allItems<Item extends TimedItem>(
  first: TimelinePage,
  read: (page: TimelinePage) => Promise<readonly Item[]>,
): AsyncGenerator<Item> {
  let page: TimelinePage = { ...first, limit: ROWS_AT_ONCE };
  for (let count = 0; count < MAX_ROWS;) {
    const found = await read(page);
    const items = found.slice(0, ROWS_AT_ONCE);
    yield* items;
    count += items.length;
    const last = items.at(-1);
    if (found.length <= ROWS_AT_ONCE || !last) return;
    page = { ...page, after: { at: last.at, id: String(last.id) } };
  }
}

export interface TimelineAnswer<Item extends TimedItem, Seen> {
  /** Of the file, as CSV. */
  readonly name: string;
  readonly columns: readonly CsvColumn<Item>[];
  readonly read: (page: TimelinePage) => Promise<readonly Item[]>;
  readonly view: (item: Item) => Seen;
}

/** A page, or all of it as CSV for whoever asks for that. */
export async function answerTimeline<Item extends TimedItem, Seen>(
  request: FastifyRequest & { readonly query: PageQuery<string> },
  reply: FastifyReply,
  { name, columns, read, view }: TimelineAnswer<Item, Seen>,
): Promise<FastifyReply | Page<Seen>> {
  const { query } = request;
  const page = timelinePageOf(query);
  if (wantsCsv(request)) return sendCsv(request, reply, { name, columns, rows: allItems(page, read) });
  const { items, nextCursor } = timelineOf(await read(page), query);
  return { items: items.map(view), nextCursor };
}

/** As PostgreSQL and browsers know it. */
export const timeZoneQuery = z
  .string()
  .max(64)
  .regex(/^[A-Za-z][A-Za-z0-9_+\-/]*$/)
  .refine(isTimeZone, 'there is no such time zone')
  .default('UTC')
  .describe('IANA name, like Europe/Berlin');

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}
