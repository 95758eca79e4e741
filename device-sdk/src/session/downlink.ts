/** The loudspeaker's side of a session: answers to whoever plays them, reads their samples or takes their packets. */
import { type Audio, toWireTime } from '@pipit/protocol';
import type { AsyncQueue } from '../async-queue.ts';
import type { OpusDecoder } from '../codec/opus.ts';
import { DeviceError } from '../errors.ts';
import type { AudioSink } from '../playout/audio-sink.ts';
import { Playout, type PlayoutOptions } from '../playout/playout.ts';
import { Readers } from './readers.ts';

/** An Opus packet as it came, before any buffering. */
export interface ReceivedPacket {
  readonly generation: number;
  readonly sequence: number;
  readonly packet: Uint8Array;
  /** When the broker means it to be played, in its own clock. */
  readonly playTimeMs: number;
}

export interface DownlinkOptions extends PlayoutOptions {
  /** Undefined when the application takes packets only. */
  readonly decoder: OpusDecoder | undefined;
}

export class Downlink {
  readonly playout: Playout;
  readonly #options: DownlinkOptions;
  readonly #packetReaders = new Readers<ReceivedPacket>();
  readonly #audioReaders = new Readers<Int16Array>();

  constructor(options: DownlinkOptions) {
    this.#options = options;
    this.playout = new Playout(options);
  }

  /** Hot path. */
  push(audio: Audio): void {
    if (!this.playout.push(audio) || this.#packetReaders.isEmpty) return;
    const { frameDurationMs } = this.#options.format;
    for (const [i, packet] of audio.packets.entries()) {
      const sequence = (audio.sequence + i) >>> 0;
      const playTimeMs = toWireTime(audio.captureTimeMs + i * frameDurationMs);
      this.#packetReaders.push({ generation: audio.generation, sequence, packet, playTimeMs });
    }
  }

  packets(): AsyncQueue<ReceivedPacket> {
    return this.#packetReaders.open();
  }

  /** @throws {DeviceError} CODEC */
  audio(): AsyncQueue<Int16Array> {
    const decoder = this.#decoder();
    const sink: AudioSink = { open: () => {}, write: (pcm) => queue.push(pcm), close: () => {} };
    const detach = this.playout.attach(sink, () => decoder);
    const queue: AsyncQueue<Int16Array> = this.#audioReaders.open(detach);
    return queue;
  }

  /** Opens the sink; returns the function that detaches it. @throws {DeviceError} CODEC; what the sink throws. */
  async play(sink: AudioSink): Promise<() => void> {
    const decoder = this.#decoder();
    await sink.open(this.#options.format);
    return this.playout.attach(sink, () => decoder);
  }

  close(): void {
    this.playout.close();
    this.#options.decoder?.close();
    this.#packetReaders.end();
    this.#audioReaders.end();
  }

  #decoder(): OpusDecoder {
    const { decoder } = this.#options;
    if (!decoder) throw new DeviceError('CODEC', { detail: 'this device has no codec: use packets()' });
    return decoder;
  }
}
