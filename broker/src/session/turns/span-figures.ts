/** How long the parts of the last turns took, as gauges of the process. */
import type { Figures } from '../../telemetry/figures.ts';
import { SPAN_NAMES, type SpanName, type Waterfall } from './waterfall.ts';

/** Turns looked back on; the oldest make room. */
const TURNS = 512;
const PERCENTILES = [50, 95] as const;

export class SpanFigures {
  readonly #lasts = new Map<SpanName, number[]>();
  readonly #counts = new Map<SpanName, number>();

  /** Gauges `session_NAME_p50_ms` and `session_NAME_p95_ms`; 0 while nothing was measured. */
  constructor(figures: Figures) {
    for (const name of SPAN_NAMES) {
      this.#lasts.set(name, []);
      for (const percent of PERCENTILES)
        figures.gauge(`session_${name}_p${percent}_ms`, () => this.#percentile(name, percent));
    }
  }

  add({ spans }: Waterfall): void {
    for (const name of SPAN_NAMES) {
      const ms = spans[name];
      if (ms === undefined) continue;
      const count = this.#counts.get(name) ?? 0;
      this.#lasts.get(name)![count % TURNS] = ms;
      this.#counts.set(name, count + 1);
    }
  }

  #percentile(name: SpanName, percent: number): number {
    const sorted = this.#lasts.get(name)!.toSorted((a, b) => a - b);
    return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? 0;
  }
}
