/** The first message of a connection: what the device can do and what it is. */
import type { Capabilities, Hello, Init } from '@pipit/protocol';

export interface HelloSettings {
  readonly frameDurationMs: number;
  readonly playbackSampleRateHz: number;
  readonly playoutBufferMs: number;
  readonly leadMs: number;
  readonly capabilities: Init<Capabilities>;
  readonly firmware: { readonly name: string; readonly version: string };
  readonly hardware: { readonly model: string; readonly serial: string };
  readonly language: string;
}

/** @param hasTools what hello says of them, unless the settings do. */
export function helloOf(settings: HelloSettings, hasTools = false): Init<Hello> {
  const { firmware, hardware, playoutBufferMs, leadMs, language } = settings;
  return {
    capabilities: {
      frameDurationsMs: [settings.frameDurationMs],
      playbackSampleRatesHz: [settings.playbackSampleRateHz],
      playoutBufferMs,
      leadMs,
      tools: hasTools,
      ...settings.capabilities,
    },
    firmwareName: firmware.name,
    firmwareVersion: firmware.version,
    hardwareModel: hardware.model,
    hardwareSerial: hardware.serial,
    language,
  };
}
