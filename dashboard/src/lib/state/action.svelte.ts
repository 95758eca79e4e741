/**
 * Something that a person does: while it goes on it is not done twice, and what failed is kept with the broker's words
 * until it is tried again.
 */
import type { Problem } from '#lib/broker/problem.ts';
import { isProblem } from '#lib/broker/problem.ts';

export class Action {
  #isBusy = $state(false);
  #error = $state.raw<unknown>();

  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Of the last try. */
  get error(): unknown {
    return this.#error;
  }

  /** Of the last try, where it names what was wrong with a field. */
  problemOf(field: string): string | undefined {
    return this.#problem?.of(field);
  }

  /** The last try failed, and no field says why. */
  get isElsewhere(): boolean {
    return this.#error !== undefined && (this.#problem?.fields.length ?? 0) === 0;
  }

  get #problem(): Problem | undefined {
    return isProblem(this.#error) ? this.#error : undefined;
  }

  /** Never rejects. False when it failed, or when it is still going on from before. */
  async run(work: () => Promise<unknown>): Promise<boolean> {
    if (this.#isBusy) return false;
    this.#isBusy = true;
    this.#error = undefined;
    try {
      await work();
      return true;
    } catch (error) {
      this.#error = error;
      return false;
    } finally {
      this.#isBusy = false;
    }
  }

  /** What failed is no longer of interest. */
  forget(): void {
    this.#error = undefined;
  }
}
