import { describe, expect, test } from 'vitest';
import { ErrorCode } from '@pipit/protocol';
import { DeviceBench } from './device-bench.ts';
import { HELLO, RawDevice } from './raw-device.ts';
import { connect, packet, publish } from './raw-packets.ts';

const PAYLOAD = Buffer.from([1]);

describe('a stranger', () => {
  test('may send 4 KiB, and no more', async () => {
    await using bench = await DeviceBench.open();
    const patient = await RawDevice.open(bench.port);
    const whole = connect({ clientId: 'a', username: '', password: 'x'.repeat(4000) });
    patient.write(whole.subarray(0, whole.length - 1));
    const declared = await RawDevice.open(bench.port);
    declared.write(Buffer.from([0x10, 0x80, 0x20]));
    await declared.closed;
    const packetAfterConnect = await RawDevice.open(bench.port);
    packetAfterConnect.write(Buffer.concat([connect({ clientId: 'a' }), Buffer.alloc(5000)]));
    await packetAfterConnect.closed;
    patient.write(whole.subarray(-1));
    expect((await patient.packet(2))?.body[1]).toBe(4);
    expect(bench.figures.value('device_violations_total')).toBe(2);
  });

  test('must sign in before the deadline', async () => {
    await using bench = await DeviceBench.open({ limits: { connectTimeoutMs: 50 } });
    const silent = await RawDevice.open(bench.port);
    const slow = await RawDevice.open(bench.port);
    slow.write(connect({ clientId: 'a' }).subarray(0, 5));
    await Promise.all([silent.closed, slow.closed]);
    expect(bench.logged('connection closed before sign-in').map((line) => line.detail)).toEqual([
      'no sign-in in time',
      'no sign-in in time',
    ]);
  });

  test('finds only so many places', async () => {
    await using bench = await DeviceBench.open({ limits: { maxUnauthenticated: 2 } });
    const waiting = [await RawDevice.open(bench.port), await RawDevice.open(bench.port)];
    const third = await RawDevice.open(bench.port);
    await third.closed;
    expect(bench.figures.value('device_turned_away_total')).toBe(1);
    for (const device of waiting) device.socket.destroy();
  });

  // Other systems have no second loopback address unless they are told to.
  test.skipIf(process.platform !== 'linux')(
    'cannot take the places of strangers from elsewhere',
    async () => {
      await using bench = await DeviceBench.open({ limits: { maxUnauthenticatedPerAddress: 2 } });
      const secret = await bench.add('kitchen');
      const waiting = [await RawDevice.open(bench.port), await RawDevice.open(bench.port)];
      const third = await RawDevice.open(bench.port);
      await third.closed;
      const elsewhere = await RawDevice.open(bench.port, 'kitchen', '127.0.0.2');
      expect(await elsewhere.signIn({ clientId: 'kitchen', username: '', password: secret })).toBe(0);
      waiting[0]!.socket.destroy();
      const returned = async (): Promise<number | undefined> => {
        const device = await RawDevice.open(bench.port, 'kitchen');
        return device.signIn({ clientId: 'kitchen', username: '', password: secret });
      };
      await expect.poll(returned, { timeout: 10_000 }).toBe(0);
      // A device that is signed in takes no place.
      await expect.poll(returned, { timeout: 10_000 }).toBe(0);
      waiting[1]!.socket.destroy();
    },
  );

  test('is slowed down when it guesses, which locks nobody out', async () => {
    await using bench = await DeviceBench.open({ limits: { deviceFailureBurst: 2 } });
    const secret = await bench.add('kitchen');
    await bench.add('hall');
    const attempt = async (clientId: string, password: string): Promise<number | undefined> => {
      const device = await RawDevice.open(bench.port, clientId);
      const returnCode = await device.signIn({ clientId, username: '', password });
      device.socket.destroy();
      return returnCode;
    };
    expect(await attempt('hall', 'pk_a')).toBe(4);
    expect(await attempt('hall', 'pk_b')).toBe(4);
    expect(await attempt('hall', 'pk_c')).toBe(3);
    expect(await attempt('kitchen', secret)).toBe(0);
    expect(bench.figures.value('device_sign_in_limited_total')).toBe(1);
  });
});

