/** What a run must not show. */
import type { SoakResult } from './soak.ts';

/** Empty when it has passed. `crash`: how the broker ended without being asked. */
export function failuresOf(result: Omit<SoakResult, 'failures'>, crash: string | undefined): string[] {
  const { figures, faults, ledger, memory, log } = result;
  const failures: string[] = [];
  const must = (ok: boolean, text: string): void => void (ok || failures.push(text));
  must(ledger.lost.length === 0, `${ledger.lost.length} acknowledged questions are not in the store`);
  must(figures.stuckDevices.length === 0, `${figures.stuckDevices.length} devices were stuck`);
  must(faults.lost.length === 0, `${faults.lost.length} faults were not recovered from`);
  must(figures.violations.length === 0, `${figures.violations.length} answers were mixed`);
  must(figures.forgotten.length === 0, `${figures.forgotten.length} answers were given without the history`);
  must(log.errors.length === 0, `${log.errors.length} errors in the broker's log`);
  must(!('INTERNAL' in log.ends.toJSON()), 'sessions ended for a fault of the broker');
  must(result.streamsLeft === 0, `${result.streamsLeft} streams of the model were left open`);
  must(crash === undefined, `the broker ${crash}`);
  must(
    memory.ok,
    `memory grew by ${memory.rss.growthPercent} % (RSS), ${memory.heap.growthPercent} % (heap)`,
  );
  must(figures.turns > 0, 'nobody got an answer');
  return failures;
}
