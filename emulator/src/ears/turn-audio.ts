/** The audio that a turn's transcription needs: a little before the speech, and no more than one piece of it. */

/** Short words drown in silence around them, long sentences lose their ends without it. */
const SHORT_SPEECH_MS = 1200;
const SHORT_MARGIN_MS = 60;
const LONG_MARGIN_MS = 400;

export type Margin = 'fitting' | 'other';

const marginMs = (speechMs: number, margin: Margin) =>
  speechMs <= SHORT_SPEECH_MS === (margin === 'fitting') ? SHORT_MARGIN_MS : LONG_MARGIN_MS;

export interface TurnAudioOptions {
  readonly sampleRateHz: number;
  readonly frameSamples: number;
}

/** A window over the frames heard so far. Frames are counted from the first one added. */
export class TurnAudio {
  readonly #options: TurnAudioOptions;
  readonly #frames: { readonly pcm: Int16Array; readonly levelDb: number }[] = [];
  /** The number of the oldest frame that is still here. */
  #first = 0;

  constructor(options: TurnAudioOptions) {
    this.#options = options;
  }

  /** The number the next frame will have. */
  get end(): number {
    return this.#first + this.#frames.length;
  }

  add(pcm: Int16Array, levelDb: number): void {
    this.#frames.push({ pcm, levelDb });
  }

  /** Forgets what lies more than a margin before the frame. */
  forgetBefore(frame: number): void {
    const { sampleRateHz, frameSamples } = this.#options;
    const keep = Math.ceil((LONG_MARGIN_MS * sampleRateHz) / 1000 / frameSamples);
    const drop = Math.max(0, Math.min(this.#frames.length, frame - keep - this.#first));
    this.#frames.splice(0, drop);
    this.#first += drop;
  }

  /** The quietest place among the frames, smoothed over three: where a cut hurts least. */
  quietest(from: number, to: number): number {
    let best = from;
    let bestDb = Infinity;
    for (let frame = from; frame < to; frame++) {
      const levelDb = this.#levelDb(frame - 1) + 2 * this.#levelDb(frame) + this.#levelDb(frame + 1);
      if (levelDb < bestDb) [best, bestDb] = [frame, levelDb];
    }
    return best;
  }

  /**
   * The speech of `[from, to)` for the transcriber, −1 to 1, with the margin that suits its length on both sides:
   * what was recorded there as far as it is at hand, silence for the rest.
   * @param floor nothing before this frame is taken: other speech is there.
   */
  clip(from: number, to: number, floor: number, margin: Margin = 'fitting'): Float32Array {
    const { sampleRateHz, frameSamples } = this.#options;
    const speechSamples = (to - from) * frameSamples;
    const pad = Math.round((marginMs((speechSamples / sampleRateHz) * 1000, margin) * sampleRateHz) / 1000);
    const clip = new Float32Array(speechSamples + 2 * pad);
    const reach = Math.ceil(pad / frameSamples);
    const first = Math.max(this.#first, floor, from - reach);
    for (let frame = first; frame < Math.min(this.end, to + reach); frame++) {
      const { pcm } = this.#frames[frame - this.#first]!;
      const offset = pad + (frame - from) * frameSamples;
      for (let i = Math.max(0, -offset); i < pcm.length && offset + i < clip.length; i++) {
        clip[offset + i] = pcm[i]! / 32_768;
      }
    }
    return clip;
  }

  #levelDb(frame: number): number {
    return this.#frames[frame - this.#first]?.levelDb ?? -120;
  }
}
