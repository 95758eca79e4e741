/** Encoder and decoder for one session. */
import { opusCodec } from '#opus-codec';
import type { DeviceSettings } from '../device-options.ts';
import { DeviceError } from '../errors.ts';
import type { AudioFormat } from '../playout/audio-sink.ts';
import type { OpusDecoder, OpusEncoder } from './opus.ts';

/** Both undefined for a device that moves packets only. */
export interface SessionCodec {
  readonly encoder: OpusEncoder | undefined;
  readonly decoder: OpusDecoder | undefined;
}

/** @throws {DeviceError} CODEC */
export async function createSessionCodec(
  settings: Pick<DeviceSettings, 'codec' | 'captureSampleRateHz'>,
  { frameDurationMs, sampleRateHz }: AudioFormat,
): Promise<SessionCodec> {
  const codec = settings.codec ?? opusCodec;
  if (codec === 'none') return { encoder: undefined, decoder: undefined };
  let encoder: OpusEncoder | undefined;
  try {
    encoder = await codec.createEncoder({ sampleRateHz: settings.captureSampleRateHz, frameDurationMs });
    const decoder = await codec.createDecoder({ sampleRateHz, frameDurationMs });
    return { encoder, decoder };
  } catch (error) {
    encoder?.close();
    throw DeviceError.from(error, 'CODEC');
  }
}

export function closeCodec({ encoder, decoder }: SessionCodec): void {
  encoder?.close();
  decoder?.close();
}
