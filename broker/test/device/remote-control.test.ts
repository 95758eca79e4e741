/** The device SDK and the MQTT server: configuration and commands from one end to the other. */
import { PipitDevice } from '@pipit/device-sdk';
import { expect, test } from 'vitest';
import {
  CommandStatus,
  ConfigStatus,
  type DeviceConfig,
  type DeviceMessage,
  type Init,
} from '@pipit/protocol';
import { DeviceBench } from './device-bench.ts';

test('a device is configured, tells what became of it, and does what it is told', async () => {
  let config: Init<DeviceConfig> = { revision: 1, entries: [{ key: 'volume', value: { whole: 20 } }] };
  await using bench = await DeviceBench.open({ configFor: async () => config });
  let volume = 50;
  await using lamp = new PipitDevice({
    url: bench.server.addresses[0]!.url,
    deviceId: 'lamp-1',
    secret: await bench.add('lamp-1'),
    codec: 'none',
    settings: { volume: { apply: (percent) => void (volume = percent), current: () => volume } },
    commands: { identify: () => 'I blink.' },
  });
  const messages = (): DeviceMessage['body'][] => bench.heardFrom('lamp-1').messages.map(({ body }) => body);
  const reportOf = (revision: number) =>
    messages().find(({ kind, value }) => kind === 'configReport' && value.revision === revision);
  await lamp.connect();
  await expect
    .poll(() => reportOf(1))
    .toMatchObject({
      value: {
        results: expect.arrayContaining([
          expect.objectContaining({ key: 'volume', status: ConfigStatus.APPLIED, value: { whole: 20 } }),
        ]),
      },
    });
  config = { revision: 2, entries: [{ key: 'x.colour', value: { text: 'red' } }] };
  expect(bench.server.publishConfig('lamp-1', config)).toBe(true);
  await expect
    .poll(() => reportOf(2))
    .toMatchObject({
      value: {
        results: expect.arrayContaining([
          expect.objectContaining({ key: 'x.colour', status: ConfigStatus.UNKNOWN_KEY }),
        ]),
      },
    });
  // The key is gone, so the device has its own default again.
  expect(volume).toBe(50);

  bench.server.link('lamp-1')?.send({ kind: 'command', value: { commandId: 8, identify: {} } }, 0, 2000);
  const ends = () => messages().filter(({ kind }) => kind === 'commandResult');
  await expect.poll(() => ends().length).toBe(2);
  expect(ends()).toMatchObject([
    { value: { commandId: 8, status: CommandStatus.ACCEPTED } },
    { value: { commandId: 8, status: CommandStatus.SUCCEEDED, text: 'I blink.' } },
  ]);
  expect(bench.figures.value('device_errors_reported_total')).toBe(0);
});
