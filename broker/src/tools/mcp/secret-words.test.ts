/** What people, logs and models are told of a server that repeats its secrets. */
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../clock.ts';
import { RoughMcpServer } from '../../testing/rough-mcp-server.ts';
import { startPlain } from '../../testing/start-plain.ts';
import type { McpEndpoint } from './mcp-endpoint.ts';
import { McpServer } from './mcp-server.ts';
import { openTransport } from './mcp-transport.ts';

const hostile = join(import.meta.dirname, '..', '..', 'testing', 'hostile-mcp-server.mjs');
const forever = new AbortController().signal;
const SECRET = 'planted-secret/1';

let logged = '';
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
  logged = '';
});

function serve(endpoint: McpEndpoint, token?: string): McpServer {
  const limits = {
    commands: [process.execPath],
    anyCommand: false,
    allowPrivateTargets: true,
    connectTimeoutMs: 15_000,
    maxMessageBytes: 100_000,
    maxTools: 10,
  };
  const server = new McpServer({
    id: 'mcp:test',
    name: 'test',
    connection: {
      open: () =>
        openTransport(
          endpoint,
          limits,
          startPlain,
          token === undefined ? undefined : { token: async () => token },
        ),
      versions: endpoint.transport === 'stdio' ? 'legacy' : 'auto',
      connectTimeoutMs: 15_000,
      maxTools: 10,
    },
    idleMs: 0,
    listTimeoutMs: 5000,
    clock: systemClock,
    now: Date.now,
    log: pino({ level: 'trace' }, { write: (line: string) => void (logged += line) }),
  });
  open.push(server);
  return server;
}

/** With all that leads to it. */
async function failureOf(working: Promise<unknown>): Promise<string> {
  let told = '';
  const error: unknown = await working.catch((reason: unknown) => reason);
  for (let at = error; at instanceof Error; at = at.cause) told += `${at.message}\n${at.stack}\n`;
  expect(told).not.toBe('');
  return told;
}

describe('a secret', () => {
  test('in a header that is none is not told', async () => {
    const headers = { 'X-Api-Key': 'planted one\nplanted two' };
    const server = serve({ transport: 'http', url: 'http://127.0.0.1:1/mcp', headers });
    const told = await failureOf(server.list(forever));
    expect(told).toMatch(/\*\*\*.*invalid header value/);
    expect(`${told}${server.health.lastError}${logged}`).not.toMatch(/planted/);
  });

  test.each([SECRET, encodeURIComponent(SECRET), JSON.stringify(SECRET)])(
    'that the server repeats (%s) is not told',
    async (repeated) => {
      await using rough = await RoughMcpServer.start();
      rough.onCall = (response) => void response.writeHead(500).end(`No access with ${repeated}.`);
      const headers = { 'X-Api-Key': SECRET };
      const server = serve({ transport: 'http', url: rough.url, headers });
      const told = await failureOf(server.call('do', {}, { signal: forever }));
      expect(told).toMatch(/No access with "?\*\*\*/);
      expect(`${told}${server.health.lastError}${logged}`).not.toMatch(/planted/);
      await server.close();
    },
  );

  test('that somebody signed in with is not told', async () => {
    await using rough = await RoughMcpServer.start();
    rough.onCall = (response) => void response.writeHead(500).end(`Unknown token ${SECRET}.`);
    const server = serve({ transport: 'http', url: rough.url, headers: {} }, SECRET);
    const told = await failureOf(server.call('do', {}, { signal: forever }));
    expect(told).toMatch(/Unknown token \*\*\*/);
    expect(told).not.toMatch(/planted/);
    await server.close();
  });

  test.each([
    ['in a line of its own', SECRET, `Error: no access with ${SECRET}\n`],
    ['where the line is cut', SECRET, `Error: ${'x'.repeat(483)}${SECRET}\n`],
    ['in several lines', 'planted one\nplanted two', 'Error: planted two is no key\n'],
  ])('that a program repeats %s is not told', async (_where, secret, words) => {
    const env = { KEY: secret };
    const args = [hostile, 'repeats', words];
    const server = serve({ transport: 'stdio', command: process.execPath, args, env, network: false });
    const told = await failureOf(server.list(forever));
    expect(told).toMatch(/ \(Error: .*\*\*\*/);
    expect(`${told}${server.health.lastError}${logged}`).not.toMatch(/planted|plan/);
  });
});
