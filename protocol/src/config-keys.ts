/**
 * The settings of a device that everybody knows by name: SPEC.md's table, the broker's validation and the SDK's checks
 * come from here. Keys that begin with `x.` are the maker's own.
 */
import type { ConfigStatusName } from './gen/schema.ts';
import { maxBytesOf, utf8Bytes } from './bounds.ts';
import type { ConfigScalar } from './config-values.ts';

/** Names of `ConfigValue`'s members. */
export type ConfigKind = 'flag' | 'whole' | 'fraction' | 'text';

/** What a value may be. */
export interface ConfigRule {
  readonly kind: ConfigKind;
  /** Of a number. */
  readonly min?: number;
  readonly max?: number;
  /** Of a text: the only ones allowed. */
  readonly choices?: readonly string[];
  /** Of a text: its form. */
  readonly pattern?: RegExp;
  /** Of a text, in UTF-8. Default: as much as the protocol carries. */
  readonly maxBytes?: number;
}

export interface ConfigKey extends ConfigRule {
  /** Empty for none. */
  readonly unit: string;
  /** One line for people. */
  readonly about: string;
}

export const CONFIG_KEYS = {
  volume: { kind: 'whole', min: 0, max: 100, unit: '%', about: 'how loud answers are' },
  microphoneGainDb: { kind: 'fraction', min: -40, max: 40, unit: 'dB', about: 'added to the microphone' },
  brightness: { kind: 'whole', min: 0, max: 100, unit: '%', about: 'of display and lights' },
  language: {
    kind: 'text',
    // The form of a BCP 47 tag, not the registry; `hello` has no more room for it.
    pattern: /^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/,
    maxBytes: 16,
    unit: '',
    about: 'BCP 47 tag of what the device shows and says by itself',
  },
  listenMode: {
    kind: 'text',
    choices: ['AUTOMATIC', 'PUSH_TO_TALK', 'ALWAYS_OPEN'],
    unit: '',
    about: 'how the microphone is opened and closed',
  },
  telemetryIntervalS: {
    kind: 'whole',
    min: 0,
    max: 86_400,
    unit: 's',
    about: 'between two telemetry messages; 0 for none',
  },
  logLevel: {
    kind: 'text',
    choices: ['error', 'warn', 'info', 'debug'],
    unit: '',
    about: "the device's own log",
  },
  wakeWord: { kind: 'flag', unit: '', about: 'whether the device listens for its wake word' },
} as const satisfies Record<string, ConfigKey>;

export type ConfigKeyName = keyof typeof CONFIG_KEYS;

export const MAX_CONFIG_KEY_BYTES = maxBytesOf('ConfigEntry', 'key');
export const MAX_CONFIG_TEXT_BYTES = maxBytesOf('ConfigValue', 'text');
/** Of one DeviceConfig. */
export const MAX_CONFIG_ENTRIES = 32;

const KEY_PATTERN = /^[A-Za-z][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*$/;

/** Words of letters, digits, `_` and `-`, joined by dots; at most 48 bytes. It need not be a known one. */
export const isConfigKey = (key: string): boolean =>
  KEY_PATTERN.test(key) && key.length <= MAX_CONFIG_KEY_BYTES;

/** A key of the maker's own: any value goes. */
export const isMakerKey = (key: string): boolean => key.startsWith('x.') && isConfigKey(key);

/** Undefined for a key of the maker's own, and for an unknown one. */
export const configKey = (key: string): ConfigKey | undefined =>
  Object.hasOwn(CONFIG_KEYS, key) ? CONFIG_KEYS[key as ConfigKeyName] : undefined;

export interface ConfigProblem {
  readonly status: Extract<ConfigStatusName, 'WRONG_TYPE' | 'OUT_OF_RANGE'>;
  /** What the value should be. */
  readonly text: string;
}

const WHOLE_RANGE = { min: -(2 ** 31), max: 2 ** 31 - 1 };

/** What is wrong with a value; undefined when it keeps the rule. A fraction may be given as a whole number. */
export function configProblem(rule: ConfigRule, value: ConfigScalar): ConfigProblem | undefined {
  const { kind } = rule;
  if (kind === 'flag') return typeof value === 'boolean' ? undefined : wrongType('Give true or false.');
  if (kind === 'text') {
    return typeof value === 'string' ? textProblem(rule, value) : wrongType('Give a text.');
  }
  if (typeof value !== 'number' || !Number.isFinite(value)) return wrongType('Give a number.');
  if (kind === 'whole' && !Number.isInteger(value)) return wrongType('Give a whole number.');
  const { min = -Infinity, max = Infinity } = kind === 'whole' ? { ...WHOLE_RANGE, ...rule } : rule;
  if (value >= min && value <= max) return undefined;
  return outOfRange(max === Infinity ? `Use ${min} or more.` : `Use ${min} to ${max}.`);
}

function textProblem(rule: ConfigRule, value: string): ConfigProblem | undefined {
  const { choices, pattern, maxBytes = MAX_CONFIG_TEXT_BYTES } = rule;
  if (choices && !choices.includes(value)) return outOfRange(`Use one of ${choices.join(', ')}.`);
  if (utf8Bytes(value) > maxBytes) return outOfRange(`Use at most ${maxBytes} bytes of UTF-8.`);
  if (pattern && !pattern.test(value)) return outOfRange('The text does not have the form it should have.');
  return undefined;
}

const wrongType = (text: string): ConfigProblem => ({ status: 'WRONG_TYPE', text });
const outOfRange = (text: string): ConfigProblem => ({ status: 'OUT_OF_RANGE', text });
