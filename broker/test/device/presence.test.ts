/** Who comes and goes, and why: every way in which a connection ends, over real sockets. */
import { describe, expect, test } from 'vitest';
import type { PresenceEvent } from '../../src/device/presence.ts';
import { FakeClock } from '../../src/testing/fake-clock.ts';
import { DeviceBench, type DeviceBenchOptions } from './device-bench.ts';
import { RawDevice } from './raw-device.ts';
import { DISCONNECT, connect, packet, publish } from './raw-packets.ts';

const kindsOf = (bench: DeviceBench): string[] => bench.presence.map(({ kind }) => kind);

test('a device comes, says what it is, and goes', async () => {
  await using bench = await DeviceBench.open();
  const device = await RawDevice.ready(bench.port, 'kitchen', await bench.add('kitchen'));
  device.write(DISCONNECT);
  await bench.told('offline');
  const { connectionId } = bench.heardFrom('kitchen').link;
  const ids = { deviceId: 'kitchen', connectionId };
  expect(bench.presence).toEqual([
    { kind: 'online', ...ids, address: '127.0.0.1', transport: 'tcp', flapping: false },
    { kind: 'hello', ...ids, hello: expect.objectContaining({ hardwareModel: 'raw' }) },
    {
      kind: 'offline',
      ...ids,
      reason: 'DISCONNECTED',
      detail: 'device disconnected',
      durationMs: expect.any(Number),
      flapping: false,
    },
  ]);
});

describe('a device that', () => {
  const ends: [
    string,
    string,
    (device: RawDevice, bench: DeviceBench, clock: FakeClock) => unknown,
    DeviceBenchOptions?,
  ][] = [
    ['loses its link', 'DEVICE_LOST', (device) => device.socket.destroy()],
    ['is silent for too long', 'KEEP_ALIVE', (_device, _bench, clock) => clock.advance(120_000)],
    [
      'publishes where it may not',
      'PROTOCOL_ERROR',
      (device) => device.write(publish('a/b', Buffer.alloc(1))),
    ],
    ['breaks MQTT', 'PROTOCOL_ERROR', (device) => device.write(packet(0xf0))],
    ['is revoked', 'REVOKED', (_device, bench) => bench.store.remove('kitchen')],
    [
      'an operator sends away',
      'REQUESTED',
      (_device, bench) => bench.server.link('kitchen')?.close('REQUESTED'),
    ],
    ['was there when the broker stopped', 'SHUTDOWN', (_device, bench) => void bench.server.close()],
    [
      'floods',
      'FLOOD',
      (device) => device.write(Buffer.concat(Array.from({ length: 50 }, () => Buffer.from([0xc0, 0])))),
      { limits: { messagesPerSecond: 5, burstS: 1, floodGraceMs: -1 } },
    ],
    [
      'does not read',
      'SLOW_READER',
      (device, bench) => {
        device.socket.pause();
        const text = 'x'.repeat(1000);
        for (let count = 0; count < 50_000; count++)
          if (!bench.server.link('kitchen')?.send({ kind: 'transcript', value: { text } })) return;
      },
    ],
  ];
  test.for(ends)('%s: %s', async ([, reason, end, options]) => {
    const clock = new FakeClock();
    await using bench = await DeviceBench.open({ clock, ...options });
    const device = await RawDevice.ready(bench.port, 'kitchen', await bench.add('kitchen'));
    await end(device, bench, clock);
    expect(await bench.told('offline')).toMatchObject({ deviceId: 'kitchen', reason });
    device.socket.destroy();
    expect(kindsOf(bench)).toEqual(['online', 'hello', 'offline']);
  });
});

test('a takeover ends the old connection before the new one is there', async () => {
  await using bench = await DeviceBench.open();
  const secret = await bench.add('kitchen');
  await RawDevice.ready(bench.port, 'kitchen', secret);
  await RawDevice.ready(bench.port, 'kitchen', secret);
  expect(kindsOf(bench)).toEqual(['online', 'hello', 'offline', 'online', 'hello']);
  const [first, , gone, second] = bench.presence as { connectionId: string; reason?: string }[];
  expect(gone).toMatchObject({ connectionId: first!.connectionId, reason: 'TAKEN_OVER' });
  expect(second!.connectionId).not.toBe(first!.connectionId);
});

