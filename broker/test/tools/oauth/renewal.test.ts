/** Tokens of MCP servers while they are used: renewed once, in time, by the right authorization server, and told to nobody. */
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { McpServer } from '../../../src/tools/mcp/mcp-server.ts';
import type { McpOAuth } from '../../../src/tools/mcp/mcp-endpoint.ts';
import { openTransport } from '../../../src/tools/mcp/mcp-transport.ts';
import { authorizationOf } from '../../../src/tools/mcp/oauth/authorization.ts';
import { FakeStore } from './fake-store.ts';
import { GuardedStub } from './guarded-stub.ts';
import { answerJson } from './stub-server.ts';

const CLIENT = { grant: 'clientCredentials', clientId: 'me', clientSecret: 'planted-secret' } as const;

let stub: GuardedStub;
let store: FakeStore;
let server: McpServer | undefined;
const printed: unknown[] = [];
beforeEach(async () => {
  stub = await GuardedStub.start();
  store = new FakeStore();
  for (const name of ['warn', 'error', 'info', 'log', 'debug'] as const)
    vi.spyOn(console, name).mockImplementation((...words: unknown[]) => void printed.push(words));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  await stub[Symbol.asyncDispose]();
  vi.restoreAllMocks();
  // Whatever the SDK has to say, it is not for the console.
  expect(printed.splice(0)).toEqual([]);
});

function open(oauth?: McpOAuth, connectTimeoutMs = 5000): void {
  const limits = {
    commands: [],
    anyCommand: false,
    allowPrivateTargets: true,
    connectTimeoutMs,
    maxMessageBytes: 100_000,
    maxTools: 10,
  };
  const headers = { 'X-Api-Key': 'planted-key' };
  const endpoint = { transport: 'http', url: stub.url, headers, ...(oauth && { oauth }) } as const;
  const launch = () => Promise.reject(new Error('no program'));
  const provider = () => authorizationOf(endpoint, store, systemClock, limits);
  server = new McpServer({
    id: 'mcp:stub',
    name: 'stub',
    connection: {
      open: () => openTransport(endpoint, limits, launch, provider()),
      versions: 'legacy',
      connectTimeoutMs,
      maxTools: 10,
    },
    idleMs: 0,
    listTimeoutMs: 5000,
    clock: systemClock,
    now: Date.now,
    log: pino({ level: 'silent' }),
  });
}

const call = (timeoutMs = 10_000) => server!.call('do', {}, { signal: AbortSignal.timeout(timeoutMs) });

/** Holds whatever comes there until it is let go. */
function gate() {
  const { promise: left, resolve: letGo } = Promise.withResolvers<void>();
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
  return { reached, letGo, pass: () => (reach(), left) };
}

test('a call that begins while the token is renewed succeeds as well, and so do all after it', async () => {
  stub.signIn(store);
  open();
  await call();
  stub.good.clear();
  const [renewal, second] = [gate(), gate()];
  stub.onToken = async (_asked, response) => {
    await renewal.pass();
    answerJson(response, stub.make());
  };
  const calls = [call()];
  await renewal.reached;
  stub.onMessage = () => void second.pass();
  calls.push(call());
  await second.reached;
  renewal.letGo();
  await expect(Promise.all(calls)).resolves.toHaveLength(2);
  await call();
  expect(stub.grants).toHaveLength(1);
  expect(store.kept?.credentials?.tokens).toMatchObject({ access_token: 'T2', refresh_token: 'R2' });
});

test('a late refusal of the token of before does not renew the one that there is now', async () => {
  stub.signIn(store);
  open();
  await call();
  const late = gate();
  // Refused only after the other one has renewed the token.
  stub.onMessage = () => ((stub.onMessage = undefined), late.pass());
  const first = call();
  await late.reached;
  stub.good.clear();
  await call();
  late.letGo();
  await first;
  expect(stub.grants).toHaveLength(1);
});

test('an authorization server that hangs costs the calls of that time, and it sees no header of the server', async () => {
  stub.signIn(store);
  open(undefined, 1000);
  await call();
  stub.good.clear();
  stub.onToken = () => {};
  await expect(call()).rejects.toThrow('did not answer in time');
  expect(store.claimed).toBeUndefined();
  stub.onToken = undefined;
  await call();
  expect(stub.grants).toHaveLength(2);
  expect(stub.provider.asked.length).toBeGreaterThan(2);
  for (const { headers } of stub.provider.asked) expect(headers).not.toHaveProperty('x-api-key');
});

test('what an authorization server answers goes no further, and is no end of the sign-in', async () => {
  stub.signIn(store);
  open();
  await call();
  stub.good.clear();
  for (const [status, body] of [
    [500, '<html>planted body'],
    [200, '<html>planted body'],
    [200, '{"planted":1}'],
    [503, '{"error":"planted words","error_description":"planted body"}'],
  ] as const) {
    stub.onToken = (_asked, response) =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    const refused = await call().catch((error: unknown) => error as Error);
    expect(refused).toMatchObject({ message: expect.stringMatching(/could not be renewed/) });
    expect((refused as Error).message).not.toContain('planted');
  }
  stub.onToken = undefined;
  await call();
});

test('a sign-in that was ended there is over here', async () => {
  stub.signIn(store);
  open();
  await call();
  stub.good.clear();
  stub.onToken = (_asked, response) => answerJson(response, { error: 'invalid_grant' }, 400);
  await expect(call()).rejects.toThrow('asks for a sign-in');
  expect(store.kept).toEqual({ issuer: stub.provider.origin, credentials: undefined });
  await expect(call()).rejects.toThrow('asks for a sign-in');
  expect(stub.grants).toHaveLength(1);
});

test('a client that is mistyped, or another one, spends nothing', async () => {
  stub.signIn(store);
  const byHand = { grant: 'authorizationCode', clientId: 'by-hand', clientSecret: 'wrong' } as const;
  const { credentials } = store.kept!;
  store.kept = { ...store.kept!, credentials: { ...credentials, client: { client_id: 'by-hand' } } };
  stub.good.clear();
  open({ ...byHand, clientId: 'typo' });
  await expect(call()).rejects.toThrow('asks for a sign-in');
  expect(stub.grants).toEqual([]);
  await server!.close();
  open(byHand);
  stub.onToken = (_asked, response) => answerJson(response, { error: 'invalid_client' }, 401);
  await expect(call()).rejects.toThrow('answered invalid_client');
  expect(store.kept.credentials).toMatchObject({ tokens: { refresh_token: 'R1' } });
  await server!.close();
  open(byHand);
  stub.onToken = undefined;
  await call();
});

test('the secret of a client goes to the first authorization server that was seen, until somebody signs out', async () => {
  await using other = await GuardedStub.start();
  open(CLIENT);
  await call();
  stub.issuer = other.provider.origin;
  stub.good.clear();
  await expect(call()).rejects.toThrow('delete its sign-in');
  expect(other.provider.asked.filter(({ path }) => path === '/token')).toEqual([]);
  store.kept = undefined;
  other.onToken = (_asked, response) => answerJson(response, stub.make());
  await call();
  expect(other.grants).toHaveLength(1);
});

test('oauth.issuer is the only authorization server that gets a secret', async () => {
  open({ ...CLIENT, issuer: 'https://sign-in.example' });
  await expect(call()).rejects.toThrow('but oauth.issuer is "https://sign-in.example"');
  expect(stub.grants).toEqual([]);
  await server!.close();
  open({ ...CLIENT, issuer: `${stub.provider.origin}/` });
  await call();
});
