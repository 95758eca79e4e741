/** What the broker may do with the device from afar: its settings and its commands, and what the SDK itself has of both. */
import type { BodyInit, DeviceBody, DeviceConfig } from '@pipit/protocol';
import type { Clock } from '../clock.ts';
import type { SendOptions } from '../connection/device-connection.ts';
import type { DeviceCommand, DeviceConfiguration } from '../events.ts';
import { CommandDesk, type ReceivedCommand } from './command-desk.ts';
import type { DeviceCommandHooks } from './device-command.ts';
import type { DeviceSetting, DeviceSettingHooks } from './device-setting.ts';
import { SettingsDesk } from './settings-desk.ts';

export interface RemoteControlOptions {
  readonly clock: Clock;
  /** Of the application. */
  readonly settings: DeviceSettingHooks;
  readonly commands: DeviceCommandHooks;
  readonly telemetry: { intervalMs: number };
  readonly send: (body: BodyInit<DeviceBody>, options: SendOptions) => number | undefined;
  readonly onApplied: (configuration: DeviceConfiguration) => void;
  readonly onCommand: (command: DeviceCommand) => void;
  /** Something of the application failed where nobody can be told. */
  readonly onError: (error: unknown) => void;
}

export class RemoteControl {
  readonly #closed = new AbortController();
  readonly #settings: SettingsDesk;
  readonly #commands: CommandDesk;

  constructor(options: RemoteControlOptions) {
    const { clock, telemetry, send, onApplied, onCommand, onError } = options;
    const closed = this.#closed.signal;
    const settings: DeviceSettingHooks = {
      telemetryIntervalS: telemetrySetting(telemetry),
      ...options.settings,
    };
    this.#settings = new SettingsDesk({
      clock,
      settings,
      closed,
      send: (report) => void send(report, {}),
      onApplied,
      onError,
    });
    this.#commands = new CommandDesk({
      clock,
      commands: options.commands,
      volume: settings.volume,
      closed,
      send,
      onCommand,
      // [CMD-6]
      onSucceeded: ({ name }) => name === 'setVolume' && this.#settings.report(),
    });
  }

  configure(config: DeviceConfig): void {
    this.#settings.take(config);
  }

  command(received: ReceivedCommand): void {
    this.#commands.receive(received);
  }

  report(): void {
    this.#settings.report();
  }

  /** The broker has answered hello. */
  connected(isConfigurable: boolean): void {
    this.#settings.connected(isConfigurable);
    this.#commands.connected();
  }

  disconnected(): void {
    this.#settings.disconnected();
  }

  /** Tells what is running. Idempotent. */
  close(reason: Error): void {
    this.#closed.abort(reason);
  }
}

function telemetrySetting(telemetry: { intervalMs: number }): DeviceSetting<number> {
  return {
    apply: (seconds) => {
      telemetry.intervalMs = seconds * 1000;
    },
    current: () => Math.ceil(telemetry.intervalMs / 1000),
    default: telemetry.intervalMs / 1000,
  };
}
