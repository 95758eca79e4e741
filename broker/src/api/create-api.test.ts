/** What holds for every route, whoever adds it. */
import { request as httpRequest } from 'node:http';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { apiBench, as, asBrowser, described } from '../testing/api-bench.ts';
import type { Routes } from './api.ts';
import { principalOf } from './access.ts';
import { ApiProblem, notFound } from './problem.ts';

const SECRET = 'pk_planted-secret';

const things: Routes = (api) => {
  api.get(
    '/public',
    { config: { access: 'public' }, schema: { ...described('getPublic'), response: { 200: z.object({}) } } },
    () => ({}),
  );
  api.get(
    '/me',
    {
      config: { access: 'signedIn' },
      schema: { ...described('getMe'), response: { 200: z.object({ name: z.string() }) } },
    },
    (request) => ({ name: principalOf(request).name }),
  );
  api.post(
    '/sign-in',
    {
      config: { access: 'public', rate: 'signIn' },
      schema: { ...described('signIn'), body: z.strictObject({ password: z.string() }) },
    },
    () => {
      throw new ApiProblem('CREDENTIALS_INVALID', 'Name or password are wrong.');
    },
  );
  api.get(
    '/things/:id',
    {
      config: { access: 'devices:read' },
      schema: {
        ...described('getThing'),
        params: z.object({ id: z.string().max(20) }),
        querystring: z.strictObject({ limit: z.coerce.number().int().min(1).max(10).optional() }),
        response: { 200: z.object({ id: z.string() }) },
      },
    },
    ({ params: { id } }) => {
      if (id === 'none') throw notFound('a thing', id);
      if (id === 'boom') throw new Error(`${SECRET} in an error`);
      if (id === 'odd') return { id: 5 as unknown as string };
      return { id, secret: SECRET };
    },
  );
  api.post(
    '/things',
    {
      config: { access: 'devices:write' },
      schema: {
        ...described('addThing'),
        body: z.strictObject({
          name: z.string().min(2),
          tags: z.array(z.string().min(1)).optional(),
          'a/b': z.object({ '~': z.int() }).optional(),
        }),
        response: { 201: z.object({ name: z.string() }) },
      },
    },
    async ({ body: { name } }, reply) => reply.code(201).send({ name }),
  );
};

const json = { 'content-type': 'application/json' };

test('a route that does not say who may call it, or what it is, stops the start', async () => {
  const silent: Routes = (api) => void api.get('/a', { schema: described('a') }, () => ({}));
  await expect(apiBench({ routes: [silent] })).rejects.toThrow(/GET \/a does not say who may call it/);
  const odd: Routes = (api) =>
    void api.get('/a', { config: { access: 'devices:raed' as never }, schema: described('a') }, () => ({}));
  await expect(apiBench({ routes: [odd] })).rejects.toThrow(/does not say who may call it/);
  const nameless: Routes = (api) => void api.get('/a', { config: { access: 'public' } }, () => ({}));
  await expect(apiBench({ routes: [nameless] })).rejects.toThrow(/lacks schema\.operationId/);
});

test('who is not signed in is asked to; who may not is told what is lacking; the rest is served', async () => {
  await using bench = await apiBench({ routes: [things] });
  const get = (url: string, headers = {}) => bench.api.inject({ url, headers });
  const stranger = await get('/things/1');
  expect(stranger.json()).toMatchObject({ status: 401, code: 'SIGN_IN_REQUIRED', instance: '/things/1' });
  expect(stranger.headers['www-authenticate']).toMatch(/^Bearer/);
  expect((await get('/me')).statusCode).toBe(401);
  expect((await get('/me', { authorization: 'Bearer nobody' })).json()).toMatchObject({
    status: 401,
    code: 'CREDENTIALS_INVALID',
  });
  expect((await get('/me', as('viewer'))).json()).toEqual({ name: 'viewer' });
  const forbidden = await bench.api.inject({
    method: 'POST',
    url: '/things',
    headers: as('viewer'),
    payload: { name: 'ab' },
  });
  expect(forbidden.json()).toMatchObject({
    status: 403,
    code: 'FORBIDDEN',
    permission: 'devices:write',
    detail: expect.stringContaining('devices:write'),
  });
  // A stale cookie does not close what is open to all.
  expect((await get('/public', { cookie: 'pipit_session=gone' })).statusCode).toBe(200);
});

