/** Against real servers, of others and with bad intent. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../clock.ts';
import type { ToolErrorCode } from '../tool-source.ts';
import type { McpEndpoint, McpLimits } from './mcp-endpoint.ts';
import { McpServer } from './mcp-server.ts';
import { openTransport } from './mcp-transport.ts';
import { startPlain } from '../../testing/start-plain.ts';

const require = createRequire(import.meta.url);
/** The program of a package: it has no export of it. */
const programOf = (name: string): string => {
  const file = require.resolve(`@modelcontextprotocol/${name}/package.json`);
  return join(dirname(file), 'dist', 'index.js');
};
const hostile = join(import.meta.dirname, '..', '..', 'testing', 'hostile-mcp-server.mjs');

const LIMITS: McpLimits = {
  commands: [process.execPath],
  anyCommand: false,
  allowPrivateTargets: true,
  connectTimeoutMs: 15_000,
  maxMessageBytes: 2_000_000,
  maxTools: 100,
};

let folder: string;
const open: { close(): Promise<unknown> | void }[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pipit-mcp-'));
});
afterEach(async () => {
  for (const thing of open.splice(0).toReversed()) await thing.close();
  await rm(folder, { recursive: true });
});

const forever = new AbortController().signal;

function serve(endpoint: McpEndpoint, limits: Partial<McpLimits> = {}, idleMs = 0): McpServer {
  const all = { ...LIMITS, ...limits };
  const server = new McpServer({
    id: 'mcp:test',
    name: 'test',
    connection: {
      open: () => openTransport(endpoint, all, startPlain),
      versions: endpoint.transport === 'stdio' ? 'legacy' : 'auto',
      connectTimeoutMs: all.connectTimeoutMs,
      maxTools: all.maxTools,
    },
    idleMs,
    listTimeoutMs: 5000,
    clock: systemClock,
    now: Date.now,
    log: pino({ level: 'silent' }),
  });
  open.push(server);
  return server;
}

const program = (...args: string[]): McpEndpoint => ({
  transport: 'stdio',
  command: process.execPath,
  args,
  env: {},
  network: false,
});
const names = async (server: McpServer): Promise<string[]> =>
  (await server.list(forever)).map(({ name }) => name);
const call = (server: McpServer, name: string, args: object = {}, signal = forever) =>
  server.call(name, args as Record<string, unknown>, { signal });
const failure = (code: ToolErrorCode, message: RegExp) => ({ code, message: expect.stringMatching(message) });

/** The server of others over HTTP, in a process of its own. */
async function everythingOver(transport: 'streamableHttp' | 'sse'): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  const child = spawn(process.execPath, [programOf('server-everything'), transport], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  open.push({ close: () => void child.kill('SIGKILL') });
  await new Promise<void>((resolve) =>
    child.stderr.on('data', (text: Buffer) => /listening|running/i.test(text.toString()) && resolve()),
  );
  return port;
}

describe('a server of others', () => {
  test('in a process: its tools are listed and called, with progress, errors and its own words', async () => {
    const server = serve(program(programOf('server-everything')));
    expect(await names(server)).toEqual(expect.arrayContaining(['echo', 'get-sum']));
    expect(await call(server, 'echo', { message: 'hello' })).toBe('Echo: hello');
    expect(await call(server, 'get-sum', { a: 2, b: 40 })).toMatch(/42/);
    const progress: number[] = [];
    const long = { duration: 0.3, steps: 3 };
    await server.call('trigger-long-running-operation', long, {
      signal: forever,
      onProgress: (step) => progress.push(step.progress),
    });
    // The last one comes together with the result, which may overtake it in the SDK.
    expect(progress.slice(0, 2)).toEqual([1, 2]);
    await expect(call(server, 'get-sum', { a: 'two' })).rejects.toMatchObject({ code: 'FAILED' });
    await expect(call(server, 'nothing')).rejects.toMatchObject({ code: 'FAILED' });
    expect(server.health).toMatchObject({ state: 'running', failures: 0 });
    expect(server.health.info?.name).toMatch(/everything/);
  });

  test('with a folder and with a memory of its own', async () => {
    await writeFile(join(folder, 'note.txt'), 'buy milk');
    const files = serve(program(programOf('server-filesystem'), folder));
    expect(JSON.stringify(await call(files, 'read_text_file', { path: join(folder, 'note.txt') }))).toContain(
      'buy milk',
    );
    await expect(call(files, 'read_text_file', { path: '/etc/passwd' })).rejects.toMatchObject(
      failure('FAILED', /outside allowed/),
    );
    const memory = serve({
      ...program(programOf('server-memory')),
      env: { MEMORY_FILE_PATH: join(folder, 'm.json') },
    } as McpEndpoint);
    const entities = [{ name: 'Anna', entityType: 'person', observations: ['likes tea'] }];
    await call(memory, 'create_entities', { entities });
    expect(JSON.stringify(await call(memory, 'search_nodes', { query: 'Anna' }))).toContain('likes tea');
  });

  test.each(['streamableHttp', 'sse'] as const)('over HTTP, %s', async (transport) => {
    const port = await everythingOver(transport);
    const path = transport === 'sse' ? 'sse' : 'mcp';
    const server = serve({
      transport: transport === 'sse' ? 'sse' : 'http',
      url: `http://127.0.0.1:${port}/${path}`,
      headers: { 'x-key': 'secret' },
    });
    expect(await names(server)).toContain('echo');
    expect(await call(server, 'echo', { message: 'hello' })).toBe('Echo: hello');
  });

  test('that is called by many at once is started once', async () => {
    const server = serve(program(programOf('server-everything')));
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => call(server, 'echo', { message: String(i) })),
    );
    expect(answers).toEqual(Array.from({ length: 20 }, (_, i) => `Echo: ${i}`));
  });

  test('whose call is cancelled goes on serving', async () => {
    const server = serve(program(programOf('server-everything')));
    await server.list(forever);
    const stop = new AbortController();
    const long = call(server, 'trigger-long-running-operation', { duration: 60, steps: 2 }, stop.signal);
    stop.abort();
    await expect(long).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await call(server, 'echo', { message: 'still here' })).toBe('Echo: still here');
  });
});

