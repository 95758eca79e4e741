/** Signing in with a real provider of OpenID Connect, on this machine. */
import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import {
  type Browser,
  IdentityBench,
  type IdentityBenchOptions,
  emptyPeople,
  openTestDatabase,
} from '../../src/testing/identity-bench.ts';
import { atProvider } from './at-provider.ts';

const CLIENT_SECRET = 'a-secret-between-broker-and-provider-0123456789';

let database: Database;
let bench: IdentityBench;
let server: Server;
let issuer: string;
/** By the login that is typed at the provider. */
const accounts = new Map<string, { email?: string; email_verified?: boolean; name?: string }>();
let answer: ReturnType<Provider['callback']> = () => {};

beforeAll(async () => {
  // The provider warns about its own development pages.
  for (const name of ['warn', 'info'] as const) vi.spyOn(console, name).mockImplementation(() => {});
  database = await openTestDatabase();
  server = createServer((request, response) => answer(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await database.close();
  vi.restoreAllMocks();
});
beforeEach(async () => {
  await emptyPeople(database);
  accounts.clear();
});
afterEach(() => bench.close());

type OidcConfig = Partial<NonNullable<IdentityBenchOptions['auth']>['oidc']>;

async function start(config: OidcConfig = {}): Promise<void> {
  bench = await IdentityBench.start(database, {
    auth: {
      oidc: {
        issuer,
        clientId: 'pipit',
        clientSecret: CLIENT_SECRET,
        scopes: ['openid', 'email', 'profile'],
        allowedDomains: [],
        ...config,
      },
    },
  });
  const redirectUri = `${bench.url}/api/auth/oidc/callback`;
  answer = new Provider(issuer, {
    clients: [{ client_id: 'pipit', client_secret: CLIENT_SECRET, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    cookies: { keys: ['for-this-test-only'] },
    pkce: { required: () => true },
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, ...accounts.get(id) }),
    }),
  }).callback();
}

const pathOf = (url: string): string => url.slice(bench.url.length);

async function signIn(browser: Browser, login: string, returnTo = '/devices'): Promise<string | null> {
  const started = await browser.get(`/api/auth/oidc/start?returnTo=${encodeURIComponent(returnTo)}`);
  expect(started.status).toBe(303);
  const back = pathOf(await atProvider(started.headers.get('location')!, login, bench.url));
  const finished = await browser.get(back);
  expect(finished.status).toBe(303);
  return finished.headers.get('location');
}

test('a newcomer is made, is the same the next time, and is signed in like anybody', async () => {
  await start({ defaultRole: 'operator' });
  accounts.set('anna', { email: 'Anna@Example.com', email_verified: true, name: 'Anna' });
  const browser = bench.browser();
  expect((await browser.get('/api/auth/methods')).body).toEqual({ password: true, oidc: true });
  expect(await signIn(browser, 'anna')).toBe('/devices');
  expect([...browser.cookies.keys()].toSorted()).toEqual(['pipit_access', 'pipit_csrf', 'pipit_refresh']);
  const me = await browser.get('/api/auth/me');
  expect(me.body).toMatchObject({ user: { email: 'anna@example.com', name: 'Anna', role: 'operator' } });
  expect((await browser.post('/api/auth/refresh')).status).toBe(200);
  // The provider's own name of a person counts, not an address that may change.
  accounts.set('anna', { email: 'anna.new@example.com', email_verified: true });
  const again = bench.browser();
  await signIn(again, 'anna');
  expect((await again.get('/api/auth/me')).body['user']).toMatchObject({
    id: (me.body['user'] as { id: string }).id,
  });
  expect(await bench.audited()).toContainEqual(
    expect.objectContaining({ action: 'signIn.start', detail: expect.objectContaining({ method: 'oidc' }) }),
  );
  expect(bench.log).not.toContain(CLIENT_SECRET);
});

test('somebody who is known by a verified address comes in, and keeps the password', async () => {
  await start();
  const user = await bench.person('admin');
  accounts.set('ada', { email: user.email, email_verified: true });
  const browser = bench.browser();
  await signIn(browser, 'ada');
  expect((await browser.get('/api/auth/me')).body).toMatchObject({ user: { id: user.id, role: 'admin' } });
  await bench.signedIn(user);
  // The address went to somebody else: that one does not get the account.
  accounts.set('eve', { email: user.email, email_verified: true });
  expect(await signIn(bench.browser(), 'eve')).toBe('/?signInProblem=FORBIDDEN');
});

