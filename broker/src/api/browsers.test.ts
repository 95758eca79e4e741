/** What browsers are told, and what they may do on behalf of other pages. */
import { expect, test } from 'vitest';
import { apiBench, as, asBrowser } from '../testing/api-bench.ts';
import { things } from '../testing/thing-routes.ts';

test('answers have the headers that keep browsers from doing more with them', async () => {
  await using bench = await apiBench({ routes: [things] });
  for (const url of ['/public', '/nowhere']) {
    const { headers } = await bench.api.inject({ url });
    expect(headers).toMatchObject({
      'content-security-policy':
        "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['access-control-allow-origin']).toBeUndefined();
  }
});

test('other origins are let in by name only', async () => {
  const console = 'https://console.example.com';
  await using bench = await apiBench({ routes: [things], settings: { corsOrigins: [console] } });
  const preflight = (origin: string) =>
    bench.api.inject({
      method: 'OPTIONS',
      url: '/things',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'x-pipit-csrf',
      },
    });
  const allowed = await preflight(console);
  expect(allowed.statusCode).toBe(204);
  expect(allowed.headers).toMatchObject({
    'access-control-allow-origin': console,
    'access-control-allow-credentials': 'true',
    'access-control-allow-headers': expect.stringMatching(/x-request-id.*x-pipit-csrf/),
  });
  for (const origin of ['https://evil.example', 'https://console.example.com.evil.example', 'null'])
    expect((await preflight(origin)).headers['access-control-allow-origin']).toBeUndefined();
  const { headers } = await bench.api.inject({ url: '/me', headers: { ...as('viewer'), origin: console } });
  expect(headers).toMatchObject({
    'access-control-allow-origin': console,
    'access-control-expose-headers': expect.stringMatching(/etag.*content-range.*ratelimit-remaining/),
    vary: expect.stringMatching(/origin/i),
  });
});

test('for whoever is no browser, letting other origins in changes nothing', async () => {
  await using bench = await apiBench({
    routes: [things],
    settings: { corsOrigins: ['https://console.example.com'] },
  });
  const ask = async (method: 'GET' | 'PUT' | 'OPTIONS', url: string, headers = {}) => {
    const response = await bench.api.inject({ method, url, headers });
    return [response.statusCode, response.json<{ code: string }>().code, response.headers['allow']];
  };
  for (const method of ['GET', 'PUT', 'OPTIONS'] as const)
    expect(await ask(method, '/nowhere')).toEqual([404, 'NOT_FOUND', undefined]);
  expect(await ask('PUT', '/things')).toEqual([405, 'METHOD_NOT_ALLOWED', 'POST']);
  for (const headers of [{}, { origin: 'https://console.example.com' }])
    expect(await ask('OPTIONS', '/public', headers)).toEqual([405, 'METHOD_NOT_ALLOWED', 'GET, HEAD']);
});

test('with cookies, changes need the word of one of our own pages', async () => {
  await using bench = await apiBench({
    routes: [things],
    settings: { corsOrigins: ['https://console.example.com'], publicUrl: 'https://pipit.example.com/x' },
  });
  const post = async (headers: Record<string, string>) => {
    const response = await bench.api.inject({
      method: 'POST',
      url: '/things',
      headers: { host: 'broker.local:8080', ...asBrowser('admin'), ...headers },
      payload: { name: 'ab' },
    });
    return response.statusCode === 201 ? 'done' : response.json<{ code: string }>().code;
  };
  expect(await post({})).toBe('CSRF');
  expect(await post({ 'x-pipit-csrf': 'wrong' })).toBe('CSRF');
  expect(await post({ 'x-pipit-csrf': '', cookie: 'pipit_access=admin/a; pipit_csrf=' })).toBe('CSRF');
  expect(await post({ 'x-pipit-csrf': 'abc' })).toBe('done');
  for (const origin of [
    'http://broker.local:8080',
    'https://console.example.com',
    'https://pipit.example.com',
  ])
    expect(await post({ 'x-pipit-csrf': 'abc', origin }), origin).toBe('done');
  for (const origin of ['http://broker.local:81', 'https://evil.example', 'null', ''])
    expect(await post({ 'x-pipit-csrf': 'abc', origin }), origin).toBe('CSRF');
  // Nobody but a program of ours sends such a header, so it needs no more; and reading changes nothing.
  const byToken = { ...as('admin'), origin: 'https://evil.example' };
  expect(
    (await bench.api.inject({ method: 'POST', url: '/things', headers: byToken, payload: { name: 'ab' } }))
      .statusCode,
  ).toBe(201);
  expect((await bench.api.inject({ url: '/me', headers: asBrowser('admin') })).statusCode).toBe(200);
});
