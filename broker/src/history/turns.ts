/** Work in turns: one after the other under the same name, and no more than so many at once under all names. */
export class Turns {
  readonly #maxAtOnce: number;
  readonly #tails = new Map<string, Promise<unknown>>();
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(options: { readonly maxAtOnce: number }) {
    this.#maxAtOnce = options.maxAtOnce;
  }

  take<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    const turn = (this.#tails.get(name) ?? Promise.resolve()).then(() => this.#run(work));
    const tail = turn
      .catch(() => {})
      .then(() => {
        if (this.#tails.get(name) === tail) this.#tails.delete(name);
      });
    this.#tails.set(name, tail);
    return turn;
  }

  /** Resolves when nobody waits or works any more. */
  async settled(): Promise<void> {
    while (this.#tails.size > 0) await Promise.all(this.#tails.values());
  }

  async #run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#running >= this.#maxAtOnce) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running++;
    try {
      return await work();
    } finally {
      // The place goes from hand to hand, so that nobody slips in between.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }
}
