/** A recording as the user of a device: speech when asked to speak, silence otherwise, at the pace of a microphone. */
import { type Clock, delay } from '@pipit/device-sdk';
import { wavSource } from '@pipit/device-sdk/node';

export const MICROPHONE_SAMPLE_RATE_HZ = 16_000;
const CHUNK_MS = 20;
const CHUNK = (MICROPHONE_SAMPLE_RATE_HZ * CHUNK_MS) / 1000;

export interface Question {
  readonly pcm: Int16Array;
  readonly durationMs: number;
  /** Where the words end, in milliseconds from the start: the rest of a recording is often silence. */
  readonly speechEndMs: number;
}

/** Any WAV file: rate, depth and channels do not matter. @throws {DeviceError} when it cannot be used. */
export async function readQuestion(path: string): Promise<Question> {
  const pieces: Int16Array[] = [];
  for await (const piece of wavSource({ path, sampleRateHz: MICROPHONE_SAMPLE_RATE_HZ, realTime: false }))
    pieces.push(piece);
  const pcm = new Int16Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    pcm.set(piece, at);
    at += piece.length;
  }
  return {
    pcm,
    durationMs: (pcm.length * 1000) / MICROPHONE_SAMPLE_RATE_HZ,
    speechEndMs: endOfSpeechMs(pcm),
  };
}

/** Speech is what is within 35 dB of the loudest 20 ms, and well above the noise of the recording. */
const SPEECH_RATIO = 10 ** (-35 / 20);
const NOISE_RATIO = 4;

function endOfSpeechMs(pcm: Int16Array): number {
  const levels: number[] = [];
  for (let at = 0; at < pcm.length; at += CHUNK) levels.push(rms(pcm.subarray(at, at + CHUNK)));
  const sorted = levels.toSorted((a, b) => a - b);
  const noise = sorted[Math.floor(sorted.length / 10)] ?? 0;
  const loudest = sorted.at(-1) ?? 0;
  const threshold = Math.min(loudest / 2, Math.max(loudest * SPEECH_RATIO, noise * NOISE_RATIO));
  return (levels.findLastIndex((level) => level > threshold) + 1) * CHUNK_MS;
}

function rms(pcm: Int16Array): number {
  return Math.sqrt(pcm.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, pcm.length));
}

export class SpokenQuestions {
  readonly #clock: Clock;
  #current: { question: Question; at: number; onSpoken: (endOfSpeechAt: number) => void } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves when the recording is over, with the clock's time at which the speech in it ended. */
  ask(question: Question): Promise<number> {
    return new Promise((resolve) => {
      this.#current = { question, at: 0, onSpoken: resolve };
    });
  }

  /** The microphone, until aborted. */
  async *stream(signal: AbortSignal): AsyncGenerator<Int16Array, void, undefined> {
    const startMs = this.#clock.now();
    for (let yieldedMs = CHUNK_MS; !signal.aborted; yieldedMs += CHUNK_MS) {
      const aheadMs = startMs + yieldedMs - this.#clock.now();
      if (aheadMs > 0) await delay(this.#clock, aheadMs, signal).catch(() => {});
      if (signal.aborted) return;
      yield this.#next();
    }
  }

  #next(): Int16Array {
    const chunk = new Int16Array(CHUNK);
    const current = this.#current;
    if (!current) return chunk;
    const { question, onSpoken } = current;
    chunk.set(question.pcm.subarray(current.at, current.at + CHUNK));
    current.at += CHUNK;
    if (current.at >= question.pcm.length) {
      this.#current = undefined;
      onSpoken(this.#clock.now() - (current.at * 1000) / MICROPHONE_SAMPLE_RATE_HZ + question.speechEndMs);
    }
    return chunk;
  }
}
