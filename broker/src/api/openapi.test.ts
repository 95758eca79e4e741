import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { apiBench, described } from '../testing/api-bench.ts';
import type { Routes } from './api.ts';
import { openApiDocument } from './document.ts';
import { topicsQuery } from './habits/sse.ts';
import { pageOf, pageQuery } from './habits/paging.ts';

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly security: object[];
  readonly parameters?: { name: string; in: string; required?: boolean }[];
  readonly requestBody?: { readonly content: Record<string, object> };
  readonly responses: Record<string, { description: string; content?: Record<string, object> }>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { schemas: Record<string, object> };
}

async function problemsOf(document: object): Promise<unknown> {
  const { valid, errors } = await new Validator().validate(
    structuredClone(document) as Record<string, unknown>,
  );
  return valid ? [] : errors;
}

test('the document of all routes is valid OpenAPI 3.1, and each operation has a name of its own', async () => {
  const document = (await openApiDocument()) as Document;
  expect(document.openapi).toBe('3.1.0');
  expect(await problemsOf(document)).toEqual([]);
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining(['/health', '/ready', '/metrics', '/api/v1/system']),
  );
  // Of those that are asked for something in the body, each says what.
  expect(document.paths['/api/v1/devices/import']!['post']!.requestBody).toMatchObject({
    required: true,
    content: { 'text/csv': { schema: { type: 'string' } } },
  });
  // What may be left out is not demanded.
  expect(document.paths['/api/v1/alerts/{id}/acknowledge']!['post']!.requestBody).toMatchObject({
    required: false,
    content: { 'application/json': { schema: { type: 'object' } } },
  });
  const names = Object.values(document.paths).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  );
  expect(new Set(names).size).toBe(names.length);
  expect(JSON.stringify(await openApiDocument())).toBe(JSON.stringify(document));
});

test('lists that can be had as CSV say so, in words and in what they answer', async () => {
  const { paths } = (await openApiDocument()) as Document;
  const operations = Object.values(paths).flatMap((path) => Object.values(path));
  const answersCsv = ({ responses }: Operation) => responses['200']?.content?.['text/csv'] !== undefined;
  expect(operations.filter(answersCsv).map(({ operationId }) => operationId)).toEqual(
    expect.arrayContaining(['listDevices', 'listSessions', 'listAuditLog', 'listAlerts', 'getUsage']),
  );
  const saysCsv = operations.filter(({ summary }) => /text\/csv/.test(summary ?? ''));
  expect(saysCsv.filter((operation) => !answersCsv(operation)).map(({ operationId }) => operationId)).toEqual(
    [],
  );
  for (const { responses } of operations.filter(answersCsv))
    expect(Object.keys(responses['200']!.content!)).toEqual(['application/json', 'text/csv']);
});

test('a route is described by what it declares', async () => {
  const thing = z.strictObject({ id: z.string(), note: z.string().nullable() }).meta({ id: 'TestThing' });
  const routes: Routes = (api) => {
    api.get(
      '/test/things',
      {
        config: { access: 'devices:read', problems: ['CURSOR_INVALID'] },
        schema: {
          ...described('listThings'),
          querystring: pageQuery(['name'], 'name', { topics: topicsQuery(['a', 'b']) }),
          response: { 200: pageOf(thing) },
        },
      },
      () => ({ items: [], nextCursor: null }),
    );
    api.put(
      '/test/things/:id',
      {
        config: { access: 'devices:write', ifMatch: true, idempotent: true },
        schema: {
          ...described('putThing'),
          params: z.object({ id: z.string() }),
          body: thing,
          response: { 200: thing },
        },
      },
      ({ body }) => body,
    );
  };
  await using bench = await apiBench({ routes: [routes] });
  const document = (await bench.api.inject({ url: '/api/v1/openapi.json' })).json<Document>();
  expect(await problemsOf(document)).toEqual([]);
  const { get } = document.paths['/test/things']!;
  expect(get!.security).toHaveLength(3);
  expect(get!.parameters!.map(({ name }) => name).sort()).toEqual(['cursor', 'limit', 'sort', 'topics']);
  expect(get!.parameters!.filter(({ required }) => required)).toEqual([]);
  expect(get!.responses['400']!.description).toBe('CURSOR_INVALID');
  const { put } = document.paths['/test/things/{id}']!;
  expect(Object.keys(put!.responses)).toEqual(
    expect.arrayContaining([
      '200',
      '400',
      '401',
      '403',
      '409',
      '412',
      '413',
      '415',
      '422',
      '428',
      '429',
      '500',
    ]),
  );
  expect(put!.responses['412']).toEqual({
    description: 'VERSION_STALE',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  });
  expect(put!.parameters).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ name: 'If-Match', in: 'header', required: true }),
      expect.objectContaining({ name: 'Idempotency-Key', in: 'header', required: false }),
    ]),
  );
  expect(Object.keys(document.components.schemas).sort()).toEqual(['Problem', 'TestThing', 'TestThingInput']);
});

test('the page loads only what the broker itself has, and its policy allows no more', async () => {
  await using bench = await apiBench({ routes: [] });
  for (const url of ['/api/docs', '/api/docs/']) {
    const page = await bench.api.inject({ url });
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toMatch(/(src|href)="(https?:)?\/\//);
    expect(page.body).not.toMatch(/<script(?![^>]*src=)|<style/);
    const policy = page.headers['content-security-policy'];
    expect(policy).toMatch(/default-src 'none'; script-src 'self';/);
    expect(policy).not.toMatch(/https?:/);
    const assets = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path!);
    expect(assets.length).toBeGreaterThan(4);
    for (const path of assets) {
      const asset = await bench.api.inject({ url: new URL(path, `http://x${url}`).pathname });
      expect(asset.statusCode, path).toBe(200);
    }
  }
  const shown = await bench.api.inject({ url: '/api/docs/json' });
  const served = await bench.api.inject({ url: '/api/v1/openapi.json' });
  expect(shown.json()).toEqual(served.json());
});
