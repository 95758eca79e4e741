/** Things that come at their own time, each waited for with a deadline; when all is over, every wait fails. */
import type { Clock } from '../clock.ts';

interface Wait {
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

export class Mailbox<Items extends object> {
  readonly #clock: Clock;
  readonly #come = new Map<keyof Items, unknown>();
  readonly #waits = new Map<keyof Items, Wait>();
  #failure: { readonly error: unknown } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Kept until it is taken; of two of a name the later one. */
  put<Name extends keyof Items>(name: Name, value: Items[Name]): void {
    const wait = this.#waits.get(name);
    if (wait) wait.resolve(value as never);
    else this.#come.set(name, value);
  }

  /** Of what has not come, nothing comes any more. Only the first error counts. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    for (const wait of this.#waits.values()) wait.reject(this.#failure.error);
  }

  /** @throws what `late` makes, after `timeoutMs`; the error of `fail`. One wait for a name at a time. */
  take<Name extends keyof Items>(name: Name, timeoutMs: number, late: () => Error): Promise<Items[Name]> {
    return new Promise((resolve, reject) => {
      if (this.#come.has(name)) {
        resolve(this.#come.get(name) as Items[Name]);
        this.#come.delete(name);
        return;
      }
      if (this.#failure) return reject(this.#failure.error);
      const timer = this.#clock.after(timeoutMs, () => wait.reject(late()));
      const settle = () => {
        timer.cancel();
        this.#waits.delete(name);
      };
      const wait: Wait = {
        resolve: (value) => {
          settle();
          resolve(value);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      };
      this.#waits.set(name, wait);
    });
  }
}
