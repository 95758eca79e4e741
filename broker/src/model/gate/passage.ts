/** One stream on its way through the gate: keeps the order of its news, and finds out whether the endpoint works. */
import type { Clock } from '../../clock.ts';
import { ModelError, type ModelEvent, type OpenOptions } from '../voice-model.ts';
import type { Trial } from './breaker.ts';

export interface PassageOptions {
  readonly request: OpenOptions;
  readonly trial: Trial;
  /** A stream that lived so long works, though it did not answer. */
  readonly provenAfterMs: number;
  readonly clock: Clock;
  /** Never before `opened()`. */
  readonly onEnded: (failure: ModelError | null) => void;
}

export class Passage {
  /** What the model is to be opened with. */
  readonly request: OpenOptions;
  readonly #options: PassageOptions;
  #open = false;
  #proved = false;
  #cancelProof: (() => void) | undefined;
  #endedEarly: { readonly failure: ModelError | null } | undefined;

  constructor(options: PassageOptions) {
    this.#options = options;
    const { request } = options;
    this.request = {
      ...request,
      onEvent: (event) => {
        if (!this.#proved) this.#look(event);
        request.onEvent(event);
      },
      onEnded: (failure) => {
        if (this.#open) this.#ended(failure);
        else this.#endedEarly = { failure };
      },
    };
  }

  /** The model says that it is open. Returns what ended it before that was heard: then it counts as refused. */
  opened(): ModelError | undefined {
    const { trial, clock, provenAfterMs } = this.#options;
    if (this.#endedEarly) return this.#endedEarly.failure ?? GONE;
    this.#open = true;
    trial.opened();
    if (!this.#proved) this.#cancelProof = clock.after(provenAfterMs, () => this.#prove());
    return undefined;
  }

  refused(error: unknown): void {
    this.#judge(error);
  }

  /** An answer is the proof; tokens are counted even for streams that never answer. */
  #look(event: ModelEvent): void {
    if (event.kind === 'audio') this.#prove();
  }

  #prove(): void {
    this.#proved = true;
    this.#cancelProof?.();
    this.#options.trial.proved();
  }

  #ended(failure: ModelError | null): void {
    this.#cancelProof?.();
    if (!this.#proved) this.#judge(failure);
    this.#options.onEnded(failure);
  }

  /** What its end says about the endpoint, before it proved anything. */
  #judge(outcome: unknown): void {
    const { trial } = this.#options;
    if (outcome instanceof ModelError && isOfEndpoint(outcome)) trial.failed(outcome);
    else trial.dropped();
  }
}

const GONE = new ModelError('MODEL_FAILED', "The model's stream ended while it was opened. Try again.", {
  recovery: 'reopen',
});

/** Not of the account, the conversation or the caller. */
const isOfEndpoint = ({ reason, recovery }: ModelError): boolean =>
  reason === 'MODEL_FAILED' && (recovery === 'reopen' || recovery === 'backoff');
