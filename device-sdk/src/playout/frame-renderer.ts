/** Packets into samples: decodes, conceals, and joins sound and silence without clicks. */
import type { OpusDecoder } from '../codec/opus.ts';
import type { AnswerFrame } from './answer-queue.ts';
import type { AudioFormat } from './audio-sink.ts';

const FADE_IN_MS = 5;

export class FrameRenderer {
  readonly #decoder: OpusDecoder;
  readonly #format: AudioFormat;
  readonly #onCorrupt: () => void;

  constructor(decoder: OpusDecoder, format: AudioFormat, onCorrupt: () => void) {
    this.#decoder = decoder;
    this.#format = format;
    this.#onCorrupt = onCorrupt;
  }

  render(frame: AnswerFrame): Int16Array {
    switch (frame.kind) {
      case 'packet': {
        const pcm = this.#decode(frame.packet);
        if (frame.fadeIn) fade(pcm, 0, 1, Math.round((FADE_IN_MS * this.#format.sampleRateHz) / 1000));
        return pcm;
      }
      case 'conceal': {
        const pcm = this.#decoder.conceal();
        if (frame.fadeOut) fade(pcm, 1, 0, pcm.length);
        return pcm;
      }
      case 'silence':
        return new Int16Array(this.#format.frameSamples);
    }
  }

  #decode(packet: Uint8Array): Int16Array {
    const pcm = this.#decoder.decode(packet);
    if (pcm) return pcm;
    this.#onCorrupt();
    return this.#decoder.conceal();
  }
}

function fade(pcm: Int16Array, from: number, to: number, samples: number): void {
  for (let i = 0; i < samples && i < pcm.length; i++) {
    pcm[i] = Math.round(pcm[i]! * (from + ((to - from) * i) / samples));
  }
}
