import { expect, test } from 'vitest';
import { apiBench, as } from '../testing/api-bench.ts';
import { things } from '../testing/thing-routes.ts';

test('each identity has its own measure, strangers one per address', async () => {
  await using bench = await apiBench({ routes: [things], settings: { rateLimitPerMinute: 3 } });
  const get = async (headers: Record<string, string>, remoteAddress = '10.0.0.1') =>
    (await bench.api.inject({ url: '/me', headers, remoteAddress })).statusCode;
  for (let i = 0; i < 3; i++) expect(await get(as('viewer'))).toBe(200);
  expect(await get(as('viewer'), '10.0.0.2')).toBe(429);
  expect(await get(as('admin'))).toBe(200);
  for (let i = 0; i < 3; i++) expect(await get({})).toBe(401);
  expect(await get({})).toBe(429);
  expect(await get({}, '10.0.0.2')).toBe(401);
  const refused = await bench.api.inject({ url: '/nowhere', remoteAddress: '10.0.0.1' });
  expect(refused.json()).toMatchObject({ status: 429, code: 'RATE_LIMITED' });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
});

test('one address may not try tokens for ever, and an IPv6 customer has one address', async () => {
  await using bench = await apiBench({ routes: [things], settings: { rateLimitPerMinute: 3 } });
  const guess = async (n: number, remoteAddress: string) =>
    (await bench.api.inject({ url: '/me', headers: { authorization: `Bearer guess${n}` }, remoteAddress }))
      .statusCode;
  const answers: number[] = [];
  for (let n = 0; n < 5; n++) answers.push(await guess(n, `2001:db8:1:2::${n}`));
  expect(answers).toEqual([401, 401, 401, 429, 429]);
  expect(await guess(9, '2001:db8:1:3::1')).toBe(401);
});

test('sign-in is measured more strictly', async () => {
  await using bench = await apiBench({ routes: [things], settings: { signInPerMinute: 2 } });
  const attempt = async () =>
    (await bench.api.inject({ method: 'POST', url: '/sign-in', payload: { password: 'x' } })).statusCode;
  expect([await attempt(), await attempt(), await attempt()]).toEqual([401, 401, 429]);
  expect((await bench.api.inject({ url: '/public' })).statusCode).toBe(200);
});

test('X-Forwarded-For is believed of named proxies only', async () => {
  const statuses = async (trustProxy: string[]) => {
    await using bench = await apiBench({ routes: [things], settings: { rateLimitPerMinute: 1, trustProxy } });
    const all: number[] = [];
    for (const client of ['1.1.1.1', '2.2.2.2'])
      all.push(
        (
          await bench.api.inject({
            url: '/public',
            headers: { 'x-forwarded-for': client },
            remoteAddress: '10.0.0.9',
          })
        ).statusCode,
      );
    return all;
  };
  expect(await statuses([])).toEqual([200, 429]);
  expect(await statuses(['10.0.0.0/8'])).toEqual([200, 200]);
  expect(await statuses(['10.1.0.0/16'])).toEqual([200, 429]);
});
