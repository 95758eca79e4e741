/** What people who look at one device ask of it: its tools, how it is leg by leg, where its settings come from. */
import { PipitDevice } from '@pipit/device-sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readLocalAccess } from '../../src/identity/local-key.ts';
import { WholeBroker } from '../whole-broker.ts';

let whole: WholeBroker;
beforeAll(async () => {
  whole = await WholeBroker.start();
});
afterAll(() => whole[Symbol.asyncDispose]());

interface Leg {
  readonly name: string;
  readonly outcome: string;
  readonly finding: string;
  readonly detail: string | null;
}

async function legsOf(deviceId: string, body: object = {}): Promise<Record<string, Leg>> {
  const { status, text } = await whole.ask('POST', `/api/v1/devices/${deviceId}/self-test`, body);
  expect(status, text).toBe(200);
  const legs = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Leg);
  return Object.fromEntries(legs.map((leg) => [leg.name, leg]));
}

test('a device that is well is well in all legs that it need not help with', async () => {
  await whole.device('well', { settings: { volume: { apply: () => {}, current: () => 40 } } });
  const tools = await whole.ask('GET', '/api/v1/devices/well/tools');
  expect(tools.json).toMatchObject({ state: 'listed', detail: null });
  const { items } = tools.json as { items: { name: string; audience: string }[] };
  expect(items.map(({ name, audience }) => [name, audience])).toContainEqual(['set_volume', 'model']);
  const legs = await legsOf('well');
  expect(Object.keys(legs)).toEqual([
    'database',
    'link',
    'answers',
    'configuration',
    'model',
    'microphone',
    'speaker',
  ]);
  for (const name of ['database', 'link', 'answers', 'configuration', 'model'])
    expect(legs[name], name).toMatchObject({ outcome: 'ok' });
  expect(legs['speaker']).toMatchObject({ outcome: 'skipped', finding: 'NEEDS_DEVICE' });
  expect((await legsOf('well', { openModel: false }))['model']).toMatchObject({ finding: 'NOT_ASKED' });
});

test('a device that is away, has no tools, or refuses a setting is told of', async () => {
  const { secret } = await whole.broker.devices.add('away', { tenantId: 'default' });
  expect(await legsOf('away', { openModel: false })).toMatchObject({
    link: { outcome: 'failed', finding: 'OFFLINE' },
    answers: { outcome: 'skipped', finding: 'OFFLINE' },
  });
  expect((await whole.ask('GET', '/api/v1/devices/away/tools')).json).toMatchObject({ state: 'offline' });
  await whole.ask('PUT', '/api/v1/configuration/devices/away', { volume: 20 }, { 'if-match': '"v0"' });
  await using device = new PipitDevice({
    url: whole.url,
    deviceId: 'away',
    secret,
    builtInTools: false,
    settings: { volume: { apply: () => Promise.reject(new Error('The knob is stuck.')) } },
  });
  await device.connect();
  expect((await whole.ask('GET', '/api/v1/devices/away/tools')).json).toMatchObject({ state: 'none' });
  await expect
    .poll(async () => legsOf('away', { openModel: false }))
    .toMatchObject({
      link: { outcome: 'ok' },
      answers: { outcome: 'skipped', finding: 'NO_TOOLS' },
      configuration: {
        outcome: 'failed',
        finding: 'REFUSED',
        detail: expect.stringMatching(/volume/) as string,
      },
    });
});

test('a device that nobody has is not examined', async () => {
  const { status } = await whole.ask('POST', '/api/v1/devices/nobody/self-test', {});
  expect(status).toBe(404);
  expect((await whole.ask('GET', '/api/v1/devices/nobody/tools')).status).toBe(404);
});

