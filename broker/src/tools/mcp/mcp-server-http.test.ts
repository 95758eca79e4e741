/** Servers over HTTP on bad networks, and with bad habits. */
import type { ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.ts';
import { RoughMcpServer, stream } from '../../testing/rough-mcp-server.ts';
import { ToolError } from '../tool-source.ts';
import type { McpLimits } from './mcp-endpoint.ts';
import { McpServer } from './mcp-server.ts';
import { openTransport } from './mcp-transport.ts';

const LIMITS: McpLimits = {
  commands: [],
  anyCommand: false,
  allowPrivateTargets: true,
  connectTimeoutMs: 15_000,
  maxMessageBytes: 100_000,
  maxTools: 10,
};
const forever = new AbortController().signal;
const noPrograms = () => Promise.reject(new Error('There are none here.'));

let rough: RoughMcpServer;
let server: McpServer;
let clock: FakeClock;

beforeEach(async () => {
  clock = new FakeClock();
  rough = await RoughMcpServer.start();
  server = serve('http');
});
afterEach(async () => {
  await server.close();
  await rough[Symbol.asyncDispose]();
});

function serve(transport: 'http' | 'sse'): McpServer {
  const endpoint = { transport, url: rough.url, headers: {} };
  return new McpServer({
    id: 'mcp:rough',
    name: 'rough',
    connection: {
      open: () => openTransport(endpoint, LIMITS, noPrograms),
      versions: 'auto',
      connectTimeoutMs: LIMITS.connectTimeoutMs,
      maxTools: LIMITS.maxTools,
      watch: clock,
    },
    idleMs: 0,
    listTimeoutMs: 5000,
    clock,
    now: () => clock.now(),
    log: pino({ level: 'silent' }),
  });
}

const call = (signal = forever) => server.call('do', {}, { signal });

describe('a stream of events', () => {
  test('that is cut again and again costs nothing but the stream', async () => {
    const cuts = 52;
    rough.onStream = (response) => {
      // As soon as it is open; at last, it stays.
      stream(response).write('retry: 1\n\n', () => rough.count('GET') < cuts && response.destroy());
    };
    expect(await call()).toBe('done');
    await vi.waitFor(() => expect(rough.count('GET')).toBe(cuts), { timeout: 20_000 });
    expect(server.health).toMatchObject({ state: 'running', failures: 0 });
    expect(await call()).toBe('done');
  });

  test('of nonsense ends the connection, unless something sensible comes between', async () => {
    const opened = new Promise<Parameters<typeof stream>[0]>((resolve) => (rough.onStream = resolve));
    expect(await call()).toBe('done');
    const events = stream(await opened);
    const nonsense = 'data: {"not json\n\n'.repeat(30);
    const sense = 'data: {"jsonrpc":"2.0","method":"notifications/message","params":{}}\n\n';
    events.write(`${nonsense}${sense}${nonsense}${sense}`);
    expect(await call()).toBe('done');
    events.write(nonsense.repeat(2));
    await vi.waitFor(() => expect(server.health.state).toBe('waiting'));
    expect(server.health.lastError).toMatch(/cannot be read/);
  });
});

describe('a server that was started anew', () => {
  const told = (words: RegExp) => ({ code: 'UNAVAILABLE', message: expect.stringMatching(words) });

  test('and does not know the session any more is greeted again', async () => {
    expect(await call()).toBe('done');
    rough.session = 'session-2';
    await expect(call()).rejects.toMatchObject(told(/started anew/));
    expect(server.health).toMatchObject({ state: 'waiting', failures: 1 });
    clock.advance(1000);
    expect(await call()).toBe('done');
    expect(rough.count('initialize')).toBe(2);
  });

  test('is noticed by the stream of events already', async () => {
    rough.onStream = (response) => {
      // Whoever opens it the second time meets the new one.
      rough.onStream = (next) => void next.writeHead(404).end();
      stream(response).end('retry: 1\n\n');
    };
    expect(await call()).toBe('done');
    await vi.waitFor(() => expect(server.health.state).toBe('waiting'), { timeout: 10_000 });
    expect(server.health.lastError).toMatch(/started anew/);
  });

  test('and cannot be reached meanwhile is given up, and greeted again', async () => {
    expect(await call()).toBe('done');
    rough.onRequest = (request) => !!request.socket.destroy();
    for (let i = 0; i < 3; i++) {
      expect(server.health.state).toBe('running');
      await expect(call()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    }
    expect(server.health).toMatchObject({ state: 'waiting', lastError: 'It cannot be reached any more.' });
    rough.onRequest = () => false;
    clock.advance(1000);
    expect(await call()).toBe('done');
  });

  test('of the old kind is noticed when its stream ends', async () => {
    const opened = oldKind(rough);
    server = serve('sse');
    await server.list(forever);
    opened.at(-1)!.destroy();
    await vi.waitFor(() => expect(server.health.state).toBe('waiting'));
    clock.advance(1000);
    await expect(server.list(forever)).resolves.toHaveLength(1);
  });
});

describe('a call', () => {
  const late = new ToolError('TIMEOUT', 'There was no answer within 30 s.');

  test.each(['http', 'sse'] as const)(
    'that nobody waits for leaves no request open (%s)',
    async (transport) => {
      if (transport === 'sse') {
        oldKind(rough, ({ method }) => method === 'tools/call');
        server = serve('sse');
      }
      rough.onCall = () => {};
      await server.list(forever);
      await vi.waitFor(() => expect(rough.open.size).toBe(transport === 'sse' ? 1 : 0));
      const before = rough.open.size;
      const stops = Array.from({ length: 20 }, () => new AbortController());
      const calls = stops.map(({ signal }) => call(signal));
      await vi.waitFor(() => expect(rough.open.size).toBe(before + 20));
      for (const stop of stops) stop.abort(late);
      for (const each of calls) await expect(each).rejects.toMatchObject({ code: 'TIMEOUT' });
      await vi.waitFor(() => expect(rough.open.size).toBe(before));
      expect(server.health.state).toBe('running');
    },
  );

  test('whose answer is a stream that goes on and on leaves few of those open', async () => {
    rough.onCall = (response, id) => {
      const message = { jsonrpc: '2.0', id, result: { content: [{ type: 'text', text: 'done' }] } };
      stream(response).write(`data: ${JSON.stringify(message)}\n\n`);
    };
    for (let i = 0; i < 20; i++) expect(await call()).toBe('done');
    await vi.waitFor(() => expect(rough.open.size).toBeLessThanOrEqual(8));
  });

  test.each(['ends', 'is cut', 'is too large'])('whose answer %s fails at once', async (how) => {
    rough.onCall = (response) => {
      stream(response).write(': wait\n\n');
      if (how === 'ends') response.end();
      else if (how === 'is cut') setImmediate(() => response.destroy());
      else response.write('data: x\n'.repeat(LIMITS.maxMessageBytes / 4));
    };
    await expect(call()).rejects.toMatchObject({
      code: 'FAILED',
      message: 'The server broke off its answer.',
    });
    expect(server.health.state).toBe('running');
  });
});

/** Answers in its stream, as servers did before streamable HTTP. Returns the streams that were opened. */
function oldKind(
  rough: RoughMcpServer,
  isIgnored: (asked: { method: string }) => boolean = () => false,
): ServerResponse[] {
  const opened: ServerResponse[] = [];
  rough.onRequest = (request, response) => {
    if (request.method === 'GET') {
      stream(response).write('event: endpoint\ndata: /post\n\n');
      opened.push(response);
      return true;
    }
    void text(request).then((body) => {
      const { id, method, params } = JSON.parse(body) as { id?: number; method: string; params?: object };
      if (isIgnored({ method })) return;
      response.writeHead(202).end();
      const serverInfo = { name: 'old', version: '1' };
      const result =
        method === 'initialize'
          ? { ...params, capabilities: { tools: {} }, serverInfo }
          : { tools: [{ name: 'do', inputSchema: { type: 'object' } }] };
      if (id !== undefined)
        opened.at(-1)!.write(`data: ${JSON.stringify({ jsonrpc: '2.0', id, result })}\n\n`);
    });
    return true;
  };
  return opened;
}
