/** The WAV file for the answers. A disk that is full ends the command with a word about it, not the process. */
import type { AudioFormat, AudioSink } from '@pipit/device-sdk';
import { WavSink } from '@pipit/device-sdk/node';
import { UsageError } from './output.ts';

export class ReplyFile implements AudioSink {
  readonly #sink: WavSink;
  readonly #onFailed: (error: UsageError) => void;
  #failed = false;

  /** `onFailed` hears once that the file cannot be written any more. */
  constructor(path: string, onFailed: (error: UsageError) => void) {
    this.#sink = new WavSink(path);
    this.#onFailed = onFailed;
  }

  get durationMs(): number {
    return this.#sink.durationMs;
  }

  /** @throws {DeviceError} when the file cannot be written. */
  open(format: AudioFormat): void {
    this.#sink.open(format);
  }

  write(pcm: Int16Array): void {
    this.#contain(() => this.#sink.write(pcm));
  }

  /** Idempotent. */
  close(): void {
    this.#contain(() => this.#sink.close());
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #contain(work: () => void): void {
    if (this.#failed) return;
    try {
      work();
    } catch (cause) {
      this.#failed = true;
      this.#onFailed(
        new UsageError(`${this.#sink.path} cannot be written: ${(cause as Error).message}`, { cause }),
      );
    }
  }
}
