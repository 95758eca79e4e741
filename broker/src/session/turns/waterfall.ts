/** What a turn's time went into: consecutive legs from mark to mark that add up to the whole, and the spans users feel. Pure. */
import type { TurnMark, TurnMarks } from './turn-log.ts';

/** What happens until a mark is reached; the order is that of an ordinary turn and settles ties. */
export const LEG_NAMES = {
  speechEnd: 'speaking',
  speechEndDetected: 'endpointing',
  transcript: 'transcription',
  toolCall: 'choosing a tool',
  toolResult: 'tool',
  firstModelAudio: 'thinking',
  firstFrameSent: 'bridge',
  playbackStarted: 'network + buffer',
  interrupted: 'until interrupted',
  flushed: 'flush',
  finished: 'sending',
  playbackFinished: 'playing',
} as const satisfies Record<TurnMark, string>;

const ORDER = Object.keys(LEG_NAMES) as TurnMark[];

export interface Moment {
  readonly mark: TurnMark;
  /** Whole milliseconds since the first mark of the turn. */
  readonly atMs: number;
}

export interface Leg {
  readonly name: (typeof LEG_NAMES)[TurnMark];
  readonly from: TurnMark;
  readonly to: TurnMark;
  readonly ms: number;
}

/** From one mark to another, whatever lies between. */
const SPANS = {
  endpointing: ['speechEnd', 'speechEndDetected'],
  thinking: ['speechEndDetected', 'firstModelAudio'],
  tool: ['toolCall', 'toolResult'],
  bridge: ['firstModelAudio', 'firstFrameSent'],
  delivery: ['firstFrameSent', 'playbackStarted'],
  response: ['speechEnd', 'playbackStarted'],
  flush: ['interrupted', 'flushed'],
} as const satisfies Record<string, readonly [TurnMark, TurnMark]>;

export type SpanName = keyof typeof SPANS;
export const SPAN_NAMES = Object.keys(SPANS) as SpanName[];

export interface Waterfall {
  /** In the order of time; their sum is `wholeMs` to the millisecond. */
  readonly legs: readonly Leg[];
  readonly wholeMs: number;
  /** Of those marks that are there. Clocks that differ by more than a leg lasted make it 0, never less. */
  readonly spans: { readonly [Name in SpanName]?: number };
}

/** The marks in the order of time, from 0 on. */
export function momentsOf(marks: TurnMarks): Moment[] {
  const known = ORDER.flatMap((mark) => {
    const at = marks[mark];
    return at === undefined ? [] : [{ mark, at }];
  });
  known.sort((a, b) => a.at - b.at);
  const start = known[0]?.at ?? 0;
  return known.map(({ mark, at }) => ({ mark, atMs: Math.round(at - start) }));
}

/** `moments` as `momentsOf` or a turn's report gives them: in the order of time. */
export function waterfall(moments: readonly Moment[]): Waterfall {
  const legs = moments.slice(1).map(({ mark: to, atMs }, i): Leg => {
    const before = moments[i]!;
    return { name: LEG_NAMES[to], from: before.mark, to, ms: atMs - before.atMs };
  });
  const at = new Map(moments.map(({ mark, atMs }) => [mark, atMs]));
  const spans: { -readonly [Name in SpanName]?: number } = {};
  for (const name of SPAN_NAMES) {
    const [from, to] = SPANS[name];
    const [start, end] = [at.get(from), at.get(to)];
    if (start !== undefined && end !== undefined) spans[name] = Math.max(0, end - start);
  }
  return { legs, wholeMs: (moments.at(-1)?.atMs ?? 0) - (moments[0]?.atMs ?? 0), spans };
}
