/** Where @fastify/rate-limit counts: in what the brokers of an installation share. */
import type { FastifyRateLimitStore, FastifyRateLimitStoreCtor } from '@fastify/rate-limit';
import type { SharedState } from '../store/shared/shared-state.ts';

type Answer = Parameters<FastifyRateLimitStore['incr']>[1];

/** Each limiter has a name of its own, the same in every broker; those that have none count together. */
export interface NamedLimit {
  readonly name?: string;
}

export function sharedRateStore(shared: SharedState): FastifyRateLimitStoreCtor {
  return class SharedRateStore implements FastifyRateLimitStore {
    readonly #name: string;

    /** Of the options' type nothing is ours. */
    constructor(options: object) {
      this.#name = (options as NamedLimit).name ?? 'all';
    }

    incr(key: string, answer: Answer, windowMs: number): void {
      shared.count('rates', this.#keyOf(key), windowMs).then(
        ({ count, endsInMs }) => answer(null, { current: count, ttl: endsInMs }),
        (error: Error) => answer(error),
      );
    }

    read(key: string, answer: Answer): void {
      shared.counted('rates', this.#keyOf(key)).then(
        ({ count, endsInMs }) => answer(null, { current: count, ttl: endsInMs }),
        (error: Error) => answer(error),
      );
    }

    child(options: object): FastifyRateLimitStore {
      return new SharedRateStore(options);
    }

    #keyOf(key: string): string {
      return `${this.#name} ${key}`;
    }
  };
}
