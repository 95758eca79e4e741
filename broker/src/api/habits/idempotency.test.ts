import { expect, test } from 'vitest';
import { z } from 'zod';
import { apiBench, as, described } from '../../testing/api-bench.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import type { Routes } from '../api.ts';
import { ApiProblem } from '../problem.ts';
import { createMemoryIdempotencyStore } from './memory-idempotency-store.ts';

interface Shop {
  made: string[];
  hold: Promise<void> | undefined;
  failure: Error | undefined;
}

const body = z.strictObject({ name: z.string() });

function shop(state: Shop): Routes {
  const make = async (name: string): Promise<{ name: string; secret: string }> => {
    await state.hold;
    if (state.failure) throw state.failure;
    state.made.push(name);
    return { name, secret: `s${state.made.length}` };
  };
  const response = { 201: z.object({ name: z.string(), secret: z.string() }) };
  return (api) => {
    api.post(
      '/things',
      {
        config: { access: 'devices:write', idempotent: true },
        schema: { ...described('addThing'), body, response },
      },
      async ({ body: { name } }, reply) =>
        reply
          .code(201)
          .header('location', `/things/${name}`)
          .send(await make(name)),
    );
    api.post(
      '/keys',
      {
        config: { access: 'apiKeys:write', idempotent: 'withheld' },
        schema: { ...described('addKey'), body, response },
      },
      async ({ body: { name } }, reply) => reply.code(201).send(await make(name)),
    );
  };
}

async function openShop() {
  const state: Shop = { made: [], hold: undefined, failure: undefined };
  const bench = await apiBench({ routes: [shop(state)] });
  // Asynchronous, because a request that nobody waits for is not sent.
  const post = async (name: string, key?: string, url = '/things', who = 'admin') =>
    await bench.api.inject({
      method: 'POST',
      url,
      headers: { ...as('admin', who), ...(key !== undefined && { 'idempotency-key': key }) },
      payload: { name },
    });
  return { state, bench, post, [Symbol.asyncDispose]: () => bench[Symbol.asyncDispose]() };
}

test('a repeated request is carried out once and answered the same', async () => {
  await using shop = await openShop();
  const first = await shop.post('a', 'k1');
  const again = await shop.post('a', 'k1');
  expect(again.statusCode).toBe(201);
  expect(again.body).toBe(first.body);
  expect(again.headers).toMatchObject({
    'idempotent-replayed': 'true',
    location: '/things/a',
    'content-type': first.headers['content-type'],
  });
  expect(first.headers['idempotent-replayed']).toBeUndefined();
  expect(shop.state.made).toEqual(['a']);
});

test('without a key, with another key, on another route or by somebody else it is another request', async () => {
  await using shop = await openShop();
  for (const [key, url, who] of [[], [], ['k1'], ['k2'], ['k1', '/keys'], ['k1', '/things', 'bob']])
    expect((await shop.post('a', key, url, who)).statusCode).toBe(201);
  expect(shop.state.made).toHaveLength(6);
});

test('the same key for something else, and keys that are none, are refused', async () => {
  await using shop = await openShop();
  await shop.post('a', 'k1');
  expect((await shop.post('b', 'k1')).json()).toMatchObject({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
  for (const odd of ['', 'x'.repeat(256), 'a b'])
    expect((await shop.post('c', odd)).json()).toMatchObject({
      status: 400,
      code: 'IDEMPOTENCY_KEY_INVALID',
    });
  expect(shop.state.made).toEqual(['a']);
});

test('one that is still being worked on is not begun again', async () => {
  await using shop = await openShop();
  const held = Promise.withResolvers<void>();
  shop.state.hold = held.promise;
  const first = shop.post('a', 'k1');
  const second = await shop.post('a', 'k1');
  expect(second.json()).toMatchObject({ status: 409, code: 'IDEMPOTENCY_IN_FLIGHT' });
  held.resolve();
  expect((await first).statusCode).toBe(201);
  expect((await shop.post('a', 'k1')).headers['idempotent-replayed']).toBe('true');
  expect(shop.state.made).toEqual(['a']);
});

test('a failure of ours may be tried again; a refusal stays one; what does not fit is not even begun', async () => {
  await using shop = await openShop();
  shop.state.failure = new Error('disk');
  expect((await shop.post('a', 'k1')).statusCode).toBe(500);
  shop.state.failure = undefined;
  expect((await shop.post('a', 'k1')).statusCode).toBe(201);

  shop.state.failure = new ApiProblem('ALREADY_EXISTS', 'Take another name.');
  expect((await shop.post('b', 'k2')).statusCode).toBe(409);
  shop.state.failure = undefined;
  const refusal = await shop.post('b', 'k2');
  expect(refusal.json()).toMatchObject({ code: 'ALREADY_EXISTS' });
  expect(refusal.headers).toMatchObject({
    'idempotent-replayed': 'true',
    'content-type': expect.stringContaining('application/problem+json'),
  });

  expect((await shop.post(5 as never, 'k3')).statusCode).toBe(422);
  expect((await shop.post('c', 'k3')).statusCode).toBe(201);
});

test('a secret is not kept for a replay', async () => {
  await using shop = await openShop();
  expect((await shop.post('a', 'k1', '/keys')).json()).toEqual({ name: 'a', secret: 's1' });
  const again = await shop.post('a', 'k1', '/keys');
  expect(again.json()).toMatchObject({ status: 409, code: 'IDEMPOTENCY_WITHHELD' });
  expect(again.body).not.toContain('s1');
  expect(shop.state.made).toEqual(['a']);
});

test('in memory answers are kept for a day, and no more than the bound', async () => {
  const clock = new FakeClock();
  const store = createMemoryIdempotencyStore({ clock, maxEntries: 3 });
  const begin = async (key: string) => (await store.begin('s', key, 'h')).state;
  for (const key of ['a', 'b', 'c']) expect(await begin(key)).toBe('new');
  await store.finish('s', 'a', { status: 201, body: '{}', headers: {} });
  expect(await begin('a')).toBe('done');
  expect(await begin('d')).toBe('new');
  expect(await begin('a')).toBe('new');
  expect(await begin('d')).toBe('running');
  clock.advance(86_400_000);
  expect(await begin('d')).toBe('new');
});
