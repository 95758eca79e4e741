/** The configuration of a device: applied key by key, reported, kept over a lost connection. */
import { type DeviceConfiguration, PipitDevice, type PipitDeviceOptions } from '@pipit/device-sdk';
import {
  type ConfigReport,
  configScalar,
  type ConfigScalar,
  ConfigStatus,
  configValue,
  type DeviceConfig,
  type Init,
} from '@pipit/protocol';
import { afterEach, describe, expect, test } from 'vitest';
import { type FakeBroker, startFakeBroker } from './fake-broker.mjs';
import { FakeClock } from '@pipit/device-sdk/testing';
import { SettingsDesk } from '../src/remote/settings-desk.ts';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).toReversed()) await thing.close();
});

async function broker(options?: Parameters<typeof startFakeBroker>[0]): Promise<FakeBroker> {
  const started = await startFakeBroker(options);
  open.push(started);
  return started;
}

function device(url: string, options: Partial<PipitDeviceOptions> = {}): PipitDevice {
  const reconnect = { minDelayMs: 5, maxDelayMs: 20 };
  const made = new PipitDevice({ url, deviceId: 'lamp-1', secret: 'secret', reconnect, ...options });
  open.push(made);
  return made;
}

const config = (revision: number, values: Record<string, ConfigScalar>): Init<DeviceConfig> => ({
  revision,
  entries: Object.entries(values).map(([key, value]) => ({ key, value: configValue(value) })),
});

const names = Object.entries(ConfigStatus);
/** `STATUS value` by key, and the text when there is one. */
const told = ({ results }: Pick<ConfigReport, 'results'>): Record<string, string> =>
  Object.fromEntries(
    results.map(({ key, status, text, value }) => {
      const name = names.find(([, number]) => number === status)?.[0];
      return [
        key,
        [name, configScalar(value), text].filter((part) => part !== undefined && part !== '').join(' '),
      ];
    }),
  );

const reportsOf = ({ heard }: FakeBroker): ConfigReport[] =>
  heard.filter(({ kind }) => kind === 'configReport').map(({ value }) => value as ConfigReport);

test('what is retained is applied before the device is connected, and reported then', async () => {
  const fake = await broker();
  await fake.configure('lamp-1', config(3, { volume: 40, language: 'de', 'x.colour': 'red' }));
  let volume = 70;
  const lamp = device(fake.url, {
    settings: {
      volume: { apply: (percent) => void (volume = percent), current: () => volume },
      language: { apply: () => 'later', current: () => 'en' },
    },
  });
  const applied = lamp.once('config');
  await lamp.connect();
  expect(await applied).toEqual({
    revision: 3,
    values: { volume: 40, language: 'de', 'x.colour': 'red' },
    statuses: { volume: 'APPLIED', language: 'PENDING', 'x.colour': 'UNKNOWN_KEY' },
  } satisfies DeviceConfiguration);
  expect(volume).toBe(40);
  const report = await fake.hear('configReport', ({ revision }) => revision === 3);
  expect(told(report)).toEqual({
    volume: 'APPLIED 40',
    language: 'PENDING en Applies later, as after a restart.',
    'x.colour': 'UNKNOWN_KEY',
    telemetryIntervalS: 'APPLIED 30',
  });
  // [CON-1]
  expect(fake.heard.map(({ kind }) => kind).indexOf('hello')).toBe(0);
});

test('a change is applied while the device is connected, and a key that is gone goes back to its default', async () => {
  const fake = await broker();
  const values: [string, ConfigScalar][] = [];
  const lamp = device(fake.url, {
    settings: {
      volume: { apply: (percent) => void values.push(['volume', percent]), current: () => 70 },
      'x.colour': { apply: (colour) => void values.push(['colour', colour]), default: 'white' },
      'x.mood': { apply: (mood) => void values.push(['mood', mood]) },
    },
  });
  await lamp.connect();
  for (const [revision, wanted] of [
    { volume: 10, 'x.colour': 'red', 'x.mood': 'calm' },
    { 'x.mood': 'wild' },
    {},
  ].entries()) {
    await fake.configure('lamp-1', config(revision + 1, wanted));
    await fake.hear('configReport', (report) => report.revision === revision + 1);
  }
  expect(values).toEqual([
    ['volume', 10],
    ['colour', 'red'],
    ['mood', 'calm'],
    ['mood', 'wild'],
    ['volume', 70],
    ['colour', 'white'],
  ]);
});

