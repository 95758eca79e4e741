/** The guards of every decoder: packets are checked before libopus sees them, frames have one size, failures are values. */
import { concealmentPacket, opusPacketDurationMs } from '@pipit/protocol';
import type { OpusDecoder, OpusDecoderOptions } from './opus.ts';

/** A bare implementation; it may throw or return any number of samples. */
export interface RawDecoder {
  /** The samples are the caller's. */
  decode(packet: Uint8Array): Int16Array;
  close(): void;
}

export function guardDecoder(raw: RawDecoder, options: OpusDecoderOptions): OpusDecoder {
  const frameSamples = (options.sampleRateHz * options.frameDurationMs) / 1000;
  let concealment: Uint8Array | undefined;
  let closed = false;

  const decodeFrame = (packet: Uint8Array): Int16Array | undefined => {
    if (closed) return undefined;
    try {
      const pcm = raw.decode(packet);
      return pcm.length === frameSamples ? pcm : undefined;
    } catch {
      return undefined;
    }
  };

  return {
    decode(packet) {
      if (opusPacketDurationMs(packet) !== options.frameDurationMs) return undefined;
      const pcm = decodeFrame(packet);
      if (pcm) concealment = concealmentPacket(packet);
      return pcm;
    },
    conceal: () => (concealment && decodeFrame(concealment)) ?? new Int16Array(frameSamples),
    close() {
      if (closed) return;
      closed = true;
      raw.close();
    },
  };
}
