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
