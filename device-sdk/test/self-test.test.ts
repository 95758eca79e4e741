/** The device's part of a self-test, against a broker on loopback that sends the tone back. */
import {
  PipitDevice,
  type PipitDeviceOptions,
  type SelfTestLegName,
  type SelfTestResult,
} from '@pipit/device-sdk';
import { ErrorCode, Reason } from '@pipit/protocol';
import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type FakeBrokerOptions, startFakeBroker } from './fake-broker.mjs';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).toReversed()) await thing.close();
});

async function setUp(options: FakeBrokerOptions = {}, device: Partial<PipitDeviceOptions> = {}) {
  const broker = await startFakeBroker(options);
  open.push(broker);
  const lamp = new PipitDevice({
    url: broker.url,
    deviceId: 'lamp-1',
    secret: 's',
    frameDurationMs: 20,
    ...device,
  });
  open.push(lamp);
  return { broker, lamp };
}

const quick = { toneMs: 400, timeoutMs: 1000 };
const outcomes = ({ legs }: SelfTestResult) => legs.map(({ outcome }) => outcome).join(' ');
const leg = ({ legs }: SelfTestResult, name: SelfTestLegName) => legs.find((one) => one.name === name)!;

describe('a device that is not connected', () => {
  test.each(['mqtts', 'wss', 'ws'])(
    'and whose address is %s: though the port is not for that',
    async (scheme) => {
      const { broker } = await setUp();
      const lamp = new PipitDevice({
        url: `${scheme}://127.0.0.1:${broker.tcpPort}`,
        deviceId: 'lamp-1',
        secret: 's',
      });
      open.push(lamp);
      expect(leg(await lamp.selfTest(quick), 'reach')).toMatchObject({
        outcome: 'failed',
        text: expect.stringMatching(/^Something answers there, and hangs up\..*port and scheme/),
      });
    },
  );

  test('tries all legs on a connection of its own', async () => {
    const { broker, lamp } = await setUp({ clockOffsetMs: 5000 });
    const result = await lamp.selfTest(quick);
    expect(outcomes(result)).toBe('ok ok ok ok ok ok ok');
    expect(leg(result, 'audioUp')).toMatchObject({ ms: 4, lost: 0 });
    expect(leg(result, 'model')).toMatchObject({ ms: 70 });
    expect(leg(result, 'audioDown').lost).toBe(0);
    expect(leg(result, 'audioDown').ms).toBeLessThan(50);
    expect(leg(result, 'playback').text).toMatch(/^400 ms played/);
    const { toneHz, downlinkMs, openModel } = await broker.hear('selfTestStart');
    expect({ toneHz, downlinkMs, openModel }).toEqual({ toneHz: 1000, downlinkMs: 400, openModel: true });
    expect(await broker.hear('playbackFinished')).toMatchObject({ generation: 1, playedMs: 400 });
    await broker.hear('disconnected');
    expect(lamp.isConnected).toBe(false);
  });

  test('and is trying to connect, goes on with that afterwards', async () => {
    const { broker, lamp } = await setUp({ answerHello: false }, { connectTimeoutMs: 5000 });
    const connecting = lamp.connect();
    await broker.hear('hello');
    const failed = await lamp.selfTest({ timeoutMs: 100 });
    expect(outcomes(failed)).toBe('ok failed skipped skipped skipped skipped skipped');
    expect(leg(failed, 'signIn').text).toMatch(/did not answer hello/);
    broker.options.answerHello = true;
    await connecting;
    expect(lamp.isConnected).toBe(true);
  });

  test('and is asked to connect meanwhile, does so afterwards', async () => {
    const { lamp } = await setUp();
    const testing = lamp.selfTest({ ...quick, openModel: false });
    const connecting = lamp.connect();
    expect(outcomes(await testing)).toBe('ok ok ok ok skipped ok ok');
    await connecting;
    expect(lamp.isConnected).toBe(true);
  });

  test('learns that nobody is there, that nobody speaks MQTT, and that the broker is full', async () => {
    const { broker, lamp } = await setUp();
    broker.aedes.authenticate = (_client, _name, _secret, done) =>
      done(Object.assign(new Error('full'), { returnCode: 3 }), null);
    expect(leg(await lamp.selfTest(quick), 'signIn').text).toMatch(/takes no device in now/);

    const mute = createServer((socket) => socket.resume());
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const { port } = mute.address() as { port: number };
    const other = { url: `mqtt://127.0.0.1:${port}`, deviceId: 'lamp-2', secret: 's' };
    await using astray = new PipitDevice(other);
    const silent = await astray.selfTest({ timeoutMs: 100 });
    expect(outcomes(silent)).toMatch(/^ok failed skipped/);
    await new Promise((resolve) => mute.close(resolve));
    const none = await astray.selfTest({ timeoutMs: 100 });
    expect(outcomes(none)).toMatch(/^failed skipped/);
  });
});

test('says what is wrong with an option', async () => {
  const { lamp } = await setUp();
  await expect(lamp.selfTest({ toneMs: 50 })).rejects.toThrow(/toneMs: use 100 to 5000/);
  await expect(lamp.selfTest({ toneHz: Number.NaN })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  await expect(lamp.selfTest({ signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow('no');
});

describe('a device that is connected', () => {
  test('learns what is wrong from what the broker heard', async () => {
    const { broker, lamp } = await setUp();
    await lamp.connect();
    const stories: [FakeBrokerOptions['selfTest'] & object, SelfTestLegName, RegExp][] = [
      [{ report: { framesReceived: 0 } }, 'audioUp', /None of 20 frames arrived/],
      [{ report: { framesReceived: 15 } }, 'audioUp', /5 of 20 frames are missing at the broker/],
      [{ report: { tonePercent: 20 } }, 'audioUp', /20 % of the tone arrived/],
      [
        { report: { modelOpened: false, modelReason: Reason.MODEL_ACCESS_DENIED } },
        'model',
        /refused the broker's credentials.*MODEL_ACCESS_DENIED/,
      ],
      [{ loses: (sequence) => sequence % 4 === 1 }, 'audioDown', /5 of 20 frames are missing at the device/],
    ];
    for (const [selfTest, name, text] of stories) {
      broker.options.selfTest = selfTest;
      const result = await lamp.selfTest({ ...quick, timeoutMs: 300 });
      expect(result.ok, name).toBe(false);
      expect(result.legs.find(({ outcome }) => outcome === 'failed')!.name).toBe(name);
      expect(leg(result, name).text).toMatch(text);
    }
    expect(lamp.isConnected).toBe(true);
  });

  test.each([
    [ErrorCode.INVALID_STATE, /busy with a session/],
    [ErrorCode.UNKNOWN_MESSAGE, /does not know self-tests/],
    [ErrorCode.RATE_LIMITED, /RATE_LIMITED/],
  ])('learns why the broker refuses, code %i', async (error, text) => {
    const { lamp } = await setUp({ selfTest: { error } });
    await lamp.connect();
    const result = await lamp.selfTest(quick);
    expect(outcomes(result)).toBe('ok ok ok failed skipped skipped skipped');
    expect(leg(result, 'audioUp').text).toMatch(text);
  });

  test('and loses its connection meanwhile, says so', async () => {
    const { broker, lamp } = await setUp();
    await lamp.connect();
    const onLeg = ({ name }: { name: string }) => name === 'roundTrip' && broker.cut();
    const result = await lamp.selfTest({ ...quick, onLeg });
    expect(outcomes(result)).toBe('ok ok ok failed skipped skipped skipped');
    expect(leg(result, 'audioUp').text).toMatch(/connection to the broker was lost/);
  });
});
