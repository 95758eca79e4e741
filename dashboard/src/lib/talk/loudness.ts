/** How loud a piece of 16-bit sound is, for a bar that moves as people hear: 0 for −60 dB and less, 1 for full scale. */
const FLOOR_DB = -60;

export function loudnessOf(pcm: Int16Array): number {
  let sum = 0;
  for (const sample of pcm) sum += sample * sample;
  const level = Math.sqrt(sum / Math.max(1, pcm.length)) / 32768;
  return Math.max(0, 1 - (20 * Math.log10(Math.max(level, 1e-6))) / FLOOR_DB);
}
