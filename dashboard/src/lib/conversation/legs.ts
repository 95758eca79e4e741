/** What the time of a turn went into: from mark to mark, so that the parts add up to the whole. */

/** In the order of an ordinary turn, which settles ties. */
export const MARKS = [
  'speechEnd',
  'speechEndDetected',
  'transcript',
  'toolCall',
  'toolResult',
  'firstModelAudio',
  'firstFrameSent',
  'playbackStarted',
  'interrupted',
  'flushed',
  'finished',
  'playbackFinished',
] as const;
export type MarkName = (typeof MARKS)[number];

export interface Leg {
  /** What is reached at its end. */
  readonly to: MarkName;
  /** Since the first mark. */
  readonly fromMs: number;
  readonly ms: number;
  /** Until the device plays: what somebody waits for. */
  readonly isWait: boolean;
}

export function legsOf(marks: Readonly<Record<string, number>>): {
  readonly legs: readonly Leg[];
  readonly wholeMs: number;
} {
  const known = MARKS.flatMap((mark) => {
    const at = marks[mark];
    return at === undefined ? [] : [{ mark, at }];
  }).sort((a, b) => a.at - b.at);
  const playsAt = marks['playbackStarted'] ?? marks['firstFrameSent'] ?? Infinity;
  const legs = known.slice(1).map(({ mark: to, at }, i): Leg => {
    const fromMs = known[i]!.at;
    return { to, fromMs, ms: at - fromMs, isWait: at <= playsAt };
  });
  return { legs, wholeMs: (known.at(-1)?.at ?? 0) - (known[0]?.at ?? 0) };
}
