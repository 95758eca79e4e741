/** Packets out of an Ogg file (RFC 3533) with one logical stream. */
import { oggChecksum } from './ogg-checksum.ts';

/** The file is not what it should be; the message says why, without naming it. */
export class OggError extends Error {
  override readonly name = 'OggError';
}

export interface OggStream {
  readonly packets: readonly Uint8Array[];
  /** Of the last page that ends a packet: for Opus, samples at 48 kHz from the start. */
  readonly lastGranule: number;
}

const HEADER_BYTES = 27;
const CONTINUED = 0x01;
const NO_GRANULE = 0xffff_ffff_ffff_ffffn;

/** @throws {OggError} for anything but whole, undamaged pages of one stream. */
export function readOgg(file: Uint8Array): OggStream {
  const packets: Uint8Array[] = [];
  let unfinished: Uint8Array[] = [];
  let lastGranule = 0;
  let serial: number | undefined;
  for (let at = 0; at < file.length;) {
    const page = readPage(file, at);
    serial ??= page.serial;
    if (page.serial !== serial) throw new OggError('it has more than one stream');
    if (page.continued !== unfinished.length > 0) throw new OggError('a page is missing');
    for (const { bytes, ends } of page.segments) {
      unfinished.push(bytes);
      if (!ends) continue;
      packets.push(Buffer.concat(unfinished));
      unfinished = [];
    }
    if (page.granule !== NO_GRANULE) lastGranule = Number(page.granule);
    at += page.length;
  }
  if (unfinished.length > 0) throw new OggError('it ends in the middle of a packet');
  return { packets, lastGranule };
}

interface Page {
  readonly length: number;
  readonly serial: number;
  readonly granule: bigint;
  /** It begins in the middle of a packet. */
  readonly continued: boolean;
  /** Pieces of packets; `ends` for the last one of its packet. */
  readonly segments: readonly { readonly bytes: Uint8Array; readonly ends: boolean }[];
}

function readPage(file: Uint8Array, at: number): Page {
  const view = new DataView(file.buffer, file.byteOffset + at, file.length - at);
  // "OggS", version 0.
  const isOgg = view.byteLength < 5 || (view.getUint32(0) === 0x4f67_6753 && view.getUint8(4) === 0);
  if (!isOgg) throw new OggError('it is no Ogg file');
  if (view.byteLength < HEADER_BYTES) throw new OggError('it is cut off');
  const lacing = HEADER_BYTES + view.getUint8(26);
  if (view.byteLength < lacing) throw new OggError('it is cut off');
  const segments: { bytes: Uint8Array; ends: boolean }[] = [];
  let end = lacing;
  for (let entry = HEADER_BYTES; entry < lacing; entry++) {
    const start = end;
    // A packet goes on over entries of 255.
    while (entry < lacing - 1 && view.getUint8(entry) === 255) end += view.getUint8(entry++);
    end += view.getUint8(entry);
    segments.push({ bytes: file.subarray(at + start, at + end), ends: view.getUint8(entry) < 255 });
  }
  if (view.byteLength < end) throw new OggError('it is cut off');
  if (oggChecksum(file.subarray(at, at + end)) !== view.getUint32(22, true))
    throw new OggError('it is damaged');
  return {
    length: end,
    serial: view.getUint32(14, true),
    granule: view.getBigUint64(6, true),
    continued: (view.getUint8(5) & CONTINUED) !== 0,
    segments,
  };
}
