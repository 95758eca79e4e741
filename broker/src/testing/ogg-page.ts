/** Pages of Ogg files (RFC 3533), also wrong ones. */
export interface OggPageOptions {
  readonly serial?: number;
  /** 1: begins in the middle of a packet. */
  readonly flags?: number;
  readonly granule?: bigint;
  /** Pieces of at most 255 bytes; a shorter one ends its packet. */
  readonly segments: readonly Uint8Array[];
}

export function oggPage({ serial = 7, flags = 0, granule = 0n, segments }: OggPageOptions): Buffer {
  const header = Buffer.alloc(27);
  header.write('OggS', 'latin1');
  header.writeUInt8(flags, 5);
  header.writeBigUInt64LE(granule, 6);
  header.writeUInt32LE(serial, 14);
  header.writeUInt8(segments.length, 26);
  const lacing = Buffer.from(segments.map(({ length }) => length));
  const page = Buffer.concat([header, lacing, ...segments]);
  page.writeUInt32LE(checksum(page), 22);
  return page;
}

/** The segments of a packet. */
export function oggSegments(packet: Uint8Array): Uint8Array[] {
  const segments: Uint8Array[] = [];
  for (let at = 0; at <= packet.length; at += 255) segments.push(packet.subarray(at, at + 255));
  return segments;
}

/** As the RFC describes it, bit by bit. */
function checksum(page: Buffer): number {
  let crc = 0;
  for (const byte of page) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc < 0 ? 0x04c1_1db7 : 0);
  }
  return crc >>> 0;
}