describe('a device', () => {
  test('is asked to come back when its record cannot be read', async () => {
    await using bench = await DeviceBench.open();
    const secret = await bench.add('kitchen');
    bench.store.get = () => Promise.reject(new Error('disk on fire'));
    const device = await RawDevice.open(bench.port, 'kitchen');
    expect(await device.signIn({ clientId: 'kitchen', username: '', password: secret })).toBe(3);
    expect(bench.logged('device store cannot be read')).toHaveLength(1);
  });

  test('that is revoked while it signs in does not get in', async () => {
    await using bench = await DeviceBench.open();
    const secret = await bench.add('kitchen');
    const read = bench.store.get.bind(bench.store);
    let reads = 0;
    bench.store.get = async (id) => {
      const record = await read(id);
      if (reads++ === 0) await bench.store.rotate(id);
      return record;
    };
    const device = await RawDevice.open(bench.port, 'kitchen');
    expect(await device.signIn({ clientId: 'kitchen', username: '', password: secret })).toBe(4);
    expect(reads).toBe(2);
  });

  test('cannot pile up unreleased messages over its sessions', async () => {
    await using bench = await DeviceBench.open({ limits: { maxInflightInbound: 3 } });
    const secret = await bench.add('kitchen');
    const session = async (): Promise<RawDevice> => {
      const device = await RawDevice.open(bench.port, 'kitchen');
      await device.signIn({ clientId: 'kitchen', username: '', password: secret, clean: false });
      return device;
    };
    const first = await session();
    for (const id of [1, 2, 3]) {
      first.write(publish('p1/kitchen/uc', PAYLOAD, { qos: 2, id }));
      await first.packet(5);
    }
    first.socket.destroy();
    const second = await session();
    second.write(publish('p1/kitchen/uc', PAYLOAD, { qos: 2, id: 4 }));
    await second.closed;
    const third = await session();
    third.write(packet(0x62, Buffer.from([0, 1])));
    await third.packet(7);
    third.write(publish('p1/kitchen/uc', PAYLOAD, { qos: 2, id: 4 }));
    expect(await third.packet(5)).toBeDefined();
    third.socket.destroy();
  });

  test('is refused when the broker is full, unless it comes back', async () => {
    await using bench = await DeviceBench.open({ limits: { maxConnections: 1 } });
    const secret = await bench.add('first');
    const other = await bench.add('second');
    await RawDevice.ready(bench.port, 'first', secret);
    const second = await RawDevice.open(bench.port, 'second');
    expect(await second.signIn({ clientId: 'second', username: '', password: other })).toBe(3);
    await RawDevice.ready(bench.port, 'first', secret);
    expect(bench.server.links()).toHaveLength(1);
  });

  const forbidden: [string, Buffer][] = [
    ["another's control topic", publish('p1/hall/uc', PAYLOAD)],
    ["another's audio topic", publish('p1/hall/ua', PAYLOAD)],
    ['its own down topic', publish('p1/kitchen/dc', PAYLOAD, { qos: 1 })],
    ['a topic of the broker', publish('$SYS/x/new/clients', Buffer.from('hall'))],
    ['any other topic', publish('a/b', PAYLOAD, { qos: 2 })],
    ['its own topic, retained', publish('p1/kitchen/uc', PAYLOAD, { retain: true })],
  ];
  test.for(forbidden)('is told and disconnected when it publishes on %s', async ([, bytes]) => {
    await using bench = await DeviceBench.open();
    const other = await RawDevice.ready(bench.port, 'hall', await bench.add('hall'));
    const device = await RawDevice.ready(bench.port, 'kitchen', await bench.add('kitchen'));
    device.write(bytes);
    await device.closed;
    expect((await device.message('error'))?.body.value).toMatchObject({ code: ErrorCode.WRONG_TOPIC });
    expect(bench.figures.value('device_forbidden_publish_total')).toBe(1);
    expect(bench.logged('device disconnected')[0]).toMatchObject({ deviceId: 'kitchen' });
    expect(bench.heardFrom('hall')).toMatchObject({ messages: [], sequences: [], closedFor: undefined });
    expect(other.isClosed).toBe(false);
  });

  test('is told when its packet is too large', async () => {
    await using bench = await DeviceBench.open();
    const device = await RawDevice.ready(bench.port, 'kitchen', await bench.add('kitchen'));
    // The header alone is enough: nothing is held for it.
    device.write(packet(0x32, Buffer.alloc(20_000)).subarray(0, 4));
    await device.closed;
    expect((await device.message('error'))?.body.value).toMatchObject({ code: ErrorCode.TOO_LARGE });
  });

  test('that brings its id twice takes over from itself', async () => {
    await using bench = await DeviceBench.open();
    const secret = await bench.add('kitchen');
    const old = await RawDevice.ready(bench.port, 'kitchen', secret);
    const impostor = await RawDevice.open(bench.port, 'kitchen');
    expect(await impostor.signIn({ clientId: 'kitchen', username: '', password: 'pk_wrong' })).toBe(4);
    old.speak({ session: 1, sequence: 1, packets: [PAYLOAD] });
    const young = await RawDevice.ready(bench.port, 'kitchen', secret);
    await old.closed;
    expect((await old.message('goodbye'))?.body.value).toMatchObject({ reason: 10 });
    expect(bench.heard.map(({ sequences, closedFor }) => [sequences, closedFor])).toEqual([
      [[1], 'TAKEN_OVER'],
      [[], undefined],
    ]);
    young.speak({ session: 1, sequence: 2, packets: [PAYLOAD] });
    expect(bench.server.link('kitchen')).toBe(bench.heardFrom('kitchen').link);
    young.write(Buffer.from([0xc0, 0]));
    await young.packet(13);
    expect(bench.heardFrom('kitchen').sequences).toEqual([2]);
    expect(bench.figures.value('device_taken_over_total')).toBe(1);
  });

  test('survives a storm of its own connections: the last one to sign in stays', async () => {
    await using bench = await DeviceBench.open();
    const secret = await bench.add('kitchen');
    const devices = await Promise.all(
      Array.from({ length: 20 }, () => RawDevice.open(bench.port, 'kitchen')),
    );
    for (const device of devices)
      device.write(connect({ clientId: 'kitchen', username: '', password: secret }));
    await expect.poll(() => devices.filter((device) => device.isClosed).length, { timeout: 10_000 }).toBe(19);
    const [last] = devices.filter((device) => !device.isClosed);
    last!.say(HELLO);
    expect(await last!.message('helloAck')).toBeDefined();
    expect(bench.figures.value('device_connected')).toBe(1);
  });

  test('that signs in over and over does not fill the log, and must wait in the end', async () => {
    await using bench = await DeviceBench.open({
      limits: { deviceSignInBurst: 60, deviceSignInIntervalMs: 60_000, deviceSignInsLogged: 5 },
    });
    const secret = await bench.add('kitchen');
    const returnCodes: (number | undefined)[] = [];
    for (let count = 0; count < 62; count++) {
      const device = await RawDevice.open(bench.port, 'kitchen');
      returnCodes.push(await device.signIn({ clientId: 'kitchen', username: '', password: secret }));
      device.socket.destroy();
    }
    expect(returnCodes).toEqual([...Array.from({ length: 60 }, () => 0), 3, 3]);
    expect(bench.figures.value('device_flapping_total')).toBe(55);
    expect(bench.logged('device signed in').length).toBeLessThan(40);
    expect(bench.logged('device refused')[0]).toMatchObject({ why: expect.stringContaining('too often') });
    const hall = await RawDevice.ready(bench.port, 'hall', await bench.add('hall'));
    hall.socket.destroy();
  });

  test.for(['removed', 'rotated', 'disabled'] as const)(
    'loses its connection when it is %s',
    async (change) => {
      await using bench = await DeviceBench.open();
      const device = await RawDevice.ready(bench.port, 'kitchen', await bench.add('kitchen'));
      if (change === 'removed') await bench.store.remove('kitchen');
      else if (change === 'rotated') await bench.store.rotate('kitchen');
      else await bench.store.setEnabled('kitchen', false);
      await device.closed;
      expect((await device.message('goodbye'))?.body.value).toMatchObject({ reason: 17 });
      expect(bench.heardFrom('kitchen').closedFor).toBe('REVOKED');
    },
  );
});
