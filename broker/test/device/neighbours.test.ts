/** One device that misbehaves changes nothing for the others. */
import { describe, expect, test } from 'vitest';
import type { DeviceLink } from '../../src/device/device-link.ts';
import { DeviceBench } from './device-bench.ts';
import { RawDevice } from './raw-device.ts';
import { PINGREQ, publish } from './raw-packets.ts';
import { encodeAudio } from '@pipit/protocol';

const OPUS = Buffer.alloc(120, 0xfc);

/** Sends `count` frames both ways at 20 ms while something happens, and says what arrived. */
async function converse(
  bench: DeviceBench,
  device: RawDevice,
  count: number,
): Promise<{ up: number[]; down: number[]; longestGapMs: number }> {
  const { link, sequences } = bench.heardFrom(device.id);
  let longestGapMs = 0;
  let lastAt = performance.now();
  for (let sequence = 0; sequence < count; sequence++) {
    device.speak({ session: 1, sequence, packets: [OPUS] });
    link.sendAudio({ session: 1, generation: 1, sequence, captureTimeMs: 0, packet: OPUS, flags: 0 });
    await device.until(() => sequences.length > sequence && device.audio.length > sequence);
    longestGapMs = Math.max(longestGapMs, performance.now() - lastAt);
    lastAt = performance.now();
  }
  device.write(PINGREQ);
  await device.packet(13);
  return { up: sequences, down: device.audio.map(({ sequence }) => sequence), longestGapMs };
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** A reader that stops reading, with everything between us and it filled up. */
async function freeze(link: DeviceLink, device: RawDevice): Promise<void> {
  device.socket.pause();
  const packet = Buffer.alloc(1900, 1);
  for (let sequence = 0; link.figures.audioMessagesDropped === 0; sequence++) {
    link.sendAudio({ session: 1, generation: 1, sequence, captureTimeMs: 0, packet, flags: 0 });
    expect(link.figures.queuedBytes).toBeLessThanOrEqual(65_536);
    // Lets the socket take what it can, so that the operating system's own buffers fill.
    if (sequence % 32 === 31) await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('while one device floods', () => {
  test('it is slowed, told, and at last disconnected; the others lose nothing', async () => {
    await using bench = await DeviceBench.open({
      limits: { floodGraceMs: 400, messagesPerSecond: 100, burstS: 1 },
    });
    const good = await RawDevice.ready(bench.port, 'good', await bench.add('good'));
    const bad = await RawDevice.ready(bench.port, 'bad', await bench.add('bad'));
    // 100 times real time: 5000 frames at once, and again whenever they are gone.
    const frame = publish('p1/bad/ua', encodeAudio({ session: 1, packets: [OPUS] }));
    const flood = Buffer.concat(Array.from({ length: 5000 }, () => frame));
    const pour = (): void => {
      if (!bad.isClosed) bad.socket.write(flood, () => setImmediate(pour));
    };
    pour();
    const arrived = await converse(bench, good, 90);
    expect(arrived.up).toEqual(upTo(90));
    expect(arrived.down).toEqual(upTo(90));
    await bad.closed;
    expect(bad.messages.filter(({ body }) => body.kind === 'error')).toHaveLength(1);
    expect(bench.heardFrom('bad').closedFor).toBe('FLOOD');
    // One burst, and what the rate allows until the end.
    expect(bench.heardFrom('bad').sequences.length).toBeLessThan(400);
    expect(bench.figures.value('device_floods_total')).toBe(1);
    expect(bench.logged('device disconnected')[0]).toMatchObject({ deviceId: 'bad', reason: 'FLOOD' });
  });

  test('a burst that ends is only delayed', async () => {
    await using bench = await DeviceBench.open({ limits: { messagesPerSecond: 500, burstS: 0.1 } });
    const device = await RawDevice.ready(bench.port, 'kitchen', await bench.add('kitchen'));
    for (const sequence of upTo(200)) device.speak({ session: 1, sequence, packets: [OPUS] });
    device.write(PINGREQ);
    await device.packet(13);
    expect(bench.heardFrom('kitchen').sequences).toEqual(upTo(200));
    expect(bench.heardFrom('kitchen').link.figures.throttled).toBeGreaterThan(0);
  });
});

describe('while one device is frozen', () => {
  test('it holds 64 KiB, loses its oldest audio first, and is then disconnected; the others lose nothing', async () => {
    await using bench = await DeviceBench.open({ limits: { slowReaderTimeoutMs: 600 } });
    const good = await RawDevice.ready(bench.port, 'good', await bench.add('good'));
    const bad = await RawDevice.ready(bench.port, 'bad', await bench.add('bad'));
    const { link } = bench.heardFrom('bad');
    await freeze(link, bad);
    const arrived = await converse(bench, good, 50);
    expect(arrived.down).toEqual(upTo(50));
    expect(arrived.up).toEqual(upTo(50));
    await expect.poll(() => bench.heardFrom('bad').closedFor, { timeout: 10_000 }).toBe('SLOW_READER');
    expect(
      link.sendAudio({ session: 1, generation: 1, sequence: 0, captureTimeMs: 0, packet: OPUS, flags: 0 }),
    ).toBe(false);
    expect(link.send({ kind: 'flush', value: {} })).toBe(false);
    expect(bench.figures.value('device_slow_readers_total')).toBe(1);
    expect(bench.figures.value('device_audio_dropped_total')).toBeGreaterThan(0);
    bad.socket.destroy();
  });

  test('control is kept in order when it reads again, and flushed audio is gone', async () => {
    await using bench = await DeviceBench.open();
    const device = await RawDevice.ready(bench.port, 'slow', await bench.add('slow'));
    const { link } = bench.heardFrom('slow');
    await freeze(link, device);
    expect(link.send({ kind: 'flush', value: { session: 1, generation: 1 } })).toBe(true);
    expect(link.dropAudio(2, 9)).toBe(0);
    expect(link.dropAudio(1, 1)).toBeGreaterThan(10);
    link.sendAudio({ session: 1, generation: 2, sequence: 0, captureTimeMs: 0, packet: OPUS, flags: 0 });
    device.socket.resume();
    await device.message('flush');
    await device.until(() => device.audio.at(-1)?.generation === 2);
    const sequences = device.audio
      .filter(({ generation }) => generation === 1)
      .map(({ sequence }) => sequence);
    expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
  });

  test('control alone beyond the bound ends the connection', async () => {
    await using bench = await DeviceBench.open();
    const device = await RawDevice.ready(bench.port, 'slow', await bench.add('slow'));
    const { link } = bench.heardFrom('slow');
    await freeze(link, device);
    const text = 'x'.repeat(1000);
    let sent = 0;
    while (link.send({ kind: 'transcript', value: { session: 1, text } })) sent++;
    expect(sent).toBeGreaterThan(40);
    expect(bench.heardFrom('slow').closedFor).toBe('SLOW_READER');
    device.socket.destroy();
  });
});

describe('while one device dies or sends garbage', () => {
  test('the others lose nothing', async () => {
    await using bench = await DeviceBench.open();
    const good = await RawDevice.ready(bench.port, 'good', await bench.add('good'));
    const killed = await RawDevice.ready(bench.port, 'killed', await bench.add('killed'));
    const mad = await RawDevice.ready(bench.port, 'mad', await bench.add('mad'));
    const half = publish('p1/killed/ua', encodeAudio({ session: 1, packets: [OPUS] })).subarray(0, 40);
    killed.write(half);
    killed.socket.resetAndDestroy();
    mad.write(Buffer.from(upTo(5000).map((index) => (index * 7919) & 0xff)));
    const arrived = await converse(bench, good, 30);
    expect(arrived.up).toEqual(upTo(30));
    expect(arrived.down).toEqual(upTo(30));
    await mad.closed;
    await expect.poll(() => bench.heardFrom('killed').closedFor, { timeout: 10_000 }).toBe('DEVICE_LOST');
    expect(bench.heardFrom('mad').closedFor).toBe('DEVICE_LOST');
    expect(bench.server.links().map((link) => link.deviceId)).toEqual(['good']);
    expect(new Set(bench.logged('device disconnected').map((line) => line.deviceId))).toEqual(
      new Set(['killed', 'mad']),
    );
  });
});
