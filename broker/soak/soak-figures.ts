/** What is counted while the soak runs. */

/** Counts by name. */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(name: string, by = 1): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + by);
  }

  get total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** The most frequent first. */
  toJSON(): Record<string, number> {
    return Object.fromEntries([...this.#counts].sort(([, a], [, b]) => b - a));
  }
}

/** Silences kept for the percentiles; more would not change them. */
const MAX_SILENCES = 100_000;
/** The longest of which it is told what happened. */
const MAX_TOLD = 5;

export interface Silence {
  /** From the end of the question to the first sound or word after it. */
  readonly ms: number;
  /** So much of it there was a connection. */
  readonly connectedMs: number;
  readonly deviceId: string;
  /** What the device saw last. */
  readonly events: readonly string[];
}

export class SoakFigures {
  conversations = 0;
  asked = 0;
  askedAgain = 0;
  /** Questions that were answered. */
  turns = 0;
  interruptions = 0;
  /** The session ended, for a reason that was told, before the answer. */
  endedUnanswered = 0;
  resumes = 0;
  restores = 0;
  /** Answers before which it was looked whether the model knew the question before. */
  remembered = 0;
  readonly forgotten: string[] = [];
  /** Why sessions ended, as their devices were told. */
  readonly ends = new Tally();
  readonly deviceErrors = new Tally();
  readonly violations: string[] = [];
  readonly stuckDevices: {
    readonly deviceId: string;
    readonly why: string;
    readonly events: readonly string[];
  }[] = [];
  readonly #silences: Pick<Silence, 'ms' | 'connectedMs'>[] = [];
  #longest: Silence[] = [];

  resumed(restored: boolean): void {
    if (restored) this.restores++;
    else this.resumes++;
  }

  silence(silence: Silence): void {
    const { ms, connectedMs, events } = silence;
    if (this.#silences.length < MAX_SILENCES) this.#silences.push({ ms, connectedMs });
    if (ms < (this.#longest.at(-1)?.ms ?? 0) && this.#longest.length === MAX_TOLD) return;
    this.#longest.push({ ...silence, events: [...events] });
    this.#longest = this.#longest.sort((a, b) => b.ms - a.ms).slice(0, MAX_TOLD);
  }

  /** The longest first. */
  get longestSilences(): readonly Silence[] {
    return this.#longest;
  }

  stuck(deviceId: string, why: string, events: readonly string[]): void {
    this.stuckDevices.push({ deviceId, why, events: [...events] });
  }

  toJSON(): object {
    const { conversations, asked, askedAgain, turns, interruptions, endedUnanswered, resumes, restores } =
      this;
    const { remembered, forgotten, ends, deviceErrors, violations, stuckDevices, silences } = this;
    const counts = {
      conversations,
      asked,
      askedAgain,
      turns,
      interruptions,
      endedUnanswered,
      resumes,
      restores,
    };
    const { longestSilences } = this;
    return {
      ...counts,
      remembered,
      forgotten,
      ends,
      deviceErrors,
      violations,
      stuckDevices,
      silences,
      longestSilences,
    };
  }

  get silences() {
    const summary = (times: number[]) => {
      const sorted = times.sort((a, b) => a - b);
      const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
      return { medianMs: at(0.5), p95Ms: at(0.95), longestMs: at(1) };
    };
    return {
      ...summary(this.#silences.map(({ ms }) => ms)),
      longestConnectedMs: summary(this.#silences.map(({ connectedMs }) => connectedMs)).longestMs,
    };
  }
}
