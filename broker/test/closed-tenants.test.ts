/** Devices of a tenant that is disabled, on two brokers that share a database. */
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
  await whole.line(({ why }) => why === 'tenant of the device is disabled');
  expect((await seen()).status).toBe(401);
  expect((await signIn()).status).toBe(401);

  expect((await ask('PATCH', '/api/v1/tenants/acme', { disabled: false })).status).toBe(200);
  for (const broker of [whole, second]) expect(await signInOver(broker, 'lamp', secret)).toBe(0);
  expect((await signIn()).status).toBe(200);
  expect((await seen()).status).toBe(200);
});
