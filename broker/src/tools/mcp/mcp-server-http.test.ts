/** Servers over HTTP on bad networks, and with bad habits. */
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../clock.ts';
import { RoughMcpServer, stream } from '../../testing/rough-mcp-server.ts';
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

beforeEach(async () => {
  rough = await RoughMcpServer.start();
  const endpoint = { transport: 'http', url: rough.url, headers: {} } as const;
  server = new McpServer({
    id: 'mcp:rough',
    name: 'rough',
    connection: {
      open: () => openTransport(endpoint, LIMITS, noPrograms),
      versions: 'auto',
      connectTimeoutMs: LIMITS.connectTimeoutMs,
      maxTools: LIMITS.maxTools,
    },
    idleMs: 0,
    listTimeoutMs: 5000,
    clock: systemClock,
    now: Date.now,
    log: pino({ level: 'silent' }),
  });
});
afterEach(async () => {
  await server.close();
  await rough[Symbol.asyncDispose]();
});

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
