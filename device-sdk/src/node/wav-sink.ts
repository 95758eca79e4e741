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
    } catch (cause) {
      throw new DeviceError('AUDIO_DEVICE', { detail: `${this.path}: ${(cause as Error).message}`, cause });
    }
    this.#put(this.#file, wavHeader(format.sampleRateHz), 0);
    this.#sampleRateHz = format.sampleRateHz;
  }

  /** @throws {DeviceError} AUDIO_DEVICE when the disk is full or the file is gone. */
  write(pcm: Int16Array): void {
    if (this.#file === undefined) return;
    const bytes = new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength);
    this.#put(this.#file, bytes, WAV_HEADER_BYTES + this.#dataBytes);
    this.#dataBytes += bytes.length;
  }

  /** @throws {DeviceError} AUDIO_DEVICE when the length cannot be written; the file is closed all the same. */
  close(): void {
    this.#closed = true;
    const file = this.#file;
    if (file === undefined) return;
    this.#file = undefined;
    try {
      this.#put(file, wavHeader(this.#sampleRateHz, this.#dataBytes), 0);
    } finally {
      closeSync(file);
    }
  }

  /** All of it: on a disk that is nearly full, a call may write a part and fail only at the next. */
  #put(file: number, bytes: Uint8Array, position: number): void {
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at, bytes.length - at, position + at);
    } catch (cause) {
      throw new DeviceError('AUDIO_DEVICE', { detail: `${this.path}: ${(cause as Error).message}`, cause });
    }
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** So that any sink may stand behind `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }
}
