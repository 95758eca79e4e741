/** What a device can be told to do, once, now; and what the broker can do for it. */
import { type BodyInit, type BrokerBody, maxBytesOf } from '@pipit/protocol';
import { z } from 'zod';

const text = (message: 'CustomCommand', field: string) => {
  const max = maxBytesOf(message, field);
  return z
    .string()
    .max(max)
    .refine((value) => Buffer.byteLength(value) <= max, `is more than ${max} bytes of UTF-8`);
};

export const commandSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('reboot') }),
  z.strictObject({ kind: z.literal('identify') }).describe('blink, chime'),
  z
    .strictObject({ kind: z.literal('set_volume'), percent: z.int().min(0).max(100) })
    .describe('until the next change'),
  z.strictObject({
    kind: z.literal('custom'),
    name: text('CustomCommand', 'name').min(1),
    argument: text('CustomCommand', 'argument').default(''),
  }),
  z
    .strictObject({ kind: z.literal('restart_session') })
    .describe('ends the conversation; the next one starts anew'),
  z
    .strictObject({ kind: z.literal('disconnect') })
    .describe('ends the connection; the device comes back by itself'),
  z
    .strictObject({ kind: z.literal('say'), text: z.string().trim().min(1).max(1000) })
    .describe('in the conversation that is open'),
]);

export type DeviceCommand = z.infer<typeof commandSchema>;

type OfAction<Command> = Command extends { kind: infer Kind }
  ? { action: Kind } & Omit<Command, 'kind'>
  : never;

/** The same, with `action` for `kind`. */
export const actionSchema = z.discriminatedUnion(
  'action',
  commandSchema.options.map(({ shape: { kind, ...rest } }) =>
    z.strictObject({ action: kind, ...rest }),
  ) as never,
) as unknown as z.ZodType<OfAction<DeviceCommand>>;

/** Undefined for what the broker does itself. */
export function commandBody(command: DeviceCommand, commandId: number): BodyInit<BrokerBody> | undefined {
  switch (command.kind) {
    case 'reboot':
      return { kind: 'command', value: { commandId, reboot: {} } };
    case 'identify':
      return { kind: 'command', value: { commandId, identify: {} } };
    case 'set_volume':
      return { kind: 'command', value: { commandId, setVolume: { percent: command.percent } } };
    case 'custom':
      return {
        kind: 'command',
        value: { commandId, custom: { name: command.name, argument: command.argument } },
      };
    default:
      return undefined;
  }
}

export const COMMAND_STATUSES = [
  'created',
  'sent',
  'accepted',
  'succeeded',
  'failed',
  'rejected',
  'timed_out',
  'offline',
] as const;
export type DeviceCommandStatus = (typeof COMMAND_STATUSES)[number];
