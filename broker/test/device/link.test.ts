import { describe, expect, test } from 'vitest';
import { type BodyInit, type DeviceBody, ErrorCode, encodeDeviceMessage } from '@pipit/protocol';
import { DeviceBench } from './device-bench.ts';
import { HELLO, RawDevice } from './raw-device.ts';
import { PINGREQ, publish } from './raw-packets.ts';

const OPUS = Buffer.from([0xfc, 1, 2, 3]);
const OPEN = {
  kind: 'sessionOpen',
  value: { session: 1, frameDurationMs: 20, mode: 1 },
} as const satisfies BodyInit<DeviceBody>;

async function ready(bench: DeviceBench, id = 'kitchen'): Promise<RawDevice> {
  return RawDevice.ready(bench.port, id, await bench.add(id));
}

async function signedIn(bench: DeviceBench): Promise<RawDevice> {
  const device = await RawDevice.open(bench.port, 'kitchen');
  await device.signIn({ clientId: 'kitchen', username: '', password: await bench.add('kitchen') });
  return device;
}

describe('hello', () => {
  test('comes first', async () => {
    await using bench = await DeviceBench.open();
    const device = await signedIn(bench);
    const messageId = device.say(OPEN);
    const error = await device.message('error');
    expect(error).toMatchObject({
      correlationId: messageId,
      body: { value: { code: ErrorCode.HELLO_REQUIRED } },
    });
    device.speak({ session: 1, packets: [OPUS] });
    device.speak({ session: 1, packets: [OPUS] });
    expect((await device.message('error'))?.body.value).toMatchObject({ code: ErrorCode.HELLO_REQUIRED });
    const helloId = device.say(HELLO);
    expect(await device.message('helloAck')).toMatchObject({
      correlationId: helloId,
      body: {
        value: {
          protocolVersion: 1,
          frameDurationMs: 20,
          playbackSampleRateHz: 24_000,
          leadMs: 200,
          brokerVersion: '0.0.0-test',
        },
      },
    });
    // The second frame before hello was not complained about again.
    expect(device.messages.filter(({ body }) => body.kind === 'error')).toEqual([]);
  });

  test('with no common audio may be said again', async () => {
    await using bench = await DeviceBench.open();
    const device = await signedIn(bench);
    const messageId = device.say({
      kind: 'hello',
      value: { capabilities: { frameDurationsMs: [10], playbackSampleRatesHz: [16_000] } },
    });
    expect(await device.message('error')).toMatchObject({
      correlationId: messageId,
      body: { value: { code: ErrorCode.UNSUPPORTED_AUDIO, field: 'hello.capabilities.frameDurationsMs' } },
    });
    device.say(HELLO);
    await device.message('helloAck');
    device.say({
      kind: 'hello',
      value: { capabilities: { frameDurationsMs: [60], playbackSampleRatesHz: [16_000], leadMs: 500 } },
    });
    await device.message('helloAck');
    expect(bench.heard).toHaveLength(1);
    expect(bench.heardFrom('kitchen').link.audio).toEqual({
      frameDurationMs: 60,
      playbackSampleRateHz: 16_000,
      leadMs: 500,
    });
    device.say({ kind: 'hello', value: {} });
    await device.message('error');
    expect(bench.heardFrom('kitchen').link.audio.leadMs).toBe(500);
  });
});

