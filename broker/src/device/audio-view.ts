/**
 * Reads the audio that devices send into one object used again and again: the hot path of the uplink.
 * It knows the plain form that every encoder writes; anything else is left to the protocol's decoder.
 */
import type { Audio } from '@pipit/protocol';
import { AudioTag, MAX_PACKETS, MAX_PACKET_BYTES } from './audio-fields.ts';

export class AudioView implements Audio {
  session = 0;
  generation = 0;
  sequence = 0;
  captureTimeMs = 0;
  /** Views of the buffer that was read last. */
  readonly packets: Uint8Array[] = [];
  flags = 0;

  #at = 0;

  /** False when the bytes are not of the plain form; the view is then meaningless. */
  read(buffer: Buffer, start: number, end: number): boolean {
    this.session = this.generation = this.sequence = this.captureTimeMs = this.flags = 0;
    this.#at = start;
    const { packets } = this;
    let count = 0;
    while (this.#at < end) {
      const tag = buffer[this.#at++]!;
      const value = this.#varint(buffer, end);
      if (value < 0) return false;
      switch (tag) {
        case AudioTag.SESSION:
          this.session = value;
          break;
        case AudioTag.GENERATION:
          this.generation = value;
          break;
        case AudioTag.SEQUENCE:
          this.sequence = value;
          break;
        case AudioTag.CAPTURE_TIME:
          this.captureTimeMs = value;
          break;
        case AudioTag.FLAGS:
          this.flags = value;
          break;
        case AudioTag.PACKETS: {
          const packetEnd = this.#at + value;
          if (packetEnd > end || value > MAX_PACKET_BYTES || count >= MAX_PACKETS) return false;
          packets[count++] = buffer.subarray(this.#at, packetEnd);
          this.#at = packetEnd;
          break;
        }
        default:
          return false;
      }
    }
    // Emptied first, the array would give up its storage and grow anew with every message.
    if (packets.length !== count) packets.length = count;
    return true;
  }

  /** An unsigned number of 32 bits, or -1. */
  #varint(buffer: Buffer, end: number): number {
    let value = 0;
    for (let shift = 0; shift < 35 && this.#at < end; shift += 7) {
      const byte = buffer[this.#at++]!;
      if (shift === 28 && byte > 0x0f) return -1;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    return -1;
  }
}
