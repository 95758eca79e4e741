/** The codec behind one small interface. */

export interface OpusEncoder {
  /** Exactly one frame of samples in, one packet out; the packet is the caller's. */
  encode(pcm: Int16Array): Uint8Array;
  close(): void;
}

export interface OpusDecoder {
  /** One packet in, one frame of samples out. Undefined when the packet is corrupt or of another duration. */
  decode(packet: Uint8Array): Int16Array | undefined;
  /** What one lost frame would have sounded like; silence before the first packet. */
  conceal(): Int16Array;
  close(): void;
}

export interface OpusEncoderOptions {
  readonly sampleRateHz: number;
  readonly frameDurationMs: number;
  /** Default 24000. */
  readonly bitrateBps?: number;
  /** 0 to 10, default 5. */
  readonly complexity?: number;
}

export interface OpusDecoderOptions {
  readonly sampleRateHz: number;
  readonly frameDurationMs: number;
}

/** Mono, always. */
export interface OpusCodec {
  /** For logs: which implementation this is. */
  readonly name: string;
  createEncoder(options: OpusEncoderOptions): Promise<OpusEncoder>;
  createDecoder(options: OpusDecoderOptions): Promise<OpusDecoder>;
}

export const OPUS_ENCODER_DEFAULTS = { bitrateBps: 24_000, complexity: 5 } as const;
