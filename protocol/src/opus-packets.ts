/** What an Opus packet says of itself (RFC 6716, section 3), without decoding it. */
import { maxBytesOf } from './bounds.ts';

/** The bound of the protocol's audio message. */
export const MAX_OPUS_PACKET_BYTES = maxBytesOf('Audio', 'packets');

/** A valid packet of silence: a SILK wideband frame without content, which a decoder fades to silence. */
export const silentPacket = (frameDurationMs: number): Uint8Array =>
  Uint8Array.of((SILK_WIDEBAND + SILK_MS.indexOf(frameDurationMs)) << 3);

/** Its first configuration number (RFC 6716, table 2). */
const SILK_WIDEBAND = 8;

/** Frame durations by the TOC's configuration number (RFC 6716, table 2). */
const SILK_MS = [10, 20, 40, 60];
const HYBRID_MS = [10, 20];
const CELT_MS = [2.5, 5, 10, 20];

/** Duration of all frames of a packet; undefined when its framing is not valid. */
export function opusPacketDurationMs(packet: Uint8Array): number | undefined {
  const toc = packet[0];
  if (toc === undefined || packet.length > MAX_OPUS_PACKET_BYTES) return undefined;
  const frameMs = opusFrameDurationMs(toc);
  switch (toc & 3) {
    case 0:
      return frameMs;
    case 1:
      // Two frames of equal size.
      return packet.length % 2 === 1 ? 2 * frameMs : undefined;
    case 2:
      return packet.length > 1 ? 2 * frameMs : undefined;
    default: {
      const count = (packet[1] ?? 0) & 0x3f;
      const total = count * frameMs;
      return count > 0 && total <= 120 ? total : undefined;
    }
  }
}

function opusFrameDurationMs(toc: number): number {
  const config = toc >> 3;
  if (config < 12) return SILK_MS[config & 3]!;
  return config < 16 ? HYBRID_MS[config & 1]! : CELT_MS[config & 3]!;
}

/**
 * A packet that makes any Opus decoder conceal one packet's duration: the frames of the last packet, all empty
 * (RFC 6716, section 3.2: a frame of length 0 is a lost frame).
 */
export function concealmentPacket(lastPacket: Uint8Array): Uint8Array {
  const toc = lastPacket[0]!;
  if ((toc & 3) === 0) return Uint8Array.of(toc);
  const count = (toc & 3) === 3 ? lastPacket[1]! & 0x3f : 2;
  // Code 1 with nothing after it: two frames of no bytes. Code 3, constant bit rate: `count` frames of no bytes.
  return count === 2 ? Uint8Array.of((toc & 0xfc) | 1) : Uint8Array.of(toc | 3, count);
}