describe('messages', () => {
  test('reach the session in the order of the wire, with audio between them', async () => {
    const order: string[] = [];
    await using bench = await DeviceBench.open({
      onAudio: (_link, audio) =>
        order.push(`audio ${audio.sequence} ${Buffer.from(audio.packets[0]!).toString('hex')}`),
      onMessage: (_link, message) => order.push(message.body.kind),
    });
    const device = await ready(bench);
    device.say(OPEN);
    device.speak({ session: 1, sequence: 7, packets: [OPUS], captureTimeMs: 0xffff_ffff });
    device.say({ kind: 'listenStop', value: { session: 1 } });
    device.write(PINGREQ);
    await device.packet(13);
    expect(order).toEqual(['sessionOpen', 'audio 7 fc010203', 'listenStop']);
  });

  test('go down in order, need no subscription, and know what they answer', async () => {
    await using bench = await DeviceBench.open();
    const device = await ready(bench);
    const { link } = bench.heardFrom('kitchen');
    expect(link.send({ kind: 'sessionOpened', value: { session: 1, sessionId: 's-1' } }, 42)).toBe(true);
    for (let sequence = 0; sequence < 50; sequence++) {
      const packet = Buffer.alloc(sequence * 30, sequence);
      expect(
        link.sendAudio({ session: 1, generation: 2, sequence, captureTimeMs: 0x8000_0000, packet, flags: 0 }),
      ).toBe(true);
    }
    expect(
      link.sendAudio({
        session: 1,
        generation: 2,
        sequence: 50,
        captureTimeMs: 0,
        packet: undefined,
        flags: 1,
      }),
    ).toBe(true);
    expect(
      link.sendAudio({
        session: 1,
        generation: 2,
        sequence: 51,
        captureTimeMs: 0,
        packet: Buffer.alloc(1921),
        flags: 0,
      }),
    ).toBe(false);
    link.send({ kind: 'stateChanged', value: { session: 1, state: 3, generation: 2 } });
    expect(await device.message('sessionOpened')).toMatchObject({
      correlationId: 42,
      body: { value: { sessionId: 's-1' } },
    });
    await device.message('stateChanged');
    expect(device.audio.map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 51 }, (_, index) => index),
    );
    expect(device.audio[49]).toMatchObject({ session: 1, generation: 2, captureTimeMs: 0x8000_0000 });
    expect(device.audio[49]!.packets[0]).toHaveLength(49 * 30);
    expect(device.audio[50]).toMatchObject({ packets: [], flags: 1 });
  });

  test('that cannot be sent harm nobody', async () => {
    await using bench = await DeviceBench.open();
    await ready(bench);
    const { link } = bench.heardFrom('kitchen');
    expect(link.send({ kind: 'transcript', value: { session: 1, text: 'x'.repeat(2000) } })).toBe(false);
    expect(bench.figures.value('device_unsendable_total')).toBe(1);
    expect(link.send({ kind: 'transcript', value: { session: 1, text: 'x' } })).toBe(true);
  });

  const malformed: [string, Buffer, number][] = [
    ['garbage', Buffer.from([0xff, 0xff, 0xff]), ErrorCode.MALFORMED],
    ['nothing', Buffer.alloc(0), ErrorCode.UNSUPPORTED_VERSION],
    ['an unknown message', Buffer.from([0x08, 1, 0x10, 9]), ErrorCode.UNKNOWN_MESSAGE],
    ['too much', Buffer.alloc(5000, 0x08), ErrorCode.TOO_LARGE],
    ['a field beyond its bound', Buffer.from(helloWithLongName()), ErrorCode.OUT_OF_BOUNDS],
  ];
  test.for(malformed)('of %s are answered with an error', async ([, payload, code]) => {
    await using bench = await DeviceBench.open();
    const device = await ready(bench);
    device.write(publish('p1/kitchen/uc', payload, { qos: 1, id: 3 }));
    expect((await device.message('error'))?.body.value).toMatchObject({ code });
    expect(bench.heardFrom('kitchen').messages).toEqual([]);
  });

  test('of broken audio are answered once in a while', async () => {
    await using bench = await DeviceBench.open();
    const device = await ready(bench);
    for (let count = 0; count < 20; count++)
      device.write(publish('p1/kitchen/ua', Buffer.from([0xff, count])));
    device.speak({ session: 1, sequence: 1, packets: [OPUS] });
    device.write(PINGREQ);
    await device.packet(13);
    expect(device.messages.filter(({ body }) => body.kind === 'error')).toHaveLength(1);
    expect(bench.figures.value('device_decode_errors_total')).toBe(20);
    expect(bench.logged('device message refused')).toMatchObject([
      { deviceId: 'kitchen', code: 'MALFORMED' },
    ]);
    expect(bench.heardFrom('kitchen').sequences).toEqual([1]);
  });

  test('that are garbage are answered each, and logged once in a while', async () => {
    await using bench = await DeviceBench.open();
    const device = await ready(bench);
    for (let count = 0; count < 20; count++)
      device.write(publish('p1/kitchen/uc', Buffer.from([0xff, count])));
    device.write(PINGREQ);
    await device.packet(13);
    expect(device.messages.filter(({ body }) => body.kind === 'error')).toHaveLength(20);
    expect(bench.logged('device message refused')).toMatchObject([
      { deviceId: 'kitchen', code: 'MALFORMED' },
    ]);
  });

  test('of a newer device are understood as far as they go', async () => {
    await using bench = await DeviceBench.open();
    const device = await ready(bench);
    // Field 15, which no version knows yet, then an ordinary packet.
    device.write(publish('p1/kitchen/ua', Buffer.from([0x78, 1, 0x18, 5, 0x2a, 1, 0xfc])));
    device.write(PINGREQ);
    await device.packet(13);
    expect(bench.heardFrom('kitchen').sequences).toEqual([5]);
  });

  test('on which the session fails cost the device an error, not its connection', async () => {
    await using bench = await DeviceBench.open({
      onMessage: () => {
        throw new Error('a fault of ours');
      },
      onAudio: () => {
        throw new Error('another');
      },
    });
    const device = await ready(bench);
    device.speak({ session: 1, packets: [OPUS] });
    const messageId = device.say(OPEN);
    expect(await device.message('error')).toMatchObject({
      correlationId: messageId,
      body: { value: { code: ErrorCode.INTERNAL } },
    });
    expect(bench.figures.value('device_handler_errors_total')).toBe(2);
  });
});

describe('pings', () => {
  test('are answered, and measure the clock of the device', async () => {
    await using bench = await DeviceBench.open();
    const device = await ready(bench);
    const messageId = device.say({ kind: 'ping', value: { originTimeMs: 123 } });
    expect(await device.message('pong')).toMatchObject({
      correlationId: messageId,
      body: { value: { originTimeMs: 123 } },
    });
    const { link } = bench.heardFrom('kitchen');
    expect(link.deviceClock).toBeUndefined();
    const ping = await device.message('ping');
    const { originTimeMs } = ping!.body.value as { originTimeMs: number };
    const theirs = (originTimeMs + 50_000) >>> 0;
    device.say({ kind: 'pong', value: { originTimeMs, receiveTimeMs: theirs, transmitTimeMs: theirs } });
    await expect
      .poll(() => link.deviceClock?.offsetMs)
      .toSatisfy((offset) => Math.abs((offset as number) - 50_000) < 500);
  });
});

/** Encoded without the check that our own encoder makes. */
function helloWithLongName(): Uint8Array {
  const good = encodeDeviceMessage(
    { messageId: 1 },
    { kind: 'hello', value: { firmwareName: 'x'.repeat(32) } },
  );
  const at = Buffer.from(good).indexOf(Buffer.from([0x12, 32]));
  const longer = Buffer.concat([
    good.subarray(0, at),
    Buffer.from([0x12, 33]),
    good.subarray(at + 2),
    Buffer.from('x'),
  ]);
  longer[longer.indexOf(0x52) + 1]! += 1;
  return longer;
}
