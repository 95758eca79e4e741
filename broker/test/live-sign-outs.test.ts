/** Live events end with whatever lets somebody in, and with nothing else. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readLocalAccess } from '../src/identity/local-key.ts';
import type { Database } from '../src/store/database.ts';
import { openTestDatabase } from './store/test-database.ts';
import { WholeBroker, until } from './whole-broker.ts';

let database: Database;
let whole: WholeBroker;
let local: string;

beforeAll(async () => {
  database = await openTestDatabase();
  whole = await WholeBroker.start({
    database,
    settings: { 'tenancy.mode': 'multi', 'http.signInPerMinute': 1000 },
  });
  local = (await readLocalAccess(whole.folder))!.key;
});
afterAll(async () => {
  await whole[Symbol.asyncDispose]();
  await database.close();
});

const request = (method: string, path: string, token?: string, body?: object): Promise<Response> =>
  fetch(`http://127.0.0.1:${whole.broker.ports['http']}${path}`, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });

async function ask(method: string, path: string, token?: string, body?: object) {
  const response = await request(method, path, token, body);
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return (text === '' ? {} : JSON.parse(text)) as Record<string, never>;
}

/** A stream that is open, and whether it still is. */
async function listen(token: string): Promise<{ readonly isOpen: boolean }> {
  const response = await request('GET', '/api/v1/events', token);
  expect(response.status).toBe(200);
  const reader = response.body!.getReader();
  await reader.read();
  let isOpen = true;
  const drain = async (): Promise<void> => {
    while (!(await reader.read()).done);
  };
  drain()
    .catch(() => {})
    .finally(() => (isOpen = false));
  return {
    get isOpen() {
      return isOpen;
    },
  };
}

const password = 'four small birds';
let count = 0;

async function ownerOfTenant(): Promise<{ tenantId: string; email: string; userId: string }> {
  const tenantId = `tenant-${++count}`;
  const email = `owner@${tenantId}.example.com`;
  const owner = { email, name: 'Owner' };
  const made = await ask('POST', '/api/v1/tenants', local, { id: tenantId, name: tenantId, owner });
  const { link, owner: user } = made as unknown as { link: { url: string }; owner: { id: string } };
  await ask('POST', '/api/auth/links/redeem', undefined, { token: link.url.split('#')[1], password });
  return { tenantId, email, userId: user.id };
}

const signIn = async (email: string): Promise<string> =>
  (await ask('POST', '/api/auth/login', undefined, { email, password }))['accessToken']!;

test('a sign-in that is ended takes its own streams along, and no others of the person', async () => {
  const { email } = await ownerOfTenant();
  const tokens = [await signIn(email), await signIn(email), await signIn(email)] as const;
  const [first, second, third] = await Promise.all(tokens.map((token) => listen(token)));
  const { items } = (await ask('GET', '/api/auth/sign-ins', tokens[0])) as unknown as {
    items: { id: string; current: boolean }[];
  };
  await ask('DELETE', `/api/auth/sign-ins/${items.find(({ current }) => current)!.id}`, tokens[1]);
  await until(() => !first!.isOpen);
  expect([second!.isOpen, third!.isOpen]).toEqual([true, true]);
  await ask('POST', '/api/auth/logout', tokens[1]);
  await until(() => !second!.isOpen);
  expect(third!.isOpen).toBe(true);
});

test.for([
  [
    'a person who is disabled',
    (my: Owner) => ask('PATCH', `/api/v1/users/${my.userId}`, my.other, { disabled: true }),
  ],
  [
    'a tenant that is disabled',
    (my: Owner) => ask('PATCH', `/api/v1/tenants/${my.tenantId}`, local, { disabled: true }),
  ],
] as const)('%s takes along streams of sign-ins and keys', async ([, end]) => {
  const owner = await ownerOfTenant();
  const token = await signIn(owner.email);
  const newKey = { name: 'key', permissions: ['sessions:read'] };
  const { key } = await ask('POST', '/api/v1/api-keys', token, newKey);
  const invited = { email: `second@${owner.tenantId}.example.com`, name: 'Second', role: 'owner' };
  const { link } = (await ask('POST', '/api/v1/users', token, invited)) as unknown as {
    link: { url: string };
  };
  const redeemed = { token: link.url.split('#')[1], password };
  const other = (await ask('POST', '/api/auth/links/redeem', undefined, redeemed))['accessToken']!;
  const streams = await Promise.all([listen(token), listen(key!)]);
  const neighbour = await listen(local);
  await end({ ...owner, other });
  await until(() => streams.every(({ isOpen }) => !isOpen));
  expect(neighbour.isOpen).toBe(true);
});

interface Owner {
  readonly tenantId: string;
  readonly userId: string;
  /** Token of another owner. */
  readonly other: string;
}

test('a device that is disabled takes its streams along', async () => {
  const tokenOf = async (deviceId: string): Promise<string> => {
    const { secret } = await whole.broker.devices.add(deviceId);
    return (await ask('POST', '/api/auth/device', undefined, { deviceId, secret }))['accessToken']!;
  };
  const [kitchen, hall] = [await listen(await tokenOf('kitchen')), await listen(await tokenOf('hall'))];
  await whole.broker.devices.setEnabled('kitchen', false);
  await until(() => !kitchen.isOpen);
  expect(hall.isOpen).toBe(true);
});
