/** Reports and commands between the handler of a link and a device on a real socket. */
import { expect, test } from 'vitest';
import { CommandStatus, ConfigStatus, ErrorCode } from '@pipit/protocol';
import { DeviceBench } from './device-bench.ts';
import { RawDevice } from './raw-device.ts';

const heardCommands = (bench: DeviceBench) => bench.heardFrom('kitchen').messages.map(({ body }) => body);

test('reports of the configuration and results of commands reach the handler', async () => {
  await using bench = await DeviceBench.open();
  const device = await RawDevice.ready(bench.port, 'kitchen', await bench.add('kitchen'));
  const { link } = bench.heardFrom('kitchen');
  expect(link.send({ kind: 'command', value: { commandId: 77, identify: {} } }, 0, 5000)).toBe(true);
  const command = (await device.message('command'))!;
  expect(command).toMatchObject({ deadlineMs: 5000, body: { value: { commandId: 77, identify: {} } } });
  device.say({ kind: 'commandResult', value: { commandId: 77, status: CommandStatus.SUCCEEDED } });
  const results = [{ key: 'volume', status: ConfigStatus.APPLIED, value: { whole: 3 } }];
  device.say({ kind: 'configReport', value: { revision: 2, results } });
  await expect
    .poll(() => heardCommands(bench))
    .toMatchObject([
      { kind: 'commandResult', value: { commandId: 77, status: CommandStatus.SUCCEEDED } },
      { kind: 'configReport', value: { revision: 2, results } },
    ]);
});

test('a device of before commands refuses them, and that is a result', async () => {
  await using bench = await DeviceBench.open();
  const device = await RawDevice.ready(bench.port, 'kitchen', await bench.add('kitchen'));
  const { link } = bench.heardFrom('kitchen');
  const refuse = async (code: ErrorCode): Promise<void> => {
    const { messageId } = (await device.message('command'))!;
    // Twice, and once about something else: one result each.
    for (const correlationId of [messageId, messageId, 0])
      device.say({ kind: 'error', value: { code, text: 'No.' } }, correlationId);
  };
  link.send({ kind: 'command', value: { commandId: 5, reboot: {} } });
  await refuse(ErrorCode.UNKNOWN_MESSAGE);
  link.send({ kind: 'command', value: { commandId: 6, custom: { name: 'a' } } });
  await refuse(ErrorCode.OUT_OF_BOUNDS);
  await expect.poll(() => heardCommands(bench).length).toBe(2);
  expect(heardCommands(bench)).toMatchObject([
    { kind: 'commandResult', value: { commandId: 5, status: CommandStatus.UNKNOWN_COMMAND } },
    { kind: 'commandResult', value: { commandId: 6, status: CommandStatus.FAILED, text: 'No.' } },
  ]);
});
