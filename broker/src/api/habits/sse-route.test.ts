/** Server-sent events as a client has them: over HTTP, away for a moment, and when the server goes. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { apiBench, as, described } from '../../testing/api-bench.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { principalKey } from '../../identity/principal.ts';
import { principalOf } from '../access.ts';
import type { Routes } from '../api.ts';
import { EventFeed, sendEvents, topicsQuery } from './sse.ts';

async function eventBench() {
  const clock = new FakeClock();
  const feed = new EventFeed({ clock, maxEvents: 100 });
  const routes: Routes = (api) => {
    api.addHook('preClose', async () => feed.close());
    api.get(
      '/events',
      {
        config: { access: 'devices:read' },
        schema: {
          ...described('getEvents'),
          querystring: z.strictObject({ topics: topicsQuery(['presence', 'sessions']) }),
          response: { 200: { content: { 'text/event-stream': { schema: z.string() } } } },
        },
      },
      async (request, reply) => {
        const principal = principalOf(request);
        const { tenantId } = principal;
        const topics = new Set(request.query.topics);
        return sendEvents(request, reply, feed, { owner: principalKey(principal), tenantId, topics });
      },
    );
  };
  const bench = await apiBench({ routes: [routes] });
  const address = await bench.api.listen({ host: '127.0.0.1', port: 0 });
  const listen = async (query = '', headers: Record<string, string> = {}) => {
    const abort = new AbortController();
    const response = await fetch(`${address}/events${query}`, {
      headers: { ...as('viewer'), ...headers },
      signal: abort.signal,
    });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    return {
      response,
      abort: () => abort.abort(),
      /** All that came until this was in it. */
      async until(wanted: string): Promise<string> {
        while (!text.includes(wanted)) {
          const { done, value } = await reader.read();
          if (done) throw new Error(`It ended without ${wanted}: ${text}`);
          text += value;
        }
        return text;
      },
      async toEnd(): Promise<void> {
        while (!(await reader.read()).done);
      },
    };
  };
  const publish = (n: number, topic = 'presence'): void =>
    feed.publish({ topic, tenantId: 't1', type: 'device.online', data: { n } });
  return { bench, clock, feed, listen, publish, [Symbol.asyncDispose]: () => bench[Symbol.asyncDispose]() };
}

test('a client hears its topics, and goes on where it was', async () => {
  await using server = await eventBench();
  const first = await server.listen('?topics=presence');
  expect(first.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(first.response.headers.get('cache-control')).toContain('no-store');
  expect(await first.until('event: ready')).toMatch(/^retry: 3000\n\n/);
  server.publish(1, 'sessions');
  server.publish(2);
  const text = await first.until('{"n":2}');
  expect(text).not.toContain('{"n":1}');
  const id = [...text.matchAll(/^id: (.*)$/gm)].at(-1)![1]!;
  first.abort();
  server.publish(3);
  const second = await server.listen('?topics=presence', { 'last-event-id': id });
  expect(await second.until('{"n":3}')).not.toMatch(/reset|ready|"n":2/);
  second.abort();
  while (server.feed.figures.streams > 0) await new Promise(setImmediate);
  expect(server.clock.pending).toBe(0);
});

test('unknown topics are refused, HEAD opens nothing, and an end of the server is an end of the stream', async () => {
  const server = await eventBench();
  const odd = await server.bench.api.inject({ url: '/events?topics=presence,all', headers: as('viewer') });
  expect(odd.json()).toMatchObject({ status: 422, errors: [{ pointer: '/query/topics/1' }] });
  const head = await server.bench.api.inject({ method: 'HEAD', url: '/events', headers: as('viewer') });
  expect(head.statusCode).toBe(200);
  expect(server.feed.figures.streams).toBe(0);
  const open = await server.listen();
  await open.until('event: ready');
  await Promise.all([open.toEnd(), server.bench.api.close()]);
  expect(server.feed.figures.streams).toBe(0);
});
