/** Something that is done with many devices, in pieces, so that one sees how far it is and can stop it. */
import { problemText } from '#lib/shared/problem-text.ts';
import type { Outcome } from './bulk-actions.ts';

/** The broker takes up to 1000 at once; people want to see something before. */
export const PIECE = 250;

type ActOn = (ids: readonly string[], signal: AbortSignal) => Promise<readonly Outcome[]>;

export class BulkRun {
  readonly #actOn: ActOn;
  readonly #ids: readonly string[];
  #outcomes = $state.raw<ReadonlyMap<string, Outcome>>(new Map());
  #isRunning = $state(false);
  /** In this try. */
  #done = $state(0);
  #total = $state(0);
  #stop = new AbortController();
  #isAsked = false;

  constructor(ids: readonly string[], actOn: ActOn) {
    this.#ids = ids;
    this.#actOn = actOn;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  get done(): number {
    return this.#done;
  }

  get total(): number {
    return this.#total;
  }

  /** In the order of the selection. */
  get outcomes(): readonly Outcome[] {
    return this.#ids.map((id) => this.#outcomes.get(id) ?? { id, result: 'skipped' });
  }

  /** Of this result. */
  idsOf(...results: readonly Outcome['result'][]): string[] {
    return this.outcomes.filter(({ result }) => results.includes(result)).map(({ id }) => id);
  }

  /** All of them. Never rejects. */
  start(): Promise<void> {
    return this.#run(this.#ids);
  }

  /** Those that failed or were not asked. Never rejects. */
  retry(): Promise<void> {
    return this.#run(this.idsOf('failed', 'skipped'));
  }

  /** After the piece that is under way: what the broker was asked for it does. Idempotent. */
  stop(): void {
    this.#isAsked = true;
  }

  /** Nobody looks any more. Idempotent. */
  close(): void {
    this.stop();
    this.#stop.abort();
  }

  async #run(ids: readonly string[]): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#isAsked = false;
    this.#done = 0;
    this.#total = ids.length;
    for (let at = 0; at < ids.length && !this.#isAsked; at += PIECE) {
      const piece = ids.slice(at, at + PIECE);
      const isReached = await this.#runPiece(piece);
      this.#done += piece.length;
      if (!isReached) break;
    }
    this.#isRunning = false;
  }

  /** False when the broker refused the whole piece, or could not be asked: the rest would fare no better. */
  async #runPiece(piece: readonly string[]): Promise<boolean> {
    try {
      this.#learn(await this.#actOn(piece, this.#stop.signal));
      return true;
    } catch (error) {
      const reason = problemText(error);
      this.#learn(piece.map((id) => ({ id, result: 'failed', reason })));
      return false;
    }
  }

  #learn(outcomes: readonly Outcome[]): void {
    const next = new Map(this.#outcomes);
    for (const outcome of outcomes) next.set(outcome.id, outcome);
    this.#outcomes = next;
  }
}
