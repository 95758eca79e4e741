/** A server in memory, under a clock that moves when the test says so. */
import type { Transport } from '@modelcontextprotocol/client';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.ts';
import { McpServer } from './mcp-server.ts';

const IDLE_MS = 300_000;
const forever = new AbortController().signal;

/** Answers at once. */
function memoryTransport(): Transport {
  let isClosed = false;
  const transport: Transport = {
    start: async () => {},
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      transport.onclose?.();
    },
    send: async (message) => {
      if (!('method' in message) || !('id' in message)) return;
      const { id, method, params } = message;
      const result =
        method === 'initialize'
          ? {
              protocolVersion: params?.['protocolVersion'],
              capabilities: { tools: {} },
              serverInfo: { name: 'x', version: '1' },
            }
          : { tools: [] };
      setImmediate(() => transport.onmessage?.({ jsonrpc: '2.0', id, result }));
    },
  };
  return transport;
}

test('a server that ends by itself just before it would be stopped is started again', async () => {
  const clock = new FakeClock();
  const opened: Transport[] = [];
  const server = new McpServer({
    id: 'mcp:x',
    name: 'x',
    connection: {
      open: () => {
        const transport = memoryTransport();
        opened.push(transport);
        return { transport, lines: [], close: async () => {} };
      },
      versions: 'legacy',
      connectTimeoutMs: 15_000,
      maxTools: 10,
    },
    idleMs: IDLE_MS,
    listTimeoutMs: 5000,
    clock,
    now: () => clock.now(),
    log: pino({ level: 'silent' }),
  });
  const release = server.use();
  await server.list(forever);
  release();
  clock.advance(IDLE_MS - 500);
  await opened[0]!.close();
  expect(server.health.state).toBe('waiting');
  // The moment at which it would have been stopped, in the middle of the time to its next try.
  clock.advance(600);
  server.use();
  clock.advance(500);
  expect(server.health.state).toBe('stopped');
  await expect(server.list(forever)).resolves.toEqual([]);
  expect(server.health.state).toBe('running');
  await server.close();
  expect(clock.pending).toBe(0);
});
