/** MCP servers that want to know who asks: signing in with a browser, staying signed in, and what goes wrong. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { atProvider } from '../identity/at-provider.ts';
import { WholeBroker } from '../whole-broker.ts';
import { CLIENT, GuardedServer, type GuardedServerOptions } from './guarded-server.ts';

const CALLBACK = '/api/v1/mcp-servers/sign-in/callback';

const printed: string[] = [];
let whole: WholeBroker;
let guarded: GuardedServer;
let id: string;

beforeAll(async () => {
  // The provider warns about its own development pages; nobody else may say anything there.
  for (const name of ['warn', 'info'] as const)
    vi.spyOn(console, name).mockImplementation((...words: unknown[]) => void printed.push(words.join(' ')));
  whole = await WholeBroker.start({
    script: { replies: [[{ call: 'weather', input: {} }, { text: 'It says {result}.' }]] },
    settings: { 'tools.allowPrivateTargets': true },
  });
});
afterAll(async () => {
  await whole[Symbol.asyncDispose]();
  vi.restoreAllMocks();
  expect(printed.filter((words) => words.includes('mcp-sdk'))).toEqual([]);
});
beforeEach(() => void (id = ''));
afterEach(async () => {
  if (id) await ask('DELETE', `/api/v1/mcp-servers/${id}?force=true`);
  await guarded[Symbol.asyncDispose]();
});

const home = () => `http://127.0.0.1:${whole.broker.ports['http']}`;

const ask: WholeBroker['ask'] = (...request) => whole.ask(...request);

async function add(options: GuardedServerOptions = {}, oauth?: object): Promise<void> {
  guarded = await GuardedServer.start(options);
  const body = { name: 'weather', transport: 'http', url: guarded.url, ...(oauth && { oauth }) };
  const { status, json } = await ask('POST', '/api/v1/mcp-servers', body);
  expect(status).toBe(201);
  expect(json).toMatchObject({ signedIn: null });
  id = json.id;
}

const trial = async () => (await ask('POST', `/api/v1/mcp-servers/${id}/test`)).json;
const begin = () => ask('POST', `/api/v1/mcp-servers/${id}/sign-in`);

async function signIn(): Promise<string> {
  const { status, json } = await begin();
  expect(status).toBe(200);
  const back = await atProvider(json.url, 'anna', `${home()}${CALLBACK}`);
  const finished = await ask('GET', back.slice(home().length));
  expect(finished).toMatchObject({ status: 200, text: expect.stringContaining('signed in to "weather"') });
  return back;
}

test('somebody signs in with a browser; then conversations have its tools', async () => {
  await add();
  expect(await trial()).toMatchObject({ ok: false, error: expect.stringMatching(/asks for a sign-in/) });
  const back = await signIn();
  expect(await trial()).toMatchObject({ ok: true, tools: [{ name: 'weather' }] });
  expect((await ask('GET', `/api/v1/mcp-servers/${id}`)).json).toMatchObject({
    signedIn: { since: expect.any(String), by: expect.any(String) },
  });

  await ask(
    'PUT',
    '/api/v1/configuration/fleet',
    { tools: { mcp: true }, mcpServers: [id] },
    { 'if-match': '"v0"' },
  );
  const device = await whole.device('kitchen');
  const session = await device.openSession();
  await session.waitForState('LISTENING');
  expect(await whole.turn(session)).toMatch(/It says .*It rains/);
  await device.close();

  // The code is good once, and so is the state.
  expect((await ask('GET', back.slice(home().length))).status).toBe(404);
  const { json: audit } = await ask('GET', '/api/v1/audit-log?action=mcpServer.signIn');
  expect(audit.items).toMatchObject([{ target: { kind: 'mcpServer', id }, result: 'ok' }]);
  const told = JSON.stringify(whole.lines) + JSON.stringify(audit);
  const code = new URL(back).searchParams.get('code')!;
  for (const secret of [code, ...guarded.shown]) expect(told).not.toContain(secret);
});

test('a token that is refused is renewed, once for all who have it', async () => {
  await add();
  await signIn();
  await trial();
  const first = guarded.shown.at(-1)!;
  const asked = guarded.grants.length;
  guarded.refused.add(first);
  const trials = await Promise.all([trial(), trial(), trial()]);
  expect(trials.map(({ ok }) => ok)).toEqual([true, true, true]);
  expect(guarded.shown.at(-1)).not.toBe(first);
  expect(guarded.grants).toHaveLength(asked + 1);
  // It is kept: nobody renews it again.
  expect(await trial()).toMatchObject({ ok: true });
  expect(guarded.grants).toHaveLength(asked + 1);
});

test('while it cannot be renewed it says so, and then it is renewed', async () => {
  await add();
  await signIn();
  await trial();
  guarded.refused.add(guarded.shown.at(-1)!);
  guarded.isAway = true;
  expect(await trial()).toMatchObject({ ok: false, error: expect.stringMatching(/could not be renewed/) });
  guarded.isAway = false;
  expect(await trial()).toMatchObject({ ok: true });
});

test('a sign-in that was forgotten is gone', async () => {
  await add();
  await signIn();
  expect((await ask('DELETE', `/api/v1/mcp-servers/${id}/sign-in`)).status).toBe(204);
  expect((await ask('DELETE', `/api/v1/mcp-servers/${id}/sign-in`)).status).toBe(204);
  expect(await trial()).toMatchObject({ ok: false, error: expect.stringMatching(/asks for a sign-in/) });
  expect((await ask('GET', `/api/v1/mcp-servers/${id}`)).json.signedIn).toBeNull();
});

test('tokens go to no other server', async () => {
  await add();
  await signIn();
  await trial();
  const shown = guarded.shown.length;
  await using other = await GuardedServer.start();
  const elsewhere = { name: 'weather', transport: 'http', url: other.url };
  const tried = await ask('POST', `/api/v1/mcp-servers/${id}/test`, elsewhere);
  expect(tried.json).toMatchObject({ ok: false, error: expect.stringMatching(/asks for a sign-in/) });
  await ask('PUT', `/api/v1/mcp-servers/${id}`, elsewhere, { 'if-match': '"v1"' });
  expect(await trial()).toMatchObject({ ok: false });
  expect(other.shown).toEqual([]);
  // Nor are they there when the address is the former one again.
  await ask('PUT', `/api/v1/mcp-servers/${id}`, { ...elsewhere, url: guarded.url }, { 'if-match': '"v2"' });
  expect(await trial()).toMatchObject({ ok: false, error: expect.stringMatching(/asks for a sign-in/) });
  expect(guarded.shown).toHaveLength(shown);
});

test('a client that was registered by hand, where clients cannot register themselves', async () => {
  await add({ registration: false, redirectUrls: [`${home()}${CALLBACK}`] });
  expect(await begin()).toMatchObject({
    status: 502,
    json: { code: 'PROVIDER_FAILED', detail: expect.stringMatching(/oauth\.clientId/) },
  });
  const oauth = { clientId: CLIENT.id, clientSecret: CLIENT.secret };
  const body = { name: 'weather', transport: 'http', url: guarded.url, oauth };
  const changed = await ask('PUT', `/api/v1/mcp-servers/${id}`, body, { 'if-match': '"v1"' });
  expect(changed.json.oauth).toEqual({
    grant: 'authorizationCode',
    clientId: CLIENT.id,
    clientSecret: '***',
  });
  await signIn();
  expect(await trial()).toMatchObject({ ok: true });
  const masked = { ...body, name: 'the weather', oauth: { clientId: CLIENT.id, clientSecret: '***' } };
  await ask('PUT', `/api/v1/mcp-servers/${id}`, masked, { 'if-match': '"v2"' });
  guarded.refused.add(guarded.shown.at(-1)!);
  expect(await trial()).toMatchObject({ ok: true });
  // A secret is for the authorization server that it was given for.
  const issuer = 'https://sign-in.example';
  const only = await ask(
    'PUT',
    `/api/v1/mcp-servers/${id}`,
    { ...masked, oauth: { ...masked.oauth, issuer } },
    { 'if-match': '"v3"' },
  );
  expect(only.json).toMatchObject({ oauth: { issuer } });
  expect(await begin()).toMatchObject({
    status: 502,
    json: { detail: expect.stringMatching(/oauth\.issuer/) },
  });
  expect(await ask('PUT', `/api/v1/mcp-servers/${id}`, masked, { 'if-match': '"v4"' })).toMatchObject({
    status: 422,
    json: { errors: [{ pointer: '/body/oauth/clientSecret', code: 'SECRET_NEEDED' }] },
  });
  const versions = await ask('GET', `/api/v1/mcp-servers/${id}/versions`);
  expect(JSON.stringify(whole.lines) + versions.text + changed.text).not.toContain(CLIENT.secret);
});

test('a broker that asks for itself needs nobody', async () => {
  await add(
    {},
    { grant: 'clientCredentials', clientId: CLIENT.id, clientSecret: CLIENT.secret, scope: 'tools' },
  );
  expect(await trial()).toMatchObject({ ok: true, tools: [{ name: 'weather' }] });
  expect(guarded.grants).toEqual(['with secret']);
  expect(await begin()).toMatchObject({ status: 409, json: { detail: expect.stringMatching(/by itself/) } });
  const wrong = { grant: 'clientCredentials', clientId: CLIENT.id, clientSecret: 'wrong' };
  const body = { name: 'weather', transport: 'http', url: guarded.url, oauth: wrong };
  const { json } = await ask('POST', '/api/v1/mcp-servers/test', body);
  expect(json).toMatchObject({ ok: false, error: expect.stringMatching(/client/i) });
});

test('what cannot be signed in to says why', async () => {
  await add();
  expect((await begin()).json).toMatchObject({ expiresAt: expect.any(String) });
  const never = '/api/v1/mcp-servers/00000000-0000-7000-8000-000000000000/sign-in';
  expect((await ask('POST', never)).status).toBe(404);
  expect((await ask('GET', `${CALLBACK}?state=guessed&code=guessed`)).status).toBe(404);
  expect((await fetch(`${home()}${CALLBACK}?state=guessed&code=guessed`)).status).toBe(401);

  // Somebody says no.
  const { json } = await begin();
  const state = new URL(json.url).searchParams.get('state')!;
  const refused = await ask('GET', `${CALLBACK}?state=${state}&error=access_denied`);
  expect(refused).toMatchObject({ status: 409, json: { detail: expect.stringMatching(/refused/) } });
  expect((await ask('GET', `${CALLBACK}?state=${state}&code=late`)).status).toBe(404);

  const bad = [
    [{ grant: 'clientCredentials', clientId: 'x' }, '/body/oauth/clientSecret'],
    [{ clientSecret: 'x' }, '/body/oauth/clientId'],
  ] as const;
  for (const [oauth, pointer] of bad) {
    const body = { name: 'other', transport: 'http', url: guarded.url, oauth };
    const answer = await ask('POST', '/api/v1/mcp-servers', body);
    expect(answer).toMatchObject({ status: 422, json: { errors: [{ pointer }] } });
  }
});
