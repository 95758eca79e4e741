/** Commands of the broker: done once, answered always. */
import {
  type DeviceCommand,
  type DeviceCommandHooks,
  PipitDevice,
  type PipitDeviceOptions,
} from '@pipit/device-sdk';
import { type Command, type CommandResult, CommandStatus, type Init } from '@pipit/protocol';
import { afterEach, expect, test } from 'vitest';
import { type FakeBroker, startFakeBroker } from './fake-broker.mjs';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).toReversed()) await thing.close();
});

async function connected(commands: DeviceCommandHooks, options: Partial<PipitDeviceOptions> = {}) {
  const fake = await startFakeBroker();
  open.push(fake);
  const lamp = new PipitDevice({
    url: fake.url,
    deviceId: 'lamp-1',
    secret: 'secret',
    reconnect: { minDelayMs: 5, maxDelayMs: 20 },
    commands,
    ...options,
  });
  open.push(lamp);
  await lamp.connect();
  const order = (command: Init<Command>, deadlineMs = 5000) =>
    fake.connection('lamp-1').send('command', command, 0, deadlineMs);
  return { fake, lamp, order };
}

const names = Object.entries(CommandStatus);
/** `id STATUS text`, in order. */
const results = ({ heard }: FakeBroker): string[] =>
  heard
    .filter(({ kind }) => kind === 'commandResult')
    .map(({ value }) => {
      const { commandId, status, text } = value as CommandResult;
      return `${commandId} ${names.find(([, number]) => number === status)?.[0]} ${text}`.trim();
    });

const settled = (fake: FakeBroker, count: number) =>
  expect.poll(() => results(fake).length, { timeout: 5000 }).toBe(count);

test('each is accepted, done with what was asked, and its end is told', async () => {
  const done: unknown[] = [];
  const { fake, lamp, order } = await connected({
    // By then the broker knows [CMD-5].
    reboot: () => void done.push(results(fake).at(-1)),
    identify: async () => 'I blink.',
    setVolume: (percent) => void done.push(percent),
    custom: {
      'lamp.fade': (argument) => void done.push(JSON.parse(argument)),
      'lamp.break': () => {
        throw new Error('The dimmer does not answer.');
      },
    },
  });
  const seen: DeviceCommand[] = [];
  lamp.on('command', (command) => seen.push(command));
  order({ commandId: 1, identify: {} });
  await settled(fake, 2);
  order({ commandId: 2, setVolume: { percent: 30 } });
  await settled(fake, 4);
  order({ commandId: 3, custom: { name: 'lamp.fade', argument: '{"to":0}' } });
  await settled(fake, 6);
  order({ commandId: 4, custom: { name: 'lamp.break' } });
  await settled(fake, 8);
  order({ commandId: 5, reboot: {} });
  await settled(fake, 10);
  expect(results(fake)).toEqual([
    '1 ACCEPTED',
    '1 SUCCEEDED I blink.',
    '2 ACCEPTED',
    '2 SUCCEEDED',
    '3 ACCEPTED',
    '3 SUCCEEDED',
    '4 ACCEPTED',
    '4 FAILED The dimmer does not answer.',
    '5 ACCEPTED',
    '5 SUCCEEDED',
  ]);
  expect(done).toEqual([30, { to: 0 }, '5 ACCEPTED']);
  expect(seen).toEqual([
    { id: 1, name: 'identify' },
    { id: 2, name: 'setVolume', percent: 30 },
    { id: 3, name: 'custom', custom: 'lamp.fade', argument: '{"to":0}' },
    { id: 4, name: 'custom', custom: 'lamp.break', argument: '' },
    { id: 5, name: 'reboot' },
  ]);
});

test('what the device does not know, or cannot be, is refused', async () => {
  const { fake, order } = await connected({ setVolume: () => {}, custom: {} });
  order({ commandId: 1, identify: {} });
  order({ commandId: 2, custom: { name: 'toString' } });
  order({ commandId: 3 });
  order({ commandId: 4, setVolume: { percent: 101 } });
  await settled(fake, 4);
  expect(results(fake)).toEqual([
    '1 UNKNOWN_COMMAND This device has no such command.',
    '2 UNKNOWN_COMMAND This device has no such command.',
    '3 UNKNOWN_COMMAND This device has no such command.',
    '4 FAILED percent: use 0 to 100.',
  ]);
});

test('one that never ends has failed at its deadline', async () => {
  let aborted = false;
  const { fake, order } = await connected({
    identify: (signal) =>
      new Promise(() => {
        signal.addEventListener('abort', () => (aborted = true));
      }),
  });
  order({ commandId: 9, identify: {} }, 60);
  await settled(fake, 2);
  expect(results(fake)[1]).toMatch(/^9 FAILED It did not end within \d+ ms\.$/);
  expect(aborted).toBe(true);
});

test('a long text is cut, not lost', async () => {
  const { fake, order } = await connected({ identify: () => 'é'.repeat(2000) });
  order({ commandId: 1, identify: {} });
  await settled(fake, 2);
  expect(results(fake)[1]).toBe(`1 SUCCEEDED ${'é'.repeat(512)}`);
});

test('the same one twice is done once and answered twice', async () => {
  let done = 0;
  const { fake, order } = await connected({ identify: () => void done++ });
  order({ commandId: 1, identify: {} });
  await settled(fake, 2);
  order({ commandId: 1, identify: {} });
  await settled(fake, 3);
  expect(results(fake)).toEqual(['1 ACCEPTED', '1 SUCCEEDED', '1 SUCCEEDED']);
  expect(done).toBe(1);
});

test('of many at once eight run, and the others are asked to wait', async () => {
  let finish = (): void => {};
  const all = new Promise<void>((resolve) => (finish = resolve));
  const { fake, order } = await connected({ identify: () => all });
  for (let id = 1; id <= 10; id++) order({ commandId: id, identify: {} });
  await settled(fake, 10);
  expect(results(fake).filter((result) => result.includes('REJECTED'))).toHaveLength(2);
  finish();
  await settled(fake, 18);
});

test('an end that came while the connection was lost is told on the next', async () => {
  let finish = (): void => {};
  const { fake, lamp, order } = await connected({
    identify: () => new Promise<void>((resolve) => (finish = resolve)),
  });
  order({ commandId: 1, identify: {} });
  await settled(fake, 1);
  const lost = lamp.once('disconnected');
  const back = lamp.once('connected');
  fake.cut();
  await lost;
  finish();
  await back;
  await settled(fake, 2);
  expect(results(fake)[1]).toBe('1 SUCCEEDED');
});

test('a volume that can be configured can be commanded, and what it is now is reported', async () => {
  let volume = 50;
  const { fake, order } = await connected(
    {},
    { settings: { volume: { apply: (percent) => void (volume = percent), current: () => volume } } },
  );
  order({ commandId: 1, setVolume: { percent: 20 } });
  await settled(fake, 2);
  await fake.hear('configReport', ({ results }) => results.some(({ value }) => value?.whole === 20));
  expect(volume).toBe(20);
});

test('a self-test on a connection of its own does nothing else', async () => {
  const fake = await startFakeBroker();
  open.push(fake);
  const lamp = new PipitDevice({
    url: fake.url,
    deviceId: 'lamp-1',
    secret: 'secret',
    commands: { identify: () => {} },
  });
  open.push(lamp);
  const test = lamp.selfTest({ toneMs: 200 });
  await fake.hear('selfTestStart');
  fake.connection('lamp-1').send('command', { commandId: 3, identify: {} });
  await settled(fake, 1);
  expect(results(fake)[0]).toMatch(/^3 REJECTED A self-test runs/);
  await test;
});
