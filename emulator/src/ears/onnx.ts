/** onnxruntime on WebAssembly: one thread, no network, one run at a time. */
import * as ort from 'onnxruntime-web';

ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'error';

export const { Tensor } = ort;
export type Tensor = ort.Tensor;
export type Feeds = Record<string, Tensor>;

/**
 * Runs that overlap would free each other's memory on the shared WebAssembly stack, so they queue here.
 * Whoever asks for many runs in a row lets the others in between.
 */
let last: Promise<unknown> = Promise.resolve();

export class OnnxModel {
  readonly #session: ort.InferenceSession;

  private constructor(session: ort.InferenceSession) {
    this.#session = session;
  }

  static async load(weights: Uint8Array): Promise<OnnxModel> {
    const options = { executionProviders: ['wasm'], graphOptimizationLevel: 'all' } as const;
    return new OnnxModel(await ort.InferenceSession.create(weights, options));
  }

  /** @param outputs the outputs that are wanted, all of them by default. */
  run(feeds: Feeds, outputs?: readonly string[]): Promise<Feeds> {
    const run = last.then(() => (outputs ? this.#session.run(feeds, outputs) : this.#session.run(feeds)));
    last = run.catch(() => undefined);
    return run;
  }

  close(): Promise<void> {
    return this.#session.release();
  }
}
