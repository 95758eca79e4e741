/** Counters and gauges of the process: the one place that health, logs and tests read them from. */
export class Figures {
  readonly #counters = new Map<string, number>();
  readonly #gauges = new Map<string, () => number>();

  /** Names are `area_what_unit`, like `device_audio_dropped_total`. */
  count(name: string, by = 1): void {
    this.#counters.set(name, (this.#counters.get(name) ?? 0) + by);
  }

  /** A value that is read when somebody asks. */
  gauge(name: string, read: () => number): void {
    this.#gauges.set(name, read);
  }

  value(name: string): number {
    return this.#gauges.get(name)?.() ?? this.#counters.get(name) ?? 0;
  }

  snapshot(): Record<string, number> {
    const all = [...this.#counters, ...[...this.#gauges].map(([name, read]) => [name, read()] as const)];
    return Object.fromEntries(all.sort(([a], [b]) => a.localeCompare(b)));
  }
}
