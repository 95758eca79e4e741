/**
 * One listener's hearing: samples of any rate in, turns and their words out.
 * The words are guessed as soon as the user draws breath, so that they are ready when the pause is long enough.
 */
import { setImmediate } from 'node:timers/promises';
import type { EndpointingSensitivity, HearingEvent } from '../conversation/parts.ts';
import { endpointing, soundsUnfinished, type Endpointing, type EndpointingProfile } from './endpointing.ts';
import { Resampler } from './resampler.ts';
import { VAD_FRAME_SAMPLES, VAD_SAMPLE_RATE_HZ } from './silero.ts';
import { TurnAudio } from './turn-audio.ts';
import { TurnDetector } from './turn-detector.ts';

const FRAME_MS = (VAD_FRAME_SAMPLES / VAD_SAMPLE_RATE_HZ) * 1000;
const frames = (ms: number) => Math.round(ms / FRAME_MS);

/** Much audio at once must not keep the thread from its other listeners' messages. */
const FRAMES_PER_BREATHER = 8;

const DEFAULTS = {
  /** From this length on, a breath's guess is kept and what follows is transcribed by itself … */
  settleFrames: frames(14_000),
  /** … and from this length on when the breath was a clear pause. */
  earlySettleFrames: frames(7_000),
  clearPauseFrames: frames(250),
  /** Speech without a breath is cut at its quietest place in the last part of this much. */
  longestPieceFrames: frames(24_000),
  cutSearchFrames: frames(8_000),
  /** A turn that does not end, such as a radio in the room, is ended. */
  longestTurnFrames: frames(180_000),
};

export interface HearingOptions {
  readonly sampleRateHz: number;
  readonly sensitivity: EndpointingSensitivity;
  readonly profile: EndpointingProfile;
  readonly vad: { probability(frame: Int16Array): Promise<number> };
  /** Takes its turn among all listeners' transcriptions; gives '' when aborted. */
  readonly transcribe: (samples: Float32Array, signal: AbortSignal) => Promise<string>;
  readonly onEvent: (event: HearingEvent) => void;
}

/** What is made of `[from, to)`. */
interface Guess {
  readonly from: number;
  readonly to: number;
  readonly abort: AbortController;
  readonly words: Promise<string>;
}

export class Hearing {
  readonly #options: HearingOptions;
  readonly #endpointing: Endpointing;
  readonly #resampler: Resampler;
  readonly #detector = new TurnDetector({ frameMs: FRAME_MS });
  readonly #audio = new TurnAudio({ sampleRateHz: VAD_SAMPLE_RATE_HZ, frameSamples: VAD_FRAME_SAMPLES });
  readonly #frame = new Int16Array(VAD_FRAME_SAMPLES);
  #filled = 0;
  #skippedMs = 0;
  #turnStart = 0;
  /** Where the part of the turn that has no settled text begins. */
  #pieceStart = 0;
  /** Where other speech ended: nothing before it belongs to this piece. */
  #floor = 0;
  #settled: Promise<string>[] = [];
  #guess: Guess | undefined;
  /** Transcripts leave in the order of their turns. */
  #lastTranscript: Promise<void> = Promise.resolve();
  readonly #closed = new AbortController();

  constructor(options: HearingOptions) {
    this.#options = options;
    this.#endpointing = endpointing(options.profile, options.sensitivity);
    this.#resampler = new Resampler(options.sampleRateHz, VAD_SAMPLE_RATE_HZ);
  }

