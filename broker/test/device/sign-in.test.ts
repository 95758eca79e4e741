import { describe, expect, test } from 'vitest';
import { DeviceBench } from './device-bench.ts';
import { HELLO, RawDevice } from './raw-device.ts';
import type { RawConnect } from './raw-packets.ts';

describe('sign-in', () => {
  const cases: [string, (secret: string) => RawConnect, number | undefined][] = [
    ['id, user name and secret', (password) => ({ clientId: 'kitchen', username: 'kitchen', password }), 0],
    ['an empty user name', (password) => ({ clientId: 'kitchen', username: '', password }), 0],
    [
      'a session to be kept',
      (password) => ({ clientId: 'kitchen', username: '', password, clean: false }),
      0,
    ],
    ['another user name', (password) => ({ clientId: 'kitchen', username: 'hall', password }), 4],
    ['a wrong secret', () => ({ clientId: 'kitchen', username: 'kitchen', password: 'pk_wrong' }), 4],
    ['no secret', () => ({ clientId: 'kitchen' }), 4],
    ['an empty secret', () => ({ clientId: 'kitchen', username: 'kitchen', password: '' }), 4],
    ['an unknown device', (password) => ({ clientId: 'attic', username: 'attic', password }), 4],
    ['a malformed id', (password) => ({ clientId: 'kit/chen', username: '', password }), 2],
    ['a name from the prototype', (password) => ({ clientId: '__proto__', username: '', password }), 2],
    ['an empty id', (password) => ({ clientId: '', username: '', password }), 2],
    [
      'an empty id for a kept session',
      (password) => ({ clientId: '', username: '', password, clean: false }),
      2,
    ],
    ['a disabled device', () => ({ clientId: 'cellar', username: '', password: 'cellar' }), 5],
    [
      'a disabled device with a wrong secret',
      () => ({ clientId: 'cellar', username: '', password: 'pk_wrong' }),
      4,
    ],
    [
      "a will on another's topic",
      (password) => ({
        clientId: 'kitchen',
        username: '',
        password,
        will: { topic: 'p1/hall/uc', payload: 'x' },
      }),
      5,
    ],
    [
      'a retained will',
      (password) => ({
        clientId: 'kitchen',
        username: '',
        password,
        will: { topic: 'p1/kitchen/uc', payload: 'x', retain: true },
      }),
      5,
    ],
    [
      'a will on its own topic',
      (password) => ({
        clientId: 'kitchen',
        username: '',
        password,
        will: { topic: 'p1/kitchen/uc', payload: 'x' },
      }),
      0,
    ],
    ['MQTT 5', (password) => ({ clientId: 'kitchen', username: '', password, level: 5 }), 1],
    [
      'MQTT 3.1',
      (password) => ({ clientId: 'kitchen', username: '', password, protocol: 'MQIsdp', level: 3 }),
      1,
    ],
    [
      'another protocol',
      (password) => ({ clientId: 'kitchen', username: '', password, protocol: 'HTTP' }),
      undefined,
    ],
  ];
  test.for(cases)('with %s', async ([, options, expected]) => {
    await using bench = await DeviceBench.open();
    const secret = await bench.add('kitchen');
    const cellar = await bench.add('cellar');
    await bench.store.setEnabled('cellar', false);
    const device = await RawDevice.open(bench.port, 'kitchen');
    const connect = options(secret);
    const returnCode = await device.signIn(
      connect.password === 'cellar' ? { ...connect, password: cellar } : connect,
    );
    expect(returnCode).toBe(expected);
    if (expected === 0) {
      device.say(HELLO);
      expect((await device.message('helloAck'))?.body.value).toMatchObject({
        frameDurationMs: 20,
        playbackSampleRateHz: 24_000,
      });
    } else {
      await device.closed;
      expect(bench.heard).toEqual([]);
    }
    device.socket.destroy();
  });
});
