/** With what devices sign in, besides a secret: certificates, and the doors that are open only on demand. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type IClientOptions, connectAsync } from 'mqtt';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listenersOf } from '../../src/compose/listeners.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { OpenDoors } from '../../src/device/open-doors.ts';
import { warnOfOpenDoors } from '../../src/device/open-doors.ts';
import type { Database } from '../../src/store/database.ts';
import { FakeClock } from '../../src/testing/fake-clock.ts';
import { openTestDatabase } from '../store/test-database.ts';
import { FleetBench } from './fleet-bench.ts';

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../../fixtures/certs/${name}`, import.meta.url));
const pem = (name: string): string => readFileSync(fixture(name), 'utf8');
const cert = pem('localhost.crt');
const key = pem('localhost.key');
const OWNER = '0190a000-0000-7000-8000-0000000000aa';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  await database.queries
    .insertInto('users')
    .values({ id: OWNER, tenantId: 'default', email: 'ann@example.org', name: 'Ann', role: 'device_user' })
    .execute();
});
afterAll(() => database.close());
beforeEach(() => database.queries.deleteFrom('devices').execute());

/** The return code of CONNACK: 0 when the device was let in, which it leaves again. */
async function signIn(
  bench: FleetBench,
  clientId: string,
  options: IClientOptions = {},
  kind?: 'tcp',
): Promise<number | string> {
  const { addresses } = bench.mqtt;
  const { url } = addresses.find((address) => address.kind === kind) ?? addresses[0]!;
  try {
    const mqtt = await connectAsync(url, { clientId, ca: [cert], reconnectPeriod: 0, ...options });
    await mqtt.endAsync();
    return 0;
  } catch (error) {
    return (error as { code?: number | string }).code ?? 'closed';
  }
}

describe('a client certificate', () => {
  const flags = {
    'mqtt.host': '127.0.0.1',
    'mqtt.tlsPort': 0,
    'mqtt.tls.certFile': fixture('localhost.crt'),
    'mqtt.tls.keyFile': fixture('localhost.key'),
    'mqtt.tls.caFile': fixture('localhost.crt'),
  };
  const tlsOf = async (more: object) => {
    const listeners = await listenersOf(loadConfig({ environment: {}, flags: { ...flags, ...more } }));
    return listeners.filter(({ kind }) => kind === 'tls');
  };

  test.each([
    ['mqtt.tls.certFile', 'localhost.key'],
    ['mqtt.tls.keyFile', 'localhost.crt'],
    ['mqtt.tls.caFile', 'localhost.key'],
  ])('file that holds something else is told with its setting: %s', async (setting, file) => {
    await expect(tlsOf({ [setting]: fixture(file) })).rejects.toThrow(
      new RegExp(`${file} holds no (certificate|private key) in PEM.*named by ${setting}`),
    );
  });

  test('that was pinned is enough, and no other will do', async () => {
    await using bench = await FleetBench.start(database, { listeners: await tlsOf({}) });
    const { body } = await bench.ask<{ secret: string }>('POST /api/v1/devices', { body: { id: 'd' } });
    const withSecret = { username: 'd', password: body.secret };
    expect(await signIn(bench, 'd', { cert, key })).toBe(4);
    expect(await signIn(bench, 'd', { cert, key, ...withSecret })).toBe(0);
    const pinned = await bench.ask('PUT /api/v1/devices/d/certificate', { body: { certificate: cert } });
    const sha256 = new X509Certificate(cert).fingerprint256.replaceAll(':', '').toLowerCase();
    expect(pinned.body).toEqual({ sha256 });
    expect(await signIn(bench, 'd', { cert, key })).toBe(0);
    await bench.ask('PUT /api/v1/devices/d/certificate', {
      body: { certificate: 'AB:'.repeat(32).slice(0, -1) },
    });
    expect(await signIn(bench, 'd', { cert, key })).toBe(4);
    expect(await signIn(bench, 'd', { cert, key, ...withSecret })).toBe(5);
    expect(
      (await bench.ask('PUT /api/v1/devices/d/certificate', { body: { certificate: 'nonsense' } })).body,
    ).toMatchObject({
      errors: [{ pointer: '/body/certificate' }],
    });
  });

  test('that was pinned keeps out whoever knows the secret alone, on every port', async () => {
    const plain = { kind: 'tcp' as const, host: '127.0.0.1', port: 0 };
    const refused: string[] = [];
    await using bench = await FleetBench.start(database, {
      listeners: [...(await tlsOf({})), plain],
      onPresence: (event) => event.kind === 'refused' && refused.push(event.why),
    });
    const { body } = await bench.ask<{ secret: string }>('POST /api/v1/devices', { body: { id: 'd' } });
    const withSecret = { username: 'd', password: body.secret };
    const thief = await connectAsync(bench.mqtt.addresses[1]!.url, {
      clientId: 'd',
      ...withSecret,
      reconnectPeriod: 0,
    });
    const sentAway = new Promise<void>((resolve) => void thief.once('close', resolve));
    const pin = (certificate: string | null) =>
      bench.ask('PUT /api/v1/devices/d/certificate', { body: { certificate } });
    await pin(cert);
    await sentAway;
    expect(await signIn(bench, 'd', withSecret, 'tcp')).toBe(5);
    expect(refused.at(-1)).toBe('device has a pinned certificate and came without it');
    // Whoever does not even know the secret learns nothing of it.
    expect(await signIn(bench, 'd', { ...withSecret, password: 'pk_wrong' }, 'tcp')).toBe(4);
    expect(await signIn(bench, 'd', { cert, key })).toBe(0);
    expect(await signIn(bench, 'd', { cert, key, ...withSecret })).toBe(0);
    await pin(null);
    expect(await signIn(bench, 'd', withSecret, 'tcp')).toBe(0);
  });

  test('is not needed by a device that has a secret: both kinds use the same port', async () => {
    await using bench = await FleetBench.start(database, { listeners: await tlsOf({}) });
    const { body } = await bench.ask<{ secret: string }>('POST /api/v1/devices', { body: { id: 'd' } });
    expect(await signIn(bench, 'd', { username: 'd', password: body.secret })).toBe(0);
    expect(await signIn(bench, 'd')).toBe(4);
    await using strict = await FleetBench.start(database, {
      listeners: await tlsOf({ 'mqtt.tls.requireCertificate': true }),
    });
    expect(await signIn(strict, 'd', { username: 'd', password: body.secret })).not.toBe(0);
    expect(await signIn(strict, 'd', { cert, key, username: 'd', password: body.secret })).toBe(0);
  });
});

