/** The HTTP/2 endpoint: `POST /model/{modelId}/invoke-with-bidirectional-stream`, over h2c or TLS. */
import { randomUUID } from 'node:crypto';
import {
  constants,
  createSecureServer,
  createServer,
  type Http2SecureServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { ServiceError } from './service-error.ts';
import { type ChunkVerifier, type Credentials, verifyRequest } from './signature.ts';
import { defaultWireLimits, type WireLimits, WireStream } from './wire-stream.ts';

export interface WireServerOptions {
  readonly host: string;
  readonly port: number;
  /** PEM key and certificate; without them the server speaks HTTP/2 in clear text (prior knowledge). */
  readonly tls?: { readonly key: string | Buffer; readonly cert: string | Buffer };
  /** When given, signatures are verified. */
  readonly credentials?: Credentials;
  readonly limits?: Partial<WireLimits>;
  readonly onStream: (stream: WireStream) => void;
  /** A request that was refused before it became a stream. */
  readonly onRefused: (error: ServiceError) => void;
}

export interface WireServer {
  readonly host: string;
  readonly port: number;
  /** Ends all streams and connections. Idempotent. */
  close(): Promise<void>;
}

const path = /^\/model\/([^/?]+)\/invoke-with-bidirectional-stream$/;
/** A connection without a stream is closed after this time. */
const idleConnectionMs = 60_000;
const maxConnections = 4096;

export async function createWireServer(options: WireServerOptions): Promise<WireServer> {
  const limits = { ...defaultWireLimits, ...options.limits };
  const settings = { maxConcurrentStreams: 100 };
  const server = options.tls ? createSecureServer({ ...options.tls, settings }) : createServer({ settings });
  server.maxConnections = maxConnections;
  const sockets = new Map<string, Socket>();
  const sessions = new Set<ServerHttp2Session>();

  server.on('connection', (socket: Socket) => {
    const key = socketKey(socket);
    sockets.set(key, socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(key));
    socket.setNoDelay(true);
  });
  server.on('session', (session) => {
    sessions.add(session);
    let openStreams = 0;
    session.on('stream', (stream) => {
      openStreams += 1;
      stream.once('close', () => (openStreams -= 1));
    });
    session.setTimeout(idleConnectionMs, () => {
      if (openStreams === 0) session.close();
    });
    session.on('error', () => session.destroy());
    session.once('close', () => sessions.delete(session));
  });
  server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    accept(stream, headers, options, limits, () => {
      const socket = stream.session && sockets.get(socketKey(stream.session.socket));
      socket?.destroy();
    });
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  // Errors of single connections surface on their sessions; nothing is left to do here.
  server.on('error', () => {});
  return {
    host: options.host,
    port: (server.address() as AddressInfo).port,
    close: once(() => closeServer(server, sessions, sockets)),
  };
}

function accept(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  options: WireServerOptions,
  limits: WireLimits,
  killSocket: () => void,
): void {
  const requestId = randomUUID();
  let modelId = '';
  let verifier: ChunkVerifier | undefined;
  let refusal: ServiceError | undefined;
  try {
    modelId = modelOf(headers);
    if (options.credentials) verifier = verifyRequest(headers, options.credentials, Date.now());
  } catch (error) {
    refusal = error instanceof ServiceError ? error : new ServiceError('InternalServerException');
  }
  const wire = new WireStream({ stream, requestId, modelId, verifier, limits, killSocket });
  if (!refusal) return options.onStream(wire);
  wire.listen({ onEvent() {}, onInputEnd() {}, onClose() {} });
  wire.fail(refusal);
  options.onRefused(refusal);
}

function modelOf(headers: IncomingHttpHeaders): string {
  const match = path.exec(headers[':path'] ?? '');
  if (headers[':method'] !== 'POST' || !match) {
    throw new ServiceError(
      'UnknownOperationException',
      'Only InvokeModelWithBidirectionalStream is served here.',
    );
  }
  if (!headers['content-type']?.startsWith('application/vnd.amazon.eventstream')) {
    throw new ServiceError(
      'ValidationException',
      'The content-type must be application/vnd.amazon.eventstream.',
    );
  }
  try {
    return decodeURIComponent(match[1]!);
  } catch (cause) {
    throw new ServiceError('ValidationException', 'The provided model identifier is invalid.', { cause });
  }
}

async function closeServer(
  server: Http2Server | Http2SecureServer,
  sessions: Set<ServerHttp2Session>,
  sockets: Map<string, Socket>,
): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  for (const session of sessions) session.destroy(undefined, constants.NGHTTP2_NO_ERROR);
  for (const socket of sockets.values()) socket.destroy();
  await closed;
}

const socketKey = (socket: { remoteAddress?: string | undefined; remotePort?: number | undefined }) =>
  `${socket.remoteAddress}:${socket.remotePort}`;

function once<T>(action: () => T): () => T {
  let result: { value: T } | undefined;
  return () => (result ??= { value: action() }).value;
}
