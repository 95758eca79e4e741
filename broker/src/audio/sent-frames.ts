/** Frames on their way to the device: kept for a while, in case the link is lost before they are heard. */
import { sequenceDifference } from '@pipit/protocol';

export interface SentFrame {
  readonly generation: number;
  readonly sequence: number;
  readonly packet: Uint8Array;
  /** Its outline (`peaksOf`). */
  readonly peaks: readonly number[];
}

export class SentFrames {
  readonly #maxFrames: number;
  #frames: SentFrame[] = [];

  /** Beyond `maxFrames` the oldest goes. */
  constructor(maxFrames: number) {
    this.#maxFrames = maxFrames;
  }

  /** Hot path. Keeps a copy of the packet. */
  add(frame: SentFrame): void {
    this.#frames.push({ ...frame, packet: frame.packet.slice() });
    // In big steps, because shifting an array costs its length.
    if (this.#frames.length > this.#maxFrames * 1.25)
      this.#frames.splice(0, this.#frames.length - this.#maxFrames);
  }

  get bytes(): number {
    return this.#frames.reduce((sum, { packet }) => sum + packet.byteLength, 0);
  }

  from(sequence: number): SentFrame[] {
    return this.#frames.filter((frame) => sequenceDifference(frame.sequence, sequence) >= 0);
  }

  of(generation: number): SentFrame[] {
    return this.#frames.filter((frame) => frame.generation === generation);
  }

  /** Up to this generation. */
  forget(generation: number): void {
    this.#frames = this.#frames.filter((frame) => frame.generation > generation);
  }
}
