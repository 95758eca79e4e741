/** Requests to MCP servers: to addresses that may be asked, and with answers that end. */
import type { FetchLike } from '@modelcontextprotocol/client';
import { Agent, fetch } from 'undici';
import { guardedLookup, refusePrivateHost } from '../../outbound/address-guard.ts';
import type { McpLimits } from './mcp-endpoint.ts';

export interface BoundedFetch {
  readonly fetch: FetchLike;
  /** Ends the connections. Idempotent. */
  readonly close: () => Promise<void>;
}

/** @param onBytes of answers, as they come in */
export function boundedFetch(
  {
    allowPrivateTargets,
    connectTimeoutMs,
    maxMessageBytes,
  }: Pick<McpLimits, 'allowPrivateTargets' | 'connectTimeoutMs' | 'maxMessageBytes'>,
  onBytes: (bytes: number) => void = () => {},
): BoundedFetch {
  const agent = new Agent({
    connect: { timeout: connectTimeoutMs, ...(!allowPrivateTargets && { lookup: guardedLookup }) },
    // A stream of events may be quiet for as long as it likes.
    bodyTimeout: 0,
    headersTimeout: 0,
  });
  const ask: FetchLike = async (url, init) => {
    if (!allowPrivateTargets) refusePrivateHost(new URL(url).hostname);
    // Another address would be asked unguarded, with headers that are secret. The SDK follows those within one origin.
    const response = await fetch(url, { ...(init as object), dispatcher: agent, redirect: 'manual' });
    const isStream = (response.headers.get('content-type') ?? '').includes('text/event-stream');
    const body = response.body?.pipeThrough(
      isStream ? boundedEvents(maxMessageBytes, onBytes) : boundedBody(maxMessageBytes, onBytes),
    );
    const { status, statusText, headers } = response;
    // Of these, a Response may have no body.
    const bare = status === 204 || status === 205 || status === 304;
    return new Response(bare ? null : (body as ReadableStream | undefined), {
      status,
      statusText,
      headers: [...headers],
    });
  };
  let closed: Promise<void> | undefined;
  return { fetch: ask, close: () => (closed ??= agent.destroy()) };
}

const tooLarge = (maxBytes: number): Error =>
  new Error(`The server sent a message of more than ${maxBytes} bytes.`);

function boundedBody(
  maxBytes: number,
  onBytes: (bytes: number) => void,
): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      onBytes(chunk.length);
      bytes += chunk.length;
      if (bytes > maxBytes) controller.error(tooLarge(maxBytes));
      else controller.enqueue(chunk);
    },
  });
}

const LF = 10;
const CR = 13;

/** An event of any number of lines holds one message and ends with an empty line; the stream may go on for ever. */
function boundedEvents(
  maxBytes: number,
  onBytes: (bytes: number) => void,
): TransformStream<Uint8Array, Uint8Array> {
  let eventBytes = 0;
  let lineBytes = 0;
  let last = 0;
  return new TransformStream({
    transform(chunk, controller) {
      onBytes(chunk.length);
      for (const byte of chunk) {
        const isSecondHalf = byte === LF && last === CR;
        last = byte;
        if (isSecondHalf) continue;
        eventBytes++;
        if (byte !== LF && byte !== CR) lineBytes++;
        else {
          if (lineBytes === 0) eventBytes = 0;
          lineBytes = 0;
        }
        if (eventBytes > maxBytes) return controller.error(tooLarge(maxBytes));
      }
      controller.enqueue(chunk);
    },
  });
}
