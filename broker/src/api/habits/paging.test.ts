import { expect, test } from 'vitest';
import { z } from 'zod';
import { ApiProblem } from '../problem.ts';
import { type Position, comesAfter, comparePositions, pageQuery, pageRequest, toPage } from './paging.ts';

const schema = pageQuery(['name', 'seenAt'], '-seenAt', { status: z.enum(['on', 'off']).optional() });
const query = (given: Record<string, unknown> = {}) => schema.parse(given);

interface Device {
  readonly id: string;
  readonly seenAt: number | null;
}
const positionOf = ({ seenAt, id }: Device): Position => ({ value: seenAt, id });

/** As a store would, on what is there at that moment. */
function readAll(devices: Device[], sort: string, limit: number, between: () => void = () => {}): string[] {
  const seen: string[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < 100; pages++) {
    const asked = query({ sort, limit: String(limit), ...(cursor !== undefined && { cursor }) });
    const { after, descending } = pageRequest(asked);
    const found = devices
      .toSorted((a, b) => comparePositions(positionOf(a), positionOf(b), descending))
      .filter((device) => !after || comesAfter(positionOf(device), after, descending));
    const page = toPage(found.slice(0, limit + 1), asked, positionOf);
    seen.push(...page.items.map(({ id }) => id));
    if (page.nextCursor === null) return seen;
    cursor = page.nextCursor;
    between();
  }
  throw new Error('it never ends');
}

test('without anything: the first 50, in the usual order', () => {
  expect(pageRequest(query())).toEqual({
    limit: 50,
    sortKey: 'seenAt',
    descending: true,
    after: undefined,
  });
});

test.each([{ limit: '0' }, { limit: '201' }, { limit: 'many' }, { sort: 'secret' }, { odd: '1' }])(
  'refuses %o',
  (given) => expect(schema.safeParse(given).success).toBe(false),
);

test('every item once, equal values by id, those without a value last in both directions', () => {
  const devices = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id, i) => ({
    id,
    seenAt: [5, null, 3, 5, null, 1, 5][i]!,
  }));
  expect(readAll(devices, 'seenAt', 2).join('')).toBe('fcadgbe');
  expect(readAll(devices, '-seenAt', 2).join('')).toBe('gdacfeb');
  expect(readAll(devices, '-seenAt', 7).join('')).toBe('gdacfeb');
});

test('an item that comes or goes meanwhile shifts nothing', () => {
  const devices = Array.from({ length: 20 }, (_, i) => ({ id: `d${i + 10}`, seenAt: i }));
  const ids = devices.map(({ id }) => id);
  const seen = readAll(devices, 'seenAt', 3, () => {
    devices.shift();
    devices.unshift({ id: `x${Math.random()}`, seenAt: -1 });
  });
  expect(seen).toEqual(ids);
});

test('a cursor of another filter, of another order, or of nothing at all is refused; another limit is fine', () => {
  const asked = query({ limit: '1', status: 'on' });
  const { nextCursor } = toPage(
    [
      { id: 'a', seenAt: 1 },
      { id: 'b', seenAt: 0 },
    ],
    asked,
    positionOf,
  );
  const cursor = nextCursor!;
  expect(pageRequest(query({ limit: '9', status: 'on', cursor })).after).toEqual({ value: 1, id: 'a' });
  const bad: Record<string, unknown>[] = [
    { cursor },
    { cursor, status: 'off' },
    { cursor, status: 'on', sort: 'seenAt' },
    { cursor: 'garbage', status: 'on' },
    { cursor: Buffer.from('[{"a":1},"x","y"]').toString('base64url') },
    { cursor: Buffer.from('null').toString('base64url') },
  ];
  for (const given of bad) {
    expect(() => pageRequest(query(given))).toThrow(expect.objectContaining({ code: 'CURSOR_INVALID' }));
    expect(() => pageRequest(query(given))).toThrow(ApiProblem);
  }
});
