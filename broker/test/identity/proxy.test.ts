/** People whom a proxy has signed in, and those who only say so. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import {
  IdentityBench,
  type IdentityBenchOptions,
  emptyPeople,
  openTestDatabase,
} from '../../src/testing/identity-bench.ts';

let database: Database;
let bench: IdentityBench;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => emptyPeople(database));
afterEach(() => bench.close());

const HEADER = 'x-forwarded-user';
const behindProxy = (auth: IdentityBenchOptions['auth']) =>
  IdentityBench.start(database, { auth: { proxyUserHeader: 'X-Forwarded-User', ...auth } });
const from = (email: string, more = {}) => bench.browser({ [HEADER]: email, ...more });

test.each(['127.0.0.1', '127.0.0.0/8', '::ffff:127.0.0.1'])('a proxy at %s is believed', async (trusted) => {
  bench = await behindProxy({ trustedProxies: ['10.1.0.0/16', trusted] });
  const user = await bench.person('admin');
  const browser = from(user.email.toUpperCase());
  expect((await browser.get('/api/auth/me')).body).toMatchObject({
    principal: { kind: 'user', id: user.id, role: 'admin' },
  });
  expect((await browser.get('/api/v1/users')).status).toBe(200);
  expect((await from('nobody@example.com').get('/api/auth/me')).status).toBe(401);
  expect((await from('no address').get('/api/auth/me')).status).toBe(401);
});

test('from anywhere else the header is nothing, whatever else is claimed', async () => {
  bench = await behindProxy({ trustedProxies: ['10.1.2.3', '192.168.0.0/16', '::1', 'fe80::/10'] });
  const user = await bench.person('owner');
  for (const spoofed of [
    {},
    { 'x-forwarded-for': '10.1.2.3' },
    { forwarded: 'for=10.1.2.3' },
    { 'x-real-ip': '10.1.2.3' },
    { 'x-forwarded-for': '10.1.2.3', 'x-forwarded-proto': 'https', via: '1.1 proxy' },
  ])
    expect((await from(user.email, spoofed).get('/api/auth/me')).status).toBe(401);
  expect(bench.identity.figures()['auth_proxy_headers_ignored_total']).toBe(5);
});

test('forwarded addresses are not believed either where X-Forwarded-For is', async () => {
  await bench?.close();
  bench = await IdentityBench.start(database, {
    auth: { proxyUserHeader: HEADER, trustedProxies: ['10.1.2.3'] },
    settings: { trustProxy: ['127.0.0.1'] },
  });
  const user = await bench.person('owner');
  expect((await from(user.email, { 'x-forwarded-for': '10.1.2.3' }).get('/api/auth/me')).status).toBe(401);
});

test('without the setting the header means nothing', async () => {
  bench = await IdentityBench.start(database, { auth: { trustedProxies: ['127.0.0.1'] } });
  const user = await bench.person('owner');
  expect((await from(user.email).get('/api/auth/me')).status).toBe(401);
});

test('newcomers are made with the default role, once, and who is disabled stays out', async () => {
  bench = await behindProxy({ trustedProxies: ['127.0.0.1'], proxyDefaultRole: 'viewer' });
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => from('New.Comer@example.com').get('/api/auth/me')),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  const users = await database.queries.selectFrom('users').selectAll().execute();
  expect(users).toMatchObject([{ email: 'new.comer@example.com', role: 'viewer', passwordHash: null }]);
  const owner = await bench.signedIn(await bench.person('owner'));
  await owner.patch(`/api/v1/users/${users[0]!.id}`, { disabled: true });
  expect((await from('new.comer@example.com').get('/api/auth/me')).status).toBe(401);
});

test('a foreign page cannot use the proxy to act for somebody', async () => {
  bench = await behindProxy({ trustedProxies: ['127.0.0.1'] });
  const user = await bench.person('admin');
  const browser = from(user.email);
  const change = (origin: string) => browser.patch('/api/auth/me', { name: 'Changed' }, { origin });
  expect(await change('https://evil.example.com')).toMatchObject({ status: 403, body: { code: 'CSRF' } });
  expect(await change('null')).toMatchObject({ status: 403 });
  expect((await change(bench.url)).status).toBe(200);
});
