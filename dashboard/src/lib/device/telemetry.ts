/** What a device has measured, as lines over time. */

export interface Reading {
  readonly at: string;
  readonly readings: Readonly<Record<string, unknown>>;
}

export const SPANS_MS = {
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
  month: 2_592_000_000,
} as const;
export type Span = keyof typeof SPANS_MS;
export const SPANS = Object.keys(SPANS_MS) as Span[];

/** Points of a line: about as many as a screen shows. */
export const POINTS = 360;

export type Metric =
  | 'signalDbm'
  | 'freeHeapBytes'
  | 'batteryPercent'
  | 'temperatureCelsius'
  | 'reconnects'
  | 'playout.jitterMs'
  | 'playout.framesLost'
  | 'playout.framesLate';

export interface Series {
  /** Milliseconds since 1970. */
  readonly times: readonly number[];
  /** Null where it was not measured, and where nothing came for a while. */
  readonly lines: ReadonlyMap<Metric, readonly (number | null)[]>;
}

const METRICS: readonly Metric[] = [
  'signalDbm',
  'freeHeapBytes',
  'batteryPercent',
  'temperatureCelsius',
  'reconnects',
  'playout.jitterMs',
  'playout.framesLost',
  'playout.framesLate',
];

/** So many times the usual distance without a reading is a gap. */
const GAP = 4;

function valueOf(readings: Reading['readings'], metric: Metric): number | null {
  const [key, inner] = metric.split('.') as [string, string | undefined];
  const value = inner === undefined ? readings[key] : (readings[key] as Record<string, unknown>)?.[inner];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** Only what was ever measured has a line. Where the device was away, the line is broken. */
export function seriesOf(items: readonly Reading[]): Series {
  const times: number[] = [];
  const sources: (Reading | undefined)[] = [];
  const at = items.map((item) => Date.parse(item.at));
  const steps = at.slice(1).map((time, i) => time - at[i]!);
  const usual = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
  for (const [i, item] of items.entries()) {
    if (i > 0 && usual > 0 && at[i]! - at[i - 1]! > GAP * usual) {
      times.push(at[i - 1]! + usual);
      sources.push(undefined);
    }
    times.push(at[i]!);
    sources.push(item);
  }
  const lines = new Map<Metric, readonly (number | null)[]>();
  for (const metric of METRICS) {
    const values = sources.map((source) => (source ? valueOf(source.readings, metric) : null));
    if (values.some((value) => value !== null)) lines.set(metric, values);
  }
  return { times, lines };
}

/** How often a device went, by reason; the most frequent first. */
export function goneBy(
  events: readonly { readonly at: string; readonly kind: string; readonly reason: string | null }[],
  from: Date,
): { readonly reason: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { at, kind, reason } of events)
    if (kind === 'offline' && new Date(at) >= from)
      counts.set(reason ?? 'UNSPECIFIED', (counts.get(reason ?? 'UNSPECIFIED') ?? 0) + 1);
  return [...counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
}
