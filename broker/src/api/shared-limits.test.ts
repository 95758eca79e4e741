/** Limits that several brokers count together. */
import { expect, test } from 'vitest';
import { MemorySharedState } from '../store/shared/memory-shared-state.ts';
import type { SharedState } from '../store/shared/shared-state.ts';
import { apiBench, as } from '../testing/api-bench.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { things } from '../testing/thing-routes.ts';

test('whoever asks two brokers has one measure, which comes back after a minute', async () => {
  const clock = new FakeClock();
  const shared = new MemorySharedState({ clock });
  const options = { routes: [things], settings: { rateLimitPerMinute: 3 }, shared };
  await using here = await apiBench(options);
  await using there = await apiBench(options);
  const get = async ({ api }: typeof here) =>
    (await api.inject({ url: '/me', headers: as('viewer') })).statusCode;
  expect([await get(here), await get(there), await get(here)]).toEqual([200, 200, 200]);
  expect([await get(here), await get(there)]).toEqual([429, 429]);
  clock.advance(60_000);
  expect(await get(there)).toBe(200);
});

test('when nothing can be counted, people are let in', async () => {
  const away = () => Promise.reject(new Error('The shared state is away.'));
  const shared: SharedState = { get: away, set: away, count: away, counted: away, close: async () => {} };
  await using bench = await apiBench({ routes: [things], settings: { rateLimitPerMinute: 1 }, shared });
  for (let i = 0; i < 3; i++) {
    expect((await bench.api.inject({ url: '/me', headers: as('viewer') })).statusCode).toBe(200);
    const guess = { url: '/me', headers: { authorization: 'Bearer wrong' } };
    expect((await bench.api.inject(guess)).statusCode).toBe(401);
  }
});
