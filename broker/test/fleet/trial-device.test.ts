/** A browser is a device for a while: over the port of the dashboard, with settings that somebody wants to hear. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { PipitDevice } from '@pipit/device-sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WholeBroker } from '../whole-broker.ts';

let whole: WholeBroker;
beforeAll(async () => {
  whole = await WholeBroker.start();
});
afterAll(() => whole[Symbol.asyncDispose]());

interface Trial {
  readonly deviceId: string;
  readonly secret: string;
  readonly path: string;
}

async function begin(like?: object): Promise<Trial> {
  const { status, json } = await whole.ask('POST', '/api/v1/trial-device', { ...(like && { like }) });
  expect(status, JSON.stringify(json)).toBe(200);
  return json as Trial;
}

const host = (): string => `127.0.0.1:${whole.broker.ports['http']}`;

async function browser({ deviceId, secret, path }: Trial): Promise<PipitDevice> {
  const device = new PipitDevice({ url: `ws://${host()}${path}`, deviceId, secret });
  await device.connect();
  return device;
}

async function raw(request: string): Promise<string> {
  const socket = connect(whole.broker.ports['http']!, '127.0.0.1');
  socket.end(request);
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await once(socket, 'close');
  return text;
}

test('it talks over the port of the dashboard', async () => {
  await using device = await browser(await begin());
  const session = await device.openSession({ mode: 'ALWAYS_OPEN' });
  await whole.turn(session);
  await session.close();
  const { json } = await whole.ask('GET', `/api/v1/devices?tag=trial`);
  expect(json).toMatchObject({ items: [{ online: true, transport: 'ws' }] });
});

test('asked for again, the secret of before is good no more, and who came with it is gone', async () => {
  const first = await begin();
  await using device = await browser(first);
  const gone = device.once('closed');
  const second = await begin();
  expect(second).toMatchObject({ deviceId: first.deviceId });
  expect(await gone).toMatchObject({ code: 'BAD_CREDENTIALS' });
  await using _again = await browser(second);
});

test('it has the settings that somebody wants to try, and no others', async () => {
  await whole.broker.devices.add('kitchen');
  const group = await whole.ask('POST', '/api/v1/device-groups', { name: 'Shops' });
  const { id: groupId } = group.json as { id: string };
  await whole.ask('PATCH', '/api/v1/devices/kitchen', { groupId });
  const wished = { voice: 'tiffany', temperature: 0.3, tools: { mcp: false } };
  const set = await whole.ask('PUT', '/api/v1/configuration/devices/kitchen', wished, { 'if-match': '*' });
  expect(set.status, set.text).toBe(200);
  const { deviceId } = await begin({ kind: 'device', id: 'kitchen' });
  const settings = async (): Promise<object> => {
    const { json } = await whole.ask('GET', `/api/v1/configuration/devices/${deviceId}`);
    return (json as { settings: object }).settings;
  };
  const device = async (): Promise<object> =>
    (await whole.ask('GET', `/api/v1/devices/${deviceId}`)).json as object;
  expect(await settings()).toEqual(wished);
  expect(await device()).toMatchObject({ group: { id: groupId } });
  await begin();
  expect(await settings()).toEqual(wished);
  await begin({ kind: 'group', id: groupId });
  expect(await settings()).toEqual({});
  await begin({ kind: 'fleet' });
  expect(await device()).toMatchObject({ group: null });
  const missing = await whole.ask('POST', '/api/v1/trial-device', { like: { kind: 'device', id: 'nobody' } });
  expect(missing).toMatchObject({ status: 404 });
});

test('what is no WebSocket of MQTT is told so, and other upgrades are requests like all others', async () => {
  const head = `Host: ${host()}\r\nConnection: Upgrade, close\r\n`;
  const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n';
  expect(await raw(`GET /mqtt HTTP/1.1\r\n${head}Upgrade: websocket\r\n${key}\r\n`)).toMatch(
    /^HTTP\/1\.1 400[^]*Offer the WebSocket subprotocol "mqtt"/,
  );
  expect(await raw(`GET /health HTTP/1.1\r\n${head}Upgrade: websocket\r\n${key}\r\n`)).toMatch(
    /^HTTP\/1\.1 200/,
  );
  expect(await raw(`GET /mqtt HTTP/1.1\r\n${head}Upgrade: h2c\r\n\r\n`)).toMatch(/^HTTP\/1\.1 404/);
});

test('a broker that stops does not wait for it', async () => {
  await using device = await browser(await begin());
  const gone = device.once('disconnected');
  await whole.broker.close();
  await gone;
});
