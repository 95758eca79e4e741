/** People, keys, settings, tenants and the audit log, as those see them who look after them. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { json } from '../../src/store/schema.ts';
import {
  type Answer,
  IdentityBench,
  PASSWORD,
  emptyPeople,
  openTestDatabase,
} from '../../src/testing/identity-bench.ts';

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
  bench = await IdentityBench.start(database, { tenancy: { mode: 'multi' } });
});
afterEach(() => bench.close());

const code = (code: string, status: number) => ({ status, body: { code } });
const itemsOf = ({ body }: Answer) => body['items'] as Record<string, unknown>[];
const linkOf = ({ body }: Answer) => body['link'] as { url: string; expiresAt: string };
const tokenOf = (answer: Answer) => linkOf(answer).url.split('#')[1]!;

test('somebody is invited, sets a password, loses it, and gets a new link', async () => {
  const admin = await bench.signedIn(await bench.person('admin'));
  const invited = await admin.post('/api/v1/users', {
    email: 'New@Example.com',
    name: 'New',
    role: 'viewer',
  });
  expect(invited).toMatchObject({
    status: 201,
    body: { user: { email: 'new@example.com', status: 'invited', maxConversations: 1 } },
  });
  const { id } = invited.body['user'] as { id: string };
  expect(invited.headers.get('location')).toBe(`/api/v1/users/${id}`);
  expect(linkOf(invited).url).toMatch(new RegExp(`^${bench.url}/welcome#`));
  expect(Date.parse(linkOf(invited).expiresAt) - Date.now()).toBeGreaterThan(2.9 * DAY_MS);
  const login = () =>
    bench.browser().post('/api/auth/login', { email: 'new@example.com', password: PASSWORD });
  expect((await login()).status).toBe(401);

  const browser = bench.browser();
  expect((await browser.post('/api/auth/links/look', { token: tokenOf(invited) })).body).toMatchObject({
    purpose: 'invitation',
    email: 'new@example.com',
  });
  const redeem = (token: string) => browser.post('/api/auth/links/redeem', { token, password: PASSWORD });
  expect((await redeem(tokenOf(invited))).body).toMatchObject({ user: { id, status: 'active' } });
  expect((await browser.get('/api/auth/me')).status).toBe(200);
  expect((await login()).status).toBe(200);

  const first = await admin.post(`/api/v1/users/${id}/link`);
  const second = await admin.post(`/api/v1/users/${id}/link`);
  expect(await redeem(tokenOf(first))).toMatchObject(code('LINK_INVALID', 410));
  expect((await redeem(tokenOf(second))).status).toBe(200);
  expect(await redeem(tokenOf(second))).toMatchObject(code('LINK_INVALID', 410));
  expect(
    await admin.post('/api/v1/users', { email: 'new@example.com', name: 'Again', role: 'viewer' }),
  ).toMatchObject(code('ALREADY_EXISTS', 409));
});

test('an invitation is over after three days, and with the account', async () => {
  const admin = await bench.signedIn(await bench.person('admin'));
  const invite = (email: string) => admin.post('/api/v1/users', { email, name: 'N', role: 'viewer' });
  const [late, disabled] = [await invite('late@example.com'), await invite('gone@example.com')];
  const { id } = disabled.body['user'] as { id: string };
  await admin.patch(`/api/v1/users/${id}`, { disabled: true });
  const look = (answer: Answer) => bench.browser().post('/api/auth/links/look', { token: tokenOf(answer) });
  expect((await look(late)).status).toBe(200);
  expect(await look(disabled)).toMatchObject(code('LINK_INVALID', 410));
  bench.later(3 * DAY_MS + 1);
  expect(await look(late)).toMatchObject(code('LINK_INVALID', 410));
});

test('nobody raises themselves or others above their own role, nor touches who is above', async () => {
  const owner = await bench.person('owner');
  const adminUser = await bench.person('admin');
  const admin = await bench.signedIn(adminUser);
  const forbidden = code('FORBIDDEN', 403);
  expect(
    await admin.post('/api/v1/users', { email: 'x@example.com', name: 'X', role: 'owner' }),
  ).toMatchObject(forbidden);
  expect(await admin.patch(`/api/v1/users/${adminUser.id}`, { role: 'owner' })).toMatchObject(forbidden);
  expect(await admin.patch(`/api/v1/users/${owner.id}`, { disabled: true })).toMatchObject(forbidden);
  expect(await admin.post(`/api/v1/users/${owner.id}/link`)).toMatchObject(forbidden);
  expect(await admin.delete(`/api/v1/users/${owner.id}`)).toMatchObject(forbidden);
  expect(await admin.patch('/api/auth/me', { role: 'owner' })).toMatchObject(code('INVALID_INPUT', 422));
});

test('a key with few permissions cannot make somebody with all of them', async () => {
  const owner = await bench.signedIn(await bench.person('owner'));
  const operator = await bench.person('operator');
  const { body } = await owner.post('/api/v1/api-keys', {
    name: 'hr',
    permissions: ['users:read', 'users:write', 'apiKeys:write', 'settings:self'],
  });
  const hr = bench.browser({ 'x-api-key': body['key'] as string });
  expect((await hr.get('/api/v1/users')).status).toBe(200);
  for (const role of ['owner', 'admin', 'operator'])
    expect(await hr.post('/api/v1/users', { email: 'x@example.com', name: 'X', role })).toMatchObject(
      code('FORBIDDEN', 403),
    );
  expect(await hr.post(`/api/v1/users/${operator.id}/link`)).toMatchObject(code('FORBIDDEN', 403));
  expect(await hr.post('/api/v1/api-keys', { name: 'more', permissions: ['devices:write'] })).toMatchObject(
    code('FORBIDDEN', 403),
  );
});

test('the last owner stays, also when the last two go at once', async () => {
  const [one, two] = [
    await bench.person('owner', { name: 'one' }),
    await bench.person('owner', { name: 'two' }),
  ];
  const [first, second] = [await bench.signedIn(one), await bench.signedIn(two)];
  const answers = await Promise.all([
    first.patch(`/api/v1/users/${two.id}`, { role: 'viewer' }),
    second.delete(`/api/v1/users/${one.id}`),
  ]);
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status < 300)).toHaveLength(1);
  const left = await database.queries.selectFrom('users').selectAll().where('role', '=', 'owner').execute();
  expect(left).toHaveLength(1);
  const last = await bench.signedIn(left[0]!);
  for (const change of [{ role: 'admin' }, { disabled: true }])
    expect(await last.patch(`/api/v1/users/${left[0]!.id}`, change)).toMatchObject(code('CONFLICT', 409));
  expect(await last.delete(`/api/v1/users/${left[0]!.id}`)).toMatchObject(code('CONFLICT', 409));
  expect((await last.patch(`/api/v1/users/${left[0]!.id}`, { name: 'Still here' })).status).toBe(200);
});

test('who is disabled or removed is out at once, also at another broker and with their keys', async () => {
  const other = await IdentityBench.start(database);
  try {
    const owner = await bench.signedIn(await bench.person('owner'));
    for (const method of ['PATCH', 'DELETE']) {
      const user = await bench.person('admin', { name: method.toLowerCase() });
      const browser = await bench.signedIn(user);
      const elsewhere = other.browser({ authorization: `Bearer ${browser.accessToken}` });
      const key = await browser.post('/api/v1/api-keys', { name: 'k', permissions: ['users:read'] });
      const program = other.browser({ 'x-api-key': key.body['key'] as string });
      expect((await elsewhere.get('/api/auth/me')).status).toBe(200);
      expect((await program.get('/api/v1/users')).status).toBe(200);
      const body = method === 'PATCH' ? { disabled: true } : undefined;
      expect((await owner.ask(method, `/api/v1/users/${user.id}`, body)).status).toBeLessThan(300);
      expect(await browser.get('/api/auth/me')).toMatchObject(code('SESSION_EXPIRED', 401));
      await expect.poll(async () => (await elsewhere.get('/api/auth/me')).status).toBe(401);
      await expect.poll(async () => (await program.get('/api/v1/users')).status).toBe(401);
      expect(await browser.post('/api/auth/refresh')).toMatchObject(code('SESSION_EXPIRED', 401));
      const login = await bench.browser().post('/api/auth/login', { email: user.email, password: PASSWORD });
      expect(login).toMatchObject(code('CREDENTIALS_INVALID', 401));
    }
  } finally {
    await other.close();
  }
});

test('a new role counts from the next request on', async () => {
  const owner = await bench.signedIn(await bench.person('owner'));
  const user = await bench.person('admin');
  const browser = await bench.signedIn(user);
  const key = await browser.post('/api/v1/api-keys', { name: 'k', permissions: ['users:read'] });
  const program = bench.browser({ 'x-api-key': key.body['key'] as string });
  expect((await browser.get('/api/v1/users')).status).toBe(200);
  expect((await program.get('/api/v1/users')).status).toBe(200);
  await owner.patch(`/api/v1/users/${user.id}`, { role: 'viewer' });
  expect(await browser.get('/api/v1/users')).toMatchObject(code('FORBIDDEN', 403));
  expect(await program.get('/api/v1/users')).toMatchObject(code('FORBIDDEN', 403));
});

test('people are listed in pages and found by how their name or address begins', async () => {
  const admin = await bench.signedIn(await bench.person('admin', { name: 'oemer' }));
  for (const name of ['anna', 'Anton', 'berta', 'per_cent', 'percent', 'zoe'])
    await bench.person('viewer', { name });
  for (const sort of ['name', '-name', 'email', '-createdAt']) {
    const seen: unknown[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Answer = await admin.get(
        `/api/v1/users?limit=2&sort=${sort}${cursor && `&cursor=${cursor}`}`,
      );
      expect(page.status).toBe(200);
      seen.push(...itemsOf(page).map(({ id }) => id));
      cursor = page.body['nextCursor'] as string | null;
    }
    expect([sort, seen.length, new Set(seen).size]).toEqual([sort, 7, 7]);
  }
  const find = async (q: string) =>
    itemsOf(await admin.get(`/api/v1/users?q=${encodeURIComponent(q)}`)).map(({ name }) => name);
  expect(await find('AN')).toEqual(['Anton', 'anna']);
  expect(await find('zoe@default')).toEqual(['zoe']);
  expect(await find('per_')).toEqual(['per_cent']);
  expect(await find("' or 1=1 --")).toEqual([]);
  expect(itemsOf(await admin.get('/api/v1/users?role=admin'))).toHaveLength(1);
  const forged = (position: unknown[]) => Buffer.from(JSON.stringify(position)).toString('base64url');
  expect(await admin.get(`/api/v1/users?cursor=${forged(['a', 'b', 'c'])}`)).toMatchObject(
    code('CURSOR_INVALID', 400),
  );
  const page = await admin.get('/api/v1/users?limit=2&sort=createdAt');
  const print = (
    JSON.parse(Buffer.from(page.body['nextCursor'] as string, 'base64url').toString()) as string[]
  )[2];
  for (const position of [
    ['soon', 'x', print],
    [7, 'x', print],
    [null, 'x', print],
  ])
    expect(await admin.get(`/api/v1/users?sort=createdAt&cursor=${forged(position)}`)).toMatchObject({
      status: 200,
      body: { items: [] },
    });
});

test('text that the database cannot keep is refused wherever it stands', async () => {
  const admin = await bench.signedIn(await bench.person('owner'));
  const text = 'a\0b';
  const invalid = { status: 422, body: { code: 'INVALID_INPUT', errors: [{ code: 'UNFIT_TEXT' }] } };
  expect(
    await admin.post('/api/v1/users', { email: 'a@example.com', name: text, role: 'viewer' }),
  ).toMatchObject(invalid);
  expect(
    await admin.post('/api/v1/api-keys', { name: 'x\ud800', permissions: ['users:read'] }),
  ).toMatchObject({ ...invalid, body: { errors: [{ pointer: '/body/name' }] } });
  for (const path of ['users?q=%00', 'audit-log?actor=%00', 'audit-log?targetId=a%00', 'users/%00'])
    expect(await admin.get(`/api/v1/${path}`)).toMatchObject(invalid);
  expect(await admin.patch('/api/v1/tenants/%00', { name: 'x' })).toMatchObject(invalid);
  const fragments = { promptFragments: [{ name: 'n', text }] };
  await admin.get('/api/v1/settings');
  expect(await admin.patch('/api/v1/settings', fragments, { 'if-match': '"v1"' })).toMatchObject({
    ...invalid,
    body: { errors: [{ pointer: '/body/promptFragments/0/text' }] },
  });
});

test('a key is shown once, does what it may, is noted when used, and ends', async () => {
  const admin = await bench.signedIn(await bench.person('admin'));
  const expiresAt = new Date(Date.now() + DAY_MS).toISOString();
  const made = await admin.post('/api/v1/api-keys', { name: 'ci', permissions: ['users:read'], expiresAt });
  const key = made.body['key'] as string;
  expect(key).toMatch(/^key_[\w-]{43}$/);
  const listed = async () => itemsOf(await admin.get('/api/v1/api-keys'))[0]!;
  expect(await listed()).toMatchObject({
    name: 'ci',
    prefix: key.slice(0, 10),
    permissions: ['users:read'],
    expiresAt,
    lastUsedAt: null,
  });
  expect(JSON.stringify(await listed())).not.toContain(key);
  for (const headers of [{ 'x-api-key': key }, { authorization: `Bearer ${key}` }] as Record<
    string,
    string
  >[]) {
    const program = bench.browser(headers);
    expect((await program.get('/api/v1/users')).status).toBe(200);
    expect(await program.get('/api/v1/audit-log')).toMatchObject(code('FORBIDDEN', 403));
    expect((await program.get('/api/auth/me')).body).toMatchObject({
      principal: { kind: 'apiKey', name: 'ci', permissions: ['users:read'] },
      user: null,
    });
  }
  await expect.poll(async () => (await listed())['lastUsedAt']).not.toBeNull();
  const { lastUsedAt } = await listed();
  bench.later(MINUTE_MS / 2);
  const program = bench.browser({ 'x-api-key': key });
  await program.get('/api/v1/users');
  expect((await listed())['lastUsedAt']).toBe(lastUsedAt);
  bench.later(MINUTE_MS);
  await program.get('/api/v1/users');
  await expect.poll(async () => (await listed())['lastUsedAt']).not.toBe(lastUsedAt);

  for (const wrong of ['key_', `${key}x`, 'secret'])
    expect(await bench.browser({ 'x-api-key': wrong }).get('/api/v1/users')).toMatchObject(
      code('CREDENTIALS_INVALID', 401),
    );
  bench.later(DAY_MS);
  expect(await program.get('/api/v1/users')).toMatchObject(code('CREDENTIALS_INVALID', 401));
  const second = await (
    await bench.signedIn(await bench.person('admin', { name: 'b' }))
  ).post('/api/v1/api-keys', { name: 'two', permissions: ['users:read'] });
  const other = bench.browser({ 'x-api-key': second.body['key'] as string });
  expect((await other.get('/api/v1/users')).status).toBe(200);
  const revoker = await bench.signedIn(await bench.person('admin', { name: 'c' }));
  expect((await revoker.delete(`/api/v1/api-keys/${String(second.body['id'])}`)).status).toBe(204);
  expect(await other.get('/api/v1/users')).toMatchObject(code('CREDENTIALS_INVALID', 401));
  expect(
    await revoker.post('/api/v1/api-keys', { name: 'x', permissions: ['users:read'], expiresAt }),
  ).toMatchObject(code('INVALID_INPUT', 422));
});

test('the answer with a key is not kept for a repetition', async () => {
  const admin = await bench.signedIn(await bench.person('admin'));
  const make = () =>
    admin.post(
      '/api/v1/api-keys',
      { name: 'ci', permissions: ['users:read'] },
      { 'idempotency-key': 'once' },
    );
  expect((await make()).status).toBe(201);
  expect(await make()).toMatchObject(code('IDEMPOTENCY_WITHHELD', 409));
  expect(itemsOf(await admin.get('/api/v1/api-keys'))).toHaveLength(1);
});

test('settings begin with defaults, are changed by version, and keep secrets to themselves', async () => {
  const user = await bench.person('viewer');
  const browser = await bench.signedIn(user);
  const first = await browser.get('/api/v1/settings');
  expect(first.headers.get('etag')).toBe('"v1"');
  expect(first.body).toMatchObject({
    sandbox: { strategy: 'default', quota: { maxSandboxes: 3 } },
    autoScroll: true,
    sharedLinks: { enabled: false },
    promptFragments: [],
    deviceViews: [],
  });
  expect((await browser.get('/api/v1/settings', { 'if-none-match': '"v1"' })).status).toBe(304);
  expect(await browser.patch('/api/v1/settings', { autoScroll: false })).toMatchObject(
    code('VERSION_REQUIRED', 428),
  );
  const provider = { id: 'mine', name: 'Mine', kind: 'openaiCompatible', baseUrl: 'https://llm.example.com' };
  const write = (version: number, body: object, method: 'put' | 'patch' = 'patch') =>
    browser[method]('/api/v1/settings', body, { 'if-match': `"v${version}"` });
  const secret = 's'.repeat(500);
  const put = await write(1, { modelProviders: [{ ...provider, apiKey: secret }], autoScroll: false }, 'put');
  expect(put.body).toMatchObject({ autoScroll: false, modelProviders: [{ apiKey: '********' }] });
  expect(await write(1, { autoScroll: true })).toMatchObject({ status: 412, body: { currentVersion: 2 } });

  // What was read is sent back: the secret stays, unless it would go to another address.
  const masked = put.body['modelProviders'] as object[];
  expect((await write(2, { modelProviders: masked, inputSuggestions: false })).body).toMatchObject({
    autoScroll: false,
    inputSuggestions: false,
  });
  expect(await bench.identity.settings.providersOf(user.id)).toMatchObject([{ id: 'mine', apiKey: secret }]);
  const moved = [{ ...provider, baseUrl: 'https://evil.example.com', apiKey: '********' }];
  expect(await write(3, { modelProviders: moved })).toMatchObject(code('INVALID_INPUT', 422));

  for (const wrong of [
    { unknown: 1 },
    { promptFragments: Array.from({ length: 21 }, () => ({ name: 'n', text: 't' })) },
    { promptFragments: [{ name: 'n', text: 'x'.repeat(4001) }] },
    { sandbox: { quota: { memoryMb: 1 } } },
    {
      deviceViews: [
        { name: 'n', query: '' },
        { name: 'n', query: 'q=a' },
      ],
    },
    { deviceViews: ['a', 'b'].map((name) => ({ name, query: '', isDefault: true })) },
    { modelProviders: [provider, provider] },
    { modelProviders: [{ ...provider, baseUrl: 'file:///etc/passwd' }] },
  ])
    expect(await write(3, wrong)).toMatchObject(code('INVALID_INPUT', 422));
  const [a, b] = await Promise.all([write(3, { autoScroll: true }), write(3, { autoScroll: true })]);
  expect(new Set([a.status, b.status])).toEqual(new Set([200, 412]));
  expect((await browser.delete('/api/v1/settings')).status).toBe(204);
  expect((await browser.get('/api/v1/settings')).body).toMatchObject({
    modelProviders: [],
    autoScroll: true,
  });
});

test('tenants are made with an owner, who sees their own only, and are shut out when disabled', async () => {
  const operator = await bench.signedIn(await bench.person('owner'));
  const made = await operator.post('/api/v1/tenants', {
    id: 'acme',
    name: 'Acme',
    owner: { email: 'boss@acme.example.com', name: 'Boss' },
  });
  expect(made).toMatchObject({ status: 201, body: { tenant: { id: 'acme' }, owner: { role: 'owner' } } });
  expect(
    await operator.post('/api/v1/tenants', {
      id: 'acme',
      name: 'Acme',
      owner: { email: 'x@acme.example.com', name: 'X' },
    }),
  ).toMatchObject(code('ALREADY_EXISTS', 409));
  const boss = bench.browser();
  expect(
    (await boss.post('/api/auth/links/redeem', { token: tokenOf(made), password: PASSWORD })).status,
  ).toBe(200);
  expect(itemsOf(await boss.get('/api/v1/users'))).toMatchObject([{ email: 'boss@acme.example.com' }]);
  expect(await boss.get('/api/v1/tenants')).toMatchObject(code('NOT_FOUND', 404));
  expect(itemsOf(await operator.get('/api/v1/tenants')).map(({ id }) => id)).toEqual(['acme', 'default']);
  expect(itemsOf(await operator.get('/api/v1/users'))).toHaveLength(1);

  expect((await operator.patch('/api/v1/tenants/acme', { disabled: true })).status).toBe(200);
  expect((await boss.get('/api/auth/me')).status).toBe(401);
  expect((await boss.post('/api/auth/refresh')).status).toBe(401);
  const login = () =>
    bench.browser().post('/api/auth/login', { email: 'boss@acme.example.com', password: PASSWORD });
  expect((await login()).status).toBe(401);
  await operator.patch('/api/v1/tenants/acme', { disabled: false });
  expect((await login()).status).toBe(200);
  expect(await operator.patch('/api/v1/tenants/default', { disabled: true })).toMatchObject(
    code('CONFLICT', 409),
  );
});

test('where there is one tenant, there are no others to be made', async () => {
  await bench.close();
  bench = await IdentityBench.start(database);
  const owner = await bench.signedIn(await bench.person('owner'));
  expect(await owner.get('/api/v1/tenants')).toMatchObject(code('NOT_FOUND', 404));
});

test('the audit log says who did what, by filters, in pages and as a file', async () => {
  const adminUser = await bench.person('admin');
  const admin = await bench.signedIn(adminUser);
  bench.later(MINUTE_MS);
  const from = new Date(Date.now() + MINUTE_MS / 2).toISOString();
  const invited = await admin.post('/api/v1/users', {
    email: 'new@example.com',
    name: '=HYPERLINK("x")',
    role: 'viewer',
  });
  const { id } = invited.body['user'] as { id: string };
  await admin.patch(`/api/v1/users/${id}`, { name: 'Changed' });
  await bench.browser().post('/api/auth/login', { email: 'eve@example.com', password: 'wrong' });
  await bench.audit.flush();
  const list = async (query: string) => itemsOf(await admin.get(`/api/v1/audit-log?${query}`));
  expect((await list('')).map(({ action }) => action)).toEqual([
    'signIn.start',
    'user.change',
    'user.create',
    'signIn.start',
  ]);
  expect((await list(`targetKind=user&targetId=${id}`)).map(({ action }) => action)).toEqual([
    'user.change',
    'user.create',
  ]);
  expect(await list('result=refused')).toMatchObject([
    { actor: { kind: 'nobody', id: 'eve@example.com', address: '127.0.0.1' }, detail: { why: 'unknown' } },
  ]);
  expect(await list(`actor=${adminUser.id}&action=user.change`)).toMatchObject([
    { actor: { kind: 'user', name: 'admin', via: 'cookie' }, detail: { name: 'Changed' } },
  ]);
  expect(await list(`from=${from}&sort=at`)).toHaveLength(3);
  expect(await list(`to=${from}`)).toHaveLength(1);
  const page = await admin.get('/api/v1/audit-log?limit=3');
  expect(
    itemsOf(await admin.get(`/api/v1/audit-log?limit=3&cursor=${String(page.body['nextCursor'])}`)),
  ).toHaveLength(1);

  const csv = await admin.get('/api/v1/audit-log?action=user.change', { accept: 'text/csv' });
  expect(csv.headers.get('content-type')).toMatch(/^text\/csv/);
  expect(csv.text.split('\r\n')).toHaveLength(3);
  expect(csv.text).toMatch(/^id,at,actorKind/);
  const answer = await bench.signedIn(await bench.person('operator'));
  expect(await answer.get('/api/v1/audit-log')).toMatchObject(code('FORBIDDEN', 403));
  await bench.audit.flush();
  expect(await list('action=request.refused')).toMatchObject([
    {
      actor: { kind: 'user', name: 'operator', address: '127.0.0.1' },
      target: { kind: 'route', id: 'GET /api/v1/audit-log' },
      result: 'refused',
      detail: { permission: 'audit:read' },
    },
  ]);
});

test('what somebody chooses of sandboxes is told to whoever runs their programs', async () => {
  const user = await bench.person('viewer');
  const browser = await bench.signedIn(user);
  const { settings } = bench.identity;
  expect(await settings.sandboxOf(user.id)).toMatchObject({ strategy: 'default' });
  const heard: string[] = [];
  const stop = bench.database.listen('pipit_settings', { onNotice: (payload) => heard.push(payload) });
  const sandbox = { strategy: 'perUser', quota: { maxSandboxes: 1 } };
  await browser.get('/api/v1/settings');
  const { status } = await browser.patch('/api/v1/settings', { sandbox }, { 'if-match': '"v1"' });
  expect(status).toBe(200);
  await vi.waitFor(() => expect(heard).toEqual([JSON.stringify({ userId: user.id })]));
  expect(await settings.sandboxOf(user.id)).toMatchObject(sandbox);
  await browser.delete('/api/v1/settings');
  await vi.waitFor(() => expect(heard).toHaveLength(2));
  stop();
  // As a backup of an earlier version has it.
  await browser.get('/api/v1/settings');
  await bench.database.queries
    .updateTable('userSettings')
    .set({ body: json({ sandbox: { strategy: 'none' }, autoScroll: false }) })
    .where('userId', '=', user.id)
    .execute();
  expect((await browser.get('/api/v1/settings')).body).toMatchObject({
    sandbox: { strategy: 'shared' },
    autoScroll: false,
  });
});
