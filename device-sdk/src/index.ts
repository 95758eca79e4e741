/// <reference lib="esnext.disposable" preserve="true" />
/** The device SDK for any JavaScript. See `./node`, `./browser` and `./testing` for what a platform adds. */
export { type Clock, delay, systemClock, type Timer } from './clock.ts';
export type {
  OpusCodec,
  OpusDecoder,
  OpusDecoderOptions,
  OpusEncoder,
  OpusEncoderOptions,
} from './codec/opus.ts';
export { opusPacketDurationMs } from '@pipit/protocol';
export type { TlsOptions, Transport } from './connection/mqtt-link.ts';
export { RECONNECT_DEFAULTS, type ReconnectOptions } from './connection/reconnect-policy.ts';
export { type DeviceFigures, type OpenSessionOptions, PipitDevice } from './device.ts';
export type { CommandOutcome, DeviceCommandHooks } from './remote/device-command.ts';
export type { DeviceSetting, DeviceSettingHooks, SettingOutcome } from './remote/device-setting.ts';
export type {
  DeviceToolHandler,
  DeviceToolOptions,
  ToolCallContext,
  ToolSchema,
} from './tools/device-tool.ts';
export { DEVICE_DEFAULTS, type PipitDeviceOptions } from './device-options.ts';
export { DEVICE_ERRORS, DeviceError, type DeviceErrorCode } from './errors.ts';
export type {
  ClockOffset,
  DeviceCommand,
  DeviceConfiguration,
  DeviceEvents,
  Log,
  LogEntry,
  SessionEvents,
  SessionResumption,
  SessionTranscript,
  SessionTurnReport,
} from './events.ts';
export type { AudioFormat, AudioSink } from './playout/audio-sink.ts';
export type { PlayoutFigures } from './playout/figures.ts';
export type { PlaybackMark } from './playout/playout.ts';
export {
  LEG_TEXTS,
  SELF_TEST_LEGS,
  type SelfTestLeg,
  type SelfTestLegName,
  type SelfTestResult,
} from './self-test/legs.ts';
export { SELF_TEST_DEFAULTS, type SelfTestOptions } from './self-test/self-test.ts';
export type { SessionInterruptCause, SessionMode, SessionStateName } from './session/device-session-state.ts';
export type { DeviceSession } from './session/device-session.ts';
export type { ReceivedPacket } from './session/downlink.ts';
export type { SessionResumePolicy } from './session/session-outbox.ts';
export type { UplinkFigures } from './session/uplink.ts';
export type { DeviceReadings } from './telemetry-reporter.ts';
export { Resampler } from './audio/resampler.ts';