test('an address that nobody verified, a foreign domain, a stranger and a disabled account are refused', async () => {
  await start({ allowedDomains: ['default.example.com'] });
  const [user, gone] = [await bench.person('admin'), await bench.person('viewer')];
  const owner = await bench.signedIn(await bench.person('owner'));
  await owner.patch(`/api/v1/users/${gone.id}`, { disabled: true });
  accounts.set('unverified', { email: user.email, email_verified: false });
  accounts.set('foreign', { email: 'x@example.com', email_verified: true });
  accounts.set('stranger', { email: 'x@default.example.com', email_verified: true });
  accounts.set('gone', { email: gone.email, email_verified: true });
  for (const login of ['unverified', 'foreign', 'stranger', 'gone', 'without']) {
    const browser = bench.browser();
    expect([login, await signIn(browser, login)]).toEqual([login, '/?signInProblem=FORBIDDEN']);
    expect([...browser.cookies.keys()]).toEqual([]);
  }
  const refused = (await bench.audited()).filter(({ result }) => result === 'refused');
  expect(refused).toHaveLength(5);
});

test('what comes back without having been sent, twice, changed or too late is refused', async () => {
  await start({ defaultRole: 'viewer' });
  accounts.set('anna', { email: 'anna@example.com', email_verified: true });
  const begin = async (browser: Browser) => {
    const started = await browser.get('/api/auth/oidc/start');
    return pathOf(await atProvider(started.headers.get('location')!, 'anna', bench.url));
  };
  const location = async (browser: Browser, path: string) =>
    (await browser.get(path)).headers.get('location');
  const over = '/?signInProblem=CREDENTIALS_INVALID';
  const [mine, foreign] = [bench.browser(), bench.browser()];
  const [back, other] = [await begin(mine), await begin(foreign)];
  expect(await location(bench.browser(), back)).toBe(over);
  expect(await location(foreign, back)).toBe('/?signInProblem=PROVIDER_FAILED');

  const cookie = mine.cookies.get('pipit_oidc')!;
  expect(cookie.attributes).toMatch(/HttpOnly; SameSite=Lax/);
  expect(cookie.attributes).toMatch(/Path=\/api\/auth\/oidc/);
  expect(await location(mine, back)).toBe('/');
  expect(await location(mine, back)).toBe(over);
  mine.cookies.set('pipit_oidc', cookie);
  expect(await location(mine, back)).toBe('/?signInProblem=PROVIDER_FAILED');
  mine.cookies.set('pipit_oidc', { ...cookie, value: `${cookie.value.slice(0, -4)}AAAA` });
  expect(await location(mine, other)).toBe(over);

  const late = bench.browser();
  const lateBack = await begin(late);
  bench.later(600_001);
  expect(await location(late, lateBack)).toBe(over);
  const denied = bench.browser();
  const started = await denied.get('/api/auth/oidc/start');
  const state = new URL(started.headers.get('location')!).searchParams.get('state');
  const iss = encodeURIComponent(issuer);
  expect(
    await location(denied, `/api/auth/oidc/callback?error=access_denied&state=${state}&iss=${iss}`),
  ).toBe(over);
  const failed = (await bench.audited()).filter(({ result }) => result === 'failed');
  expect(failed.map(({ detail }) => detail)).toContainEqual({
    method: 'oidc',
    why: expect.stringContaining('authorization response from the server is an error'),
  });
  expect(bench.log).toContain('a sign-in at the provider failed');
});

test('a provider that is away is said so, and asked again the next time', async () => {
  await start({ defaultRole: 'viewer' });
  const working = answer;
  answer = (_request, response) => response.writeHead(500).end();
  expect(await bench.browser().get('/api/auth/oidc/start')).toMatchObject({
    status: 502,
    body: { code: 'PROVIDER_FAILED' },
  });
  expect(bench.log).toContain('the sign-in provider cannot be used');
  answer = working;
  accounts.set('anna', { email: 'anna@example.com', email_verified: true });
  expect(await signIn(bench.browser(), 'anna')).toBe('/devices');
});

test('without a provider there is none', async () => {
  await start({ issuer: undefined });
  expect((await bench.browser().get('/api/auth/oidc/start')).status).toBe(404);
});
