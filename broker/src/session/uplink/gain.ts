/** Makes samples louder or softer without a click where that changes. */

/** Samples over which the gain changes: 5 ms at 16 kHz. */
const RAMP = 80;

/** In place: from the gain of the samples before to `to`. */
export function applyGain(pcm: Int16Array, from: number, to: number): void {
  const ramp = from === to ? 0 : Math.min(RAMP, pcm.length);
  for (let i = 0; i < ramp; i++) pcm[i] = pcm[i]! * (from + ((to - from) * (i + 1)) / ramp);
  if (to === 0) pcm.fill(0, ramp);
  else if (to !== 1) for (let i = ramp; i < pcm.length; i++) pcm[i] = pcm[i]! * to;
}

/** In place: silence, unless the mean square of the samples is more than `power`. */
export function muteBelow(pcm: Int16Array, power: number): void {
  let sum = 0;
  for (let i = 0; i < pcm.length; i++) sum += pcm[i]! * pcm[i]!;
  if (sum <= power * pcm.length) pcm.fill(0);
}

/** The mean square of 16-bit samples at this level. */
export const powerAt = (dbfs: number): number => (32_768 * 10 ** (dbfs / 20)) ** 2;
