/**
 * The topics a device touches, as data. Build and parse functions, the SDK's subscriptions, the broker's access
 * rules and the table in SPEC.md all come from here. Topics are short because every audio packet carries one.
 */

export type Direction = 'up' | 'down';

export interface Topic {
  /** `{device}` stands for the device's id. */
  readonly pattern: string;
  /** `up`: the device publishes. `down`: the broker publishes. */
  readonly direction: Direction;
  readonly qos: 0 | 1;
  readonly retain: boolean;
  /** Of the MQTT payload. */
  readonly maxBytes: number;
  readonly message: 'Audio' | 'DeviceMessage' | 'BrokerMessage' | 'DeviceConfig';
  readonly purpose: string;
}

export const TOPICS = {
  audioUp: {
    pattern: 'p1/{device}/ua',
    direction: 'up',
    qos: 0,
    retain: false,
    maxBytes: 8000,
    message: 'Audio',
    purpose: 'what the microphone hears',
  },
  controlUp: {
    pattern: 'p1/{device}/uc',
    direction: 'up',
    qos: 1,
    retain: false,
    maxBytes: 4096,
    message: 'DeviceMessage',
    purpose: 'everything else the device says',
  },
  audioDown: {
    pattern: 'p1/{device}/da',
    direction: 'down',
    qos: 0,
    retain: false,
    maxBytes: 8000,
    message: 'Audio',
    purpose: 'what the speaker plays',
  },
  controlDown: {
    pattern: 'p1/{device}/dc',
    direction: 'down',
    qos: 1,
    retain: false,
    maxBytes: 4096,
    message: 'BrokerMessage',
    purpose: 'everything else the broker says',
  },
  config: {
    pattern: 'p1/{device}/cf',
    direction: 'down',
    qos: 1,
    retain: true,
    maxBytes: 4096,
    message: 'DeviceConfig',
    purpose: 'what is configured for the device',
  },
} as const satisfies Record<string, Topic>;

export type TopicName = keyof typeof TOPICS;

/** 1 to 64 letters, digits, dots, dashes, underscores or colons; so an id can never be a wildcard or a level. */
export const DEVICE_ID_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;

export function isDeviceId(text: string): boolean {
  return DEVICE_ID_PATTERN.test(text);
}

/** @throws {TypeError} when the id is not a device id. */
export function topicFor(name: TopicName, deviceId: string): string {
  if (!isDeviceId(deviceId)) {
    throw new TypeError(
      `"${deviceId}" is not a device id: use 1 to 64 of A-Z a-z 0-9 . _ : - and start with a letter or digit.`,
    );
  }
  return TOPICS[name].pattern.replace('{device}', deviceId);
}

export interface ParsedTopic {
  readonly name: TopicName;
  readonly deviceId: string;
}

const bySuffix = new Map<string, TopicName>(
  (Object.keys(TOPICS) as TopicName[]).map((name) => [TOPICS[name].pattern.split('/')[2]!, name]),
);

/** Undefined for a topic that is not one of ours. */
export function parseTopic(topic: string): ParsedTopic | undefined {
  const [version, deviceId, suffix, ...rest] = topic.split('/');
  if (version !== 'p1' || deviceId === undefined || suffix === undefined || rest.length > 0) return undefined;
  const name = bySuffix.get(suffix);
  return name && isDeviceId(deviceId) ? { name, deviceId } : undefined;
}

/** The access rule: a device publishes on its own `up` topics, not retained, and nowhere else. */
export function mayPublish(deviceId: string, topic: string): boolean {
  const parsed = parseTopic(topic);
  return parsed?.deviceId === deviceId && TOPICS[parsed.name].direction === 'up';
}

/** The access rule: a device subscribes to its own `down` topics, by their exact names. */
export function maySubscribe(deviceId: string, filter: string): boolean {
  const parsed = parseTopic(filter);
  return parsed?.deviceId === deviceId && TOPICS[parsed.name].direction === 'down';
}
