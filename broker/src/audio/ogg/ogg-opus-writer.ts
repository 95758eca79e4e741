/** Opus packets, as they are, to an Ogg file (RFC 7845) of one mono stream, piece by piece. */
import { oggChecksum } from './ogg-checksum.ts';

export interface OggOpusWriterOptions {
  /** Of the stream; any number. */
  readonly serial: number;
  /** What went into the encoder, for whoever wants to know; decoders go by the packets. */
  readonly sampleRateHz: number;
  /** Like `TITLE=kitchen`. */
  readonly comments?: readonly string[];
}

const HEADER_BYTES = 27;
const FIRST = 0x02;
const LAST = 0x04;
const MAX_SEGMENTS = 255;
/** Granule positions count at this rate, whatever the stream's own. */
const GRANULES_PER_MS = 48;
/** What libopus is ahead, in granules: the ears of a decoder that is let start with it miss nothing. */
const PRE_SKIP = 312;

export class OggOpusWriter {
  readonly #serial: number;
  readonly #head: Buffer;
  #started = false;
  #page = 0;
  #granule = 0;
  #waiting: Uint8Array[] = [];
  #waitingSegments = 0;
  /** Pages that are full. */
  #done: Buffer[] = [];

  constructor({ serial, sampleRateHz, comments = [] }: OggOpusWriterOptions) {
    this.#serial = serial >>> 0;
    this.#head = Buffer.concat([
      this.#pageOf([opusHead(sampleRateHz)], FIRST, 0),
      this.#pageOf([opusTags(comments)], 0, 0),
    ]);
  }

  /** @param packet at most 61,440 bytes, more than any Opus packet has. */
  add(packet: Uint8Array, durationMs: number): void {
    const segments = Math.floor(packet.length / 255) + 1;
    if (this.#waitingSegments + segments > MAX_SEGMENTS) this.#endPage();
    this.#waiting.push(packet);
    this.#waitingSegments += segments;
    this.#granule += durationMs * GRANULES_PER_MS;
  }

  /** What was added since the last time, ready to be put behind what was taken before. */
  take(): Buffer {
    if (this.#waiting.length > 0) this.#endPage();
    return this.#takeDone();
  }

  /** The same, and that nothing follows. */
  end(): Buffer {
    const last = this.#pageOf(this.#waiting, LAST, this.#granule);
    this.#waiting = [];
    this.#waitingSegments = 0;
    this.#done.push(last);
    return this.#takeDone();
  }

  #takeDone(): Buffer {
    const pages = this.#done;
    this.#done = [];
    if (!this.#started && pages.length > 0) pages.unshift(this.#head);
    this.#started ||= pages.length > 0;
    return Buffer.concat(pages);
  }

  #endPage(): void {
    this.#done.push(this.#pageOf(this.#waiting, 0, this.#granule));
    this.#waiting = [];
    this.#waitingSegments = 0;
  }

  #pageOf(packets: readonly Uint8Array[], flags: number, granule: number): Buffer {
    const lacing = packets.flatMap(({ length }) => [
      ...Array<number>(Math.floor(length / 255)).fill(255),
      length % 255,
    ]);
    const header = Buffer.alloc(HEADER_BYTES);
    header.write('OggS', 'latin1');
    header.writeUInt8(flags, 5);
    header.writeBigUInt64LE(BigInt(granule), 6);
    header.writeUInt32LE(this.#serial, 14);
    header.writeUInt32LE(this.#page++, 18);
    header.writeUInt8(lacing.length, 26);
    const page = Buffer.concat([header, Buffer.from(lacing), ...packets]);
    page.writeUInt32LE(oggChecksum(page), 22);
    return page;
  }
}

/** RFC 7845, section 5.1. */
function opusHead(sampleRateHz: number): Buffer {
  const head = Buffer.alloc(19);
  head.write('OpusHead', 'latin1');
  head.writeUInt8(1, 8);
  head.writeUInt8(1, 9);
  head.writeUInt16LE(PRE_SKIP, 10);
  head.writeUInt32LE(sampleRateHz, 12);
  return head;
}

/** RFC 7845, section 5.2. */
function opusTags(comments: readonly string[]): Buffer {
  const texts = ['Pipit', ...comments].map((text) => Buffer.from(text));
  const [vendor, ...rest] = texts.map((text) => Buffer.concat([size(text.length), text]));
  return Buffer.concat([Buffer.from('OpusTags'), vendor!, size(rest.length), ...rest]);
}

function size(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
