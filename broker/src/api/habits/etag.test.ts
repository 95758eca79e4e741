import { expect, test } from 'vitest';
import { z } from 'zod';
import { apiBench, as, described } from '../../testing/api-bench.ts';
import type { Routes } from '../api.ts';
import { expectedVersionOf, staleVersion, versioned } from './etag.ts';

/** One document that can be read and replaced. */
function note(): Routes {
  let version = 12;
  let text = 'old';
  const body = z.strictObject({ text: z.string() });
  return (api) => {
    api.get(
      '/note',
      {
        config: { access: 'configuration:read' },
        schema: { ...described('getNote'), response: { 200: body } },
      },
      (_request, reply) => versioned(reply, version, { text }),
    );
    api.put(
      '/note',
      {
        config: { access: 'configuration:write', ifMatch: true },
        schema: { ...described('putNote'), body, response: { 200: body } },
      },
      async (request, reply) => {
        if ((expectedVersionOf(request) ?? version) !== version) throw staleVersion(version);
        version++;
        text = request.body.text;
        return versioned(reply, version, { text });
      },
    );
  };
}

test('what is read has a version, and who has that version gets no body', async () => {
  await using bench = await apiBench({ routes: [note()] });
  const get = (headers: Record<string, string>) =>
    bench.api.inject({ url: '/note', headers: { ...as('viewer'), ...headers } });
  expect((await get({})).headers['etag']).toBe('"v12"');
  for (const known of ['"v12"', 'W/"v12"', '"v1", "v12"', '*']) {
    const response = await get({ 'if-none-match': known });
    expect([response.statusCode, response.body], known).toEqual([304, '']);
  }
  expect((await get({ 'if-none-match': '"v11"' })).json()).toEqual({ text: 'old' });
});

test('a change must name the version that it is of', async () => {
  await using bench = await apiBench({ routes: [note()] });
  const put = (text: string, ifMatch?: string) =>
    bench.api.inject({
      method: 'PUT',
      url: '/note',
      headers: { ...as('admin'), ...(ifMatch !== undefined && { 'if-match': ifMatch }) },
      payload: { text },
    });
  expect((await put('a')).json()).toMatchObject({ status: 428, code: 'VERSION_REQUIRED' });
  for (const odd of ['v12', '"x"', '"v12", "v13"', '"v-1"', '"v99999999999999999999"'])
    expect((await put('a', odd)).json(), odd).toMatchObject({ status: 400, code: 'IF_MATCH_INVALID' });
  const stale = await put('a', '"v11"');
  expect(stale.json()).toMatchObject({ status: 412, code: 'VERSION_STALE', currentVersion: 12 });
  expect(stale.headers['etag']).toBe('"v12"');
  const changed = await put('new', '"v12"');
  expect([changed.json(), changed.headers['etag']]).toEqual([{ text: 'new' }, '"v13"']);
  expect((await put('newer', '"v12"')).statusCode).toBe(412);
  expect((await put('whatever is there', '*')).headers['etag']).toBe('"v14"');
});
