/** Who was refused what stands in the audit log, and does not fill it. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { IdentityError } from '../identity/identity-error.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { type ApiBench, apiBench, as, asBrowser, described } from '../testing/api-bench.ts';
import { things } from '../testing/thing-routes.ts';
import type { Routes } from './api.ts';
import { ApiProblem } from './problem.ts';
import { Refusals } from './refusals.ts';

const post = ({ api }: ApiBench, headers: Record<string, string>, url = '/things') =>
  api.inject({ method: 'POST', url, headers, payload: { name: 'ab' } });

test('a refusal names who asked, the route without its ids, and the permission that was missing', async () => {
  await using bench = await apiBench({ routes: [things] });
  await bench.api.inject({ method: 'DELETE', url: '/things/7?why=private', headers: as('viewer', 'vera') });
  expect(bench.audited).toEqual([
    {
      principal: expect.objectContaining({ kind: 'user', id: 'vera' }),
      action: 'request.refused',
      target: { kind: 'route', id: 'DELETE /things/:id' },
      result: 'refused',
      detail: { code: 'FORBIDDEN', permission: 'devices:delete' },
    },
  ]);
});

test('a request that a foreign page may have sent is one too', async () => {
  await using bench = await apiBench({ routes: [things] });
  await post(bench, asBrowser('admin'));
  expect(bench.audited).toMatchObject([
    { action: 'request.refused', target: { id: 'POST /things' }, detail: { code: 'CSRF' } },
  ]);
});

test('so is what only the service behind the route refuses', async () => {
  const promote: Routes = (api) => {
    api.post(
      '/promote',
      {
        config: { access: 'signedIn' },
        schema: { ...described('promote'), response: { 200: z.object({}) } },
      },
      () => {
        throw new IdentityError('FORBIDDEN', 'That role is above your own.');
      },
    );
  };
  await using bench = await apiBench({ routes: [promote] });
  expect((await post(bench, as('operator'), '/promote')).statusCode).toBe(403);
  expect(bench.audited).toMatchObject([{ target: { id: 'POST /promote' }, detail: { code: 'FORBIDDEN' } }]);
});

test('what is no refusal, or of nobody known, is not written', async () => {
  await using bench = await apiBench({ routes: [things] });
  const get = (url: string, headers = {}) => bench.api.inject({ url, headers });
  await get('/things/1');
  await get('/things/none', as('admin'));
  await get('/things/boom', as('admin'));
  await get('/nowhere', as('viewer'));
  await get('/things/1', as('viewer'));
  expect(bench.audited).toEqual([]);
});

test('the same again is written once a minute, and then says how often it was', async () => {
  await using bench = await apiBench({ routes: [things] });
  for (let times = 0; times < 5; times += 1) await post(bench, as('viewer', 'vera'));
  await post(bench, as('viewer', 'victor'));
  await bench.api.inject({ method: 'DELETE', url: '/things/1', headers: as('viewer', 'vera') });
  expect(bench.audited.map(({ principal, target }) => `${principal.id} ${target.id}`)).toEqual([
    'vera POST /things',
    'victor POST /things',
    'vera DELETE /things/:id',
  ]);
  bench.clock.advance(60_000);
  await post(bench, as('viewer', 'vera'));
  expect(bench.audited.at(-1)!.detail).toEqual({
    code: 'FORBIDDEN',
    permission: 'devices:write',
    repeated: 4,
  });
  bench.clock.advance(60_000);
  await post(bench, as('viewer', 'vera'));
  expect(bench.audited.at(-1)!.detail).not.toHaveProperty('repeated');
});

test('of very many the one written longest ago is forgotten', () => {
  const written: string[] = [];
  const refusals = new Refusals({
    audit: { record: ({ principal }) => written.push(principal.id) },
    clock: new FakeClock(),
    maxRemembered: 2,
  });
  const note = (id: string) =>
    refusals.note(
      { principal: { kind: 'user', id }, method: 'GET', routeOptions: { url: '/a' } } as never,
      new ApiProblem('FORBIDDEN', 'No.'),
    );
  for (const id of ['a', 'b', 'a', 'c', 'c', 'b', 'a']) note(id);
  expect(written).toEqual(['a', 'b', 'c', 'a']);
});
