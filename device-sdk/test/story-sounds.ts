/** What the answers of the stories are: recorded speech, and a tone that has no pause to leave out. */
import { readFileSync } from 'node:fs';

const RECORDINGS = ['lv-0870', 'lv-0880', 'question-01', 'lv-0890', 'question-02', 'ps-goforward'];
const HEADER_BYTES = 44;
const TONE_HZ = 220;
const TONE_AMPLITUDE = 8000;
const SWELL_MS = 50;

/** About 24 s. The recordings have 16 kHz. */
export function recordedSpeech(sampleRateHz: 16_000): Int16Array {
  const recordings = RECORDINGS.map((name) => {
    const url = new URL(`../../fixtures/speech/${name}.wav`, import.meta.url);
    const bytes = readFileSync(url).subarray(HEADER_BYTES);
    return Int16Array.from({ length: bytes.length >> 1 }, (_, i) => bytes.readInt16LE(2 * i));
  });
  const all = new Int16Array(recordings.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const recording of recordings) {
    all.set(recording, at);
    at += recording.length;
  }
  if (all.length < 20 * sampleRateHz) throw new Error('The recordings are shorter than expected.');
  return all;
}

/** Begins and ends softly. */
export function swellingTone(sampleRateHz: number, durationMs: number): Int16Array {
  const length = (sampleRateHz * durationMs) / 1000;
  const swell = (sampleRateHz * SWELL_MS) / 1000;
  return Int16Array.from({ length }, (_, i) => {
    const loudness = TONE_AMPLITUDE * Math.min(1, i / swell, (length - i) / swell);
    return loudness * Math.sin((2 * Math.PI * TONE_HZ * i) / sampleRateHz);
  });
}
