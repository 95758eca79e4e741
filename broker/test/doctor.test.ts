/** The self-test and `pipit doctor` against a whole broker, healthy and with each leg broken. */
import { PipitDevice, type SelfTestLeg, type SelfTestResult } from '@pipit/device-sdk';
import { parseFault } from '@pipit/emulator';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { WholeBroker, until } from './whole-broker.ts';

const outcomes = ({ legs }: SelfTestResult) => legs.map(({ name, outcome }) => `${name} ${outcome}`);
const leg = ({ legs }: SelfTestResult, name: SelfTestLeg['name']) => legs.find((one) => one.name === name)!;

const ALL_OK = [
  'reach ok',
  'signIn ok',
  'roundTrip ok',
  'audioUp ok',
  'model ok',
  'audioDown ok',
  'playback ok',
];

async function deviceOf(whole: WholeBroker, id: string, options: { url?: string; secret?: string } = {}) {
  const { secret } = await whole.broker.devices.add(id);
  return new PipitDevice({ url: whole.url, deviceId: id, secret, ...options });
}

const quick = { toneMs: 300, timeoutMs: 2000 };

describe('a self-test', () => {
  test('of a device that is not connected finds all well, and leaves nothing behind', async () => {
    await using whole = await WholeBroker.start();
    await using device = await deviceOf(whole, 'kitchen');
    const told: string[] = [];
    const result = await device.selfTest({ ...quick, onLeg: ({ name }) => told.push(name) });
    expect(outcomes(result)).toEqual(ALL_OK);
    expect(result.ok).toBe(true);
    expect(told).toEqual(result.legs.map(({ name }) => name));
    for (const name of ['audioUp', 'audioDown'] as const) {
      expect(leg(result, name)).toMatchObject({ lost: 0, text: expect.stringContaining('5 frames') });
    }
    for (const { name, ms } of result.legs)
      if (name !== 'audioUp') expect(ms, name).toBeGreaterThanOrEqual(0);
    expect(device.isConnected).toBe(false);
    await until(() => whole.emulator.stats().openStreams === 0);
    // A device that connects afterwards talks as ever.
    await device.connect();
    await using session = await device.openSession();
    await session.waitForState('LISTENING');
  });

  test('of a device that is connected uses its connection; a session stands in its way', async () => {
    await using whole = await WholeBroker.start();
    const device = await whole.device('kitchen', { frameDurationMs: 20, playbackSampleRateHz: 16_000 });
    const testing = device.selfTest({ ...quick, openModel: false });
    await expect(device.openSession()).rejects.toMatchObject({ code: 'BUSY' });
    await expect(device.selfTest()).rejects.toMatchObject({ code: 'BUSY' });
    const result = await testing;
    expect(outcomes(result)).toEqual(ALL_OK.with(4, 'model skipped'));
    expect(device.figures.connections).toBe(1);
    await using session = await device.openSession();
    await session.waitForState('LISTENING');
    await expect(device.selfTest()).rejects.toMatchObject({ code: 'BUSY' });
  });

  test('of a gateway without a codec counts packets', async () => {
    await using whole = await WholeBroker.start();
    const device = await whole.device('gateway', { codec: 'none' });
    expect(outcomes(await device.selfTest(quick))).toEqual(ALL_OK);
  });

  test('names the sign-in for a wrong secret, and the way for a broker that is not there', async () => {
    await using whole = await WholeBroker.start();
    await using stranger = await deviceOf(whole, 'kitchen', { secret: 'pk_wrong' });
    const refused = await stranger.selfTest(quick);
    expect(outcomes(refused).slice(0, 3)).toEqual(['reach ok', 'signIn failed', 'roundTrip skipped']);
    expect(leg(refused, 'signIn').text).toMatch(/refused the device id or its secret/);
    expect(leg(refused, 'playback').text).toBe('Not tried, because signing in failed.');

    await using lost = await deviceOf(whole, 'cellar', { url: 'mqtt://127.0.0.1:1' });
    const unreached = await lost.selfTest(quick);
    expect(outcomes(unreached).slice(0, 2)).toEqual(['reach failed', 'signIn skipped']);
    expect(leg(unreached, 'reach').text).toMatch(/ECONNREFUSED/);

    await using astray = await deviceOf(whole, 'attic', {
      url: `mqtt://127.0.0.1:${whole.broker.ports['http']}`,
    });
    const deaf = await astray.selfTest({ ...quick, timeoutMs: 500 });
    expect(outcomes(deaf).slice(0, 2)).toEqual(['reach ok', 'signIn failed']);
  });

  test('names the model that refuses; the audio is heard and played all the same', async () => {
    await using whole = await WholeBroker.start({ settings: { 'model.queueTimeoutMs': 200 } });
    const { fault, options } = parseFault('throttle-open:streams=9');
    whole.emulator.faults.add(fault, options);
    const device = await whole.device('kitchen');
    const result = await device.selfTest(quick);
    expect(outcomes(result)).toEqual(ALL_OK.with(4, 'model failed'));
    expect(leg(result, 'model').text).toMatch(/MODEL_THROTTLED/);
    expect(result.ok).toBe(false);
  });

  test('names the way up when no audio comes through', async () => {
    await using whole = await WholeBroker.start();
    await using proxy = await proxyWithout('p1/kitchen/ua', whole.broker.ports['tcp']!);
    await using device = await deviceOf(whole, 'kitchen', { url: proxy.url });
    const result = await device.selfTest({ ...quick, openModel: false });
    expect(outcomes(result).slice(2, 4)).toEqual(['roundTrip ok', 'audioUp failed']);
    expect(leg(result, 'audioUp')).toMatchObject({
      lost: 5,
      text: expect.stringMatching(/None of 5 frames/),
    });
    expect(leg(result, 'playback').outcome).toBe('ok');
  });

  test('names the way down when no audio comes through', async () => {
    await using whole = await WholeBroker.start();
    await using proxy = await proxyWithout('p1/kitchen/da', whole.broker.ports['tcp']!);
    await using device = await deviceOf(whole, 'kitchen', { url: proxy.url });
    const result = await device.selfTest({ ...quick, timeoutMs: 500, openModel: false });
    expect(outcomes(result).slice(3)).toEqual([
      'audioUp ok',
      'model skipped',
      'audioDown failed',
      'playback skipped',
    ]);
    expect(leg(result, 'audioDown').text).toMatch(/No audio arrived/);
  });

  test('can be stopped at any time', async () => {
    await using whole = await WholeBroker.start();
    await using device = await deviceOf(whole, 'kitchen');
    const stop = new AbortController();
    const onLeg = ({ name }: SelfTestLeg) => name === 'roundTrip' && stop.abort(new Error('enough'));
    await expect(device.selfTest({ ...quick, onLeg, signal: stop.signal })).rejects.toThrow('enough');
    // Its end frees the device at the broker.
    expect(outcomes(await device.selfTest(quick))).toEqual(ALL_OK);
    const testing = device.selfTest({
      ...quick,
      onLeg: ({ name }) => void (name === 'reach' && device.close()),
    });
    await expect(testing).rejects.toMatchObject({ code: 'CLOSED' });
    await expect(device.selfTest()).rejects.toMatchObject({ code: 'CLOSED' });
  });
});