test('what does not fit is told with a pointer to each place', async () => {
  await using bench = await apiBench({ routes: [things] });
  const post = (payload: object) =>
    bench.api.inject({ method: 'POST', url: '/things', headers: as('admin'), payload });
  const response = await post({ name: 'a', tags: ['x', ''], 'a/b': { '~': 1.5 }, extra: 1, 'x/y': 2 });
  expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
  const problem = response.json<{ errors: { pointer: string; code: string }[] }>();
  expect(problem).toMatchObject({
    type: 'urn:pipit:problem:INVALID_INPUT',
    title: expect.any(String),
    status: 422,
    code: 'INVALID_INPUT',
    instance: '/things',
    requestId: response.headers['x-request-id'],
  });
  expect(problem.errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
    '/body/name TOO_SMALL',
    '/body/tags/1 TOO_SMALL',
    '/body/a~1b/~0 INVALID_TYPE',
    '/body/extra UNKNOWN_FIELD',
    '/body/x~1y UNKNOWN_FIELD',
  ]);
  expect((await post({})).json()).toMatchObject({ errors: [{ pointer: '/body/name', code: 'REQUIRED' }] });
  const bad = await bench.api.inject({ url: '/things/1?limit=99', headers: as('viewer') });
  expect(bad.json()).toMatchObject({ status: 422, errors: [{ pointer: '/query/limit' }] });
  const long = await bench.api.inject({ url: `/things/${'x'.repeat(21)}`, headers: as('viewer') });
  expect(long.json()).toMatchObject({ status: 422, errors: [{ pointer: '/params/id' }] });
});

