/**
 * How many packets of the microphone were lost where. While somebody watches each loss is told by itself; the record has those
 * within a second together, tells of what is known already, and knows what was missed.
 */
import type { PeaksEvent } from '#lib/broker/session-events.ts';
import type { Mark } from './course.ts';

interface Loss {
  readonly atMs: number;
  readonly packets: number;
  readonly isRecorded: boolean;
}

/** Those that are one mark, as in the record. */
const TOGETHER_MS = 1000;
/** Times are rounded. */
const TOLERANCE_MS = 5;
/** Of a value of the waveform as it is told live; the record has longer ones. */
const LIVE_STEP_MS = 20;

export class Losses {
  /** In the order of time. */
  #all: readonly Loss[] = [];
  readonly #known = new Set<string>();

  get packets(): number {
    return this.#all.reduce((sum, { packets }) => sum + packets, 0);
  }

  get marks(): Mark[] {
    return this.#all.map(({ atMs, packets }) => ({ kind: 'lost', atMs, untilMs: atMs, amount: packets }));
  }

  add({ at, peaks, lost }: PeaksEvent, offsetMs: number): void {
    const isRecorded = peaks.some(({ stepMs }) => stepMs > LIVE_STEP_MS);
    for (const { tMs, packets } of lost) {
      const key = `${at} ${tMs}`;
      if (this.#known.has(key)) continue;
      this.#known.add(key);
      const atMs = Math.max(0, tMs + offsetMs);
      if (isRecorded) this.#record({ atMs, packets, isRecorded });
      else this.#tell({ atMs, packets, isRecorded });
    }
  }

  #record(loss: Loss): void {
    const others = this.#all.filter(({ atMs }) => !isWithin(loss, atMs));
    this.#all = [...others, loss].sort((a, b) => a.atMs - b.atMs);
  }

  #tell(loss: Loss): void {
    const at = this.#all.findLastIndex((each) => isWithin(each, loss.atMs));
    const together = this.#all[at];
    if (together?.isRecorded) return;
    this.#all = together
      ? this.#all.with(at, { ...together, packets: together.packets + loss.packets })
      : [...this.#all, loss].sort((a, b) => a.atMs - b.atMs);
  }
}

const isWithin = ({ atMs }: Loss, otherMs: number): boolean =>
  otherMs >= atMs - TOLERANCE_MS && otherMs < atMs + TOGETHER_MS - TOLERANCE_MS;
