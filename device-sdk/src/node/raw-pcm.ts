/** Raw samples on pipes: mono, 16 bits, little-endian, as `sox`, `ffmpeg`, `arecord -t raw` and `aplay -t raw` have them. */
import type { Readable, Writable } from 'node:stream';
import type { AudioSink } from '../playout/audio-sink.ts';

/** Samples of a byte stream; an odd byte at a chunk's end waits for its other half. */
export async function* pcmSource(
  input: Readable = process.stdin,
): AsyncGenerator<Int16Array, void, undefined> {
  let odd: Uint8Array = new Uint8Array(0);
  for await (const chunk of input as AsyncIterable<Uint8Array>) {
    const bytes = new Uint8Array(odd.length + chunk.length);
    bytes.set(odd);
    bytes.set(chunk, odd.length);
    const samples = bytes.length >> 1;
    odd = bytes.slice(samples * 2);
    if (samples > 0) yield new Int16Array(bytes.buffer, 0, samples);
  }
}

export interface PcmSinkOptions {
  /** Default standard output. It is not closed. */
  readonly output?: Writable;
  /** Bytes waiting for the reader, beyond which frames are dropped and counted. Default 262144. */
  readonly maxQueuedBytes?: number;
}

export class PcmSink implements AudioSink {
  readonly #output: Writable;
  readonly #maxQueuedBytes: number;
  #dropped = 0;

  constructor(options: PcmSinkOptions = {}) {
    this.#output = options.output ?? process.stdout;
    this.#maxQueuedBytes = options.maxQueuedBytes ?? 262_144;
  }

  /** Frames that the reader was too slow for. */
  get dropped(): number {
    return this.#dropped;
  }

  open(): void {}

  write(pcm: Int16Array): void {
    if (!this.#output.writable || this.#output.writableLength > this.#maxQueuedBytes) {
      this.#dropped++;
      return;
    }
    this.#output.write(new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength));
  }

  close(): void {}
}