test.each([
  { about: 'broken JSON', payload: '{"name":', status: 400, code: 'MALFORMED_JSON' },
  { about: 'no body', payload: '', status: 400, code: 'MALFORMED_JSON' },
  { about: 'a poisoned key', payload: '{"__proto__":{"a":1}}', status: 400, code: 'MALFORMED_JSON' },
  { about: 'a list', payload: '[]', status: 422, code: 'INVALID_INPUT' },
  { about: 'null', payload: 'null', status: 422, code: 'INVALID_INPUT' },
  { about: 'too much', payload: JSON.stringify({ name: 'x'.repeat(2000) }), status: 413, code: 'TOO_LARGE' },
  { about: 'text', payload: 'hello', type: 'text/plain', status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' },
  {
    about: 'a form',
    payload: 'a=1',
    type: 'application/x-www-form-urlencoded',
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
  },
  { about: 'an odd type', payload: 'a', type: '\u00e4;;', status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' },
])('$about is refused with $status', async ({ payload, type = 'application/json', status, code }) => {
  await using bench = await apiBench({ routes: [things], settings: { bodyLimitBytes: 1024 } });
  const response = await bench.api.inject({
    method: 'POST',
    url: '/things',
    headers: { ...as('admin'), 'content-type': type },
    payload,
  });
  expect(response.json()).toMatchObject({ status, code });
  expect(response.statusCode).toBe(status);
});

test('a stranger is refused before the body is read', async () => {
  await using bench = await apiBench({ routes: [things] });
  const response = await bench.api.inject({ method: 'POST', url: '/things', headers: json, payload: '{' });
  expect(response.statusCode).toBe(401);
});

test('unknown paths have a hint, other methods an Allow', async () => {
  await using bench = await apiBench({ routes: [things] });
  const unknown = await bench.api.inject({ url: `/thigs?token=${SECRET}` });
  expect(unknown.json()).toMatchObject({
    status: 404,
    code: 'NOT_FOUND',
    detail: expect.stringContaining('/api/v1/openapi.json'),
  });
  for (const [method, url, allow] of [
    ['DELETE', '/things/1', 'GET, HEAD'],
    ['GET', '/things', 'POST'],
    ['OPTIONS', '/public', 'GET, HEAD'],
  ] as const) {
    const response = await bench.api.inject({ method, url });
    expect(response.json()).toMatchObject({ status: 405, code: 'METHOD_NOT_ALLOWED' });
    expect(response.headers['allow']).toBe(allow);
  }
});

test('what fails inside is logged and not told; no secret is in an answer, and none in the log but in errors', async () => {
  await using bench = await apiBench({ routes: [things] });
  const get = (url: string) => bench.api.inject({ url, headers: as('viewer') });
  for (const id of ['boom', 'odd']) {
    const response = await get(`/things/${id}`);
    expect(response.json()).toMatchObject({
      status: 500,
      code: 'INTERNAL',
      detail: 'The broker failed. Its log says why.',
    });
    expect(response.body).not.toContain(SECRET);
  }
  expect(bench.log()).toContain('in an error');
  expect((await get('/things/1')).json()).toEqual({ id: '1' });
  expect((await get('/things/none')).json()).toMatchObject({
    status: 404,
    detail: expect.stringContaining('"none"'),
  });
});

test('secrets that are sent reach neither log nor answer', async () => {
  await using bench = await apiBench({ routes: [things] });
  const headers = {
    authorization: `Bearer ${SECRET}`,
    'x-api-key': SECRET,
    cookie: `pipit_session=${SECRET}`,
    'x-pipit-csrf': SECRET,
    'x-request-id': `${SECRET}\u0007`,
  };
  const asked = [
    { url: `/things/1?token=${SECRET}` },
    { url: `/public?token=${SECRET}` },
    { url: `/nowhere?token=${SECRET}` },
    { method: 'POST', url: '/sign-in', payload: { password: SECRET } },
    { method: 'POST', url: '/sign-in', payload: { pasword: SECRET } },
    { method: 'POST', url: '/sign-in', payload: `{"password":"${SECRET}`, headers: { ...headers, ...json } },
    { method: 'POST', url: '/things', payload: { name: [SECRET] } },
  ] as const;
  for (const one of asked) {
    const response = await bench.api.inject({ headers, ...one });
    expect(response.body + JSON.stringify(response.headers), one.url).not.toContain(SECRET);
  }
  const log = bench.log();
  expect(log.match(/HTTP request/g)).toHaveLength(asked.length);
  expect(log).not.toContain(SECRET);
  expect(JSON.parse(log.split('\n')[0]!)).toMatchObject({
    method: 'GET',
    route: '/things/:id',
    status: 401,
    ms: expect.any(Number),
    requestId: expect.any(String),
  });
});

test('a request keeps a sane id that it brings, and gets one otherwise', async () => {
  await using bench = await apiBench({ routes: [things] });
  const idFor = async (id: string) =>
    (await bench.api.inject({ url: '/public', headers: { 'x-request-id': id } })).headers['x-request-id'];
  expect(await idFor('abcdef-123.45')).toBe('abcdef-123.45');
  for (const odd of ['short', 'x'.repeat(65), 'with space', '<script>alert(1)</script>'])
    expect(await idFor(odd)).toMatch(/^[0-9a-f-]{36}$/);
});

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
    'access-control-allow-headers': expect.stringContaining('x-pipit-csrf'),
  });
  for (const origin of ['https://evil.example', 'https://console.example.com.evil.example', 'null'])
    expect((await preflight(origin)).headers['access-control-allow-origin']).toBeUndefined();
  const { headers } = await bench.api.inject({ url: '/me', headers: { ...as('viewer'), origin: console } });
  expect(headers).toMatchObject({
    'access-control-allow-origin': console,
    'access-control-expose-headers': expect.stringContaining('etag'),
    vary: expect.stringMatching(/origin/i),
  });
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
  expect(await post({ 'x-pipit-csrf': '', cookie: 'pipit_session=admin/a; pipit_csrf=' })).toBe('CSRF');
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

test('headers without end are refused in the same form', async () => {
  await using bench = await apiBench({ routes: [things] });
  const address = new URL(await bench.api.listen({ host: '127.0.0.1', port: 0 }));
  const answer = await new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const request = httpRequest(
      { host: address.hostname, port: address.port, path: '/public', headers: { a: 'x'.repeat(60_000) } },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => resolve({ status: response.statusCode, text }));
      },
    );
    request.on('error', reject);
    request.end();
  });
  expect(answer.status).toBe(431);
  expect(JSON.parse(answer.text)).toMatchObject({ code: 'HEADERS_TOO_LARGE' });
});
