/** A turn's legs as lines for a terminal: name, bar, milliseconds. Pure. */
import type { Moment } from '../session/turns/waterfall.ts';
import { waterfall } from '../session/turns/waterfall.ts';

export interface WaterfallChartOptions {
  /** Of the terminal, in characters. */
  readonly columns: number;
  /** Default: as it is. */
  readonly faint?: (text: string) => string;
}

const NAME_COLUMNS = 18;
const TIME_COLUMNS = 10;
/** A line across a wide terminal is hard to follow. */
const MAX_BAR_COLUMNS = 60;
/** Less says nothing. */
const MIN_BAR_COLUMNS = 10;
const BAR = '█';
/** A leg of less than half a column. */
const SLIVER = '▏';
/** Goes on beyond the edge. */
const BEYOND = '▸';

/** One line for each leg, then their sum. What comes after the first sound runs off the edge: the wait before is what is drawn. */
export function waterfallChart(moments: readonly Moment[], options: WaterfallChartOptions): string[] {
  const { columns, faint = (text) => text } = options;
  const { legs, wholeMs } = waterfall(moments);
  const room = Math.min(MAX_BAR_COLUMNS, columns - NAME_COLUMNS - TIME_COLUMNS - 1);
  const width = room < MIN_BAR_COLUMNS ? 0 : room;
  const first = moments[0]?.atMs ?? 0;
  const sound = moments.find(({ mark }) => mark === 'playbackStarted');
  const drawnMs = Math.max(1, (sound ? sound.atMs - first : 0) || wholeMs);
  let startMs = 0;
  const lines = legs.map(({ name, ms }) => {
    const bar = drawn(startMs, ms, drawnMs, width);
    startMs += ms;
    return line(name, bar, ms, width);
  });
  return [...lines, faint(line('whole', '', wholeMs, width))];
}

const line = (name: string, bar: string, ms: number, width: number): string =>
  `${name.padEnd(NAME_COLUMNS)}${bar.padEnd(width)}${`${ms} ms`.padStart(TIME_COLUMNS)}`;

function drawn(startMs: number, ms: number, drawnMs: number, width: number): string {
  if (width === 0) return '';
  const column = (atMs: number) => Math.round((atMs * width) / drawnMs);
  if (startMs >= drawnMs) return ms > 0 ? BEYOND.padStart(width) : '';
  const from = Math.min(width - 1, column(startMs));
  const to = Math.min(width, column(startMs + ms));
  const bar = to > from ? BAR.repeat(to - from) : ms > 0 ? SLIVER : '';
  return ' '.repeat(from) + bar;
}