test('in a storm every connection that is told online is told offline, once and later', async () => {
  await using bench = await DeviceBench.open({ limits: { deviceSignInsLogged: 5 } });
  const secret = await bench.add('kitchen');
  const devices = await Promise.all(Array.from({ length: 30 }, () => RawDevice.open(bench.port, 'kitchen')));
  for (const [index, device] of devices.entries()) {
    device.write(connect({ clientId: 'kitchen', username: '', password: secret }));
    if (index % 3 === 0) device.socket.end();
  }
  await expect.poll(() => devices.filter((device) => !device.isClosed).length).toBeLessThan(2);
  await bench.server.close();
  const open = new Map<string, number>();
  for (const event of bench.presence) {
    if (event.kind === 'online') open.set(event.connectionId, 1);
    if (event.kind === 'offline') {
      expect(open.get(event.connectionId)).toBe(1);
      open.set(event.connectionId, 0);
    }
  }
  expect(open.size).toBeGreaterThan(5);
  expect([...open.values()].filter((count) => count !== 0)).toEqual([]);
  const flapping = bench.presence.filter(({ kind }) => kind === 'flapping');
  expect(flapping.length).toBeGreaterThan(0);
  expect(flapping.length).toBeLessThan(open.size);
  expect(bench.presence.filter((event) => event.kind === 'online' && event.flapping).length).toBeGreaterThan(
    0,
  );
});

test('strangers are told as such, and no more often than the log wants to hear', async () => {
  await using bench = await DeviceBench.open({ limits: { deviceFailureBurst: 100 } });
  await bench.add('kitchen');
  for (let count = 0; count < 30; count++) {
    const device = await RawDevice.open(bench.port, 'kitchen');
    expect(await device.signIn({ clientId: 'kitchen', username: '', password: 'pk_wrong' })).toBe(4);
    await device.closed;
  }
  const nameless = await RawDevice.open(bench.port);
  nameless.socket.destroy();
  expect(bench.presence[0]).toEqual({
    kind: 'refused',
    claimedId: 'kitchen',
    address: '127.0.0.1',
    transport: 'tcp',
    returnCode: 4,
    why: 'unknown device or wrong secret',
    suppressed: 0,
  });
  expect(new Set(kindsOf(bench))).toEqual(new Set(['refused']));
  expect(bench.presence.length).toBe(bench.logged('device refused').length);
});

test('a socket that finds no place is told, too', async () => {
  await using bench = await DeviceBench.open({ limits: { maxUnauthenticated: 1 } });
  const waiting = await RawDevice.open(bench.port);
  const second = await RawDevice.open(bench.port);
  await second.closed;
  expect(bench.presence).toMatchObject([{ kind: 'refused', claimedId: undefined, returnCode: undefined }]);
  waiting.socket.destroy();
});

test('a listener that throws hurts nobody', async () => {
  const kinds: PresenceEvent['kind'][] = [];
  await using bench = await DeviceBench.open({
    onPresence: ({ kind }) => {
      kinds.push(kind);
      throw new Error('no database');
    },
  });
  const device = await RawDevice.ready(bench.port, 'kitchen', await bench.add('kitchen'));
  device.write(DISCONNECT);
  await expect.poll(() => kinds).toEqual(['online', 'hello', 'offline']);
  expect(bench.logged('listener of presence failed')).toHaveLength(3);
  expect(bench.heardFrom('kitchen').closedFor).toBe('REQUESTED');
});

test('one device may be logged at its own level', async () => {
  const levels: Record<string, string> = { kitchen: 'error', hall: 'loud' };
  await using bench = await DeviceBench.open({ logLevelOf: (deviceId) => levels[deviceId] });
  for (const id of ['kitchen', 'hall', 'attic']) await RawDevice.ready(bench.port, id, await bench.add(id));
  const logged = bench.logged('device said hello').map(({ deviceId }) => deviceId);
  expect(logged).toEqual(['hall', 'attic']);
});