describe('doors for old devices', () => {
  const recorded: string[] = [];
  const checkPassword: OpenDoors['checkPassword'] = async ({ email, password, address }) =>
    email === 'ann@example.org' && password === 'right'
      ? { userId: OWNER, record: (deviceId, result) => recorded.push(`${deviceId} ${result} ${address}`) }
      : undefined;
  const ann = (password: string) => ({ username: 'ann@example.org', password });

  test('are shut unless they were opened', async () => {
    await using bench = await FleetBench.start(database);
    await bench.ask('POST /api/v1/devices', { body: { id: 'd', ownerId: OWNER } });
    expect(await signIn(bench, 'd', ann('right'))).toBe(4);
    expect(await signIn(bench, 'unknown')).toBe(4);
  });

  test("a person's password lets in the person's own devices", async () => {
    await using bench = await FleetBench.start(database, { openDoors: { checkPassword } });
    const made = await bench.ask<{ secret: string }>('POST /api/v1/devices', {
      body: { id: 'd', ownerId: OWNER },
    });
    await bench.ask('POST /api/v1/devices', { body: { id: 'not-hers' } });
    expect(await signIn(bench, 'd', ann('right'))).toBe(0);
    expect(await signIn(bench, 'd', { username: 'd', password: made.body.secret })).toBe(0);
    expect(await signIn(bench, 'd', ann('wrong'))).toBe(4);
    expect(await signIn(bench, 'not-hers', ann('right'))).toBe(4);
    expect(await signIn(bench, 'unknown', ann('right'))).toBe(4);
    await bench.ask('PATCH /api/v1/devices/d', { body: { enabled: false } });
    expect(await signIn(bench, 'd', ann('right'))).toBe(5);
    expect(recorded).toEqual(
      ['d ok', 'not-hers refused', 'unknown refused', 'd refused'].map((line) => `${line} 127.0.0.1`),
    );
  });

  test('without a credential come only those that have none', async () => {
    await using bench = await FleetBench.start(database, { openDoors: { openRegistration: true } });
    await bench.ask('POST /api/v1/devices', { body: { id: 'known' } });
    expect(await signIn(bench, 'known')).toBe(4);
    expect(await signIn(bench, 'stranger', { username: 'stranger', password: 'guess' })).toBe(4);
    expect(await signIn(bench, 'stranger')).toBe(0);
    expect(await signIn(bench, 'stranger')).toBe(0);
    expect((await bench.ask('GET /api/v1/devices/stranger')).body).toMatchObject({ hasSecret: false });
    await bench.ask('POST /api/v1/devices/stranger/secret', { body: { immediately: true } });
    expect(await signIn(bench, 'stranger')).toBe(4);
  });

  test('are warned of at the start and every hour', () => {
    const lines: string[] = [];
    const clock = new FakeClock();
    const log = pino({}, { write: (line: string) => void lines.push(line) });
    const stop = warnOfOpenDoors({ checkPassword, openRegistration: true }, log, clock);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('devices.passwordSignIn');
    clock.advance(3_600_000);
    expect(lines).toHaveLength(2);
    stop();
    clock.advance(3_600_000);
    expect(lines).toHaveLength(2);
    warnOfOpenDoors({}, log, clock)();
    expect(lines).toHaveLength(2);
  });
});
