/** The configuration topic, as a device and as any MQTT client sees it. */
import { type MqttClient, connectAsync } from 'mqtt';
import { describe, expect, test } from 'vitest';
import { type DeviceConfig, type Init, configScalar, decodeDeviceConfig } from '@pipit/protocol';
import { FakeClock } from '../../src/testing/fake-clock.ts';
import { DeviceBench } from './device-bench.ts';
import { HELLO, RawDevice } from './raw-device.ts';
import { PINGREQ, publish, unsubscribe } from './raw-packets.ts';

const volume = (revision: number, percent: number): Init<DeviceConfig> => ({
  revision,
  entries: [{ key: 'volume', value: { whole: percent } }],
});

async function signedIn(bench: DeviceBench, id = 'kitchen', clean = true): Promise<RawDevice> {
  const device = await RawDevice.open(bench.port, id);
  const password = bench.secretOf(id) ?? (await bench.add(id));
  await device.signIn({ clientId: id, username: '', password, clean });
  return device;
}

/** Everything sent before has come when this returns. */
async function settled(device: RawDevice): Promise<void> {
  device.write(PINGREQ);
  await device.packet(13);
}

test('a client that we did not write gets it as a retained message, and changes as they come', async () => {
  await using bench = await DeviceBench.open({ configFor: async () => volume(3, 40) });
  const mqtt: MqttClient = await connectAsync(bench.server.addresses[0]!.url, {
    clientId: 'kitchen',
    username: 'kitchen',
    password: await bench.add('kitchen'),
    reconnectPeriod: 0,
  });
  const next = (): Promise<[number, unknown, boolean, number]> =>
    new Promise((resolve) => {
      mqtt.once('message', (topic, payload, packet) => {
        expect(topic).toBe('p1/kitchen/cf');
        const decoded = decodeDeviceConfig(payload);
        if (!decoded.ok) throw decoded.error;
        const { revision, entries } = decoded.message;
        resolve([revision, configScalar(entries[0]?.value), packet.retain, packet.qos]);
      });
    });
  const first = next();
  await mqtt.subscribeAsync('p1/kitchen/cf', { qos: 1 });
  expect(await first).toEqual([3, 40, true, 1]);
  const second = next();
  expect(bench.server.publishConfig('kitchen', volume(4, 60))).toBe(true);
  expect(await second).toEqual([4, 60, false, 1]);
  await expect(mqtt.subscribeAsync('p1/hall/cf')).rejects.toThrow(/Subscribe error/);
  await mqtt.endAsync();
});

