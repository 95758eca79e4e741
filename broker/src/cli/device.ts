/** `pipit device …`: who may sign in. Works with and without a running broker, which takes notice at once. */
import { Command } from 'commander';
import type { Output } from './output.ts';
import { type LocalAction, type LocalFlags, addLocalCommand, everyItem } from './local-command.ts';

interface DeviceFlags extends LocalFlags {
  name?: string;
  overlap?: boolean;
}

interface Device {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly status: string;
  readonly createdAt: string;
  readonly rotatedAt: string | null;
}

const DEVICES = '/api/v1/devices';
const pathOf = (id: string): string => `${DEVICES}/${encodeURIComponent(id)}`;

export function deviceCommand(): Command {
  const device = new Command('device').description('the devices that may sign in');
  const add = (usage: string, about: string, action: LocalAction<DeviceFlags>): Command =>
    addLocalCommand(device, usage, about, action);

  add('add <id>', 'let a device sign in; prints its secret once', async (api, output, id, { name }) => {
    const body = { id, ...(name !== undefined && { name }) };
    const made = await api.ask<{ device: Device; secret: string }>('POST', DEVICES, body);
    showSecret(output, made.device, made.secret);
  }).option('--name <name>', 'what people call it');
  add('list', 'all devices', async (api, output) => {
    const devices = await everyItem<Device>(api, DEVICES);
    output.result({ devices: devices.map(publicPart) });
    if (output.json) return;
    if (devices.length === 0) output.line('No devices. Add one with: pipit device add ID');
    for (const { id, name, enabled, status, createdAt } of devices) {
      const state = enabled ? status : 'disabled';
      output.line(`${id.padEnd(24)} ${state.padEnd(8)} ${createdAt.slice(0, 10)} ${name}`);
    }
  });
  add('remove <id>', 'forget a device; it is disconnected', async (api, output, id) => {
    await api.ask('DELETE', pathOf(id));
    output.line(`Removed ${id}.`);
    output.result({ removed: id });
  });
  add(
    'rotate <id>',
    'give a device a new secret; the old one ends at once',
    async (api, output, id, flags) => {
      const body = { immediately: !flags.overlap };
      const { secret } = await api.ask<{ secret: string }>('POST', `${pathOf(id)}/secret`, body);
      showSecret(output, await api.ask<Device>('GET', pathOf(id)), secret);
    },
  ).option('--overlap', 'the old one is good until the new one is used');
  for (const enabled of [true, false]) {
    const what = enabled ? 'enable' : 'disable';
    const about = enabled ? 'let a device in again' : 'keep a device out without forgetting it';
    add(`${what} <id>`, about, async (api, output, id) => {
      await api.ask('PATCH', pathOf(id), { enabled });
      output.line(`${enabled ? 'Enabled' : 'Disabled'} ${id}.`);
      output.result({ id, enabled });
    });
  }
  add('claim <code>', 'take the device that shows this code', async (api, output, code, { name }) => {
    const body = name === undefined ? {} : { name };
    const device = await api.ask<Device>('POST', `/api/v1/claims/${encodeURIComponent(code)}/claim`, body);
    output.line(`Claimed ${device.id}. It fetches its secret by itself.`);
    output.result({ device: publicPart(device) });
  }).option('--name <name>', 'what people call it');
  return device;
}

function showSecret(output: Output, device: Device, secret: string): void {
  output.line(`Device  ${device.id}`);
  output.line(`Secret  ${secret}`);
  output.line('The secret is shown this once: put it into the device now.');
  output.result({ device: publicPart(device), secret });
}

const publicPart = ({ id, name, enabled, createdAt, rotatedAt }: Device) => ({
  id,
  name,
  enabled,
  createdAt,
  rotatedAt,
});
