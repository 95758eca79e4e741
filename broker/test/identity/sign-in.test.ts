/** Signing in as a browser and as a program does, over real HTTP. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { hash } from '@node-rs/argon2';
import jwt from 'jsonwebtoken';
import { IdentityBench, PASSWORD, emptyPeople, openTestDatabase } from '../../src/testing/identity-bench.ts';
import { LOCAL_ACCESS_FILE, readLocalAccess } from '../../src/identity/local-key.ts';
import { SigningKeys } from '../../src/identity/signing-keys.ts';
import type { Database } from '../../src/store/database.ts';
import { createVault } from '../../src/store/vault.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

let database: Database;
let bench: IdentityBench;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await emptyPeople(database);
  bench = await IdentityBench.start(database);
});
afterEach(() => bench.close());

const code = (code: string, status: number) => ({ status, body: { code, status } });
const bearer = (token: unknown) => ({ authorization: `Bearer ${String(token)}` });
const tokenOf = (link: string | undefined) => new URL(link ?? '').hash.slice(1);

test('the first owner comes in by the link of the start, once, and nobody else does', async () => {
  const former = tokenOf(await bench.identity.setupLink());
  const link = (await bench.identity.setupLink())!;
  expect(link).toMatch(/^http:\/\/localhost:0\/welcome#[\w-]{43}$/);
  const token = tokenOf(link);
  const browser = bench.browser();
  const owner = { password: PASSWORD, email: 'Anna@Example.com', name: 'Anna' };

  expect(await browser.post('/api/auth/links/redeem', { ...owner, token: former })).toMatchObject(
    code('LINK_INVALID', 410),
  );
  expect((await browser.post('/api/auth/links/look', { token })).body).toMatchObject({
    purpose: 'setup',
    email: null,
  });
  expect(await browser.post('/api/auth/links/redeem', { token, password: PASSWORD })).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/body/email' }] },
  });
  expect(await browser.post('/api/auth/links/redeem', { ...owner, password: 'short', token })).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/body/password', code: 'PASSWORD_WEAK' }] },
  });
  const [one, other] = await Promise.all([
    browser.post('/api/auth/links/redeem', { ...owner, token }),
    bench.browser().post('/api/auth/links/redeem', { ...owner, email: 'eve@example.com', token }),
  ]);
  expect(new Set([one.status, other.status])).toEqual(new Set([200, 410]));
  expect(await bench.identity.setupLink()).toBeUndefined();
  const me = await (one.status === 200 ? browser : bench.browser()).get('/api/auth/me');
  if (one.status === 200)
    expect(me.body).toMatchObject({ user: { email: 'anna@example.com', role: 'owner', status: 'active' } });
});

test('somebody whom a provider let in before does not take the place of the owner', async () => {
  await bench.person('viewer');
  const token = tokenOf(await bench.identity.setupLink());
  const owner = { token, password: PASSWORD, email: 'anna@example.com', name: 'Anna' };
  expect((await bench.browser().post('/api/auth/links/redeem', owner)).body).toMatchObject({
    user: { role: 'owner' },
  });
  expect(await bench.identity.setupLink()).toBeUndefined();
});

test('the set-up link is over after a day', async () => {
  const token = tokenOf(await bench.identity.setupLink());
  bench.later(DAY_MS + 1);
  expect(await bench.browser().post('/api/auth/links/look', { token })).toMatchObject(
    code('LINK_INVALID', 410),
  );
});

test('a browser signs in, changes things with its CSRF header, goes on, and signs out', async () => {
  const user = await bench.person('admin');
  const browser = bench.browser();
  const login = await browser.post('/api/auth/login', {
    email: 'ADMIN@default.example.com',
    password: PASSWORD,
  });
  expect(login).toMatchObject({ status: 200, body: { user: { id: user.id, role: 'admin' } } });
  expect(Object.keys(login.body).toSorted()).toEqual([
    'accessToken',
    'expiresAt',
    'refreshExpiresAt',
    'user',
  ]);
  expect(Date.parse(login.body['expiresAt'] as string) - Date.now()).toBeGreaterThan(9 * MINUTE_MS);

  expect(browser.cookies.get('pipit_access')?.attributes).toMatch(/Path=\/; .*HttpOnly; SameSite=Lax/);
  expect(browser.cookies.get('pipit_refresh')?.attributes).toMatch(
    /Path=\/api\/auth; .*HttpOnly; SameSite=Strict/,
  );
  expect(browser.cookies.get('pipit_csrf')?.attributes).not.toMatch(/HttpOnly/);
  expect(browser.cookies.get('pipit_access')?.attributes).not.toMatch(/Secure/);

  expect((await browser.get('/api/auth/me')).body).toMatchObject({
    principal: { kind: 'user', role: 'admin', scope: 'tenant', tenantId: 'default' },
    user: { name: 'admin' },
  });
  browser.sendsCsrf = false;
  expect(await browser.patch('/api/auth/me', { name: 'Eve' })).toMatchObject(code('CSRF', 403));
  expect(await browser.post('/api/auth/refresh')).toMatchObject(code('CSRF', 403));
  expect(await browser.post('/api/auth/logout')).toMatchObject(code('CSRF', 403));
  browser.sendsCsrf = true;
  expect(
    await browser.patch('/api/auth/me', { name: 'Eve' }, { origin: 'https://evil.example.com' }),
  ).toMatchObject(code('CSRF', 403));
  expect(
    (await browser.patch('/api/auth/me', { name: 'Ada', language: 'zh-CN', availability: 'busy' })).body,
  ).toMatchObject({ name: 'Ada', language: 'zh-CN', availability: 'busy' });

  const before = new Map(browser.cookies);
  expect(await browser.post('/api/auth/refresh')).toMatchObject({
    status: 200,
    body: { user: { name: 'Ada' } },
  });
  expect(browser.cookies.get('pipit_refresh')).not.toEqual(before.get('pipit_refresh'));
  expect(browser.cookies.get('pipit_csrf')?.value).toEqual(before.get('pipit_csrf')?.value);

  const csrf = browser.cookies.get('pipit_csrf')!.value;
  await browser.post('/api/auth/login', { email: user.email, password: PASSWORD });
  expect(browser.cookies.get('pipit_csrf')!.value).not.toBe(csrf);

  const stolen = browser.cookies.get('pipit_access')!.value;
  expect((await browser.post('/api/auth/logout')).status).toBe(204);
  expect([...browser.cookies.keys()]).toEqual([]);
  expect(await browser.get('/api/auth/me')).toMatchObject(code('SIGN_IN_REQUIRED', 401));
  expect(await bench.browser(bearer(stolen)).get('/api/auth/me')).toMatchObject(code('SESSION_EXPIRED', 401));
  expect(await bench.audited()).toMatchObject([
    { action: 'signIn.start', actorId: user.id, result: 'ok' },
    { action: 'request.refused', actorId: user.id, detail: { code: 'CSRF' } },
    { action: 'user.profile', actorId: user.id },
    { action: 'signIn.start', actorId: user.id },
    { action: 'signIn.end', actorId: user.id, detail: { reason: 'signedOut' } },
  ]);
});

test('cookies go over TLS only where the broker is reached by TLS', async () => {
  await bench.close();
  bench = await IdentityBench.start(database, { settings: { publicUrl: 'https://pipit.example.com' } });
  const browser = await bench.signedIn(await bench.person('viewer'));
  for (const { attributes } of browser.cookies.values()) expect(attributes).toMatch(/Secure/);
});

test('a program has its access token as a bearer, without cookies and CSRF', async () => {
  const { accessToken } = await bench.signedIn(await bench.person('viewer'));
  const program = bench.browser(bearer(accessToken));
  expect((await program.patch('/api/auth/me', { name: 'Programmed' })).status).toBe(200);
  bench.later(10 * MINUTE_MS + 1000);
  expect(await program.get('/api/auth/me')).toMatchObject(code('SESSION_EXPIRED', 401));
});

test('what only looks like an access token is refused', async () => {
  const user = await bench.person('owner');
  const { accessToken } = await bench.signedIn(user);
  const { header, payload } = jwt.decode(accessToken, { complete: true })!;
  const claims = payload as jwt.JwtPayload;
  expect(header).toMatchObject({ alg: 'HS256', kid: expect.stringMatching(/.{20,}/) });
  expect(claims).toMatchObject({
    iss: 'pipit',
    aud: 'pipit-api',
    sub: user.id,
    tid: 'default',
    rol: 'owner',
  });
  expect(claims.exp! - claims.iat!).toBe(600);
  const [head, body, signature] = accessToken.split('.');
  const promoted = Buffer.from(JSON.stringify({ ...claims, tid: 'other' })).toString('base64url');
  const none = Buffer.from(JSON.stringify({ ...header, alg: 'none' })).toString('base64url');
  for (const forged of [
    [head, promoted, signature].join('.'),
    [none, body, ''].join('.'),
    jwt.sign(claims, 'guessed', { header }),
    jwt.sign(claims, 'guessed', { algorithm: 'HS512', keyid: header.kid! }),
    jwt.sign(claims, 'guessed', { keyid: 'unknown' }),
    'x'.repeat(5000),
    'a.b.c',
  ])
    expect(await bench.browser(bearer(forged)).get('/api/auth/me')).toMatchObject(
      code('CREDENTIALS_INVALID', 401),
    );
});

test('a new signing key takes over after a month, and the tokens of the old one live to their end', async () => {
  const user = await bench.person('viewer');
  const kid = (token: string) => jwt.decode(token, { complete: true })!.header.kid;
  bench.later(30 * DAY_MS - 5 * MINUTE_MS);
  const early = await bench.signedIn(user);
  bench.later(6 * MINUTE_MS);
  const late = await bench.signedIn(user);
  expect(kid(late.accessToken)).not.toBe(kid(early.accessToken));
  expect((await bench.browser(bearer(early.accessToken)).get('/api/auth/me')).status).toBe(200);
  expect((await bench.browser(bearer(late.accessToken)).get('/api/auth/me')).status).toBe(200);
  const stored = await database.queries.selectFrom('signingKeys').select('secret').execute();
  for (const { secret } of stored) expect(secret).toMatch(/^v1\./);
});

test('a refresh token that was copied ends the sign-in for thief and victim', async () => {
  const user = await bench.person('operator');
  const victim = await bench.signedIn(user);
  const elsewhere = await bench.signedIn(user);
  const thief = bench.browser();
  for (const [name, cookie] of victim.cookies) thief.cookies.set(name, cookie);
  expect((await victim.post('/api/auth/refresh')).status).toBe(200);
  bench.later(11_000);
  expect(await thief.post('/api/auth/refresh')).toMatchObject(code('SESSION_EXPIRED', 401));
  expect([...thief.cookies.keys()]).toEqual([]);
  expect(await victim.get('/api/auth/me')).toMatchObject(code('SESSION_EXPIRED', 401));
  expect(await victim.post('/api/auth/refresh')).toMatchObject(code('SESSION_EXPIRED', 401));
  expect((await elsewhere.post('/api/auth/refresh')).status).toBe(200);
  expect(await bench.audited()).toContainEqual(
    expect.objectContaining({ action: 'signIn.reuse', result: 'refused', actorId: user.id }),
  );
});

test('two tabs that refresh at the same moment both go on', async () => {
  const tab = await bench.signedIn(await bench.person('operator'));
  const other = bench.browser();
  for (const [name, cookie] of tab.cookies) other.cookies.set(name, cookie);
  const answers = await Promise.all([tab.post('/api/auth/refresh'), other.post('/api/auth/refresh')]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  bench.later(5 * MINUTE_MS);
  expect((await tab.post('/api/auth/refresh')).status).toBe(200);
  expect((await other.post('/api/auth/refresh')).status).toBe(200);
});

test('a sign-in is over after two weeks without use, and after three months in any case', async () => {
  const user = await bench.person('operator');
  const idle = await bench.signedIn(user);
  bench.later(14 * DAY_MS + 1);
  expect(await idle.post('/api/auth/refresh')).toMatchObject(code('SESSION_EXPIRED', 401));
  const busy = await bench.signedIn(user);
  for (let day = 0; day < 90; day += 10) {
    expect((await busy.post('/api/auth/refresh')).status).toBe(200);
    bench.later(10 * DAY_MS);
  }
  expect(await busy.post('/api/auth/refresh')).toMatchObject(code('SESSION_EXPIRED', 401));
});

test('what is over is removed in time', async () => {
  const browser = await bench.signedIn(await bench.person('operator'));
  await bench.signedIn(await bench.person('viewer'));
  await bench.identity.setupLink();
  await browser.post('/api/auth/refresh');
  const rows = async () =>
    Promise.all(
      (['signIns', 'refreshTokens', 'oneTimeLinks', 'signingKeys'] as const).map(
        async (table) => (await database.queries.selectFrom(table).selectAll().execute()).length,
      ),
    );
  await bench.identity.sweep();
  expect(await rows()).toEqual([2, 3, 1, 1]);
  bench.later(121 * DAY_MS);
  await bench.identity.sweep();
  expect(await rows()).toEqual([0, 0, 0, 0]);
});

test('people see where they are signed in, and end it elsewhere', async () => {
  const user = await bench.person('operator');
  const here = await bench.signedIn(user);
  bench.later(1000);
  const there = await bench.signedIn(user);
  const stranger = await bench.signedIn(await bench.person('owner'));
  const { body } = await here.get('/api/auth/sign-ins');
  const items = body['items'] as { id: string; current: boolean; method: string; address: string }[];
  expect(items).toMatchObject([
    { current: false, method: 'password', address: '127.0.0.1' },
    { current: true },
  ]);
  expect(await stranger.delete(`/api/auth/sign-ins/${items[0]!.id}`)).toMatchObject(code('NOT_FOUND', 404));
  expect((await here.delete(`/api/auth/sign-ins/${items[0]!.id}`)).status).toBe(204);
  expect(await there.get('/api/auth/me')).toMatchObject(code('SESSION_EXPIRED', 401));
  expect((await here.get('/api/auth/me')).status).toBe(200);
  expect(await here.delete('/api/auth/sign-ins/nonsense')).toMatchObject(code('NOT_FOUND', 404));
});

test('a new password needs the present one, and ends all other sign-ins', async () => {
  const user = await bench.person('operator');
  const [here, there] = [await bench.signedIn(user), await bench.signedIn(user)];
  const newPassword = 'noch ein paar Vögel';
  const wrong = (pointer: string, code: string) => ({
    status: 422,
    body: { code: 'INVALID_INPUT', errors: [{ pointer, code }] },
  });
  expect(await here.post('/api/auth/password', { currentPassword: 'wrong', newPassword })).toMatchObject(
    wrong('/body/currentPassword', 'INVALID'),
  );
  expect((await bench.identity.users.read('default', user.id)).failedSignIns).toBe(1);
  for (const weak of ['short', 'password123', PASSWORD, PASSWORD.normalize('NFD')])
    expect(
      await here.post('/api/auth/password', { currentPassword: PASSWORD, newPassword: weak }),
    ).toMatchObject(wrong('/body/newPassword', 'PASSWORD_WEAK'));
  expect((await there.get('/api/auth/me')).status).toBe(200);
  expect((await here.post('/api/auth/password', { currentPassword: PASSWORD, newPassword })).status).toBe(
    204,
  );
  expect((await here.get('/api/auth/me')).status).toBe(200);
  expect(await there.get('/api/auth/me')).toMatchObject(code('SESSION_EXPIRED', 401));
  const login = (password: string) =>
    bench.browser().post('/api/auth/login', { email: user.email, password });
  expect((await login(PASSWORD)).status).toBe(401);
  expect((await login(newPassword)).status).toBe(200);
});

test('who guesses at the current password is locked out as at the sign-in', async () => {
  const user = await bench.person('operator');
  const here = await bench.signedIn(user);
  const change = (currentPassword: string) =>
    here.post('/api/auth/password', { currentPassword, newPassword: 'noch ein paar Vögel' });
  for (let i = 0; i < 5; i += 1) expect((await change(`wrong ${i}`)).status).toBe(422);
  expect((await change(PASSWORD)).body).toMatchObject({ code: 'ACCOUNT_LOCKED' });
  expect((await here.get('/api/auth/me')).status).toBe(200);
});

test('a password that was hashed with less effort is hashed anew when it is used', async () => {
  const user = await bench.person('operator');
  const weak = await hash(PASSWORD.normalize('NFKC'), { memoryCost: 8192, timeCost: 1 });
  await bench.identity.passwords.set(database.queries, user.id, weak);
  await bench.signedIn(user);
  const { passwordHash } = await bench.identity.users.read('default', user.id);
  expect(passwordHash).toMatch(/m=19456,t=2,p=1/);
  await bench.signedIn(user);
});

test('failures lock an account for longer and longer, whether there is one or not', async () => {
  const user = await bench.person('operator');
  const tries = async (email: string): Promise<unknown[]> => {
    const seen: unknown[] = [];
    const login = async (password: string) => {
      const { status, body, headers } = await bench.browser().post('/api/auth/login', { email, password });
      seen.push([status, body['code'], body['detail'], headers.get('retry-after')]);
    };
    for (let i = 0; i < 6; i += 1) await login('wrong');
    await login(PASSWORD);
    bench.later(30_001);
    await login('wrong');
    await login('wrong');
    bench.later(60_001);
    await login('wrong');
    await login(PASSWORD);
    return seen;
  };
  const [known, unknown] = [await tries(user.email), await tries('nobody@default.example.com')];
  expect(unknown).toEqual(known);
  expect(known.map((line) => (line as unknown[])[1])).toEqual([
    ...Array<string>(5).fill('CREDENTIALS_INVALID'),
    'ACCOUNT_LOCKED',
    'ACCOUNT_LOCKED',
    'CREDENTIALS_INVALID',
    'ACCOUNT_LOCKED',
    'CREDENTIALS_INVALID',
    'ACCOUNT_LOCKED',
  ]);
  expect(known.map((line) => (line as unknown[])[3])).toEqual([
    ...Array<null>(5).fill(null),
    '30',
    '30',
    null,
    '60',
    null,
    '120',
  ]);
  bench.later(120_001);
  await bench.signedIn(user);
  expect(await bench.identity.users.read('default', user.id)).toMatchObject({
    failedSignIns: 0,
    lockedUntil: null,
  });
});

test('forty guesses at once are no more than five', async () => {
  const user = await bench.person('operator');
  const guesses = await Promise.all(
    Array.from({ length: 40 }, () =>
      bench.browser().post('/api/auth/login', { email: user.email, password: 'x' }),
    ),
  );
  const codes = guesses.map(({ body }) => body['code']);
  expect(codes.filter((code) => code === 'CREDENTIALS_INVALID').length).toBeLessThanOrEqual(5);
  expect(codes.filter((code) => code === 'UNAVAILABLE').length).toBeGreaterThan(0);
});

test('an administrator lets a locked account in again', async () => {
  const user = await bench.person('viewer');
  const admin = await bench.signedIn(await bench.person('admin'));
  for (let i = 0; i < 5; i += 1)
    await bench.browser().post('/api/auth/login', { email: user.email, password: 'wrong' });
  expect((await admin.get(`/api/v1/users/${user.id}`)).body).toMatchObject({ status: 'locked' });
  expect((await admin.patch(`/api/v1/users/${user.id}`, { unlock: true })).body).toMatchObject({
    status: 'active',
  });
  await bench.signedIn(user);
});

test('the owner of the machine needs no account, but has to be on the machine', async () => {
  const takeAway = await bench.identity.localKey.publish(bench.dataDir, 'http://127.0.0.1:1');
  const { key, url } = (await readLocalAccess(bench.dataDir))!;
  expect(url).toBe('http://127.0.0.1:1');
  expect((await stat(join(bench.dataDir, LOCAL_ACCESS_FILE))).mode & 0o777).toBe(0o600);
  await takeAway();
  expect(await readLocalAccess(bench.dataDir)).toBeUndefined();
  const local = bench.browser(bearer(key));
  expect((await local.get('/api/auth/me')).body).toMatchObject({
    principal: { kind: 'local', role: 'owner', tenantId: 'default' },
    user: null,
  });
  expect(
    (await local.post('/api/v1/users', { email: 'a@example.com', name: 'A', role: 'owner' })).status,
  ).toBe(201);
  expect(await bench.browser(bearer(`${key}x`)).get('/api/auth/me')).toMatchObject(
    code('CREDENTIALS_INVALID', 401),
  );
  for (const [address, known] of [
    ['127.0.0.1', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['192.168.1.5', false],
    ['2001:db8::1', false],
    [undefined, false],
  ] as const) {
    const asked = bench.identity.authenticator.authenticate({ authorization: `Bearer ${key}`, address });
    if (known) expect(await asked).toMatchObject({ kind: 'local' });
    else await expect(asked).rejects.toMatchObject({ code: 'CREDENTIALS_INVALID' });
  }
  const passwords = { currentPassword: 'x', newPassword: 'something else' };
  expect(await local.post('/api/auth/password', passwords)).toMatchObject(code('NOT_FOUND', 404));
  expect(await local.get('/api/v1/settings')).toMatchObject(code('NOT_FOUND', 404));
  const { signInId } = await bench.identity.signIns.start(await bench.person('viewer'), 'password', {});
  expect(await local.delete(`/api/auth/sign-ins/${signInId}`)).toMatchObject(code('NOT_FOUND', 404));
  expect((await local.post('/api/auth/logout')).status).toBe(204);
});

test('with another key of the vault the start says so, and which key is wanted', async () => {
  const vault = createVault(new Uint8Array(32));
  const keys = new SigningKeys({ queries: database.queries, vault, now: Date.now });
  await expect(keys.current()).rejects.toMatchObject({ code: 'WRONG_KEY' });
});
