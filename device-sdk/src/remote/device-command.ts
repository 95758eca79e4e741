/** What an application does when the broker asks for something. */
import type { Command } from '@pipit/protocol';
import type { DeviceCommand } from '../events.ts';
import type { DeviceSetting } from './device-setting.ts';

/** A text is told to whoever asked. What is thrown is, too: as a failure. */
export type CommandOutcome = string | void | Promise<string | void>;

export interface DeviceCommandHooks {
  /** Called when the broker knows that the device will. Return, and restart a moment later, so that the answer gets out. */
  reboot?(signal: AbortSignal): CommandOutcome;
  /** Blink, chime: so that somebody finds the device. */
  identify?(signal: AbortSignal): CommandOutcome;
  /** 0 to 100. Default: `apply` of the setting `volume`. */
  setVolume?(percent: number, signal: AbortSignal): CommandOutcome;
  /** The maker's own, by name. */
  readonly custom?: Readonly<Record<string, (argument: string, signal: AbortSignal) => CommandOutcome>>;
}

/** Undefined for a command of a newer protocol. */
export function commandOf({ commandId: id, ...what }: Command): DeviceCommand | undefined {
  if (what.reboot) return { id, name: 'reboot' };
  if (what.identify) return { id, name: 'identify' };
  if (what.setVolume) return { id, name: 'setVolume', percent: what.setVolume.percent };
  if (what.custom) return { id, name: 'custom', custom: what.custom.name, argument: what.custom.argument };
  return undefined;
}

/** What the application has for commands. */
export interface Commandable {
  readonly commands: DeviceCommandHooks;
  /** [CMD-6] Stands in for `setVolume`. */
  readonly volume: DeviceSetting<number> | undefined;
}

/** Undefined when the device has no such command. */
export function hookFor(
  { commands, volume }: Commandable,
  command: DeviceCommand,
): ((signal: AbortSignal) => CommandOutcome) | undefined {
  switch (command.name) {
    case 'reboot':
      return commands.reboot && ((signal) => commands.reboot!(signal));
    case 'identify':
      return commands.identify && ((signal) => commands.identify!(signal));
    case 'setVolume': {
      const { percent } = command;
      if (commands.setVolume) return (signal) => commands.setVolume!(percent, signal);
      return volume && ((signal) => volume.apply(percent, signal));
    }
    case 'custom': {
      const { custom = {} } = commands;
      const hook = Object.hasOwn(custom, command.custom) ? custom[command.custom] : undefined;
      return hook && ((signal) => hook(command.argument, signal));
    }
  }
}
