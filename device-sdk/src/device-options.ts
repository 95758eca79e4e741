/** Everything a device can be told when it is made: units, defaults, and what is not allowed. */
import {
  type Capabilities,
  DEFAULT_LEAD_MS,
  fieldOutOfBounds,
  FRAME_DURATIONS_MS,
  type FrameDurationMs,
  isDeviceId,
  isFrameDuration,
  isPlaybackSampleRate,
  MAX_LEAD_MS,
  maxBytesOf,
  PLAYBACK_SAMPLE_RATES_HZ,
  type PlaybackSampleRateHz,
} from '@pipit/protocol';
import { type Clock, systemClock } from './clock.ts';
import type { OpusCodec } from './codec/opus.ts';
import { helloOf } from './connection/hello.ts';
import type { TlsOptions, Transport } from './connection/mqtt-link.ts';
import { RECONNECT_DEFAULTS, type ReconnectOptions } from './connection/reconnect-policy.ts';
import { DeviceError } from './errors.ts';
import type { Log } from './events.ts';
import { given } from './given-options.ts';
import type { DeviceCommandHooks } from './remote/device-command.ts';
import { type DeviceSettingHooks, settingsProblem } from './remote/device-setting.ts';
import type { DeviceReadings } from './telemetry-reporter.ts';

export interface PipitDeviceOptions {
  /** `mqtt:`, `mqtts:`, `ws:` or `wss:`; in browsers the last two. */
  readonly url: string;
  readonly deviceId: string;
  readonly secret: string;
  /** Of the Opus frames both ways: 20, 40 or 60. Default 60. */
  readonly frameDurationMs?: FrameDurationMs;
  /** What the speaker plays. Default 24000. */
  readonly playbackSampleRateHz?: PlaybackSampleRateHz;
  /** What `writePcm` gets: 8000, 12000, 16000, 24000 or 48000. Default 16000, which is what the model hears. */
  readonly captureSampleRateHz?: PlaybackSampleRateHz;
  /** How far ahead of playing the broker shall send; 0 leaves it to the broker. Default 200. */
  readonly leadMs?: number;
  /** Audio of one answer held at most. Default 4000. */
  readonly playoutBufferMs?: number;
  /** How long after a lost connection a session may take to go on, over however many others. Default 90000. */
  readonly resumeTimeoutMs?: number;
  /** Microphone audio kept, the newest, for when a lost connection is back; 0 for none. Default 2000. */
  readonly offlineHoldMs?: number;
  /** What else hello says. Default: no echo cancellation, no tools. */
  readonly capabilities?: Partial<
    Pick<Capabilities, 'echoCancellation' | 'tools' | 'discontinuousTransmission'>
  >;
  /** Shown to operators. Default `{ name: 'pipit-device-sdk', version: '' }`. */
  readonly firmware?: { readonly name: string; readonly version: string };
  readonly hardware?: { readonly model: string; readonly serial: string };
  /** BCP 47: the language in which the broker itself speaks to the user. Default `en`. */
  readonly language?: string;
  readonly reconnect?: Partial<ReconnectOptions>;
  /** Default: Opus for this platform, loaded on connect. `none`: packets only, for load and for gateways. */
  readonly codec?: OpusCodec | 'none';
  /** How often playback progress is told; 0 for never. Default 1000. */
  readonly progressIntervalMs?: number;
  /** How often telemetry is told; 0 for never. Default 30000. */
  readonly telemetryIntervalMs?: number;
  /** What the application measures for telemetry: signal, battery, heap, temperature. Default: nothing. */
  readonly readings?: () => DeviceReadings;
  /** What can be configured from afar, by key. The SDK itself knows `telemetryIntervalS`. Default: nothing else. */
  readonly settings?: DeviceSettingHooks;
  /** What the broker may command. Default: nothing. */
  readonly commands?: DeviceCommandHooks;
  /** Whether the model may set the volume and ask how the device is, where the application can do that. Default true. */
  readonly builtInTools?: boolean;
  /** MQTT keep-alive. Default 20. */
  readonly keepAliveS?: number;
  /** Silence of the broker during a session after which the connection counts as lost; 0 for never. Default 10000. */
  readonly silenceTimeoutMs?: number;
  /** For the connection, and again for the answer to hello. Default 10000. */
  readonly connectTimeoutMs?: number;
  /** Bytes waiting for the socket, beyond which microphone audio is dropped. Default 16384. */
  readonly maxQueuedBytes?: number;
  readonly tls?: TlsOptions;
  /** Makes the connection instead of `url`; for tests and for networks that need their own way. */
  readonly transport?: Transport;
  readonly clock?: Clock;
  /** In [0, 1): jitter of reconnects and the first session number. Default Math.random. */
  readonly random?: () => number;
  readonly log?: Log;
  /** Closes the device. */
  readonly signal?: AbortSignal;
}

