/** Opus in Node.js: @evan/opus, native where there is a binary for the machine, else its WebAssembly. */
import { isMainThread } from 'node:worker_threads';
import { guardDecoder } from '../codec/guarded-decoder.ts';
import { OPUS_ENCODER_DEFAULTS, type OpusCodec } from '../codec/opus.ts';
import { DeviceError } from '../errors.ts';

interface EvanCodec {
  ctl(command: number, value: number): void;
  /** Only in WebAssembly, where memory is not garbage collected at once. */
  drop?(): void;
}
interface EvanEncoder extends EvanCodec {
  bitrate: number;
  complexity: number;
  signal: 'voice';
  encode(pcm: Int16Array): Uint8Array;
}
interface EvanDecoder extends EvanCodec {
  decode(packet: Uint8Array): Uint8Array;
}
interface Evan {
  Encoder: new (options: { channels: 1; sample_rate: number; application: 'voip' }) => EvanEncoder;
  Decoder: new (options: { channels: 1; sample_rate: number }) => EvanDecoder;
}

let loaded: Promise<Evan> | undefined;

function load(): Promise<Evan> {
  // The native build has one static output buffer per process: in worker threads two streams would mix.
  // There the package is told to take its WebAssembly; the environment is this thread's own copy.
  if (!isMainThread) process.env['OPUS_FORCE_WASM'] = '1';
  // The package has no types that a module import finds; `Evan` is what we use of it.
  const name: string = '@evan/opus';
  loaded ??= import(name) as Promise<Evan>;
  return loaded;
}

export const opusCodec: OpusCodec = {
  name: '@evan/opus',

  async createEncoder(options) {
    const { sampleRateHz, frameDurationMs, bitrateBps, complexity } = {
      ...OPUS_ENCODER_DEFAULTS,
      ...options,
    };
    const { Encoder } = await load();
    const encoder = new Encoder({ channels: 1, sample_rate: sampleRateHz, application: 'voip' });
    encoder.bitrate = bitrateBps;
    encoder.complexity = complexity;
    encoder.signal = 'voice';
    const frameSamples = (sampleRateHz * frameDurationMs) / 1000;
    return {
      encode(pcm) {
        if (pcm.length !== frameSamples) {
          throw new DeviceError('INVALID_AUDIO', {
            detail: `${pcm.length} samples, a frame has ${frameSamples}`,
          });
        }
        return encoder.encode(pcm);
      },
      close: () => encoder.drop?.(),
    };
  },

  async createDecoder(options) {
    const { Decoder } = await load();
    const decoder = new Decoder({ channels: 1, sample_rate: options.sampleRateHz });
    return guardDecoder(
      {
        decode(packet) {
          const bytes = decoder.decode(packet);
          return new Int16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 1);
        },
        close: () => decoder.drop?.(),
      },
      options,
    );
  },
};
