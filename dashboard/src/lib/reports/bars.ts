/** The scale of a chart of bars. Pure. */

const STEPS = [1, 2, 4, 6, 8, 10];

/** The next round number at or above the value, of which a half is round as well. */
export function roundUp(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = STEPS.find((each) => each * power >= value * (1 - 1e-9)) ?? 10;
  return step * power;
}

/** Which of so many labels are shown where there is room for few: evenly, the first one always. */
export function labelled(count: number, room: number): ReadonlySet<number> {
  const every = Math.max(1, Math.ceil(count / Math.max(1, room)));
  return new Set(Array.from({ length: Math.ceil(count / every) }, (_, i) => i * every));
}
