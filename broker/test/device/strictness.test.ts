import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DeviceBench } from './device-bench.ts';
import { RawDevice } from './raw-device.ts';
import {
  DISCONNECT,
  PINGREQ,
  connect,
  packet,
  publish,
  subscribe,
  text,
  uint16,
  unsubscribe,
} from './raw-packets.ts';

const bytes = (...values: number[]): Buffer => Buffer.from(values);
const PAYLOAD = bytes(1);

let bench: DeviceBench;
beforeAll(async () => {
  bench = await DeviceBench.open({ limits: { addressFailureBurst: 1000 } });
  await bench.add('strict');
});
afterAll(() => bench[Symbol.asyncDispose]());

const illFormed: [string, Buffer][] = [
  ['U+0000', bytes(0x61, 0x00)],
  ['a control character', bytes(0x61, 0x07)],
  ['DEL', bytes(0x61, 0x7f)],
  ['U+0085', bytes(0xc2, 0x85)],
  ['a surrogate', bytes(0xed, 0xa0, 0x80)],
  ['U+FFFF', bytes(0xef, 0xbf, 0xbf)],
  ['U+1FFFE', bytes(0xf0, 0x9f, 0xbf, 0xbe)],
  ['an overlong form', bytes(0xc0, 0xaf)],
  ['an overlong form of three bytes', bytes(0xe0, 0x80, 0xaf)],
  ['a lone continuation', bytes(0x80)],
  ['a cut character', bytes(0xe2, 0x82)],
  ['a code above U+10FFFF', bytes(0xf4, 0x90, 0x80, 0x80)],
];

