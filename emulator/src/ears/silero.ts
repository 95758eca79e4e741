/** Silero VAD v6: how likely a frame of 32 ms is speech. The model is shared, the memory is the listener's own. */
import { type OnnxModel, Tensor } from './onnx.ts';

export const VAD_SAMPLE_RATE_HZ = 16_000;
export const VAD_FRAME_SAMPLES = 512;
/** The model wants the end of the previous frame in front of each one. */
const CONTEXT_SAMPLES = 64;
const STATE_SHAPE = [2, 1, 128] as const;

const sampleRate = new Tensor('int64', BigInt64Array.of(BigInt(VAD_SAMPLE_RATE_HZ)), []);

export class SileroVad {
  readonly #model: OnnxModel;
  #state: Tensor = new Tensor('float32', new Float32Array(256), STATE_SHAPE);
  readonly #input = new Float32Array(CONTEXT_SAMPLES + VAD_FRAME_SAMPLES);

  constructor(model: OnnxModel) {
    this.#model = model;
  }

  /** The probability of speech in the next 512 samples at 16 kHz, 0 to 1. One call at a time. */
  async probability(frame: Int16Array): Promise<number> {
    this.#input.copyWithin(0, VAD_FRAME_SAMPLES);
    for (let i = 0; i < VAD_FRAME_SAMPLES; i++) this.#input[CONTEXT_SAMPLES + i] = frame[i]! / 32_768;
    const input = new Tensor('float32', this.#input, [1, this.#input.length]);
    const { output, stateN } = await this.#model.run({ input, state: this.#state, sr: sampleRate });
    this.#state = stateN!;
    return (output!.data as Float32Array)[0]!;
  }
}
