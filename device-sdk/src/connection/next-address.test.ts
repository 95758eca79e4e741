import { describe, expect, test } from 'vitest';
import { nextAddress } from './next-address.ts';

describe('where a broker sends its device', () => {
  test.each([
    ['mqtt://b:1883', 'mqtt://a'],
    ['mqtts://b', 'mqtt://a'],
    ['wss://b/mqtt', 'mqtts://a:8883'],
  ])('%s from %s is gone to', (told, own) => {
    expect(nextAddress(told, own)).toEqual({ url: told });
  });

  test.each([
    ['http://b', 'mqtt://a', /no mqtt/],
    ['nonsense', 'mqtt://a', /no mqtt/],
    ['mqtt://', 'mqtt://a', /no mqtt/],
    ['mqtts://root:x@b', 'mqtts://a', /names a user/],
    // The secret would go over the wire in the clear.
    ['mqtt://b', 'mqtts://a', /not encrypted/],
    ['ws://b', 'wss://a', /not encrypted/],
  ])('%s from %s is not', (told, own, why) => {
    expect(nextAddress(told, own)).toEqual({ refused: expect.stringMatching(why) });
  });

  test('nowhere, mostly', () => {
    expect(nextAddress('', 'mqtts://a')).toBeUndefined();
  });
});
