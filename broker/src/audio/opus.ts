/**
 * Opus (RFC 6716) behind one small interface, on @evan/opus: native code where its prebuilt fits, WebAssembly elsewhere.
 * Main thread only: the native build encodes and decodes through one static buffer per process.
 */
import { Decoder, Encoder } from '@evan/opus';
import type { FrameDurationMs, PlaybackSampleRateHz } from '@pipit/protocol';

/** What the model hears. Opus decodes any stream to this rate. */
export const DECODED_SAMPLE_RATE_HZ = 16_000;
/** The longest packet Opus allows (RFC 6716, section 3.2.5): 120 ms. */
const MAX_PACKET_MS = 120;

export interface OpusDecoder {
  /**
   * One packet to 16-bit mono PCM at 16 kHz; the samples are the caller's.
   * Undefined for a corrupt packet: the decoder stays usable.
   */
  decode(packet: Uint8Array): Int16Array | undefined;
  /** What probably was in a packet that is missing, as long as the last one; undefined before the first. */
  conceal(): Int16Array | undefined;
  close(): void;
}

export interface OpusEncoder {
  readonly samplesPerFrame: number;
  /** Exactly `samplesPerFrame` samples of 16-bit mono PCM to one packet, which is the caller's. */
  encode(pcm: Int16Array): Uint8Array;
  reset(): void;
  close(): void;
}

export interface EncoderOptions {
  readonly sampleRateHz: 8000 | 12000 | 16000 | 24000 | 48000;
  readonly frameDurationMs: FrameDurationMs;
  /** What the device plays: higher frequencies are not encoded. */
  readonly playbackSampleRateHz: PlaybackSampleRateHz;
  readonly bitrate: number;
  readonly complexity: number;
  /** `restricted_lowdelay` is CELT only: a third of the cost of `voip` (SILK) at 48 kbit/s. */
  readonly application: 'voip' | 'audio' | 'restricted_lowdelay';
}

/** Only the WebAssembly classes free their memory by hand. */
const dropOf = (codec: object): (() => void) | undefined =>
  (codec as { drop?: () => void }).drop?.bind(codec);

export const opusBackend: 'native' | 'wasm' = 'drop' in Encoder.prototype ? 'wasm' : 'native';

export function createOpusDecoder(): OpusDecoder {
  let decoder: Decoder | undefined = new Decoder({ channels: 1, sample_rate: DECODED_SAMPLE_RATE_HZ });
  let lastToc: number | undefined;
  let lastSamples = 0;

  const run = (packet: Uint8Array): Int16Array | undefined => {
    if (!decoder) return undefined;
    try {
      const bytes = decoder.decode(packet);
      if (bytes.length === 0 || bytes.length > (DECODED_SAMPLE_RATE_HZ * MAX_PACKET_MS * 2) / 1000)
        return undefined;
      return samplesOf(bytes);
    } catch {
      return undefined;
    }
  };
  return {
    decode(packet) {
      // An empty packet is 120 ms of nothing in some builds and an exception in others.
      if (packet.length === 0) return undefined;
      const pcm = run(packet);
      if (pcm) {
        lastToc = packet[0]!;
        lastSamples = pcm.length;
      }
      return pcm;
    },
    conceal() {
      if (lastToc === undefined) return undefined;
      const concealed = new Int16Array(lastSamples);
      // A packet of only a TOC byte, code 0, is Opus' own sign for one lost frame and works in every build.
      // CELT packs 60 ms as three frames of 20 ms, so one sign may not be enough.
      for (let filled = 0; filled < lastSamples;) {
        const pcm = run(Uint8Array.of(lastToc & 0xfc));
        if (!pcm) return undefined;
        concealed.set(pcm.subarray(0, lastSamples - filled), filled);
        filled += pcm.length;
      }
      return concealed;
    },
    close() {
      if (decoder) dropOf(decoder)?.();
      decoder = undefined;
    },
  };
}

export function createOpusEncoder(options: EncoderOptions): OpusEncoder {
  const encoder = new Encoder({
    channels: 1,
    sample_rate: options.sampleRateHz,
    application: options.application,
  });
  encoder.bitrate = options.bitrate;
  encoder.complexity = options.complexity as 0;
  encoder.signal = 'voice';
  encoder.max_bandwidth = bandwidthFor(options.playbackSampleRateHz);
  const samplesPerFrame = (options.sampleRateHz * options.frameDurationMs) / 1000;
  let open = true;
  return {
    samplesPerFrame,
    encode(pcm) {
      if (!open) throw new Error('The encoder is closed.');
      if (pcm.length !== samplesPerFrame) {
        throw new RangeError(`An Opus frame here has ${samplesPerFrame} samples, not ${pcm.length}.`);
      }
      return Uint8Array.from(encoder.encode(pcm));
    },
    reset() {
      if (open) encoder.reset();
    },
    close() {
      if (open) dropOf(encoder)?.();
      open = false;
    },
  };
}

/** Copies: the codec's buffer is used again, and may not be aligned for 16-bit access. */
function samplesOf(bytes: Uint8Array): Int16Array {
  const pcm = new Int16Array(bytes.length >> 1);
  new Uint8Array(pcm.buffer).set(bytes.subarray(0, pcm.length * 2));
  return pcm;
}

/** The widest band a decoder at this rate can play (RFC 6716, section 2). */
function bandwidthFor(playbackSampleRateHz: PlaybackSampleRateHz) {
  switch (playbackSampleRateHz) {
    case 8000:
      return 'narrowband';
    case 12000:
      return 'mediumband';
    case 16000:
      return 'wideband';
    case 24000:
      return 'superwideband';
    case 48000:
      return 'fullband';
  }
}