test('what cannot be used is told key by key, and the rest is applied', async () => {
  const fake = await broker();
  const applied: ConfigScalar[] = [];
  const lamp = device(fake.url, {
    telemetryIntervalMs: 0,
    settings: {
      volume: { apply: (percent) => void applied.push(percent), current: () => 70 },
      brightness: {
        apply: () => {
          throw new Error(`The panel is dark. ${'é'.repeat(200)}`);
        },
      },
      wakeWord: { apply: async () => Promise.reject(new Error('No microphone.')) },
      microphoneGainDb: { apply: (decibels) => void applied.push(decibels) },
      'x.size': { apply: (size) => void applied.push(size), rule: { kind: 'whole', max: 9 } },
    },
  });
  await lamp.connect();
  const wanted = { volume: 'loud', brightness: 5, wakeWord: true, microphoneGainDb: 3, 'x.size': 10 };
  await fake.configure('lamp-1', {
    revision: 1,
    entries: [
      ...config(1, wanted).entries!,
      { key: 'x.later', value: {} },
      { key: 'constructor', value: { whole: 1 } },
    ],
  });
  const report = await fake.hear('configReport', ({ revision }) => revision === 1);
  expect(told(report)).toMatchObject({
    volume: 'WRONG_TYPE 70 Give a number.',
    brightness: expect.stringMatching(/^FAILED The panel is dark\. é+$/),
    wakeWord: 'FAILED No microphone.',
    microphoneGainDb: 'APPLIED 3',
    'x.size': 'OUT_OF_RANGE Use -2147483648 to 9.',
    'x.later': 'UNKNOWN_KEY',
    constructor: 'UNKNOWN_KEY',
  });
  expect(applied).toEqual([3]);
});

test('a revision that is held or older changes nothing, and is answered', async () => {
  const fake = await broker();
  const applied: number[] = [];
  const lamp = device(fake.url, { settings: { volume: { apply: (percent) => void applied.push(percent) } } });
  await lamp.connect();
  await fake.configure('lamp-1', config(5, { volume: 50 }));
  await fake.hear('configReport', ({ revision }) => revision === 5);
  for (const revision of [5, 4]) {
    const before = reportsOf(fake).length;
    await fake.configure('lamp-1', config(revision, { volume: 40 }));
    await expect.poll(() => reportsOf(fake).length).toBe(before + 1);
  }
  expect(applied).toEqual([50]);
  expect(told(reportsOf(fake).at(-1)!)).toMatchObject({ volume: 'APPLIED 50' });
});

test('after a lost connection nothing is applied anew, and all is reported', async () => {
  const fake = await broker();
  let volume = 0;
  let applied = 0;
  const lamp = device(fake.url, {
    settings: { volume: { apply: (percent) => void ((volume = percent), applied++), current: () => volume } },
  });
  await lamp.connect();
  await fake.configure('lamp-1', config(1, { volume: 50 }));
  await fake.hear('configReport', ({ revision }) => revision === 1);
  const back = lamp.once('disconnected').then(() => lamp.once('connected'));
  fake.cut();
  // The button, while nobody hears of it.
  volume = 65;
  lamp.reportSettings();
  await back;
  await fake.hear('configReport', (report) => told(report).volume === 'APPLIED 65');
  expect(applied).toBe(1);
});

test('a value that was changed at the device is reported', async () => {
  const fake = await broker();
  let volume = 30;
  const lamp = device(fake.url, { settings: { volume: { apply: () => {}, current: () => volume } } });
  await lamp.connect();
  await fake.hear('configReport', (report) => told(report).volume === 'APPLIED 30');
  volume = 35;
  lamp.reportSettings();
  const report = await fake.hear('configReport', (report) => told(report).volume === 'APPLIED 35');
  expect(report.revision).toBe(0);
});

test('a long report comes in several messages', async () => {
  const fake = await broker();
  const lamp = device(fake.url);
  await lamp.connect();
  const wanted = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`x.${index}`, index]));
  await fake.configure('lamp-1', config(1, wanted));
  const all = () => reportsOf(fake).filter(({ revision }) => revision === 1);
  await expect.poll(() => all().flatMap(({ results }) => results).length).toBe(21);
  expect(all().map(({ results }) => results.length)).toEqual([8, 8, 5]);
});

test('the SDK keeps the interval of telemetry itself', async () => {
  const fake = await broker();
  const lamp = device(fake.url, { telemetryIntervalMs: 0 });
  await lamp.connect();
  await fake.configure('lamp-1', config(1, { telemetryIntervalS: 1 }));
  await fake.hear('telemetry');
  expect(told(await fake.hear('configReport', ({ revision }) => revision === 1))).toEqual({
    telemetryIntervalS: 'APPLIED 1',
  });
  await fake.configure('lamp-1', config(2, { telemetryIntervalS: 86_401 }));
  await fake.configure('lamp-1', config(3, {}));
  const report = await fake.hear('configReport', ({ revision }) => revision === 3);
  expect(told(report)).toEqual({ telemetryIntervalS: 'APPLIED 0' });
});

