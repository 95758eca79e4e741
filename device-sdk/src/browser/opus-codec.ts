/** Opus in browsers: decoding by opus-decoder, encoding by libopus in WebAssembly. */
import { OpusDecoder as WasmDecoder } from 'opus-decoder';
import { guardDecoder } from '../codec/guarded-decoder.ts';
import { OPUS_ENCODER_DEFAULTS, type OpusCodec } from '../codec/opus.ts';
import { DeviceError } from '../errors.ts';
import { createWasmEncoder } from './opus-wasm.ts';

type DecoderRate = 8000 | 12000 | 16000 | 24000 | 48000;

export const opusCodec: OpusCodec = {
  name: 'opus-decoder',

  async createEncoder(options) {
    const { sampleRateHz, frameDurationMs, bitrateBps, complexity } = {
      ...OPUS_ENCODER_DEFAULTS,
      ...options,
    };
    const frameSamples = (sampleRateHz * frameDurationMs) / 1000;
    const encoder = await createWasmEncoder({ sampleRateHz, bitrateBps, complexity });
    return {
      encode(pcm) {
        if (pcm.length === frameSamples) return encoder.encode(pcm);
        throw new DeviceError('INVALID_AUDIO', {
          detail: `${pcm.length} samples, a frame has ${frameSamples}`,
        });
      },
      close: () => encoder.close(),
    };
  },

  async createDecoder(options) {
    const decoder = new WasmDecoder({ channels: 1, sampleRate: options.sampleRateHz as DecoderRate });
    await decoder.ready;
    return guardDecoder(
      {
        decode(packet) {
          const { channelData, errors } = withoutConsoleError(() => decoder.decodeFrame(packet));
          if (errors.length > 0) throw new Error(errors[0]!.message);
          return Int16Array.from(channelData[0]!, (x) =>
            Math.max(-32768, Math.min(32767, Math.round(x * 32768))),
          );
        },
        close: () => decoder.free(),
      },
      options,
    );
  },
};

/** The decoder writes to the console for every bad packet, which a hostile peer could use to flood it. */
function withoutConsoleError<Result>(run: () => Result): Result {
  /* oxlint-disable no-console -- it is silenced here, not used */
  const write = console.error;
  console.error = () => {};
  try {
    return run();
  } finally {
    console.error = write;
  }
  /* oxlint-enable no-console */
}
