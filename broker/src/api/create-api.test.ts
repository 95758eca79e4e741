/** What holds for every route, whoever adds it. */
import { request as httpRequest } from 'node:http';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { apiBench, as, described } from '../testing/api-bench.ts';
import { SECRET, things } from '../testing/thing-routes.ts';

const json = { 'content-type': 'application/json' };

const whole = {
  config: { access: 'public' },
  schema: { ...described('a'), response: { 200: z.object({}) } },
};

test.each([
  { lacks: /does not say who may call it/, ...whole, config: {} },
  { lacks: /does not say who may call it/, ...whole, config: { access: 'devices:raed' } },
  { lacks: /lacks schema\.operationId/, ...whole, schema: { ...whole.schema, operationId: '' } },
  { lacks: /does not say what it answers/, ...whole, schema: described('a') },
  { lacks: /make it a z\.strictObject/, ...whole, schema: { ...whole.schema, body: z.object({}) } },
])('a route that is not declared well stops the start: $lacks', async ({ lacks, config, schema }) => {
  const start = (given: object) => apiBench({ routes: [(api) => void api.post('/a', given, () => ({}))] });
  await expect(start({ config, schema })).rejects.toThrow(lacks);
  await expect(start({ config, schema })).rejects.toThrow('POST /a');
  await using bench = await start(whole);
  expect((await bench.api.inject({ method: 'POST', url: '/a' })).statusCode).toBe(200);
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
  expect((await get('/public', { cookie: 'pipit_access=gone' })).statusCode).toBe(200);
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
  const told = async (query: string) =>
    (await bench.api.inject({ url: `/things/1?${query}`, headers: as('viewer') })).json<{
      errors: { detail: string }[];
    }>().errors[0]!.detail;
  expect(await told('limit=5&limit=6')).toMatch(/more than once/);
  expect(await told('limit=x')).toBe('Invalid input: expected a number');
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

test('an answer without a body has none', async () => {
  await using bench = await apiBench({ routes: [things] });
  const response = await bench.api.inject({ method: 'DELETE', url: '/things/1', headers: as('admin') });
  expect([response.statusCode, response.body, response.headers['content-type']]).toEqual([
    204,
    '',
    undefined,
  ]);
});

test('programs that send a content type without a body are served where none is wanted', async () => {
  await using bench = await apiBench({
    routes: [
      things,
      (api) =>
        void api.post(
          '/poke',
          {
            config: { access: 'signedIn' },
            schema: { ...described('poke'), response: { 200: z.object({}) } },
          },
          () => ({}),
        ),
    ],
  });
  const send = async (method: 'POST' | 'DELETE', url: string) =>
    (await bench.api.inject({ method, url, headers: { ...as('admin'), ...json } })).statusCode;
  expect(await send('POST', '/poke')).toBe(200);
  expect(await send('DELETE', '/things/1')).toBe(204);
  expect(await send('POST', '/things')).toBe(400);
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
    ['PUT', '/things/1', 'DELETE, GET, HEAD'],
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
    cookie: `pipit_access=${SECRET}`,
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
