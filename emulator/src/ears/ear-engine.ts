/** The models of one thread and the hearings that share them. Runs anywhere; `ear-worker.ts` puts it in a thread. */
import { readFile } from 'node:fs/promises';
import type { ModelPaths } from '../models/catalogue.ts';
import { Hearing, type HearingOptions } from './hearing.ts';
import { Moonshine } from './moonshine.ts';
import { OnnxModel } from './onnx.ts';
import { SileroVad, VAD_FRAME_SAMPLES, VAD_SAMPLE_RATE_HZ } from './silero.ts';

export type EngineListenOptions = Omit<HearingOptions, 'vad' | 'transcribe'>;

/** The first run of a length claims the memory for it. */
const WARM_UP_SECONDS = 8;

const load = async (path: string) => OnnxModel.load(await readFile(path));

export class EarEngine {
  readonly #models: readonly OnnxModel[];
  readonly #silero: OnnxModel;
  readonly #moonshine: Moonshine;
  readonly #onTrouble: (error: unknown) => void;
  /** Transcriptions are made one after another: each would only slow the others down. */
  #lastTranscription: Promise<unknown> = Promise.resolve();

  private constructor(
    silero: OnnxModel,
    encoder: OnnxModel,
    decoder: OnnxModel,
    onTrouble: (error: unknown) => void,
  ) {
    this.#models = [silero, encoder, decoder];
    this.#silero = silero;
    this.#moonshine = new Moonshine(encoder, decoder);
    this.#onTrouble = onTrouble;
  }

  /** Loads the models and runs each once, so that the first user does not wait for it. */
  static async load(paths: ModelPaths, onTrouble: (error: unknown) => void): Promise<EarEngine> {
    const silero = await load(paths.silero);
    const encoder = await load(paths.encoder);
    const engine = new EarEngine(silero, encoder, await load(paths.decoder), onTrouble);
    await new SileroVad(silero).probability(new Int16Array(VAD_FRAME_SAMPLES));
    await engine.#moonshine.transcribe(new Float32Array(WARM_UP_SECONDS * VAD_SAMPLE_RATE_HZ));
    return engine;
  }

  listen(options: EngineListenOptions): Hearing {
    return new Hearing({
      ...options,
      vad: new SileroVad(this.#silero),
      transcribe: (samples, signal) => this.#transcribe(samples, signal),
    });
  }

  /** The words of a whole recording at 16 kHz, as the quickest conversation would hear them. */
  async transcribe(pcm: Int16Array): Promise<string> {
    const texts: string[] = [];
    const hearing = this.listen({
      sampleRateHz: VAD_SAMPLE_RATE_HZ,
      sensitivity: 'HIGH',
      profile: 'quick',
      onEvent: (event) => event.kind === 'transcript' && texts.push(event.text),
    });
    await hearing.push(pcm);
    await hearing.finish();
    return texts.filter(Boolean).join(' ');
  }

  async close(): Promise<void> {
    await Promise.all(this.#models.map((model) => model.close()));
  }

  #transcribe(samples: Float32Array, signal: AbortSignal): Promise<string> {
    const transcription = this.#lastTranscription.then(async () => {
      if (signal.aborted) return '';
      try {
        return await this.#moonshine.transcribe(samples, signal);
      } catch (error) {
        this.#onTrouble(error);
        return '';
      }
    });
    this.#lastTranscription = transcription;
    return transcription;
  }
}
