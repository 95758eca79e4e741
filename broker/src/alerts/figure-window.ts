/** How much counters have grown lately. */
import type { Figures } from '../telemetry/figures.ts';

export class FigureWindow {
  readonly #figures: Figures;
  readonly #names: readonly string[];
  readonly #windowMs: number;
  readonly #samples: { readonly at: number; readonly values: ReadonlyMap<string, number> }[] = [];

  constructor(figures: Figures, names: readonly string[], windowMs: number) {
    this.#figures = figures;
    this.#names = names;
    this.#windowMs = windowMs;
  }

  /** Takes a sample; called with every check. */
  sample(nowMs: number): void {
    this.#samples.push({
      at: nowMs,
      values: new Map(this.#names.map((name) => [name, this.#figures.value(name)])),
    });
    // The newest one that is older than the window is where growth begins.
    while (this.#samples.length > 1 && this.#samples[1]!.at <= nowMs - this.#windowMs) this.#samples.shift();
  }

  growth(name: string): number {
    const first = this.#samples[0]?.values.get(name);
    const last = this.#samples.at(-1)?.values.get(name);
    return first === undefined || last === undefined ? 0 : last - first;
  }
}
