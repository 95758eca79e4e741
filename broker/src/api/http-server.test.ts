import { once } from 'node:events';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { NO_AUDIT } from '../audit/audit-sink.ts';
import { systemClock } from '../clock.ts';
import { described } from '../testing/api-bench.ts';
import type { Routes } from './api.ts';
import { DEFAULT_API_SETTINGS } from './create-api.ts';
import { createMemoryIdempotencyStore } from './habits/memory-idempotency-store.ts';
import { MemorySharedState } from '../store/shared/memory-shared-state.ts';
import { type HttpServer, startHttpServer } from './http-server.ts';
import { healthRoutes } from './routes/health.ts';

let server: HttpServer;
let lines: { msg: string }[];
afterEach(() => server.close());

async function start(health: () => object = () => ({ status: 'ok' }), more: Routes[] = []): Promise<void> {
  lines = [];
  const log = pino({}, { write: (line) => lines.push(JSON.parse(line) as { msg: string }) });
  server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    settings: DEFAULT_API_SETTINGS,
    routes: [healthRoutes({ health, checks: {}, clock: systemClock, log }), ...more],
    authenticate: async () => undefined,
    idempotency: createMemoryIdempotencyStore({ clock: systemClock }),
    shared: new MemorySharedState({ clock: systemClock }),
    audit: NO_AUDIT,
    clock: systemClock,
    log,
  });
}

/** As it is written, which no client library would do. */
async function raw(request: string): Promise<string> {
  const socket = connect(server.port, '127.0.0.1');
  socket.end(request);
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await once(socket, 'close');
  return text;
}

test.each(['//', 'http://[', '/\\', '*', '/%zz', '/health/..', '/__proto__'])(
  'the odd target %s is answered',
  async (target) => {
    await start();
    expect(await raw(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 404/,
    );
    expect(await raw('GET /health?x=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 200/,
    );
  },
);

test('garbage is refused', async () => {
  await start();
  expect(await raw('\0\x01garbage\r\n\r\n')).toMatch(/^HTTP\/1\.1 400/);
});

test('health that fails is an answer and a line in the log, not the end', async () => {
  await start(() => {
    throw new Error('boom');
  });
  const response = await fetch(`http://127.0.0.1:${server.port}/health`);
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain('boom');
  expect(lines).toMatchObject([{ msg: 'HTTP request failed', err: { message: 'boom' } }]);
});

test('closing does not wait for a client that says nothing, and may be repeated', async () => {
  await start();
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  await server.close();
  await server.close();
  socket.destroy();
});

test('closing does not wait for a client that hears without end', async () => {
  const endless: Routes = (api) =>
    void api.get(
      '/endless',
      { config: { access: 'public' }, schema: { ...described('endless'), response: { 200: z.unknown() } } },
      async (_request, reply) => {
        const stream = new Readable({ read() {} });
        stream.push('begin');
        return reply.type('text/plain').send(stream);
      },
    );
  await start(undefined, [endless]);
  const response = await fetch(`http://127.0.0.1:${server.port}/endless`);
  const reader = response.body!.getReader();
  expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe('begin');
  await server.close();
  await expect(reader.read()).rejects.toThrow();
});

test('a port that is taken is an error, and leaves nothing open', async () => {
  await start();
  const again = startHttpServer({
    host: '127.0.0.1',
    port: server.port,
    settings: DEFAULT_API_SETTINGS,
    routes: [],
    authenticate: async () => undefined,
    idempotency: createMemoryIdempotencyStore({ clock: systemClock }),
    shared: new MemorySharedState({ clock: systemClock }),
    audit: NO_AUDIT,
    clock: systemClock,
    log: pino({ level: 'silent' }),
  });
  await expect(again).rejects.toThrow('EADDRINUSE');
});
