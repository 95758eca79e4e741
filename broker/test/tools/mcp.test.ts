/** A conversation that uses an MCP server of others, from the API to the spoken answer. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { REPOSITORY, WholeBroker, speak } from '../whole-broker.ts';

const require = createRequire(import.meta.url);
const everything = join(
  dirname(require.resolve('@modelcontextprotocol/server-everything/package.json')),
  'dist',
  'index.js',
);
const node = process.execPath;

let whole: WholeBroker;

beforeAll(async () => {
  whole = await WholeBroker.start({
    script: {
      replies: [[{ call: 'get-sum', input: { a: 2, b: 40 } }, { text: 'It says {result}.' }]],
    },
    settings: {
      'tools.commands': [node],
      'tools.sandbox.readOnlyPaths': [REPOSITORY],
      'tools.record': 'all',
      // Tools are wanted in the first turn already, on a busy machine, too.
      'tools.startTimeoutMs': 20_000,
    },
  });
});
afterAll(() => whole[Symbol.asyncDispose]());

const ask: WholeBroker['ask'] = (...request) => whole.ask(...request);

const server = {
  name: 'every',
  transport: 'stdio',
  command: node,
  args: [everything],
  env: { KEY: 'planted secret' },
};

async function conversation(deviceId: string): Promise<{ sessionId: string; said: string }> {
  const device = await whole.device(deviceId);
  const session = await device.openSession();
  await session.waitForState('LISTENING');
  const stop = new AbortController();
  const speaking = speak(session, 600, stop.signal);
  const { turn } = await whole.event('turn', (event) => event.sessionId === session.sessionId);
  stop.abort();
  await speaking;
  const sessionId = session.sessionId!;
  await session.close();
  await device.close();
  return { sessionId, said: turn.said };
}

describe('an MCP server', () => {
  let id: string;

  test('is tried, added, and given to devices', async () => {
    const trial = await ask('POST', '/api/mcp-servers/test', server);
    expect(trial).toMatchObject({
      status: 200,
      json: { ok: true, error: null, info: { name: expect.stringMatching(/everything/) } },
    });
    const inputSchema = expect.objectContaining({ type: 'object', properties: expect.anything() });
    expect(trial.json.tools).toContainEqual(expect.objectContaining({ name: 'get-sum', inputSchema }));

    const { json: added } = await ask('POST', '/api/mcp-servers', server);
    expect(added).toMatchObject({ env: { KEY: '***' }, health: null });
    id = added.id;
    // For all devices.
    const body = { tools: { mcp: true }, mcpServers: [id] };
    expect((await ask('PUT', '/api/v1/configuration/fleet', body, { 'if-match': '"v0"' })).status).toBe(200);
  });

  test('the model calls a tool of it, and speaks of the result', async () => {
    const { sessionId, said } = await conversation('kitchen');
    expect(said).toMatch(/It says .*42/);
    const events = whole.events.filter(
      (event) => event.sessionId === sessionId && event.kind.startsWith('tool'),
    );
    expect(events).toMatchObject([
      { kind: 'toolUse', name: 'get-sum', source: `mcp:${id}` },
      { kind: 'toolText', part: 'arguments', text: '{"a":2,"b":40}' },
      { kind: 'toolText', part: 'result', text: expect.stringContaining('42') },
      { kind: 'toolResult', name: 'get-sum', code: null },
    ]);
    const turn = whole.events.find((event) => event.sessionId === sessionId && event.kind === 'turn');
    expect(turn).toMatchObject({
      turn: { marks: { toolCall: expect.any(Number), toolResult: expect.any(Number) } },
    });
    const { json } = await ask('GET', `/api/mcp-servers/${id}`);
    expect(json.health).toMatchObject({ state: 'running', failures: 0, lastError: null });
    expect(json.health.tools).toBeGreaterThan(5);
    expect(whole.broker.figures.value('tools_calls_total')).toBe(1);
  });

  test('what is set for it holds from the next list on, and its versions are kept', async () => {
    const changed = { ...server, name: 'every thing', env: { KEY: '***' } };
    expect((await ask('PUT', `/api/mcp-servers/${id}`, changed)).status).toBe(200);
    await vi.waitFor(async () => {
      const { json } = await ask('GET', `/api/mcp-servers/${id}`);
      expect(json.health).toBeNull();
    });
    const { said } = await conversation('hall');
    expect(said).toMatch(/It says .*42/);
    const { json } = await ask('GET', `/api/v1/mcp-servers/${id}/versions`);
    expect(json.items).toMatchObject([
      { version: 2, settings: { name: 'every thing', secrets: ['KEY'] } },
      { version: 1, settings: { name: 'every' } },
    ]);
    expect(JSON.stringify(json)).not.toContain('planted secret');
    // The secret that was left as it is is still there for the process.
    expect((await ask('POST', `/api/mcp-servers/${id}/test`)).json).toMatchObject({ ok: true });
  });

  test('what cannot be tried says why', async () => {
    const tries = [
      [{ ...server, command: 'rm', args: ['-rf', '/'] }, /may not start "rm".*tools\.commands/],
      [{ name: 'x', transport: 'http', url: 'http://127.0.0.1:8099/mcp' }, /open internet/],
      [{ ...server, args: ['/nowhere.js'] }, /Cannot find module|nowhere/],
    ] as const;
    for (const [body, words] of tries) {
      const { status, json } = await ask('POST', '/api/mcp-servers/test', body);
      expect(status).toBe(200);
      expect(json).toMatchObject({ ok: false, tools: [], error: expect.stringMatching(words) });
    }
    expect((await ask('POST', '/api/mcp-servers/00000000-0000-7000-8000-000000000000/test')).status).toBe(
      404,
    );
    expect((await ask('POST', '/api/mcp-servers/test', { name: 'x', transport: 'smoke' })).status).toBe(422);
  });

  test('how it did is counted, and in the audit log', async () => {
    await vi.waitFor(async () => {
      const { json } = await ask('GET', '/api/v1/usage/tools');
      expect(json.items).toMatchObject([
        {
          source: `mcp:${id}`,
          name: 'get-sum',
          calls: 2,
          failures: 0,
          timeouts: 0,
          meanMs: expect.any(Number),
        },
      ]);
    }, 5000);
    expect((await ask('GET', '/api/v1/usage/tools?device=hall')).json.items).toMatchObject([{ calls: 1 }]);
    const { json } = await ask('GET', '/api/v1/audit-log?action=tool.call');
    expect(json.items).toMatchObject([
      { actor: { kind: 'device', id: 'hall' }, target: { kind: 'tool', id: 'get-sum' }, result: 'ok' },
      { actor: { id: 'kitchen' } },
    ]);
    expect(JSON.stringify(json)).not.toContain('"a":2');
  });

  test('no secret of it is in the log', () => {
    expect(JSON.stringify(whole.lines)).not.toContain('planted secret');
  });
});
