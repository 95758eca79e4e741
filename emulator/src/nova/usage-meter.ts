/** Counts tokens the way the service reports them: what came since the last report, and all so far. */
import type { TokenRates } from './settings.ts';

interface Tokens {
  readonly speechTokens: number;
  readonly textTokens: number;
}

export interface UsageReport {
  readonly totalInputTokens: number;
  readonly totalOutputTokens: number;
  readonly totalTokens: number;
  readonly details: {
    readonly delta: { readonly input: Tokens; readonly output: Tokens };
    readonly total: { readonly input: Tokens; readonly output: Tokens };
  };
}

interface Counts {
  inputSpeechMs: number;
  inputText: number;
  outputSpeechMs: number;
  outputText: number;
}

const none = { input: { speechTokens: 0, textTokens: 0 }, output: { speechTokens: 0, textTokens: 0 } };

export class UsageMeter {
  readonly #rates: TokenRates;
  readonly #counts: Counts = { inputSpeechMs: 0, inputText: 0, outputSpeechMs: 0, outputText: 0 };
  #reported: UsageReport['details']['total'] = none;

  constructor(rates: TokenRates) {
    this.#rates = rates;
  }

  speechInput(durationMs: number): void {
    this.#counts.inputSpeechMs += durationMs;
  }

  speechOutput(durationMs: number): void {
    this.#counts.outputSpeechMs += durationMs;
  }

  textInput(text: string): void {
    this.#counts.inputText += this.#textTokens(text);
  }

  textOutput(text: string): void {
    this.#counts.outputText += this.#textTokens(text);
  }

  /** All text so far is read again by the model, when the rates say that this counts. */
  contextRead(texts: Iterable<string>): void {
    if (this.#rates.recountContext) for (const text of texts) this.textInput(text);
  }

  report(): UsageReport {
    const { inputSpeechMs, inputText, outputSpeechMs, outputText } = this.#counts;
    const total = {
      input: {
        speechTokens: Math.round((inputSpeechMs / 1000) * this.#rates.speechInputPerSecond),
        textTokens: inputText,
      },
      output: {
        speechTokens: Math.round((outputSpeechMs / 1000) * this.#rates.speechOutputPerSecond),
        textTokens: outputText,
      },
    };
    const delta = {
      input: difference(total.input, this.#reported.input),
      output: difference(total.output, this.#reported.output),
    };
    this.#reported = total;
    const totalInputTokens = total.input.speechTokens + total.input.textTokens;
    const totalOutputTokens = total.output.speechTokens + total.output.textTokens;
    return {
      totalInputTokens,
      totalOutputTokens,
      totalTokens: totalInputTokens + totalOutputTokens,
      details: { delta, total },
    };
  }

  #textTokens(text: string): number {
    return Math.ceil(text.length / this.#rates.charactersPerTextToken);
  }
}

const difference = (now: Tokens, before: Tokens): Tokens => ({
  speechTokens: now.speechTokens - before.speechTokens,
  textTokens: now.textTokens - before.textTokens,
});
