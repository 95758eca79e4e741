/** Finds the audio formats that a device and the broker have in common. Pure. */
import {
  DEFAULT_LEAD_MS,
  type Hello,
  MAX_LEAD_MS,
  ProtocolError,
  isFrameDuration,
  isPlaybackSampleRate,
} from '@pipit/protocol';
import type { LinkAudio } from './device-link.ts';

export type Negotiated =
  | { readonly ok: true; readonly audio: LinkAudio }
  | { readonly ok: false; readonly error: ProtocolError };

/** The device's order of preference decides; the lead is what it asks for, within what it can hold. */
export function negotiate(hello: Hello): Negotiated {
  const { capabilities } = hello;
  const frameDurationMs = capabilities?.frameDurationsMs.find(isFrameDuration);
  if (!capabilities || frameDurationMs === undefined)
    return unsupported('hello.capabilities.frameDurationsMs');
  const playbackSampleRateHz = capabilities.playbackSampleRatesHz.find(isPlaybackSampleRate);
  if (playbackSampleRateHz === undefined) return unsupported('hello.capabilities.playbackSampleRatesHz');
  const wanted = Math.min(capabilities.leadMs || DEFAULT_LEAD_MS, MAX_LEAD_MS);
  // A frame is sent when its first sample is due, so the device holds the lead and that frame.
  const room = capabilities.playoutBufferMs ? capabilities.playoutBufferMs - frameDurationMs : wanted;
  // At least one frame, or nothing could ever be sent ahead.
  const leadMs = Math.max(frameDurationMs, Math.min(wanted, room));
  return { ok: true, audio: { frameDurationMs, playbackSampleRateHz, leadMs } };
}

const unsupported = (field: string): Negotiated => ({
  ok: false,
  error: new ProtocolError('UNSUPPORTED_AUDIO', { field }),
});
