/** Brings recordings to one length of silence and one level. */

const LEVEL_DBFS = -20;
const PEAK_DBFS = -1;
const WINDOW_MS = 10;
/** Windows below this are silence: they are cut off at the ends and do not count for the level. */
const SILENCE_DBFS = -50;
const LEAD_MS = 30;
const TAIL_MS = 120;

const amplitude = (dbfs: number): number => 32_768 * 10 ** (dbfs / 20);

/** Without the silence around it, but for a moment. */
export function trimmed(pcm: Int16Array, sampleRateHz: number): Int16Array {
  const window = (sampleRateHz * WINDOW_MS) / 1000;
  const loud = loudWindows(pcm, window);
  const [first = 0] = loud;
  const last = loud.at(-1) ?? 0;
  const start = Math.max(0, Math.floor(first * window - (sampleRateHz * LEAD_MS) / 1000));
  const end = Math.ceil((last + 1) * window);
  const result = new Int16Array(end - start + (sampleRateHz * TAIL_MS) / 1000);
  result.set(pcm.subarray(start, end));
  return result;
}

/** Its speech at -20 dBFS RMS, with no peak above -1 dBFS. */
export function levelled(pcm: Int16Array, sampleRateHz: number): Int16Array {
  const window = (sampleRateHz * WINDOW_MS) / 1000;
  const levels = loudWindows(pcm, window).map((index) => meanSquare(pcm, index, window));
  const rms = Math.sqrt(levels.reduce((sum, level) => sum + level, 0) / Math.max(1, levels.length));
  const peak = pcm.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1);
  const gain = Math.min(amplitude(LEVEL_DBFS) / Math.max(1, rms), amplitude(PEAK_DBFS) / peak);
  return pcm.map((sample) => Math.round(sample * gain));
}

function loudWindows(pcm: Int16Array, window: number): number[] {
  const count = Math.floor(pcm.length / window);
  return Array.from({ length: count }, (_, index) => index).filter(
    (index) => meanSquare(pcm, index, window) > amplitude(SILENCE_DBFS) ** 2,
  );
}

function meanSquare(pcm: Int16Array, index: number, window: number): number {
  const part = pcm.subarray(Math.floor(index * window), Math.floor((index + 1) * window));
  return part.reduce((sum, sample) => sum + sample * sample, 0) / part.length;
}
