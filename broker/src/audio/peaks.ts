/** The outline of sound, as waveforms show it: one value for each 20 ms. */

/** What one value stands for. */
export const PEAK_MS = 20;

/** So many samples a second tell a peak well enough. */
const LOOKED_AT_HZ = 1800;

/**
 * The loudest sample of each `PEAK_MS`; the last piece may be shorter. From 0 to 255, full scale, by the square root of
 * the amplitude, so that a voice at -40 dB is still 25. Hot path: numbers, because typed arrays are dear to make.
 */
export function peaksOf(pcm: Int16Array, sampleRateHz: number): number[] {
  const step = (sampleRateHz * PEAK_MS) / 1000;
  // An odd stride meets a hum at all its phases.
  const stride = Math.round(sampleRateHz / LOOKED_AT_HZ) | 1;
  const peaks: number[] = [];
  for (let at = 0; at < pcm.length; at += step) {
    const end = Math.min(at + step, pcm.length);
    let peak = 0;
    for (let i = at; i < end; i += stride) {
      const sample = pcm[i]!;
      // The size of it, less one when it is negative, without a branch: half of all guesses would be wrong.
      const size = sample ^ (sample >> 31);
      if (size > peak) peak = size;
    }
    peaks.push(Math.round(Math.sqrt(peak / 32_767) * 255));
  }
  return peaks;
}
