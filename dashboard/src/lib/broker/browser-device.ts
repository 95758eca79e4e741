/** This browser as a device: SDK, microphone and loudspeaker, loaded when somebody wants to talk. */
import type { DeviceSession, PipitDevice, SessionMode } from '@pipit/device-sdk/browser';
import { broker, dataOf } from './client.ts';

export type { DeviceSession, SessionMode } from '@pipit/device-sdk/browser';

/** Whose settings are tried; undefined: those of the last time. */
export type TrialModel =
  | { readonly kind: 'fleet' }
  | { readonly kind: 'group'; readonly id: string }
  | { readonly kind: 'device'; readonly id: string };

export interface BrowserDeviceOptions {
  readonly like: TrialModel | undefined;
  readonly mode: SessionMode;
  /** Before the conversation begins, so that nothing is missed. */
  readonly onSession: (session: DeviceSession) => void;
  /** The device will not connect any more; undefined when it was closed from here. */
  readonly onClosed: (error: Error | undefined) => void;
}

export interface BrowserDevice {
  readonly deviceId: string;
  /** Of the microphone, until the signal comes. @throws {DeviceError} AUDIO_DEVICE */
  microphone(signal: AbortSignal): AsyncGenerator<Int16Array, void, undefined>;
  /** Idempotent. */
  close(): Promise<void>;
}

/** @throws {Problem} when the broker refuses. @throws {DeviceError} when it cannot be reached as devices reach it. */
export async function openBrowserDevice(
  { like, mode, onSession, onClosed }: BrowserDeviceOptions,
  signal: AbortSignal,
): Promise<BrowserDevice> {
  const sdk = await import('@pipit/device-sdk/browser');
  const trial = await dataOf(
    broker.POST('/api/v1/trial-device', { body: { ...(like && { like }) }, signal }),
  );
  const url = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${trial.path}`;
  const device: PipitDevice = new sdk.PipitDevice({
    url,
    deviceId: trial.deviceId,
    secret: trial.secret,
    firmware: { name: 'pipit-dashboard', version: '' },
    hardware: { model: 'browser', serial: '' },
    // The browser's own.
    capabilities: { echoCancellation: true },
    signal,
  });
  device.on('closed', onClosed);
  const speaker = new sdk.Speaker();
  const close = async (): Promise<void> => {
    await device.close();
    await speaker.close();
  };
  try {
    await device.connect({ signal });
    const session = await device.openSession({ mode, turnReports: true, signal });
    onSession(session);
    await session.play(speaker);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    deviceId: trial.deviceId,
    microphone: (until) => sdk.microphone({ signal: until }),
    close,
  };
}
