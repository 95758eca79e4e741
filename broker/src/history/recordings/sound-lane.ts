/**
 * One side of a conversation on disk: Opus packets at their times, silence where nothing was heard, and another file
 * after a long pause. Packets are written as they came; nothing is decoded.
 */
import { opusPacketDurationMs } from '@pipit/protocol';
import { OggOpusWriter } from '../../audio/ogg/ogg-opus-writer.ts';
import type { SoundFile } from './sound-file.ts';

export interface SoundLaneOptions {
  readonly sampleRateHz: number;
  /** A new file whose first sample was heard then, on the clock; undefined when there is no room for one. */
  readonly open: (startedAtMs: number) => SoundFile | undefined;
}

/** Of CELT, 20 ms of mono (RFC 6716, section 4.3): one frame, and six of them in a packet. */
const SILENCE_MS = 20;
const SILENCE = Uint8Array.of(0xf8, 0xff, 0xfe);
const LONG_SILENCE_MS = 120;
const LONG_SILENCE = Uint8Array.of(0xfb, 6, ...Array.from({ length: 6 }, () => [0xff, 0xfe]).flat());
/** After so much silence, what follows is in a file of its own. */
const LONGEST_PAUSE_MS = 600_000;

export class SoundLane {
  readonly #options: SoundLaneOptions;
  #file: SoundFile | undefined;
  #writer: OggOpusWriter | undefined;
  /** Of what was written, on the clock. */
  #endMs = 0;

  constructor(options: SoundLaneOptions) {
    this.#options = options;
  }

  /** False when it could not be kept. Hot path. */
  add(packet: Uint8Array, atMs: number): boolean {
    const durationMs = opusPacketDurationMs(packet);
    if (durationMs === undefined) return true;
    if (this.#writer && atMs - this.#endMs > LONGEST_PAUSE_MS) this.close();
    if (!this.#writer && !this.#begin(atMs)) return false;
    this.#fill(atMs);
    this.#writer!.add(packet, durationMs);
    this.#endMs += durationMs;
    return true;
  }

  /** Gives what was added to the disk; false when it takes no more. */
  flush(): boolean {
    if (!this.#file || !this.#writer) return true;
    const bytes = this.#writer.take();
    return bytes.length === 0 || this.#file.write(bytes);
  }

  /** Idempotent; what is added afterwards begins another file. */
  close(): void {
    if (!this.#file || !this.#writer) return;
    this.#file.end(this.#writer.end());
    this.#file = undefined;
    this.#writer = undefined;
  }

  #begin(atMs: number): boolean {
    const file = this.#options.open(atMs);
    if (!file) return false;
    this.#file = file;
    const { sampleRateHz } = this.#options;
    this.#writer = new OggOpusWriter({ serial: Math.floor(atMs), sampleRateHz });
    this.#endMs = atMs;
    return true;
  }

  /** Less than a frame of silence is left out: it comes to be more, or to nothing. */
  #fill(untilMs: number): void {
    const writer = this.#writer!;
    let leftMs = untilMs - this.#endMs;
    for (; leftMs >= LONG_SILENCE_MS; leftMs -= LONG_SILENCE_MS) {
      writer.add(LONG_SILENCE, LONG_SILENCE_MS);
      this.#endMs += LONG_SILENCE_MS;
    }
    for (; leftMs >= SILENCE_MS; leftMs -= SILENCE_MS) {
      writer.add(SILENCE, SILENCE_MS);
      this.#endMs += SILENCE_MS;
    }
  }
}