  /** Takes the next samples; calls must not overlap. */
  async push(pcm: Int16Array): Promise<void> {
    const samples = this.#resampler.push(pcm);
    for (let at = 0; at < samples.length && !this.#closed.signal.aborted;) {
      const part = samples.subarray(at, at + VAD_FRAME_SAMPLES - this.#filled);
      this.#frame.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled < VAD_FRAME_SAMPLES) break;
      this.#filled = 0;
      await this.#hear(this.#frame.slice());
      if (this.#audio.end % FRAMES_PER_BREATHER === 0) await setImmediate();
    }
  }

  /** Counts samples that were lost before the next ones, so that later offsets are right. */
  skip(samples: number): void {
    this.#skippedMs += (samples / this.#options.sampleRateHz) * 1000;
  }

  /** Ends a turn that is open, and waits until every transcript is out. */
  async finish(): Promise<void> {
    await this.push(new Int16Array(Math.ceil(this.#options.sampleRateHz / 5)));
    if (this.#detector.speaking) this.#endTurn();
    await this.#lastTranscript;
  }

  close(): void {
    this.#closed.abort();
    this.#guess?.abort.abort();
  }

  async #hear(pcm: Int16Array): Promise<void> {
    const levelDb = level(pcm);
    const probability = await this.#options.vad.probability(pcm);
    if (this.#closed.signal.aborted) return;
    this.#audio.add(pcm, levelDb);
    const step = this.#detector.take(probability, levelDb);
    switch (step.kind) {
      case 'start':
        this.#turnStart = step.frame;
        this.#pieceStart = step.frame;
        this.#emit({ kind: 'speechStart', atMs: this.#atMs(step.frame) });
        break;
      case 'breath':
        this.#guess = this.#makeGuess(this.#pieceStart, step.frame);
        break;
      case 'resume':
        this.#afterBreath(step.frame);
        break;
      case 'none':
        break;
    }
    if (this.#detector.speaking) await this.#judge();
    this.#audio.forgetBefore(this.#detector.speaking ? this.#pieceStart : this.#audio.end);
  }

  /** Decides, once a frame, whether the turn is over or the piece has become too long. */
  async #judge(): Promise<void> {
    const { pauseMs } = this.#detector;
    const guess = this.#guess;
    if (guess && pauseMs >= this.#endpointing.pauseMs) {
      // Waiting for the words, should they be late, keeps the verdict independent of how busy the machine is.
      const over = pauseMs >= this.#endpointing.unfinishedPauseMs || !soundsUnfinished(await guess.words);
      if (over) return this.#endTurn();
    }
    if (this.#audio.end - this.#turnStart >= DEFAULTS.longestTurnFrames) return this.#endTurn();
    if (!guess && this.#audio.end - this.#pieceStart >= DEFAULTS.longestPieceFrames) {
      const cut = this.#audio.quietest(this.#audio.end - DEFAULTS.cutSearchFrames, this.#audio.end);
      this.#settle(this.#makeGuess(this.#pieceStart, cut), cut);
    }
  }

  #afterBreath(resumed: number): void {
    const guess = this.#guess;
    if (!guess) return;
    this.#guess = undefined;
    const length = guess.to - guess.from;
    const pause = resumed - guess.to;
    const settles =
      length >= DEFAULTS.settleFrames ||
      (length >= DEFAULTS.earlySettleFrames && pause >= DEFAULTS.clearPauseFrames);
    if (settles) this.#settle(guess, resumed);
    else guess.abort.abort();
  }

  /** Keeps the guess as a part of the turn's text; the next part's speech begins at `next`. */
  #settle(guess: Guess, next: number): void {
    this.#settled.push(guess.words);
    this.#floor = guess.to;
    this.#pieceStart = next;
  }

  #endTurn(): void {
    const end = this.#detector.speechEndFrame;
    const last = this.#guess ?? (end > this.#pieceStart ? this.#makeGuess(this.#pieceStart, end) : undefined);
    const pieces = last ? [...this.#settled, last.words] : this.#settled;
    this.#settled = [];
    this.#guess = undefined;
    this.#floor = end;
    this.#detector.endTurn();
    this.#emit({ kind: 'speechEnd', atMs: this.#atMs(end), detectedAtMs: this.#atMs(this.#audio.end) });
    const words = Promise.all(pieces);
    this.#lastTranscript = this.#lastTranscript.then(async () => {
      const text = (await words).filter(Boolean).join(' ');
      this.#emit({ kind: 'transcript', text });
    });
  }

  #makeGuess(from: number, to: number): Guess {
    const abort = new AbortController();
    // Both clips are cut now: the audio may be gone when the second is wanted.
    const fitting = this.#audio.clip(from, to, this.#floor);
    const other = this.#audio.clip(from, to, this.#floor, 'other');
    const hear = async () => {
      const text = await this.#options.transcribe(fitting, abort.signal);
      if (text !== '' || abort.signal.aborted) return text;
      return this.#options.transcribe(other, abort.signal);
    };
    return { from, to, abort, words: hear() };
  }

  #atMs(frame: number): number {
    return Math.round(frame * FRAME_MS + this.#skippedMs);
  }

  #emit(event: HearingEvent): void {
    if (!this.#closed.signal.aborted) this.#options.onEvent(event);
  }
}

/** The level of a frame in dB of full scale. */
function level(pcm: Int16Array): number {
  let sum = 0;
  for (const sample of pcm) sum += sample * sample;
  return 10 * Math.log10(sum / pcm.length / 32_768 ** 2 + 1e-12);
}