describe('on demand', () => {
  test('it is stopped when nobody has used it for a while, and started again', async () => {
    const server = serve(program(hostile, 'twice'), {}, 50);
    expect(server.health.state).toBe('stopped');
    const release = server.use();
    await server.list(forever);
    expect(server.health).toMatchObject({ state: 'running', users: 1 });
    release();
    release();
    await vi.waitFor(() => expect(server.health.state).toBe('stopped'));
    expect(await names(server)).toEqual(['do']);
  });

  test('after its end nothing of it is left, and it says so', async () => {
    const server = serve(program(hostile, 'never'));
    await server.list(forever);
    const calling = expect(call(server, 'do')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await server.close();
    await calling;
    await expect(server.list(forever)).rejects.toMatchObject(failure('UNAVAILABLE', /removed/));
  });
});

describe('a server with bad intent', () => {
  test('that dies at its start is told with its last words, and left alone for a while', async () => {
    const server = serve(program(hostile, 'crash'));
    await expect(server.list(forever)).rejects.toMatchObject(failure('UNAVAILABLE', /no such key/));
    await expect(server.list(forever)).rejects.toMatchObject(failure('UNAVAILABLE', /tried again in 1 s/));
    expect(server.health).toMatchObject({ state: 'waiting', failures: 1 });
    server.use();
    const changed = new Promise<void>((resolve) => server.onChanged(resolve));
    await changed;
    await expect(server.list(forever)).rejects.toThrow();
    expect(server.health.failures).toBe(2);
    await expect(server.list(forever)).rejects.toThrow(/tried again in 2 s/);
  });

  test('that dies in a call fails that call, and is started for the next', async () => {
    const server = serve(program(hostile, 'dies'));
    await server.list(forever);
    await expect(call(server, 'do')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(server.health).toMatchObject({ state: 'waiting', failures: 1 });
  });

  test('that says nothing at all', async () => {
    const server = serve(program(hostile, 'silent'), { connectTimeoutMs: 300 });
    await expect(server.list(forever)).rejects.toMatchObject(failure('UNAVAILABLE', /did not start in time/));
  });

  test('that sends garbage without end', async () => {
    const server = serve(program(hostile, 'garbage'));
    await server.list(forever).catch(() => {});
    await vi.waitFor(() => expect(server.health.state).toBe('waiting'), 10_000);
    expect(server.health.lastError).toMatch(/cannot be read|ended/);
  });

  test.each(['huge', 'endless'])('whose answer is %s', async (how) => {
    const server = serve(program(hostile, how));
    await server.list(forever);
    await expect(call(server, 'do')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  test('that answers twice is heard once', async () => {
    const server = serve(program(hostile, 'twice'));
    expect(await call(server, 'do')).toBe('answer 0');
    expect(await call(server, 'do')).toBe('answer 0');
  });

  test('that has ten thousand tools, or pages without end, is read as far as is of use', async () => {
    expect(await names(serve(program(hostile, 'many')))).toHaveLength(100);
    expect(await names(serve(program(hostile, 'pages')))).toHaveLength(20);
  });

  test('whose list is nonsense, or never comes', async () => {
    await expect(names(serve(program(hostile, 'wrong')))).rejects.toThrow();
    const stop = AbortSignal.timeout(200);
    await expect(serve(program(hostile, 'mute-list')).list(stop)).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });
});

describe('what may not be', () => {
  test('a program that nobody allowed is not started', async () => {
    const server = serve({
      transport: 'stdio',
      command: 'rm',
      args: ['-rf', folder],
      env: {},
      network: false,
    });
    await expect(server.list(forever)).rejects.toMatchObject(
      failure('UNAVAILABLE', /may not start "rm".*tools\.commands/),
    );
  });

  test('an address that is not of the open internet is not asked', async () => {
    for (const url of [
      'http://127.0.0.1:8099/mcp',
      'http://[::1]/mcp',
      'http://localhost:8099/',
      'http://169.254.169.254/',
    ]) {
      const server = serve({ transport: 'http', url, headers: {} }, { allowPrivateTargets: false });
      await expect(server.list(forever)).rejects.toMatchObject(failure('UNAVAILABLE', /open internet/));
    }
  });

  test('a program sees nothing of the environment of the broker', async () => {
    vi.stubEnv('PIPIT_SECRET_KEY', 'very secret');
    try {
      const server = serve({
        ...program(programOf('server-everything')),
        env: { OWN: 'mine' },
      } as McpEndpoint);
      const seen = JSON.stringify(await call(server, 'get-env'));
      expect(seen).toContain('mine');
      expect(seen).not.toContain('very secret');
    } finally {
      vi.unstubAllEnvs();
    }
  });
});
