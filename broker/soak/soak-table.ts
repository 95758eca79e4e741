/** The result of a soak for people. */
import type { SoakResult } from './soak.ts';
import type { Tally } from './soak-figures.ts';

export function soakTable(result: SoakResult): string[] {
  const { figures, faults, ledger, memory, failures } = result;
  const { silences } = figures;
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  const grown = ({ startMb, plateauMb, endMb, growthPercent }: typeof memory.rss) =>
    `${startMb} MB at the start, ${plateauMb} plateau, ${endMb} end (${growthPercent > 0 ? '+' : ''}${growthPercent} %)`;
  const rows: [string, string | number][] = [
    ['seed', result.seed],
    ['duration', `${result.durationS} s`],
    ['conversations', figures.conversations],
    ['questions', `${figures.asked}, asked again ${figures.askedAgain}`],
    ['turns', `${figures.turns}, interrupted ${figures.interruptions}`],
    ['acknowledged', `${ledger.acknowledged}, lost ${ledger.lost.length}, not recorded ${ledger.unrecorded}`],
    ['with history', `${figures.remembered}, forgotten ${figures.forgotten.length}`],
    ['faults', faults.injected.total],
    ['recovered', `${faults.recovered}, at the latest after ${seconds(faults.longestMs)}`],
    ['lost', `${faults.lost.length} faults, ${figures.stuckDevices.length} devices stuck`],
    ['answers mixed', figures.violations.length],
    ['ended unanswered', figures.endedUnanswered],
    [
      'longest silence',
      `${seconds(silences.longestMs)}; while connected ${seconds(silences.longestConnectedMs)}`,
    ],
    ['silence', `median ${seconds(silences.medianMs)}, p95 ${seconds(silences.p95Ms)}`],
    ['renewals', result.log.renewals],
    ['resumes, restores', `${figures.resumes}, ${figures.restores}`],
    ['ends', list(figures.ends)],
    ['model failures', list(result.log.modelFailures)],
    ['device errors', list(figures.deviceErrors)],
    ['memory, RSS', grown(memory.rss)],
    ['memory, heap', grown(memory.heap)],
    ['', `of the last broker, ${memory.lifeS} s, ${memory.judged ? 'judged' : 'too short to judge'}`],
    ['streams left open', result.streamsLeft],
    ['broker errors', result.log.errors.length],
    ['event loop p99', `${result.loopDelayP99Ms} ms, of the devices and the model`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  return [
    ...rows.map(([name, value]) => `${name.padEnd(width)}${value}`),
    '',
    ...columns(faults.injected),
    '',
    failures.length === 0 ? 'passed' : `FAILED: ${failures.join('; ')}`,
  ];
}

const list = (tally: Tally): string =>
  Object.entries(tally.toJSON())
    .map(([name, count]) => `${name} ${count}`)
    .join(', ') || 'none';

/** Two to a line. */
function columns(tally: Tally): string[] {
  const cells = Object.entries(tally.toJSON()).map(([name, count]) =>
    `${String(count).padStart(5)} ${name}`.padEnd(44),
  );
  return cells.flatMap((cell, i) => (i % 2 === 0 ? [(cell + (cells[i + 1] ?? '')).trimEnd()] : []));
}

/** What explains the result, at length. */
export function soakDetails({ figures, faults, ledger, log }: SoakResult): string[] {
  return [
    ...ledger.lost.map(({ deviceId, question }) => `lost: question ${question} of ${deviceId}`),
    ...figures.stuckDevices.map(
      ({ deviceId, why, events }) => `stuck: ${deviceId}, ${why}\n  ${events.join('\n  ')}`,
    ),
    ...faults.lost.map(({ name, devices }) => `not recovered: ${name} at ${devices.join(', ')}`),
    ...figures.violations.map((text) => `mixed: ${text}`),
    ...figures.forgotten.map((text) => `forgotten: ${text}`),
    ...figures.longestSilences.map(
      ({ ms, connectedMs, deviceId, events }) =>
        `silence: ${Math.round(ms)} ms at ${deviceId}, connected for ${Math.round(connectedMs)}\n  ${events.join('\n  ')}`,
    ),
    ...log.errors.map((text) => `broker: ${text}`),
  ];
}
