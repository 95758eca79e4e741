/** Devices at the HTTP API, with a token of their own. */
import { connectAsync } from 'mqtt';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { readLocalAccess } from '../../src/identity/local-key.ts';
import { openTestDatabase } from '../store/test-database.ts';
import { WholeBroker } from '../whole-broker.ts';

let database: Database;
let whole: WholeBroker;
let base: string;
let owner: string;
let secret: string;

beforeAll(async () => {
  database = await openTestDatabase();
  whole = await WholeBroker.start({ database, settings: { 'devices.passwordSignIn': true } });
  base = `http://127.0.0.1:${whole.broker.ports['http']}`;
  owner = (await readLocalAccess(whole.folder))!.key;
});
afterAll(async () => {
  await whole[Symbol.asyncDispose]();
  await database.close();
});
beforeEach(async () => {
  await database.queries.deleteFrom('devices').execute();
  ({ secret } = await whole.broker.devices.add('kitchen'));
  await whole.broker.devices.add('hall');
});

async function ask(method: string, path: string, token?: string, body?: object) {
  const response = await fetch(base + path, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body && { 'content-type': 'application/json', 'if-match': '"v0"' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer = (text ? JSON.parse(text) : {}) as Record<string, unknown>;
  return { status: response.status, body: answer };
}
const signIn = (body: object) => ask('POST', '/api/auth/device', undefined, body);
const tokenOf = async (): Promise<string> =>
  (await signIn({ deviceId: 'kitchen', secret })).body['accessToken'] as string;

test('a device gets a token and what is set for it, and sees what is its own', async () => {
  await ask('PUT', '/api/v1/configuration/devices/kitchen', owner, { volume: 30, voice: 'tina' });
  const { status, body } = await signIn({ deviceId: 'kitchen', secret });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    revision: expect.any(Number),
    configuration: { volume: 30, voice: 'tina', maxTokens: 1024 },
  });
  const token = body['accessToken'] as string;
  expect((await ask('GET', '/api/v1/devices/kitchen', token)).body).toMatchObject({ id: 'kitchen' });
  expect((await ask('GET', '/api/v1/devices/hall', token)).status).toBe(404);
  const { body: list } = await ask('GET', '/api/v1/devices', token);
  expect((list['items'] as { id: string }[]).map(({ id }) => id)).toEqual(['kitchen']);
  expect((await ask('PATCH', '/api/v1/devices/kitchen', token, { name: 'x' })).status).toBe(403);
  expect((await ask('GET', '/api/v1/users', token)).status).toBe(403);
});

test.for([
  ['its secret is rotated', () => whole.broker.devices.rotate('kitchen')],
  ['it is disabled', () => whole.broker.devices.setEnabled('kitchen', false)],
  ['it is removed', () => whole.broker.devices.remove('kitchen')],
] as const)('a token ends when %s', async ([, change]) => {
  const token = await tokenOf();
  expect((await ask('GET', '/api/v1/devices/kitchen', token)).status).toBe(200);
  await change();
  expect(await ask('GET', '/api/v1/devices/kitchen', token)).toMatchObject({
    status: 401,
    body: { code: 'CREDENTIALS_INVALID' },
  });
});

test('the next secret of a rotation takes the place of the old one, as over MQTT', async () => {
  const next = await whole.broker.devices.rotate('kitchen', { overlap: true });
  expect((await signIn({ deviceId: 'kitchen', secret })).status).toBe(200);
  const { body } = await signIn({ deviceId: 'kitchen', secret: next.secret });
  expect((await ask('GET', '/api/v1/devices/kitchen', body['accessToken'] as string)).status).toBe(200);
  expect((await signIn({ deviceId: 'kitchen', secret })).status).toBe(401);
});

test('a token is a use of the secret: a claim does not tell it again', async () => {
  const claim = { deviceId: 'new', claimKey: Buffer.alloc(32, 7).toString('base64url') };
  const { body: asked } = await ask('POST', '/api/v1/claims', undefined, claim);
  expect((await ask('POST', `/api/v1/claims/${String(asked['code'])}/claim`, owner, {})).status).toBe(201);
  const poll = () => ask('POST', '/api/v1/claims/poll', undefined, claim);
  const { body: told } = await poll();
  expect((await signIn({ deviceId: 'new', secret: 'pk_wrong' })).status).toBe(401);
  expect((await poll()).body).toEqual(told);
  expect((await signIn({ deviceId: 'new', secret: told['secret'] })).status).toBe(200);
  expect((await poll()).body).toEqual({ status: 'expired' });
});

test('a device with a pinned certificate gets no token for its secret alone', async () => {
  const token = await tokenOf();
  const pin = (certificate: string | null) =>
    ask('PUT', '/api/v1/devices/kitchen/certificate', owner, { certificate });
  expect((await pin('AB:'.repeat(32).slice(0, -1))).status).toBe(200);
  expect((await ask('GET', '/api/v1/devices/kitchen', token)).status).toBe(401);
  expect(await signIn({ deviceId: 'kitchen', secret })).toMatchObject({
    status: 401,
    body: { detail: expect.stringContaining('pinned certificate') },
  });
  expect((await pin(null)).status).toBe(200);
  expect((await signIn({ deviceId: 'kitchen', secret })).status).toBe(200);
});

test('old devices come with the password of their owner, and of nobody else', async () => {
  const made = await ask('POST', '/api/v1/users', owner, {
    email: 'anna@example.com',
    name: 'Anna',
    role: 'device_user',
  });
  const { link, user } = made.body as { link: { url: string }; user: { id: string } };
  const password = 'four small birds';
  await ask('POST', '/api/auth/links/redeem', undefined, { token: link.url.split('#')[1], password });
  const asAnna = { deviceId: 'kitchen', email: 'anna@example.com', password };
  expect((await signIn(asAnna)).status).toBe(401);
  await ask('PATCH', '/api/v1/devices/kitchen', owner, { ownerId: user.id });
  expect((await signIn(asAnna)).status).toBe(200);
  expect((await signIn({ ...asAnna, deviceId: 'hall' })).status).toBe(401);
  expect((await signIn({ ...asAnna, password: 'wrong' })).status).toBe(401);
  const mqtt = await connectAsync(whole.url, { clientId: 'kitchen', username: asAnna.email, password });
  await mqtt.endAsync();
  const entries = async () => {
    const { body } = await ask('GET', '/api/v1/audit-log?action=device.passwordSignIn', owner);
    const items = body['items'] as {
      result: string;
      actor: { address: string };
      target: { kind: string; id: string };
    }[];
    expect(new Set(items.map(({ actor }) => actor.address))).toEqual(new Set(['127.0.0.1']));
    return items
      .map(({ result, target }) => `${result} ${target.kind === 'device' ? target.id : target.kind}`)
      .toReversed();
  };
  // Over HTTP: not hers yet, hers, another one, a wrong password; then over MQTT.
  await expect
    .poll(entries)
    .toEqual(['refused kitchen', 'ok kitchen', 'refused hall', 'refused user', 'ok kitchen']);
});

test.for([
  ['a wrong secret', { deviceId: 'kitchen', secret: 'pk_wrong' }, 401],
  ['a device that nobody knows', { deviceId: 'nobody', secret: 'pk_x' }, 401],
  ['no credential', { deviceId: 'kitchen' }, 422],
  ['an id that is none', { deviceId: '', secret: 'x' }, 422],
] as const)('%s is refused', async ([, body, status]) => {
  expect((await signIn(body)).status).toBe(status);
});
