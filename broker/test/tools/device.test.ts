/** Tools that a device offers itself, used in conversations by voice. */
import { PipitDevice, type DeviceSession, type PipitDeviceOptions } from '@pipit/device-sdk';
import { SimulatedNetwork } from '@pipit/device-sdk/testing';
import { connect } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { WholeBroker, speakUntil } from '../whole-broker.ts';

const open: { close?(): Promise<unknown>; [Symbol.asyncDispose]?(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).toReversed()) await (thing[Symbol.asyncDispose]?.() ?? thing.close?.());
});

type Step = { call: string; input: Record<string, unknown> } | { text: string };

async function start(replies: Step[][], settings: Record<string, unknown> = {}): Promise<WholeBroker> {
  const whole = await WholeBroker.start({
    script: { replies },
    settings: { 'tools.record': 'all', ...settings },
  });
  open.push(whole);
  return whole;
}

async function lamp(
  whole: WholeBroker,
  options: Partial<PipitDeviceOptions>,
  declare: (device: PipitDevice) => void,
) {
  const { secret } = await whole.broker.devices.add('lamp');
  const device = new PipitDevice({ url: whole.url, deviceId: 'lamp', secret, ...options });
  open.push(device);
  declare(device);
  await device.connect();
  return device;
}

/** One question, until its turn is over. What was said. */
const ask = (whole: WholeBroker, session: DeviceSession): Promise<string> => whole.turn(session);

const results = (whole: WholeBroker) =>
  whole.events.flatMap((event) => (event.kind === 'toolResult' ? [[event.name, event.code]] : []));

test('the volume is set by voice, and what is for people only is not offered', async () => {
  const whole = await start([
    [{ call: 'set_volume', input: { percent: 30 } }, { text: 'Now it is {result}.' }],
  ]);
  const set: number[] = [];
  const volume = { apply: (percent: number) => void set.push(percent), current: () => set.at(-1) ?? 50 };
  const device = await lamp(whole, { settings: { volume } }, (made) => {
    made.tool('light', { description: 'Switches the light.', input: { on: 'boolean' } }, () => 'done');
    made.tool('factory_reset', { description: 'x', audience: 'user' }, () => 'gone');
  });
  const session = await device.openSession();
  await session.waitForState('LISTENING');
  const said = await ask(whole, session);
  expect(set).toEqual([30]);
  expect(said).toContain('30');
  expect(results(whole)).toEqual([['set_volume', null]]);
  await session.close();
});

test('a tool that fails, and one that is not there, are told to the model', async () => {
  const whole = await start([
    [{ call: 'light', input: { on: true } }, { text: 'It says {result}.' }],
    [{ call: 'teleport', input: {} }, { text: 'It says {result}.' }],
  ]);
  const device = await lamp(whole, {}, (made) => {
    made.tool('light', { description: 'x', input: { on: 'boolean' } }, () => {
      throw new Error('The bulb is gone.');
    });
  });
  const session = await device.openSession();
  await session.waitForState('LISTENING');
  expect(await ask(whole, session)).toContain('The bulb is gone.');
  expect(await ask(whole, session)).toContain('no such tool');
  expect(results(whole)).toEqual([
    ['light', 'FAILED'],
    ['teleport', 'UNKNOWN_TOOL'],
  ]);
  await session.close();
});

test('what was running when the user hung up is in the audit log and counted', async () => {
  const whole = await start([[{ call: 'unlock_door', input: {} }, { text: 'It is {result}.' }]]);
  const { promise: unlocked, resolve: unlock } = Promise.withResolvers<void>();
  const device = await lamp(whole, {}, (made) =>
    made.tool('unlock_door', { description: 'x' }, () => {
      unlock();
      return new Promise(() => {});
    }),
  );
  const session = await device.openSession();
  await session.waitForState('LISTENING');
  await speakUntil(session, 600, unlocked);
  await session.close();
  await vi.waitFor(async () => {
    const { json: log } = await whole.ask('GET', '/api/v1/audit-log?action=tool.call');
    expect(log.items).toMatchObject([
      { target: { id: 'unlock_door' }, result: 'failed', detail: { code: 'CANCELLED', source: 'device' } },
    ]);
    const { json: usage } = await whole.ask('GET', '/api/v1/usage/tools');
    expect(usage.items).toMatchObject([{ name: 'unlock_door', calls: 1, failures: 1, timeouts: 0 }]);
  }, 10_000);
});

test('a device that comes back after a lost link still has its tools, without another stream of the model', async () => {
  const whole = await start([[{ call: 'light', input: { on: true } }, { text: 'It is {result}.' }]]);
  const network = new SimulatedNetwork();
  const transport = () =>
    network.wrap(connect({ port: whole.broker.ports['tcp']!, host: '127.0.0.1', noDelay: true }));
  const switched: unknown[] = [];
  const device = await lamp(whole, { transport, reconnect: { minDelayMs: 20, maxDelayMs: 50 } }, (made) =>
    made.tool('light', { description: 'x', input: { on: 'boolean' } }, ({ on }) => {
      switched.push(on);
      return 'on';
    }),
  );
  const session = await device.openSession();
  await session.waitForState('LISTENING');
  const resumed = session.once('resumed');
  network.cut();
  await resumed;
  await ask(whole, session);
  expect(switched).toEqual([true]);
  expect(whole.events.some(({ kind }) => kind === 'modelRenewed')).toBe(false);
  await session.close();
});