describe('pipit doctor', () => {
  const main = join(import.meta.dirname, '..', 'src', 'main.ts');

  async function doctor(args: readonly string[], environment: Record<string, string>) {
    const flags = ['--conditions=pipit-source', '--disable-warning=ExperimentalWarning'];
    const child = spawn(process.execPath, [...flags, main, 'doctor', ...args], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number];
    return { code, stdout };
  }

  test('shows a line for each leg, and the health when it is told where', async () => {
    await using whole = await WholeBroker.start();
    const { secret } = await whole.broker.devices.add('kitchen');
    const health = `http://127.0.0.1:${whole.broker.ports['http']}/health`;
    const { code, stdout } = await doctor(
      ['--url', whole.url, '--device', 'kitchen', '--health-url', health],
      {
        PIPIT_DEVICE_SECRET: secret,
      },
    );
    expect(stdout.split('\n').filter((line) => line.startsWith('✓'))).toHaveLength(8);
    expect(stdout).toMatch(/✓ audio up +[\d.]* ms +0 lost {2}17 frames/);
    expect(stdout).toMatch(/All is well/);
    expect(code).toBe(0);
  });

  test('ends with code 1 and says what to do; --json gives one object', async () => {
    await using whole = await WholeBroker.start();
    await whole.broker.devices.add('kitchen');
    const identity = { PIPIT_URL: whole.url, PIPIT_DEVICE_ID: 'kitchen', PIPIT_DEVICE_SECRET: 'pk_wrong' };
    const health = ['--health-url', `http://127.0.0.1:${whole.broker.ports['tcp']}/health`];
    const [people, json] = await Promise.all([
      doctor([], identity),
      doctor(['--json', '--no-model', ...health], identity),
    ]);
    expect(people.code).toBe(1);
    expect(people.stdout).toMatch(/✗ signing in .*Provision the device or correct the secret/);
    expect(people.stdout).toMatch(/– audio up .*Not tried, because signing in failed/);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject({
      ok: false,
      url: whole.url,
      deviceId: 'kitchen',
      legs: [
        { name: 'health', outcome: 'failed', text: expect.stringContaining('does not answer') },
        { name: 'reach', outcome: 'ok' },
        { name: 'signIn', outcome: 'failed' },
        ...Array.from({ length: 5 }, () => ({ outcome: 'skipped' })),
      ],
    });
    const nobody = await doctor(['--device', 'kitchen'], { PIPIT_DEVICE_SECRET: '' });
    expect(nobody.code).toBe(1);
  });
});

/** Stands before a broker and takes out every PUBLISH of the topic, either way; nothing else of MQTT changes. */
async function proxyWithout(topic: string, port: number) {
  const filter = () => {
    let waiting = Buffer.alloc(0);
    return new Transform({
      transform(chunk: Buffer, _encoding, done) {
        waiting = Buffer.concat([waiting, chunk]);
        for (let length = packetLength(waiting); length <= waiting.length; length = packetLength(waiting)) {
          const packet = waiting.subarray(0, length);
          waiting = waiting.subarray(length);
          // Its kind is PUBLISH (MQTT 3.1.1, section 3.3), and the topic stands at its beginning.
          const isTaken = packet[0]! >> 4 === 3 && packet.subarray(0, 8 + topic.length).includes(topic);
          if (!isTaken) this.push(packet);
        }
        done();
      },
    });
  };
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    near
      .on('error', () => far.destroy())
      .pipe(filter())
      .pipe(far);
    far
      .on('error', () => near.destroy())
      .pipe(filter())
      .pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `mqtt://127.0.0.1:${(server.address() as { port: number }).port}`,
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, 'close');
    },
  };
}

/** Of the packet at the beginning, with its header (MQTT 3.1.1, section 2.2.3); infinite when that is not complete. */
function packetLength(bytes: Buffer): number {
  let length = 0;
  for (let at = 1; at < Math.min(bytes.length, 5); at++) {
    length += (bytes[at]! & 0x7f) * 128 ** (at - 1);
    if (bytes[at]! < 0x80) return length + at + 1;
  }
  return Infinity;
}
