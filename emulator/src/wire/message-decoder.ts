/** Takes one message of the request apart: a signed outer message around a `chunk` message around the event's JSON. */
import { isUtf8 } from 'node:buffer';
import { decodeFrame, type Frame, FrameError } from './frame.ts';
import type { ChunkVerifier } from './signature.ts';

/** Returns the event, parsed but not validated, or undefined for the empty message that ends the input. Throws FrameError, ServiceError. */
export function decodeInputMessage(bytes: Buffer, verifier: ChunkVerifier | undefined): unknown {
  const outer = decodeFrame(bytes);
  // Clients that sign nothing (bearer tokens) leave the outer message away.
  if (outer.headers.has(':event-type') && !verifier) return decodeChunk(outer);
  verifier?.verify(outer.headers, outer.payload);
  if (outer.payload.length === 0) return undefined;
  return decodeChunk(decodeFrame(outer.payload));
}

function decodeChunk({ headers, payload }: Frame): unknown {
  const type = headers.get(':event-type');
  if (headers.get(':message-type') !== 'event' || type !== 'chunk') {
    throw new FrameError(`expected an event of the type "chunk", got "${String(type)}"`);
  }
  const envelope = parseJson(payload, 'the payload of a chunk');
  const bytes =
    envelope && typeof envelope === 'object' ? (envelope as { bytes?: unknown }).bytes : undefined;
  if (typeof bytes !== 'string') throw new FrameError('the payload of a chunk has no base64 string "bytes"');
  return parseJson(Buffer.from(bytes, 'base64'), 'the bytes of a chunk');
}

function parseJson(bytes: Buffer, what: string): unknown {
  if (!isUtf8(bytes)) throw new FrameError(`${what} are not UTF-8`);
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch (cause) {
    throw new FrameError(`${what} are not JSON`, { cause });
  }
}
