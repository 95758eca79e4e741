/** The dashboard as a browser gets it. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { apiBench } from '../testing/api-bench.ts';
import { things } from '../testing/thing-routes.ts';

const PAGE = '<!doctype html><title>Pipit</title>';
const PROGRAM = 'start()';

let base: string;
let folder: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'pipit-dashboard-'));
  folder = join(base, 'dashboard');
  await mkdir(join(folder, '_app', 'immutable'), { recursive: true });
  await writeFile(join(folder, 'index.html'), PAGE);
  await writeFile(join(folder, 'icon.svg'), '<svg/>');
  await writeFile(join(folder, '_app', 'immutable', 'start.AbC1.js'), PROGRAM);
  await writeFile(join(folder, '_app', 'immutable', 'start.AbC1.js.br'), brotliCompressSync(PROGRAM));
});
afterEach(() => rm(base, { recursive: true }));

const html = { accept: 'text/html,*/*;q=0.8' };

test('every address that is nobody else’s has the one page', async () => {
  await using bench = await apiBench({ routes: [things], dashboard: folder });
  for (const url of ['/', '/devices/lamp?tab=log', '/sign-in', '/welcome']) {
    const answer = await bench.api.inject({ url, headers: html });
    expect([answer.statusCode, answer.body], url).toEqual([200, PAGE]);
    // A new version must not be hidden by an old page, and no other page may show this one inside.
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-cache',
      'content-security-policy': "frame-ancestors 'none'",
      'content-type': expect.stringMatching(/^text\/html/),
      'x-content-type-options': 'nosniff',
    });
  }
});

test('what programs ask for in vain is told to them as before', async () => {
  await using bench = await apiBench({ routes: [things], dashboard: folder });
  const asked = [
    { url: '/api/nothing', headers: html },
    { url: '/_app/immutable/gone.js', headers: html },
    { url: '/devices/lamp' },
    { url: '/', method: 'POST' as const, headers: html },
  ];
  for (const request of asked) {
    const answer = await bench.api.inject(request);
    expect(answer.statusCode, request.url).toBe(404);
    expect(answer.json()).toMatchObject({ code: 'NOT_FOUND' });
  }
});

test('files are kept by browsers as long as their name lasts, and come compressed', async () => {
  await using bench = await apiBench({ routes: [things], dashboard: folder });
  const url = '/_app/immutable/start.AbC1.js';
  const small = await bench.api.inject({ url, headers: { 'accept-encoding': 'gzip, br' } });
  expect(small.headers).toMatchObject({
    'content-encoding': 'br',
    'cache-control': 'public, max-age=31536000, immutable',
    'content-type': expect.stringMatching(/javascript/),
    vary: expect.stringMatching(/accept-encoding/i),
  });
  const plain = await bench.api.inject({ url });
  expect(plain.body).toBe(PROGRAM);
  const icon = await bench.api.inject({ url: '/icon.svg' });
  expect(icon.headers['cache-control']).toBe('no-cache');
  const { etag } = icon.headers;
  const again = await bench.api.inject({ url: '/icon.svg', headers: { 'if-none-match': String(etag) } });
  expect(again.statusCode).toBe(304);
});

test('nothing outside of the folder is served', async () => {
  await writeFile(join(base, 'secret.txt'), 'a secret');
  await using bench = await apiBench({ routes: [things], dashboard: folder });
  for (const url of ['/../secret.txt', '/%2e%2e/secret.txt', '/_app/..%2f..%2fsecret.txt']) {
    const answer = await bench.api.inject({ url });
    expect(answer.body, url).not.toContain('a secret');
    expect(answer.statusCode, url).toBe(404);
  }
});

test('without a built dashboard, people are told how to build it', async () => {
  await using bench = await apiBench({ routes: [things], dashboard: join(folder, 'nowhere') });
  const answer = await bench.api.inject({ url: '/', headers: html });
  expect(answer.statusCode).toBe(503);
  expect(answer.body).toContain('npm run build -- dashboard');
});
