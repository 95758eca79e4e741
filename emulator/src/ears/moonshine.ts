/** Moonshine Tiny: English speech at 16 kHz to text, greedy decoding with the key/value cache. */
import { setImmediate } from 'node:timers/promises';
import llamaTokenizer from 'llama-tokenizer-js';
import { type Feeds, type OnnxModel, Tensor } from './onnx.ts';

const LAYERS = 6;
const HEADS = 8;
const HEAD_SIZE = 36;
const START_TOKEN = 1;
const END_TOKEN = 2;
/** Tokens beyond the words' own are marks that the text does not show. */
const WORD_TOKENS = 32_000;
/** People do not speak faster; a decoder that goes on is caught in a loop. */
const TOKENS_PER_SECOND = 6.5;
const EXTRA_TOKENS = 4;

const caches = Array.from({ length: LAYERS }, (_, layer) =>
  ['decoder.key', 'decoder.value', 'encoder.key', 'encoder.value'].map((part) => `${layer}.${part}`),
).flat();

const allOutputs = ['logits', ...caches.map((name) => `present.${name}`)];
/** The encoder's part is made in the first step only: later ones need not copy it. */
const laterOutputs = allOutputs.filter((name) => !name.includes('encoder'));

export class Moonshine {
  readonly #encoder: OnnxModel;
  readonly #decoder: OnnxModel;

  constructor(encoder: OnnxModel, decoder: OnnxModel) {
    this.#encoder = encoder;
    this.#decoder = decoder;
  }

  /**
   * The words in up to about 30 s of speech; empty when there are none.
   * Gives way to other work between tokens. Ends early, with an empty text, when aborted.
   */
  async transcribe(samples: Float32Array, signal?: AbortSignal): Promise<string> {
    const audio = new Tensor('float32', samples, [1, samples.length]);
    const { last_hidden_state: hidden } = await this.#encoder.run({ input_values: audio });
    let past: Feeds = {};
    for (const name of caches) {
      past[`past_key_values.${name}`] = new Tensor('float32', new Float32Array(0), [0, HEADS, 1, HEAD_SIZE]);
    }
    const most = Math.ceil((samples.length / 16_000) * TOKENS_PER_SECOND) + EXTRA_TOKENS;
    const tokens: number[] = [];
    let token = START_TOKEN;
    while (tokens.length < most) {
      await setImmediate();
      if (signal?.aborted) return '';
      const first = tokens.length === 0;
      const feeds = {
        input_ids: new Tensor('int64', BigInt64Array.of(BigInt(token)), [1, 1]),
        encoder_hidden_states: hidden!,
        use_cache_branch: new Tensor('bool', [!first], [1]),
        ...past,
      };
      const output = await this.#decoder.run(feeds, first ? allOutputs : laterOutputs);
      token = largest(output['logits']!.data as Float32Array);
      if (token === END_TOKEN) break;
      tokens.push(token);
      past = { ...past };
      for (const name of caches) {
        const present = output[`present.${name}`];
        if (present) past[`past_key_values.${name}`] = present;
      }
    }
    return decode(tokens);
  }
}

function largest(logits: Float32Array): number {
  let best = 0;
  for (let i = 1; i < logits.length; i++) if (logits[i]! > logits[best]!) best = i;
  return best;
}

function decode(tokens: readonly number[]): string {
  const words = tokens.filter((token) => token < WORD_TOKENS);
  return words.length === 0 ? '' : llamaTokenizer.decode(words, false, true).trim();
}
