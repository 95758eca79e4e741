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

const NEWLINE = 10;

export function boundedFetch({
  allowPrivateTargets,
  connectTimeoutMs,
  maxMessageBytes,
}: Pick<McpLimits, 'allowPrivateTargets' | 'connectTimeoutMs' | 'maxMessageBytes'>): BoundedFetch {
  const agent = new Agent({
    connect: { timeout: connectTimeoutMs, ...(!allowPrivateTargets && { lookup: guardedLookup }) },
    // A stream of events may be quiet for as long as it likes.
    bodyTimeout: 0,
    headersTimeout: 0,
  });
  const ask: FetchLike = async (url, init) => {
    if (!allowPrivateTargets) refusePrivateHost(new URL(url).hostname);
    const response = await fetch(url, { ...(init as object), dispatcher: agent });
    const isStream = (response.headers.get('content-type') ?? '').includes('text/event-stream');
    const body = response.body?.pipeThrough(
      isStream ? boundedEvents(maxMessageBytes) : boundedBody(maxMessageBytes),
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

function boundedBody(maxBytes: number): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.length;
      if (bytes > maxBytes) controller.error(tooLarge(maxBytes));
      else controller.enqueue(chunk);
    },
  });
}

/** A line of an event stream holds one message, and the stream may go on for ever. */
function boundedEvents(maxBytes: number): TransformStream<Uint8Array, Uint8Array> {
  let lineBytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      const last = chunk.lastIndexOf(NEWLINE);
      lineBytes = last < 0 ? lineBytes + chunk.length : chunk.length - last - 1;
      if (lineBytes > maxBytes) controller.error(tooLarge(maxBytes));
      else controller.enqueue(chunk);
    },
  });
}
