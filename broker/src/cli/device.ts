/** `pipit device …`: who may sign in. Works beside a running broker, which takes notice at once. */
import { Command } from 'commander';
import { openStore } from '../compose/store.ts';
import { DatabaseDeviceStore } from '../fleet/database-device-store.ts';
import type { DeviceRecord, DeviceStore, NewDevice } from '../fleet/device-store.ts';
import { createLog } from '../telemetry/log.ts';
import { type Output, UsageError, createOutput } from './output.ts';
import { type SettingsFlags, addSettingsFlags, configOf } from './settings-flags.ts';

interface DeviceFlags extends SettingsFlags {
  json: boolean;
  name?: string;
}

type Action = (store: DeviceStore, output: Output, id: string, flags: DeviceFlags) => Promise<void>;

export function deviceCommand(): Command {
  const device = new Command('device').description('the devices that may sign in');
  add(
    device,
    'add <id>',
    'let a device sign in; prints its secret once',
    async (store, output, id, { name }) => {
      showSecret(output, await store.add(id, name === undefined ? {} : { name }));
    },
  ).option('--name <name>', 'what people call it');
  add(device, 'list', 'all devices', async (store, output) => {
    const devices = await store.list();
    output.result({ devices: devices.map(publicPart) });
    if (output.json) return;
    if (devices.length === 0) output.line('No devices. Add one with: pipit device add ID');
    for (const { id, name, enabled, createdAt } of devices) {
      output.line(`${id.padEnd(24)} ${enabled ? 'enabled ' : 'disabled'} ${createdAt.slice(0, 10)} ${name}`);
    }
  });
  add(device, 'remove <id>', 'forget a device; it is disconnected', async (store, output, id) => {
    if (!(await store.remove(id))) throw new UsageError(`There is no device "${id}". See: pipit device list`);
    output.line(`Removed ${id}.`);
    output.result({ removed: id });
  });
  add(
    device,
    'rotate <id>',
    'give a device a new secret; the old one ends at once',
    async (store, output, id) => {
      showSecret(output, await store.rotate(id));
    },
  );
  return device;
}

function add(parent: Command, usage: string, about: string, action: Action): Command {
  const command = parent
    .command(usage)
    .description(about)
    .option('--json', 'one JSON object', false)
    .action(async (...args: unknown[]) => {
      const [self, flags] = [args.at(-1) as Command, args.at(-2) as DeviceFlags];
      const config = configOf(flags);
      const database = await openStore(config, await createLog({ ...config.log, level: 'error' }));
      try {
        await action(new DatabaseDeviceStore(database), createOutput(flags.json), self.args[0] ?? '', flags);
      } finally {
        await database.close();
      }
    });
  return addSettingsFlags(command);
}

function showSecret(output: Output, { device, secret }: NewDevice): void {
  output.line(`Device  ${device.id}`);
  output.line(`Secret  ${secret}`);
  output.line('The secret is shown this once: put it into the device now.');
  output.result({ device: publicPart(device), secret });
}

const publicPart = ({ id, name, enabled, createdAt, rotatedAt }: DeviceRecord) => ({
  id,
  name,
  enabled,
  createdAt,
  rotatedAt,
});
