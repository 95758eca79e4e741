/** A WAV file as a loudspeaker: written as it plays, so that what was heard is there even after a crash. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { DeviceError } from '../errors.ts';
import type { AudioFormat, AudioSink } from '../playout/audio-sink.ts';
import { WAV_HEADER_BYTES, wavHeader } from './wav-format.ts';

export class WavSink implements AudioSink {
  readonly path: string;
  #file: number | undefined;
  #sampleRateHz = 0;
  #dataBytes = 0;
  #closed = false;

  /** The file is made, or emptied, when the first session plays to it. Answers follow each other without a pause. */
  constructor(path: string) {
    this.path = path;
  }

  get durationMs(): number {
    return this.#sampleRateHz === 0 ? 0 : (this.#dataBytes * 500) / this.#sampleRateHz;
  }

  /** @throws {DeviceError} AUDIO_DEVICE when the file cannot be written, or has another rate already. */
  open(format: AudioFormat): void {
    if (this.#closed) throw new DeviceError('AUDIO_DEVICE', { detail: `${this.path} is closed` });
    if (this.#file !== undefined) {
      if (format.sampleRateHz === this.#sampleRateHz) return;
      throw new DeviceError('AUDIO_DEVICE', { detail: `${this.path} has ${this.#sampleRateHz} Hz already` });
    }
    try {
      this.#file = openSync(this.path, 'w');
      writeSync(this.#file, wavHeader(format.sampleRateHz));
    } catch (cause) {
      throw new DeviceError('AUDIO_DEVICE', { detail: `${this.path}: ${(cause as Error).message}`, cause });
    }
    this.#sampleRateHz = format.sampleRateHz;
  }

  write(pcm: Int16Array): void {
    if (this.#file === undefined) return;
    const bytes = new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength);
    this.#dataBytes += writeSync(this.#file, bytes, 0, bytes.length, WAV_HEADER_BYTES + this.#dataBytes);
  }

  close(): void {
    this.#closed = true;
    if (this.#file === undefined) return;
    writeSync(this.#file, wavHeader(this.#sampleRateHz, this.#dataBytes), 0, WAV_HEADER_BYTES, 0);
    closeSync(this.#file);
    this.#file = undefined;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** So that any sink may stand behind `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }
}