test('a broker of before configurations is not troubled with them', async () => {
  const fake = await broker({ knowsConfig: false });
  const lamp = device(fake.url, { settings: { volume: { apply: () => {}, current: () => 1 } } });
  const problems: unknown[] = [];
  lamp.on('error', (error) => problems.push(error));
  const clock = lamp.once('clock');
  await lamp.connect();
  lamp.reportSettings();
  await clock;
  expect(reportsOf(fake)).toEqual([]);
  expect(problems).toEqual([]);
});

test('one that cannot be read is told to the application and changes nothing', async () => {
  const fake = await broker();
  const lamp = device(fake.url);
  const problem = lamp.once('error');
  await lamp.connect();
  const payload = Buffer.from([0xff]);
  const packet = {
    cmd: 'publish',
    topic: 'p1/lamp-1/cf',
    payload,
    qos: 1,
    retain: true,
    dup: false,
  } as const;
  await new Promise((resolve) => fake.aedes.publish(packet, resolve));
  expect(await problem).toMatchObject({ code: 'PROTOCOL' });
  expect(lamp.isConnected).toBe(true);
});

test.each([
  ['x y', /not a key/],
  ['loudness', /not a known key.*"x\."/],
])('a setting %j is refused when the device is made', (key, why) => {
  const settings = { [key]: { apply: () => {} } } as PipitDeviceOptions['settings'];
  expect(() => new PipitDevice({ url: 'mqtt://x', deviceId: 'a', secret: 'b', settings: settings! })).toThrow(
    why,
  );
});

describe('while one is applied', () => {
  const setUp = (apply: (value: ConfigScalar, signal: AbortSignal) => Promise<void>) => {
    const clock = new FakeClock();
    const reports: ConfigReport[] = [];
    const closed = new AbortController();
    const desk = new SettingsDesk({
      clock,
      settings: { 'x.a': { apply }, 'x.b': { apply } },
      closed: closed.signal,
      send: (body) => void reports.push(body.value as ConfigReport),
      onApplied: () => {},
      onError: () => {},
    });
    desk.connected(true);
    const take = (revision: number, values: Record<string, ConfigScalar>) =>
      desk.take(config(revision, values) as DeviceConfig);
    return { clock, desk, reports, closed, take };
  };

  test('of those that come only the newest counts, and only it is reported', async () => {
    const applied: ConfigScalar[] = [];
    let finish = (): void => {};
    const { desk, reports, take } = setUp(async (value) => {
      applied.push(value);
      if (value === 1) await new Promise<void>((resolve) => (finish = resolve));
    });
    take(1, { 'x.a': 1, 'x.b': 1 });
    await expect.poll(() => applied).toEqual([1]);
    take(2, { 'x.a': 2 });
    take(3, { 'x.b': 3 });
    take(2, { 'x.a': 9 });
    desk.report();
    expect(reports).toEqual([]);
    finish();
    await expect.poll(() => reports.length).toBe(1);
    expect(applied).toEqual([1, 3]);
    expect(reports[0]).toMatchObject({ revision: 3 });
  });

  test('a setting that never comes back has failed, and its signal says so', async () => {
    let aborted: unknown;
    const { clock, reports, take } = setUp(
      (value, signal) =>
        new Promise((resolve) => {
          if (value === 2) return resolve();
          signal.addEventListener('abort', () => (aborted = signal.reason));
        }),
    );
    take(1, { 'x.a': 1, 'x.b': 2 });
    await expect.poll(() => clock.pending).toBe(1);
    clock.advance(10_000);
    await expect.poll(() => reports.length).toBe(1);
    expect(told(reports[0]!)).toEqual({
      'x.a': 'FAILED It did not end within 10000 ms.',
      'x.b': 'APPLIED 2',
    });
    expect(aborted).toMatchObject({ message: expect.stringContaining('10000') });
    expect(clock.pending).toBe(0);
  });

  test('the device may be closed: nothing goes on', async () => {
    const applied: ConfigScalar[] = [];
    const { clock, reports, closed, take } = setUp((value) => {
      applied.push(value);
      return new Promise(() => {});
    });
    take(1, { 'x.a': 1, 'x.b': 2 });
    await expect.poll(() => applied).toEqual([1]);
    closed.abort(new Error('closed'));
    await expect.poll(() => clock.pending).toBe(0);
    await Promise.resolve();
    expect(applied).toEqual([1]);
    expect(reports.filter(({ revision }) => revision === 1)).toEqual([]);
  });
});
