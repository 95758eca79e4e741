/** Sends the tone of a self-test as a microphone would: one packet a frame, in real time, the last one marked. */
import { AudioFlag, encodeAudio, makeTone, silentPacket, toWireTime } from '@pipit/protocol';
import { type Clock, delay } from '../clock.ts';
import type { OpusEncoder } from '../codec/opus.ts';

export interface SendToneOptions {
  readonly clock: Clock;
  readonly session: number;
  readonly toneHz: number;
  readonly toneMs: number;
  readonly sampleRateHz: number;
  readonly frameDurationMs: number;
  /** Undefined for a device without a codec, which sends silence. */
  readonly encoder: OpusEncoder | undefined;
  readonly send: (audio: Uint8Array) => unknown;
  readonly signal: AbortSignal;
}

/** Returns how many frames there were. @throws the signal's reason. */
export async function sendTone(options: SendToneOptions): Promise<number> {
  const { clock, session, toneHz, toneMs, sampleRateHz, frameDurationMs, encoder, send, signal } = options;
  const frameSamples = (sampleRateHz * frameDurationMs) / 1000;
  const frames = Math.max(1, Math.round(toneMs / frameDurationMs));
  const tone = makeTone(toneHz, frames * frameDurationMs, sampleRateHz);
  const startMs = clock.now();
  for (let sequence = 0; sequence < frames; sequence++) {
    const capturedAtMs = startMs + sequence * frameDurationMs;
    await delay(clock, capturedAtMs + frameDurationMs - clock.now(), signal);
    const pcm = tone.subarray(sequence * frameSamples, (sequence + 1) * frameSamples);
    send(
      encodeAudio({
        session,
        sequence,
        captureTimeMs: toWireTime(capturedAtMs),
        packets: [encoder?.encode(pcm) ?? silentPacket(frameDurationMs)],
        flags: sequence === frames - 1 ? AudioFlag.END : AudioFlag.NONE,
      }),
    );
  }
  return frames;
}