export const DEVICE_DEFAULTS = {
  frameDurationMs: 60,
  playbackSampleRateHz: 24_000,
  captureSampleRateHz: 16_000,
  leadMs: DEFAULT_LEAD_MS,
  playoutBufferMs: 4000,
  resumeTimeoutMs: 90_000,
  offlineHoldMs: 2000,
  capabilities: {},
  firmware: { name: 'pipit-device-sdk', version: '' },
  hardware: { model: '', serial: '' },
  language: 'en',
  reconnect: {},
  codec: undefined,
  progressIntervalMs: 1000,
  telemetryIntervalMs: 30_000,
  readings: () => ({}),
  settings: {},
  commands: {},
  builtInTools: true,
  keepAliveS: 20,
  silenceTimeoutMs: 10_000,
  connectTimeoutMs: 10_000,
  maxQueuedBytes: 16_384,
  tls: undefined,
  transport: undefined,
  clock: systemClock,
  random: Math.random,
  log: () => {},
  signal: undefined,
} as const satisfies {
  [Key in keyof Omit<PipitDeviceOptions, 'url' | 'deviceId' | 'secret'>]-?:
    | PipitDeviceOptions[Key]
    | undefined;
};

/** What the numbers may be. */
const RANGES = {
  leadMs: [0, MAX_LEAD_MS],
  playoutBufferMs: [40, 60_000],
  resumeTimeoutMs: [0, 3_600_000],
  offlineHoldMs: [0, 10_000],
  progressIntervalMs: [0, 3_600_000],
  telemetryIntervalMs: [0, 86_400_000],
  keepAliveS: [1, 65_535],
  silenceTimeoutMs: [0, 600_000],
  connectTimeoutMs: [1, 600_000],
  maxQueuedBytes: [1, 16_777_216],
} as const;

type MayBeLeftOut = 'codec' | 'tls' | 'transport' | 'signal';

/** The options as the device uses them. */
export type DeviceSettings = Required<Omit<PipitDeviceOptions, MayBeLeftOut | 'reconnect'>> & {
  readonly [Name in MayBeLeftOut]: PipitDeviceOptions[Name] | undefined;
} & { readonly reconnect: ReconnectOptions };

/** @throws {DeviceError} INVALID_OPTION that names the option. */
export function withDefaults(options: PipitDeviceOptions): DeviceSettings {
  const settings: DeviceSettings = {
    ...DEVICE_DEFAULTS,
    ...(given(options) as DeviceSettings),
    reconnect: { ...RECONNECT_DEFAULTS, ...given(options.reconnect ?? {}) },
  };
  const problem = firstProblem(settings);
  if (problem) throw new DeviceError('INVALID_OPTION', { detail: problem });
  return settings;
}

function firstProblem(settings: DeviceSettings): string | undefined {
  const { url, deviceId, secret, frameDurationMs, playbackSampleRateHz, captureSampleRateHz } = settings;
  // Programs in JavaScript get here with what their environment lacks.
  if (typeof url !== 'string' || !/^(mqtts?|wss?):\/\//.test(url))
    return `url: "${url}" does not begin with mqtt://, mqtts://, ws:// or wss://`;
  if (!namesHost(url)) return `url: "${url}" does not name a host, and a port if it is not the usual one`;
  if (typeof deviceId !== 'string' || !isDeviceId(deviceId))
    return `deviceId: "${deviceId}" is not 1 to 64 of A-Z a-z 0-9 . _ : -, beginning with a letter or digit`;
  if (typeof secret !== 'string' || secret === '')
    return 'secret: give the one the device was provisioned with';
  if (!isFrameDuration(frameDurationMs))
    return `frameDurationMs: use one of ${FRAME_DURATIONS_MS.join(', ')}`;
  for (const [name, rate] of Object.entries({ playbackSampleRateHz, captureSampleRateHz })) {
    if (!isPlaybackSampleRate(rate)) return `${name}: use one of ${PLAYBACK_SAMPLE_RATES_HZ.join(', ')}`;
  }
  for (const [name, [min, max]] of Object.entries(RANGES)) {
    const value = settings[name as keyof typeof RANGES];
    if (!(value >= min && value <= max)) return `${name}: use ${min} to ${max}`;
  }
  if (settings.playoutBufferMs < 2 * frameDurationMs) return 'playoutBufferMs: use at least two frames';
  const { minDelayMs, maxDelayMs, jitter, maxAttempts } = settings.reconnect;
  if (!(minDelayMs > 0 && maxDelayMs >= minDelayMs)) return 'reconnect: use 0 < minDelayMs <= maxDelayMs';
  if (!(jitter >= 0 && jitter <= 1)) return 'reconnect.jitter: use 0 to 1';
  if (!(maxAttempts >= 1)) return 'reconnect.maxAttempts: use at least 1';
  const key = settingsProblem(settings.settings);
  if (key) return key;
  const field = fieldOutOfBounds('Hello', helloOf(settings));
  if (!field) return undefined;
  return `${field} in hello: use at most ${maxBytesOf('Hello', field)} bytes`;
}

function namesHost(url: string): boolean {
  try {
    return new URL(url).hostname !== '';
  } catch {
    return false;
  }
}
