import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CONFIG_KEYS,
  type ConfigScalar,
  configKey,
  configProblem,
  configScalar,
  configValue,
  decodeDeviceConfig,
  encodeDeviceConfig,
  isConfigKey,
  isMakerKey,
} from './index.ts';

describe('keys', () => {
  test.each(['volume', 'x.a', 'x.lamp.colour-2', 'x.a_b'])('%s is one', (key) => {
    expect(isConfigKey(key)).toBe(true);
  });
  test.each(['', '.', 'a.', '.a', 'a b', 'a/b', 'é', '1a', 'x'.repeat(49), '__proto__'])(
    '%j is none',
    (key) => {
      expect(isConfigKey(key)).toBe(false);
    },
  );
  test('the well-known ones are, and no other is known', () => {
    for (const key of Object.keys(CONFIG_KEYS)) expect(isConfigKey(key) && !isMakerKey(key)).toBe(true);
    expect(configKey('volume')).toMatchObject({ kind: 'whole', max: 100 });
    expect(configKey('constructor')).toBeUndefined();
    expect(configKey('x.volume')).toBeUndefined();
    expect([isMakerKey('x.volume'), isMakerKey('x'), isMakerKey('xy')]).toEqual([true, false, false]);
  });
});

test.each<[keyof typeof CONFIG_KEYS, ConfigScalar, string | undefined]>([
  ['volume', 100, undefined],
  ['volume', 101, 'OUT_OF_RANGE'],
  ['volume', 0.5, 'WRONG_TYPE'],
  ['volume', '50', 'WRONG_TYPE'],
  ['volume', Number.NaN, 'WRONG_TYPE'],
  ['microphoneGainDb', 3, undefined],
  ['microphoneGainDb', -1.5, undefined],
  ['microphoneGainDb', -41, 'OUT_OF_RANGE'],
  ['language', 'zh-Hant-TW', undefined],
  ['language', 'german, please', 'OUT_OF_RANGE'],
  ['language', 'en-aaaaaaaa-bbbbbbbb', 'OUT_OF_RANGE'],
  ['listenMode', 'AUTOMATIC', undefined],
  ['listenMode', 'SOMETIMES', 'OUT_OF_RANGE'],
  ['wakeWord', true, undefined],
  ['wakeWord', 1, 'WRONG_TYPE'],
  ['telemetryIntervalS', -1, 'OUT_OF_RANGE'],
])('%s: %j', (key, value, status) => {
  const problem = configProblem(CONFIG_KEYS[key], value);
  expect(problem?.status).toBe(status);
  if (problem) expect(problem.text).toMatch(/^(Give|Use|The text) .*\.$/);
});

test('a rule without limits still keeps to what the wire carries', () => {
  expect(configProblem({ kind: 'whole' }, 2 ** 31)?.text).toBe('Use -2147483648 to 2147483647.');
  expect(configProblem({ kind: 'fraction', min: 1 }, 0)?.text).toBe('Use 1 or more.');
  expect(configProblem({ kind: 'text' }, 'é'.repeat(101))?.text).toMatch(/200 bytes/);
  expect(configProblem({ kind: 'text' }, 'é'.repeat(100))).toBeUndefined();
});

test('any value comes back from the wire as it was', () => {
  const number = fc.oneof(fc.integer(), fc.double({ noNaN: true })).filter((value) => !Object.is(value, -0));
  const text = fc.string({ unit: 'grapheme', maxLength: 20 });
  fc.assert(
    fc.property(fc.oneof(fc.boolean(), number, text), (scalar) => {
      const decoded = decodeDeviceConfig(
        encodeDeviceConfig({ revision: 1, entries: [{ key: 'x.a', value: configValue(scalar) }] }),
      );
      if (!decoded.ok) throw decoded.error;
      expect(configScalar(decoded.message.entries[0]!.value)).toBe(scalar);
    }),
  );
  expect(configScalar(undefined)).toBeUndefined();
  expect(configScalar({})).toBeUndefined();
});
