import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { apiBench, as, described } from '../../testing/api-bench.ts';
import type { Routes } from '../api.ts';
import { notFound } from '../problem.ts';
import { bulkIds, bulkResultSchema, runBulk } from './bulk.ts';
import { pino } from 'pino';

const action =
  (run: (id: string) => Promise<unknown>): Routes =>
  (api) => {
    api.post(
      '/bulk',
      {
        config: { access: 'devices:command' },
        schema: {
          ...described('bulk'),
          body: z.strictObject({ ids: bulkIds(z.string()) }),
          response: { 200: bulkResultSchema },
        },
      },
      (request) =>
        runBulk({ ids: request.body.ids, run, request, log: pino({ level: 'silent' }), concurrency: 3 }),
    );
  };

test('each is answered for itself, in order, and a few at once', async () => {
  let running = 0;
  let most = 0;
  const run = async (id: string): Promise<void> => {
    most = Math.max(most, ++running);
    await setImmediate();
    running--;
    if (id === 'd3') throw notFound('a device', id);
    if (id === 'd5') throw new Error('planted secret');
  };
  await using bench = await apiBench({ routes: [action(run)] });
  const ids = Array.from({ length: 10 }, (_, i) => `d${i}`);
  const response = await bench.api.inject({
    method: 'POST',
    url: '/bulk',
    headers: as('operator'),
    payload: { ids },
  });
  expect(response.statusCode).toBe(200);
  const result = response.json<z.infer<typeof bulkResultSchema>>();
  expect(result).toMatchObject({ succeeded: 8, failed: 2 });
  expect(result.items.map(({ id }) => id)).toEqual(ids);
  expect(result.items[3]).toMatchObject({ ok: false, problem: { code: 'NOT_FOUND', status: 404 } });
  expect(result.items[5]).toMatchObject({ ok: false, problem: { code: 'INTERNAL' } });
  expect(response.body).not.toContain('planted');
  expect(most).toBe(3);
});

test('too many, none, and one twice are refused', async () => {
  await using bench = await apiBench({ routes: [action(async () => {})] });
  for (const ids of [[], ['a', 'a'], Array.from({ length: 1001 }, (_, i) => `d${i}`)]) {
    const response = await bench.api.inject({
      method: 'POST',
      url: '/bulk',
      headers: as('operator'),
      payload: { ids },
    });
    expect(response.json()).toMatchObject({ status: 422, errors: [{ pointer: '/body/ids' }] });
  }
});
