/** What a client sees, and what the log says, while the database cannot do its work. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { DatabaseError } from '../store/database-error.ts';
import { apiBench, described } from '../testing/api-bench.ts';
import type { Routes } from './api.ts';

const sqlState = (code: string): Error =>
  Object.assign(new Error('what the server said of 10.0.0.7'), { code });

const failing =
  (error: Error): Routes =>
  (api) =>
    void api.get(
      '/a',
      { config: { access: 'public' }, schema: { ...described('a'), response: { 200: z.object({}) } } },
      () => {
        throw error;
      },
    );

test.for([
  [new DatabaseError('UNREACHABLE', 'The database at 10.0.0.7 is away.'), /cannot be reached/],
  [new DatabaseError('CLOSED', 'The database is closed.'), /cannot be reached/],
  [new DatabaseError('BUSY', 'The database was busy.'), /busy/],
  [sqlState('57P01'), /cannot be reached/],
  [sqlState('57P03'), /cannot be reached/],
  [sqlState('08006'), /cannot be reached/],
  [sqlState('53300'), /busy/],
  [sqlState('57014'), /busy/],
  [sqlState('53100'), /disk of the database is full/],
  [sqlState('25006'), /only be read/],
] as const)(
  'a database that fails is unavailable, not a fault of the broker: %s',
  async ([error, detail]) => {
    await using bench = await apiBench({ routes: [failing(error)] });
    const response = await bench.api.inject({ url: '/a' });
    expect(response.json()).toMatchObject({
      status: 503,
      code: 'UNAVAILABLE',
      detail: expect.stringMatching(detail),
    });
    expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
    expect(response.body).not.toContain('10.0.0.7');
  },
);

test('a statement that the server refuses stays a fault of the broker', async () => {
  await using bench = await apiBench({ routes: [failing(sqlState('42P01'))] });
  expect((await bench.api.inject({ url: '/a' })).json()).toMatchObject({ status: 500, code: 'INTERNAL' });
});

test('one line in the log stands for many requests, and says how many', async () => {
  await using bench = await apiBench({ routes: [failing(new DatabaseError('UNREACHABLE', 'Away.'))] });
  const lines = () =>
    bench
      .log()
      .split('\n')
      .filter((line) => line.includes('the database failed'))
      .map((line) => JSON.parse(line) as object);
  for (let i = 0; i < 20; i++) await bench.api.inject({ url: '/a' });
  expect(lines()).toMatchObject([{ why: 'Away.', code: 'UNREACHABLE', route: '/a', requests: 1 }]);
  bench.clock.advance(60_000);
  await bench.api.inject({ url: '/a' });
  expect(lines()).toMatchObject([{ requests: 1 }, { requests: 20 }]);
  expect(bench.log()).not.toContain('"stack"');
});