describe('a device', () => {
  test('gets it before hello, in the quality of its subscription', async () => {
    await using bench = await DeviceBench.open({ configFor: async () => volume(1, 5) });
    const device = await signedIn(bench);
    expect(await device.subscribe(undefined, 0)).toBe(0);
    expect(await device.config()).toMatchObject({ retained: true, qos: 0, config: { revision: 1 } });
    device.say(HELLO);
    expect(await device.message('helloAck')).toBeDefined();
  });

  test('gets nothing when nothing was configured, or when it did not subscribe', async () => {
    const asked: string[] = [];
    await using bench = await DeviceBench.open({
      configFor: async (deviceId) => {
        asked.push(deviceId);
        return undefined;
      },
    });
    const device = await RawDevice.ready(bench.port, 'kitchen', await bench.add('kitchen'));
    expect(bench.server.publishConfig('kitchen', volume(1, 5))).toBe(false);
    expect(asked).toEqual([]);
    // What came before the subscription is newer than what is read.
    await device.subscribe();
    expect(await device.config()).toMatchObject({ retained: true, config: { revision: 1 } });
    const other = await signedIn(bench, 'hall');
    await other.subscribe();
    await settled(other);
    expect(other.configs).toEqual([]);
    expect(asked).toEqual(['kitchen', 'hall']);
    expect(bench.server.publishConfig('attic', volume(1, 5))).toBe(false);
  });

  test("may not subscribe to another's, nor publish on its own", async () => {
    await using bench = await DeviceBench.open({ configFor: async () => volume(1, 5) });
    const hall = await signedIn(bench, 'hall');
    await hall.subscribe();
    await hall.config();
    const device = await signedIn(bench);
    expect(await device.subscribe('p1/hall/cf')).toBe(128);
    expect(bench.server.publishConfig('hall', volume(2, 5))).toBe(true);
    expect(await hall.config()).toMatchObject({ config: { revision: 2 } });
    await settled(device);
    expect(device.configs).toEqual([]);
    device.write(publish('p1/kitchen/cf', Buffer.alloc(0), { qos: 1, retain: true }));
    await device.closed;
  });

  test('that unsubscribes hears no more, and one that subscribes again gets the newest', async () => {
    await using bench = await DeviceBench.open({ configFor: async () => volume(1, 5) });
    const device = await signedIn(bench);
    await device.subscribe();
    await device.config();
    device.write(unsubscribe(2, 'p1/kitchen/cf'));
    await device.packet(11);
    expect(bench.server.publishConfig('kitchen', volume(2, 50))).toBe(false);
    await device.subscribe();
    expect(await device.config()).toMatchObject({ retained: true, config: { revision: 2 } });
  });

  test('that comes back to its MQTT session gets what it may have missed', async () => {
    let revision = 1;
    await using bench = await DeviceBench.open({ configFor: async () => volume(revision, 5) });
    const first = await signedIn(bench, 'kitchen', false);
    await first.subscribe();
    await first.config();
    first.socket.destroy();
    await bench.told('offline');
    revision = 2;
    const second = await signedIn(bench, 'kitchen', false);
    expect(await second.config()).toMatchObject({ retained: false, config: { revision: 2 } });
  });

  test('that subscribes over and over costs one read', async () => {
    let reads = 0;
    await using bench = await DeviceBench.open({
      configFor: async () => {
        reads++;
        return volume(1, 5);
      },
    });
    const device = await signedIn(bench);
    for (let count = 0; count < 20; count++) await device.subscribe();
    await settled(device);
    expect(reads).toBe(1);
    expect(device.configs.length).toBeGreaterThan(10);
  });

  test('does not notice that its configuration cannot be read, and gets it when it can', async () => {
    const clock = new FakeClock();
    let works = false;
    await using bench = await DeviceBench.open({
      clock,
      configFor: async () => {
        if (!works) throw new Error('disk on fire');
        return volume(9, 5);
      },
    });
    const device = await signedIn(bench);
    await device.subscribe();
    device.say(HELLO);
    expect(await device.message('helloAck')).toBeDefined();
    expect(bench.logged('configuration of the device cannot be read')).toHaveLength(1);
    works = true;
    clock.advance(5000);
    expect(await device.config()).toMatchObject({ retained: true, config: { revision: 9 } });
    expect(bench.figures.value('device_config_errors_total')).toBe(1);
  });

  test('waits for no read that hangs: what is published meanwhile comes in its place', async () => {
    const clock = new FakeClock();
    await using bench = await DeviceBench.open({ clock, configFor: () => new Promise(() => {}) });
    const device = await signedIn(bench);
    await device.subscribe();
    expect(bench.server.publishConfig('kitchen', volume(7, 5))).toBe(true);
    clock.advance(10_000);
    expect(await device.config()).toMatchObject({ retained: true, config: { revision: 7 } });
    expect(bench.server.publishConfig('kitchen', volume(8, 5))).toBe(true);
    expect(await device.config()).toMatchObject({ retained: false, config: { revision: 8 } });
  });

  test('never gets an older one after a newer one', async () => {
    let answer: (config: Init<DeviceConfig>) => void = () => {};
    const configFor = () => new Promise<Init<DeviceConfig>>((resolve) => (answer = resolve));
    await using bench = await DeviceBench.open({ configFor });
    const device = await signedIn(bench);
    await device.subscribe();
    bench.server.publishConfig('kitchen', volume(5, 50));
    answer(volume(4, 40));
    expect(await device.config()).toMatchObject({ retained: true, config: { revision: 5 } });
    bench.server.publishConfig('kitchen', volume(4, 40));
    bench.server.publishConfig('kitchen', volume(6, 60));
    await device.until(() => device.configs.some(({ config }) => config.revision === 6));
    expect(device.configs.map(({ config }) => config.revision)).not.toContain(4);
  });

  test('is not sent what breaks a bound', async () => {
    await using bench = await DeviceBench.open();
    const device = await signedIn(bench);
    await device.subscribe();
    const text = 'x'.repeat(200);
    const entries = Array.from({ length: 32 }, (_, index) => ({ key: `x.${index}`, value: { text } }));
    expect(bench.server.publishConfig('kitchen', { revision: 1, entries })).toBe(false);
    expect(bench.logged('configuration cannot be sent')).toHaveLength(1);
    expect(bench.server.publishConfig('kitchen', volume(1, 1))).toBe(true);
    expect(await device.config()).toMatchObject({ retained: false });
  });
});
