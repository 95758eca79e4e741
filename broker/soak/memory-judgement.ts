/** Whether a process grows: its memory at the end against its plateau. Pure. */
import type { MemorySample } from './broker-process.ts';

export interface MemoryJudgement {
  readonly startMb: number;
  readonly plateauMb: number;
  readonly endMb: number;
  readonly growthPercent: number;
}

export interface MemoryReport {
  /** Of the last process: those before it were killed. */
  readonly lifeS: number;
  /** Seconds; RSS, heap in use, and heap that is held for more, in MB. */
  readonly samples: readonly (readonly number[])[];
  readonly rss: MemoryJudgement;
  /** JavaScript objects and the buffers they own. */
  readonly heap: MemoryJudgement;
  /** A life too short to have a plateau says nothing. */
  readonly judged: boolean;
  readonly ok: boolean;
}

const MAX_GROWTH_PERCENT = 10;
const LEAST_LIFE_MS = 120_000;
const LEAST_SAMPLES = 12;
const MB = 1024 * 1024;

export function judgeMemory(samples: readonly MemorySample[]): MemoryReport {
  const lifeMs = samples.at(-1)?.atMs ?? 0;
  const rss = judge(samples, lifeMs, (sample) => sample.rss);
  const heap = judge(samples, lifeMs, heapOf);
  const judged = lifeMs >= LEAST_LIFE_MS && samples.length >= LEAST_SAMPLES;
  const grew = Math.max(rss.growthPercent, heap.growthPercent) > MAX_GROWTH_PERCENT;
  return {
    lifeS: Math.round(lifeMs / 1000),
    samples: samples.map((sample) => [
      Math.round(sample.atMs / 1000),
      mb(sample.rss),
      mb(heapOf(sample)),
      mb(sample.heapTotal),
    ]),
    rss,
    heap,
    judged,
    ok: !judged || !grew,
  };
}

const mb = (bytes: number): number => Math.round((bytes / MB) * 10) / 10;
const heapOf = ({ heapUsed, external }: MemorySample): number => heapUsed + external;

/** The plateau is the middle of the life, the end its last sixth; medians, for a collection may have just been. */
function judge(
  samples: readonly MemorySample[],
  lifeMs: number,
  bytes: (sample: MemorySample) => number,
): MemoryJudgement {
  const between = (from: number, to: number) =>
    median(samples.filter(({ atMs }) => atMs >= from * lifeMs && atMs <= to * lifeMs).map(bytes));
  const [plateau, end] = [between(1 / 3, 2 / 3), between(5 / 6, 1)];
  return {
    startMb: mb(samples[0] ? bytes(samples[0]) : 0),
    plateauMb: mb(plateau),
    endMb: mb(end),
    growthPercent: plateau > 0 ? Math.round((end / plateau - 1) * 1000) / 10 : 0,
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
