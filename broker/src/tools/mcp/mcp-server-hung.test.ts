/** Servers that hang, and servers that do not stop: programs, and over HTTP. */
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.ts';
import { RoughMcpServer, stream } from '../../testing/rough-mcp-server.ts';
import { startPlain } from '../../testing/start-plain.ts';
import { ToolError } from '../tool-source.ts';
import type { McpEndpoint, McpLimits } from './mcp-endpoint.ts';
import { McpServer } from './mcp-server.ts';
import { openTransport } from './mcp-transport.ts';

const hostile = join(import.meta.dirname, '..', '..', 'testing', 'hostile-mcp-server.mjs');
const forever = new AbortController().signal;
const late = new ToolError('TIMEOUT', 'There was no answer within 30 s.');
const PING_MS = 5000;
const LIMITS: McpLimits = {
  commands: [process.execPath],
  anyCommand: false,
  allowPrivateTargets: true,
  connectTimeoutMs: 15_000,
  maxMessageBytes: 100_000,
  maxTools: 10,
};

let clock: FakeClock;
const open: { close(): Promise<void> }[] = [];
beforeEach(() => void (clock = new FakeClock()));
afterEach(async () => {
  for (const thing of open.splice(0)) await thing.close();
});

function serve(endpoint: McpEndpoint): McpServer {
  const server = new McpServer({
    id: 'mcp:test',
    name: 'test',
    connection: {
      open: () => openTransport(endpoint, LIMITS, startPlain, undefined, clock),
      versions: endpoint.transport === 'stdio' ? 'legacy' : 'auto',
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
  open.push(server);
  return server;
}

const program = (how: string): McpServer =>
  serve({ transport: 'stdio', command: process.execPath, args: [hostile, how], env: {}, network: false });

/** A call that is not answered in time. */
async function callInVain(server: McpServer, args = {}): Promise<void> {
  const stop = new AbortController();
  const calling = server.call('do', args, { signal: stop.signal });
  calling.catch(() => {});
  // It is under way.
  await new Promise((resolve) => setImmediate(resolve));
  stop.abort(late);
  await calling.catch(() => {});
}

describe('a program', () => {
  test('that answers nothing any more is ended after three calls and a ping in vain', async () => {
    const server = program('hangs');
    await server.list(forever);
    for (let i = 0; i < 2; i++) {
      await callInVain(server);
      clock.advance(PING_MS);
      expect(server.health.state).toBe('running');
    }
    await callInVain(server);
    expect(server.health.state).toBe('running');
    clock.advance(PING_MS);
    expect(server.health).toMatchObject({ state: 'waiting', lastError: 'It does not answer any more.' });
    clock.advance(1000);
    await expect(server.list(forever)).resolves.toHaveLength(1);
  });

  test('whose tool takes its time, and that answers a ping, stays', async () => {
    const server = program('slow');
    await server.list(forever);
    for (let i = 0; i < 5; i++) {
      const before = clock.pending;
      await callInVain(server);
      // The ping is answered, and its deadline gone.
      await vi.waitFor(() => expect(clock.pending).toBe(before));
      clock.advance(PING_MS);
    }
    expect(server.health).toMatchObject({ state: 'running', failures: 0 });
  });

  test('that does not read is ended before much has piled up', async () => {
    const server = program('hangs');
    await server.list(forever);
    await callInVain(server);
    const pad = 'x'.repeat(LIMITS.maxMessageBytes / 2);
    // The pipe itself takes some.
    for (let i = 0; i < 20 && server.health.state === 'running'; i++) await callInVain(server, { pad });
    expect(server.health.lastError).toMatch(/does not read/);
  });

  test.each(['chatty', 'complains'])('that never stops (%s) is ended', async (how) => {
    const server = program(how);
    await server.list(forever);
    await vi.waitFor(() => expect(server.health.state).toBe('waiting'), { timeout: 10_000 });
    expect(server.health.lastError).toMatch(/too much that nobody asked for/);
  });
});

test('over HTTP, one that never stops is left, and one that was asked for much is not', async () => {
  await using rough = await RoughMcpServer.start();
  const big = 'x'.repeat(LIMITS.maxMessageBytes - 1000);
  const server = serve({ transport: 'http', url: rough.url, headers: {} });
  rough.onCall = (response, id) => {
    const result = { content: [{ type: 'text', text: big }] };
    stream(response).end(`data: ${JSON.stringify({ jsonrpc: '2.0', id, result })}\n\n`);
  };
  for (let i = 0; i < 10; i++) expect(await server.call('do', {}, { signal: forever })).toBe(big);
  const opened = new Promise<Parameters<typeof stream>[0]>((resolve) => (rough.onStream = resolve));
  server.renew();
  await server.list(forever);
  const events = stream(await opened);
  const message = { jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: big } };
  for (let i = 0; i < 6; i++) events.write(`data: ${JSON.stringify(message)}\n\n`);
  await vi.waitFor(() => expect(server.health.state).toBe('waiting'));
  expect(server.health.lastError).toMatch(/too much that nobody asked for/);
  await server.close();
});
