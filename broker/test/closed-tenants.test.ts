/** Tenants that are not let in: disabled, or left from a time when there were several. */
import { randomBytes } from 'node:crypto';
import { connectAsync } from 'mqtt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readLocalAccess } from '../src/identity/local-key.ts';
import type { Database } from '../src/store/database.ts';
import { openTestDatabase } from './store/test-database.ts';
import { WholeBroker } from './whole-broker.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** The same for all that use the database. */
const secretKey = randomBytes(32).toString('base64url');

const start = (mode: 'single' | 'multi' = 'multi'): Promise<WholeBroker> =>
  WholeBroker.start({
    database,
    settings: { secretKey, 'tenancy.mode': mode, 'http.signInPerMinute': 1000 },
  });

/** Of one broker, as the owner of its machine unless there is a token. */
async function askerOf(whole: WholeBroker) {
  const { key } = (await readLocalAccess(whole.folder))!;
  return async (method: string, path: string, body?: object, token = key) => {
    const response = await fetch(`http://127.0.0.1:${whole.broker.ports['http']}${path}`, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
}

/** The return code of CONNACK: 0 when the device was let in, which it leaves again. */
async function signInOver(whole: WholeBroker, clientId: string, password: string): Promise<unknown> {
  try {
    const mqtt = await connectAsync(whole.url, {
      clientId,
      password,
      username: clientId,
      reconnectPeriod: 0,
    });
    await mqtt.endAsync();
    return 0;
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
}

test('a tenant that is disabled takes its devices along, at every broker, until it is enabled again', async () => {
  await using whole = await start();
  await using second = await start();
  const ask = await askerOf(whole);
  const owner = { email: 'owner@acme.example.com', name: 'Owner' };
  expect((await ask('POST', '/api/v1/tenants', { id: 'acme', name: 'Acme', owner })).status).toBe(201);
  const { devices } = whole.broker;
  const { secret } = await devices.add('lamp', { tenantId: 'acme' });
  await devices.add('bell', { tenantId: 'acme' });
  const signIn = () => ask('POST', '/api/auth/device', { deviceId: 'lamp', secret }, '');
  const token = (await signIn()).body['accessToken'] as string;
  const seen = () => ask('GET', '/api/v1/devices/lamp', undefined, token);
  expect((await seen()).status).toBe(200);

  // One talks at the broker that is not asked, one of another tenant is beside it.
  const [talker, neighbour] = await Promise.all([
    second.device('talker', { tenantId: 'acme' }),
    second.device('neighbour'),
  ]);
  const session = await talker.openSession();
  const ended = session.once('ended');
  const closed = talker.once('disconnected');
  expect((await ask('PATCH', '/api/v1/tenants/acme', { disabled: true })).status).toBe(200);
  expect((await closed).reason).toBe('REVOKED');
  await ended;
  await second.event('ended', ({ deviceId }) => deviceId === 'talker');
  expect(neighbour.isConnected).toBe(true);

  for (const broker of [whole, second]) expect(await signInOver(broker, 'lamp', secret)).toBe(5);
  await whole.line(({ why }) => String(why).startsWith('tenant of the device is not let in'));
  expect((await seen()).status).toBe(401);
  expect((await signIn()).status).toBe(401);

  expect((await ask('PATCH', '/api/v1/tenants/acme', { disabled: false })).status).toBe(200);
  for (const broker of [whole, second]) expect(await signInOver(broker, 'lamp', secret)).toBe(0);
  expect((await signIn()).status).toBe(200);
  expect((await seen()).status).toBe(200);
});

test('where there is one tenant, those of before are kept out, and the log says so', async () => {
  const password = 'four small birds';
  const email = 'owner@old.example.com';
  const login = { email, password };
  const made: { secret?: string; token?: string; key?: string; deviceToken?: string } = {};
  {
    await using whole = await start();
    const ask = await askerOf(whole);
    const owner = { email, name: 'Owner' };
    const { body } = await ask('POST', '/api/v1/tenants', { id: 'old', name: 'Old', owner });
    const token = (body['link'] as { url: string }).url.split('#')[1];
    const { body: signedIn } = await ask('POST', '/api/auth/links/redeem', { token, password }, '');
    made.token = signedIn['accessToken'] as string;
    const newKey = { name: 'key', permissions: ['devices:read'] };
    made.key = (await ask('POST', '/api/v1/api-keys', newKey, made.token)).body['key'] as string;
    made.secret = (await whole.broker.devices.add('old-lamp', { tenantId: 'old' })).secret;
    const device = { deviceId: 'old-lamp', secret: made.secret };
    made.deviceToken = (await ask('POST', '/api/auth/device', device, '')).body['accessToken'] as string;
    for (const bearer of [made.token, made.key, made.deviceToken])
      expect((await ask('GET', '/api/v1/devices', undefined, bearer)).status).toBe(200);
    expect(whole.lines.some(({ msg }) => msg.includes('kept out'))).toBe(false);
  }
  const others = await database.queries
    .selectFrom('tenants')
    .select('id')
    .where('id', '!=', 'default')
    .execute();
  {
    await using whole = await start('single');
    const ask = await askerOf(whole);
    const warning = whole.lines.filter(({ msg }) => msg.includes('kept out'));
    expect(warning).toMatchObject([{ level: 40, tenants: others.length }]);
    for (const bearer of [made.token, made.key, made.deviceToken])
      expect((await ask('GET', '/api/v1/devices', undefined, bearer)).status).toBe(401);
    expect((await ask('POST', '/api/auth/login', login, '')).status).toBe(401);
    const device = { deviceId: 'old-lamp', secret: made.secret };
    expect((await ask('POST', '/api/auth/device', device, '')).status).toBe(401);
    expect(await signInOver(whole, 'old-lamp', made.secret)).toBe(5);
    const { secret } = await whole.broker.devices.add('new-lamp');
    expect(await signInOver(whole, 'new-lamp', secret)).toBe(0);
  }
  await using whole = await start();
  expect(await signInOver(whole, 'old-lamp', made.secret)).toBe(0);
  expect((await (await askerOf(whole))('POST', '/api/auth/login', login, '')).status).toBe(200);
});
