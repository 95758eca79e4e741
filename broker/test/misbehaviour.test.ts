/** A device that misbehaves hurts only itself: the conversation of its neighbour goes on untouched, and the log says what happened. */
import { PipitDevice } from '@pipit/device-sdk';
import { encodeAudio, topicFor } from '@pipit/protocol';
import { beforeAll, afterAll, expect, test } from 'vitest';
import { RawDevice } from './device/raw-device.ts';
import { publish, subscribe } from './device/raw-packets.ts';
import { WholeBroker, speak } from './whole-broker.ts';

let whole: WholeBroker;
let port: number;

beforeAll(async () => {
  whole = await WholeBroker.start({
    script: { replies: [{ text: 'Listen.', audioMs: 2400 }] },
    settings: { 'session.graceMs': 500 },
  });
  port = whole.broker.ports['tcp']!;
});
afterAll(() => whole[Symbol.asyncDispose]());

let count = 0;

/** A neighbour takes a turn while `mischief` happens; its audio must come whole, in order and without a frame late. */
async function neighbourIsUntouched(mischief: () => Promise<void>): Promise<void> {
  const id = `neighbour-${++count}`;
  const device = await whole.device(id);
  const session = await device.openSession();
  const stop = new AbortController();
  const speaking = speak(session, 300, stop.signal);
  const sequences: number[] = [];
  const reading = (async () => {
    for await (const packet of session.packets()) sequences.push(packet.sequence);
  })();
  const finished = session.once('playbackFinished');
  await session.once('playbackStarted');
  await Promise.all([mischief(), finished]);
  stop.abort();
  await speaking;
  await session.close();
  await reading;
  expect(sequences).toEqual(Array.from({ length: 40 }, (_, index) => index));
  expect(session.figures.playout).toMatchObject({ lost: 0, corrupt: 0, overflowed: 0 });
  expect((await whole.event('ended', ({ deviceId }) => deviceId === id)).totals).toMatchObject({
    framesLost: 0,
    framesDropped: 0,
  });
  await device.close();
}

async function rawDevice(id: string): Promise<RawDevice> {
  const { secret } = await whole.broker.devices.add(id);
  return RawDevice.ready(port, id, secret);
}

test('one that is killed in the middle of a sentence', () =>
  neighbourIsUntouched(async () => {
    const device = await whole.device('killed');
    const session = await device.openSession();
    const stop = new AbortController();
    const speaking = speak(session, 5000, stop.signal);
    await session.waitForState('LISTENING');
    await device.close();
    stop.abort();
    await speaking;
    const ended = await whole.event('ended', ({ deviceId }) => deviceId === 'killed');
    expect(['DEVICE_LOST', 'REQUESTED']).toContain(ended.reason);
  }));

test('one whose socket dies', () =>
  neighbourIsUntouched(async () => {
    const device = await rawDevice('dead-socket');
    device.say({ kind: 'sessionOpen', value: { session: 7, frameDurationMs: 60 } });
    await device.message('sessionOpened');
    device.socket.destroy();
    const ended = await whole.event('ended', ({ deviceId }) => deviceId === 'dead-socket');
    expect(ended.reason).toBe('DEVICE_LOST');
    await whole.line((line) => line['deviceId'] === 'dead-socket' && line.msg === 'session ended');
  }));

test('one that sends garbage before and after it signed in', () =>
  neighbourIsUntouched(async () => {
    const stranger = await RawDevice.open(port, 'stranger');
    stranger.write(Buffer.from('GET / HTTP/1.1\r\n\r\n'));
    await stranger.closed;
    const device = await rawDevice('garbage');
    device.say({ kind: 'sessionOpen', value: { session: 7, frameDurationMs: 60 } });
    await device.message('sessionOpened');
    // Garbage in valid packets: audio that is no protobuf, Opus that is no Opus, control that is noise.
    const noise = Buffer.alloc(200, 0xa5);
    device.write(publish(topicFor('audioUp', 'garbage'), noise));
    device.write(publish(topicFor('audioUp', 'garbage'), encodeAudio({ session: 7, packets: [noise] })));
    device.write(publish(topicFor('controlUp', 'garbage'), noise));
    await device.message('error');
    expect(device.isClosed).toBe(false);
    const refused = await whole.line(
      ({ msg, deviceId, code }) =>
        msg === 'device message refused' && deviceId === 'garbage' && code === 'MALFORMED',
    );
    expect(refused.level).toBe(40);
    // Garbage in the place of packets.
    device.write(Buffer.alloc(64, 0xff));
    await device.closed;
    const line = await whole.line(
      (line) => line['deviceId'] === 'garbage' && line.msg === 'device disconnected',
    );
    expect(line['detail']).toBeTruthy();
    await whole.line((line) => line.msg === 'connection closed before sign-in');
  }));

test('one that sends a hundred times real time', () =>
  neighbourIsUntouched(async () => {
    const device = await rawDevice('flood');
    device.say({ kind: 'sessionOpen', value: { session: 7, frameDurationMs: 60 } });
    await device.message('sessionOpened');
    const frame = publish(
      topicFor('audioUp', 'flood'),
      encodeAudio({ session: 7, packets: [new Uint8Array(180).fill(0x58)] }),
    );
    // 100 × 16.7 frames a second for two seconds.
    device.write(Buffer.concat(Array.from({ length: 3340 }, () => frame)));
    await device.message('error');
    await whole.line((line) => line['deviceId'] === 'flood' && line.level >= 40);
    device.socket.destroy();
  }));

test('one with a wrong secret', () =>
  neighbourIsUntouched(async () => {
    const { device: record } = await whole.broker.devices.add('impostor');
    const device = new PipitDevice({ url: whole.url, deviceId: record.id, secret: 'pk_wrong' });
    await expect(device.connect()).rejects.toMatchObject({ code: 'BAD_CREDENTIALS' });
    await whole.line((line) => line['claimedId'] === 'impostor' && line.msg === 'device refused');
    expect(JSON.stringify(whole.lines)).not.toContain('pk_wrong');
  }));

test('one that wants to hear another', () =>
  neighbourIsUntouched(async () => {
    const device = await rawDevice('nosy');
    device.write(subscribe(1, topicFor('audioDown', `neighbour-${count}`)));
    const suback = await device.packet(9);
    expect(suback?.body.at(-1)).toBe(0x80);
    device.write(
      publish(
        topicFor('audioUp', `neighbour-${count}`),
        encodeAudio({ session: 1, packets: [Uint8Array.of(1)] }),
      ),
    );
    await device.closed;
    expect(device.audio).toHaveLength(0);
    await whole.line((line) => line['deviceId'] === 'nosy' && line.level >= 40);
  }));
