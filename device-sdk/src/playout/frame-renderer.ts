/** Packets into samples: decodes, conceals, and joins sound and silence without clicks. */
import type { OpusDecoder } from '../codec/opus.ts';
import type { AnswerFrame } from './answer-queue.ts';
import type { AudioFormat } from './audio-sink.ts';
import { fadeOver, fadeToSilence } from './time-scale.ts';

const FADE_MS = 5;
/** At the beginning of what follows a concealment a decoder still gives the end of what it made up. */
const DECODER_DELAY_MS = 1;

export class FrameRenderer {
  readonly #decoder: OpusDecoder;
  readonly #format: AudioFormat;
  readonly #onCorrupt: () => void;
  readonly #fadeSamples: number;
  readonly #delaySamples: number;

  constructor(decoder: OpusDecoder, format: AudioFormat, onCorrupt: () => void) {
    this.#decoder = decoder;
    this.#format = format;
    this.#onCorrupt = onCorrupt;
    this.#fadeSamples = Math.round((FADE_MS * format.sampleRateHz) / 1000);
    this.#delaySamples = Math.round((DECODER_DELAY_MS * format.sampleRateHz) / 1000);
  }

  render(frame: AnswerFrame): Int16Array {
    switch (frame.kind) {
      case 'packet': {
        // What would have followed, before the decoder hears what does.
        const before = frame.jump ? this.#decoder.conceal() : undefined;
        const pcm = this.#decode(frame.packet);
        if (frame.fadeIn) this.#fadeOver(pcm, new Int16Array(pcm.length));
        else if (before) this.#fadeOver(pcm, before);
        return pcm;
      }
      case 'conceal': {
        const pcm = this.#decoder.conceal();
        if (frame.fadeOut) fadeToSilence(pcm, pcm.length);
        return pcm;
      }
      case 'silence':
        return new Int16Array(this.#format.frameSamples);
    }
  }

  #fadeOver(pcm: Int16Array, before: Int16Array): void {
    const from = this.#delaySamples;
    pcm.set(before.subarray(0, from));
    fadeOver(pcm.subarray(from), before.subarray(from), this.#fadeSamples);
  }

  #decode(packet: Uint8Array): Int16Array {
    const pcm = this.#decoder.decode(packet);
    if (pcm) return pcm;
    this.#onCorrupt();
    return this.#decoder.conceal();
  }
}