test('what a scope inherits is told with its origin, and nothing of its own', async () => {
  const group = (await whole.ask('POST', '/api/v1/device-groups', { name: 'Lobby' })).json as { id: string };
  await whole.broker.devices.add('heir', { tenantId: 'default' });
  await whole.ask('PATCH', '/api/v1/devices/heir', { groupId: group.id });
  const put = (path: string, body: object) =>
    whole.ask('PUT', `/api/v1/configuration/${path}`, body, { 'if-match': '"v0"' });
  await put('fleet', { voice: 'amy', temperature: 0.5 });
  await put(`groups/${group.id}`, { voice: 'olivia' });
  await put('devices/heir', { voice: 'tiffany' });
  const of = async (path: string) =>
    (await whole.ask('GET', `/api/v1/configuration/${path}/inherited`)).json as { values: object };
  expect(await of('devices/heir')).toMatchObject({
    values: {
      voice: { value: 'olivia', scope: 'group', scopeId: group.id },
      temperature: { value: 0.5, scope: 'fleet' },
      topP: { scope: 'default' },
    },
  });
  expect(await of(`groups/${group.id}`)).toMatchObject({
    values: { voice: { value: 'amy', scope: 'fleet' } },
  });
  expect(await of('fleet')).toMatchObject({ values: { voice: { value: 'matthew', scope: 'default' } } });
  expect((await whole.ask('GET', '/api/v1/configuration/groups/nobody/inherited')).status).toBe(404);
});

test('voices are listed, and heard', async () => {
  const { json } = await whole.ask('GET', '/api/v1/voices');
  expect(json).toMatchObject({ isPaid: false });
  const { items } = json as { items: { id: string }[] };
  expect(items.map(({ id }) => id)).toContain('tina');
  const { url, key } = (await readLocalAccess(whole.folder))!;
  const response = await fetch(`${url}/api/v1/voices/tina/sample`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: '{}',
  });
  expect(response.headers.get('content-type')).toBe('audio/wav');
  const wav = Buffer.from(await response.arrayBuffer());
  expect(wav.length).toBeGreaterThan(10_000);
  expect(wav.subarray(0, 4).toString('latin1')).toBe('RIFF');
  const wrong = await whole.ask('POST', '/api/v1/voices/tina/sample', { language: 'fr' });
  expect(wrong.json).toMatchObject({ errors: [{ pointer: '/body/language' }] });
});

test('browsers are told when settings change and when a device has said what became of them', async () => {
  const { url, key } = (await readLocalAccess(whole.folder))!;
  const stop = new AbortController();
  const response = await fetch(`${url}/api/v1/events?topics=configuration`, {
    headers: { authorization: `Bearer ${key}` },
    signal: stop.signal,
  });
  await whole.device('told');
  await whole.ask('PUT', '/api/v1/configuration/devices/told', { x: { a: 1 } }, { 'if-match': '"v0"' });
  let heard = '';
  for await (const chunk of response.body!) {
    heard += Buffer.from(chunk as Uint8Array).toString();
    if (/configuration\.changed[^]*"told"/.test(heard) && /device\.reported[^]*"told"/.test(heard)) break;
  }
  stop.abort();
});

test('telemetry of a long time is thinned evenly', async () => {
  const { queries } = whole.database;
  await whole.broker.devices.add('measured', { tenantId: 'default' });
  const start = Date.now() - 3_600_000;
  const rows = Array.from({ length: 360 }, (_, i) => ({
    tenantId: 'default',
    deviceId: 'measured',
    at: new Date(start + i * 10_000),
    readings: JSON.stringify({ signalDbm: -i }),
  }));
  await queries.insertInto('deviceTelemetry').values(rows).execute();
  const query = `from=${new Date(start).toISOString()}&to=${new Date(start + 3_600_000).toISOString()}`;
  const { json } = await whole.ask('GET', `/api/v1/devices/measured/telemetry?${query}&points=60`);
  const { items } = json as { items: { at: string; readings: { signalDbm: number } }[] };
  expect(items).toHaveLength(60);
  expect(items.map(({ readings }) => readings.signalDbm).slice(0, 3)).toEqual([-5, -11, -17]);
});
