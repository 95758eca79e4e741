/**
 * One message of the AWS event stream encoding, to bytes and back:
 * total length u32 | headers length u32 | CRC-32 of these 8 bytes | headers | payload | CRC-32 of all before.
 */
import { crc32 } from 'node:zlib';

export type HeaderValue = string | boolean | number | bigint | Buffer | Date;

export interface Frame {
  readonly headers: ReadonlyMap<string, HeaderValue>;
  readonly payload: Buffer;
}

/** The bytes are no valid event stream message. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

export const preludeBytes = 12;
/** Prelude and trailing checksum: the size of a message without headers and payload. */
export const emptyFrameBytes = 16;

/** Encodes string headers; the answers of the service have no other type. */
export function encodeHeaders(headers: Readonly<Record<string, string>>): Buffer {
  const parts: Buffer[] = [];
  for (const [name, value] of Object.entries(headers)) {
    const nameBytes = Buffer.from(name);
    const valueBytes = Buffer.from(value);
    const part = Buffer.allocUnsafe(nameBytes.length + valueBytes.length + 4);
    part[0] = nameBytes.length;
    nameBytes.copy(part, 1);
    part[nameBytes.length + 1] = 7;
    part.writeUInt16BE(valueBytes.length, nameBytes.length + 2);
    valueBytes.copy(part, nameBytes.length + 4);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Builds one message from headers that are already encoded. */
export function encodeFrame(headers: Buffer, payload: Uint8Array): Buffer {
  const total = emptyFrameBytes + headers.length + payload.length;
  const frame = Buffer.allocUnsafe(total);
  frame.writeUInt32BE(total, 0);
  frame.writeUInt32BE(headers.length, 4);
  frame.writeUInt32BE(crc32(frame.subarray(0, 8)), 8);
  headers.copy(frame, preludeBytes);
  frame.set(payload, preludeBytes + headers.length);
  frame.writeUInt32BE(crc32(frame.subarray(0, total - 4)), total - 4);
  return frame;
}

/** Reads the total length of a message from its prelude and checks the prelude. Throws FrameError. */
export function frameLength(prelude: Buffer, maxBytes: number): number {
  const total = prelude.readUInt32BE(0);
  const headersLength = prelude.readUInt32BE(4);
  if (prelude.readUInt32BE(8) !== crc32(prelude.subarray(0, 8))) {
    throw new FrameError('the checksum of the message prelude does not match');
  }
  if (total < emptyFrameBytes || headersLength > total - emptyFrameBytes) {
    throw new FrameError(`impossible lengths in the message prelude (${total}, ${headersLength})`);
  }
  if (total > maxBytes)
    throw new FrameError(`the message has ${total} bytes, at most ${maxBytes} are allowed`);
  return total;
}

/** Decodes exactly one message. The payload is a view into `bytes`. Throws FrameError. */
export function decodeFrame(bytes: Buffer): Frame {
  if (bytes.length < emptyFrameBytes || frameLength(bytes, Infinity) !== bytes.length) {
    throw new FrameError('the message is truncated');
  }
  const end = bytes.length - 4;
  if (bytes.readUInt32BE(end) !== crc32(bytes.subarray(0, end))) {
    throw new FrameError('the checksum of the message does not match');
  }
  const payloadStart = preludeBytes + bytes.readUInt32BE(4);
  return {
    headers: decodeHeaders(bytes.subarray(preludeBytes, payloadStart)),
    payload: bytes.subarray(payloadStart, end),
  };
}

function decodeHeaders(bytes: Buffer): Map<string, HeaderValue> {
  const headers = new Map<string, HeaderValue>();
  let at = 0;
  const take = (length: number) => {
    if (at + length > bytes.length) throw new FrameError('a message header is truncated');
    at += length;
    return at - length;
  };
  while (at < bytes.length) {
    const nameLength = bytes[take(1)]!;
    const nameStart = take(nameLength);
    const name = bytes.toString('latin1', nameStart, nameStart + nameLength);
    headers.set(name, decodeValue(bytes, take));
  }
  return headers;
}

function decodeValue(bytes: Buffer, take: (length: number) => number): HeaderValue {
  const type = bytes[take(1)]!;
  switch (type) {
    case 0:
      return true;
    case 1:
      return false;
    case 2:
      return bytes.readInt8(take(1));
    case 3:
      return bytes.readInt16BE(take(2));
    case 4:
      return bytes.readInt32BE(take(4));
    case 5:
      return bytes.readBigInt64BE(take(8));
    case 6:
    case 7: {
      const length = bytes.readUInt16BE(take(2));
      const start = take(length);
      return type === 6
        ? bytes.subarray(start, start + length)
        : bytes.toString('utf8', start, start + length);
    }
    case 8:
      return new Date(Number(bytes.readBigInt64BE(take(8))));
    case 9:
      return bytes.subarray(take(16), take(0));
    default:
      throw new FrameError(`unknown type ${type} of a message header`);
  }
}