describe('a CONNECT is refused without an answer', () => {
  const cases: [string, () => Buffer][] = [
    ['with the reserved flag', () => connect({ clientId: 'strict', flags: 3 })],
    [
      'with will QoS 3',
      () => connect({ clientId: 'strict', flags: 0x1e, will: { topic: 'p1/strict/uc', payload: 'x' } }),
    ],
    ['with will QoS but no will', () => connect({ clientId: 'strict', flags: 0x0a })],
    ['with will retain but no will', () => connect({ clientId: 'strict', flags: 0x22 })],
    ['with a password but no user name', () => connect({ clientId: 'strict', password: 'x' })],
    ['with a user name that is missing', () => connect({ clientId: 'strict', flags: 0x82 })],
    ['with bytes after the payload', () => connect({ clientId: 'strict', trailing: bytes(0) })],
    [
      'with a wildcard in the will topic',
      () => connect({ clientId: 'strict', will: { topic: 'p1/+/uc', payload: 'x' } }),
    ],
    ['cut short', () => packet(0x10, text('MQTT'), bytes(4))],
    [
      'with reserved bits in its header',
      () => Buffer.concat([bytes(0x11), connect({ clientId: 'strict' }).subarray(1)]),
    ],
    ['that is another packet', () => PINGREQ],
    ['that is HTTP', () => Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')],
    ['of five length bytes', () => bytes(0x10, 0xff, 0xff, 0xff, 0xff, 1)],
    ...illFormed.flatMap(([what, value]): [string, () => Buffer][] => [
      [`with ${what} in the client id`, () => connect({ clientId: value })],
      [`with ${what} in the user name`, () => connect({ clientId: 'strict', username: value })],
      [
        `with ${what} in the will topic`,
        () => connect({ clientId: 'strict', will: { topic: value, payload: 'x' } }),
      ],
    ]),
  ];
  test.for(cases)('%s', async ([, bytesOf]) => {
    const device = await RawDevice.open(bench.port);
    device.write(bytesOf());
    await device.closed;
    expect(device.packets).toEqual([]);
  });
});

describe('after sign-in', () => {
  const open = async (): Promise<RawDevice> => {
    const device = await RawDevice.open(bench.port, 'strict');
    expect(
      await device.signIn({ clientId: 'strict', username: '', password: bench.secretOf('strict') }),
    ).toBe(0);
    return device;
  };

  const refused: [string, Buffer][] = [
    ['a second CONNECT', connect({ clientId: 'strict' })],
    ['type 0', bytes(0x00, 0)],
    ['type 15', bytes(0xf0, 0)],
    ...[2, 9, 11, 13].map((type): [string, Buffer] => [
      `type ${type}, which servers send`,
      packet(type << 4, uint16(1), bytes(0)),
    ]),
    ['PUBLISH with QoS 3', packet(0x36, text('p1/strict/uc'), uint16(1), PAYLOAD)],
    ['PUBLISH with DUP and QoS 0', packet(0x38, text('p1/strict/uc'), PAYLOAD)],
    ['PUBLISH with packet id 0', publish('p1/strict/uc', PAYLOAD, { qos: 1, id: 0 })],
    ['PUBLISH without packet id', packet(0x32, text('p1/strict/uc'))],
    ['PUBLISH with an empty topic', publish('', PAYLOAD)],
    ['PUBLISH with +', publish('p1/+/uc', PAYLOAD)],
    ['PUBLISH with #', publish('p1/#', PAYLOAD)],
    ['PUBLISH whose topic is cut', packet(0x30, uint16(40), bytes(0x61))],
    ['PUBLISH that is too large', packet(0x32, text('p1/strict/uc'), uint16(1), Buffer.alloc(9000))],
    ...[4, 5, 7].flatMap((type): [string, Buffer][] => [
      [`acknowledgement ${type} with packet id 0`, packet(type << 4, uint16(0))],
      [`acknowledgement ${type} with flags`, packet((type << 4) | 2, uint16(1))],
      [`acknowledgement ${type} too short`, packet(type << 4, bytes(1))],
      [`acknowledgement ${type} too long`, packet(type << 4, uint16(1), bytes(0))],
    ]),
    ['PUBREL without its flags', packet(0x60, uint16(1))],
    ['PUBREL with packet id 0', packet(0x62, uint16(0))],
    ['SUBSCRIBE without its flags', packet(0x80, uint16(1), text('p1/strict/dc'), bytes(0))],
    ['SUBSCRIBE with packet id 0', subscribe(0, 'p1/strict/dc')],
    ['SUBSCRIBE without a filter', packet(0x82, uint16(1))],
    ['SUBSCRIBE without a QoS', packet(0x82, uint16(1), text('p1/strict/dc'))],
    ['SUBSCRIBE with QoS 3', packet(0x82, uint16(1), text('p1/strict/dc'), bytes(3))],
    ['SUBSCRIBE with reserved bits', packet(0x82, uint16(1), text('p1/strict/dc'), bytes(4))],
    ['SUBSCRIBE with an empty filter', subscribe(1, '')],
    ['SUBSCRIBE with a bad #', subscribe(1, 'p1/#/dc')],
    ['SUBSCRIBE with a bad +', subscribe(1, 'p1/x+/dc')],
    ['SUBSCRIBE whose filter is cut', packet(0x82, uint16(1), uint16(40), bytes(0x61))],
    [
      'SUBSCRIBE with too many filters',
      subscribe(1, ...Array.from({ length: 9 }, (_, index) => `a/${index}`)),
    ],
    ['UNSUBSCRIBE without a filter', packet(0xa2, uint16(1))],
    ['UNSUBSCRIBE with packet id 0', unsubscribe(0, 'p1/strict/dc')],
    ['PINGREQ with a body', packet(0xc0, bytes(0))],
    ['PINGREQ with flags', bytes(0xc1, 0)],
    ['DISCONNECT with flags', bytes(0xe1, 0)],
    ['DISCONNECT with a body', packet(0xe0, bytes(0))],
    ['a length of five bytes', bytes(0x30, 0x80, 0x80, 0x80, 0x80, 0x01)],
    ...illFormed.flatMap(([what, value]): [string, Buffer][] => [
      [`PUBLISH with ${what}`, publish(value, PAYLOAD)],
      [`SUBSCRIBE with ${what}`, subscribe(1, value)],
      [`UNSUBSCRIBE with ${what}`, unsubscribe(1, value)],
    ]),
  ];
  test.for(refused)('%s closes the connection', async ([, malformed]) => {
    const device = await open();
    device.write(malformed);
    await device.closed;
  });

  const accepted: [string, Buffer][] = [
    ['an acknowledgement nobody waits for', packet(0x40, uint16(77))],
    ['a release nobody waits for', packet(0x62, uint16(77))],
    ['SUBSCRIBE to its own topics', subscribe(1, 'p1/strict/dc', 'p1/strict/da')],
    ['SUBSCRIBE to the topic of another', subscribe(1, 'p1/other/dc', '#', 'p1/+/da', '$SYS/#')],
    ['UNSUBSCRIBE from what it has not', unsubscribe(1, 'a/+/b')],
    ['a control message with QoS 0', publish('p1/strict/uc', PAYLOAD)],
    ['a control message with QoS 2', publish('p1/strict/uc', PAYLOAD, { qos: 2 })],
    ['audio with QoS 1', publish('p1/strict/ua', PAYLOAD, { qos: 1 })],
    ['a PUBLISH without a payload', publish('p1/strict/uc', Buffer.alloc(0))],
  ];
  test.for(accepted)('%s is accepted', async ([, wellFormed]) => {
    const device = await open();
    device.write(wellFormed);
    device.write(PINGREQ);
    expect(await device.packet(13)).toBeDefined();
    device.write(DISCONNECT);
    await device.closed;
  });

  test('every subscription has its own answer', async () => {
    const device = await open();
    device.write(subscribe(9, 'p1/strict/dc', 'p1/other/dc', '#', '$SYS/#', 'p1/strict/da', 'p1/strict/ua'));
    const suback = await device.packet(9);
    expect([...suback!.body]).toEqual([0, 9, 0, 0x80, 0x80, 0x80, 0, 0x80]);
    expect(bench.logged('subscription refused').length).toBeGreaterThanOrEqual(4);
    device.socket.destroy();
  });

  test('QoS 1 and 2 are acknowledged', async () => {
    const device = await open();
    device.write(publish('p1/strict/uc', PAYLOAD, { qos: 1, id: 0x1234 }));
    expect([...(await device.packet(4))!.body]).toEqual([0x12, 0x34]);
    device.write(publish('p1/strict/uc', PAYLOAD, { qos: 2, id: 5 }));
    expect([...(await device.packet(5))!.body]).toEqual([0, 5]);
    device.write(packet(0x62, uint16(5)));
    expect([...(await device.packet(7))!.body]).toEqual([0, 5]);
    device.socket.destroy();
  });
});
