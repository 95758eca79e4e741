/** Where devices connect: TCP and WebSocket, each also with TLS. Every one ends in the same: a stream and its peer. */
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, type Server, createServer as createTcpServer } from 'node:net';
import type { Duplex } from 'node:stream';
import { type TlsOptions, createServer as createTlsServer } from 'node:tls';
import { WebSocketServer, createWebSocketStream } from 'ws';
import type { Peer } from './device-connection.ts';

export interface ListenerTls {
  /** PEM. */
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
  /** Authorities of client certificates. */
  readonly ca?: string | Buffer;
  /** Ask for a client certificate and refuse devices without a valid one. Default false. */
  readonly requestCert?: boolean;
}

export interface ListenerOptions {
  readonly kind: 'tcp' | 'tls' | 'ws' | 'wss';
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** For `tls` and `wss`. */
  readonly tls?: ListenerTls;
}

export interface ListenerAddress {
  readonly kind: ListenerOptions['kind'];
  readonly host: string;
  readonly port: number;
  readonly url: string;
}

export interface ListenerBounds {
  readonly connectTimeoutMs: number;
  readonly socketHighWaterBytes: number;
  /** Of one listener, handshakes included; more are dropped. */
  readonly maxSockets: number;
}

export interface ListenerEvents {
  readonly onStream: (stream: Duplex, peer: Peer) => void;
  /** Of a socket that never became a stream. */
  readonly onFailure: (peer: Peer, why: string) => void;
}

export interface Listener {
  readonly address: ListenerAddress;
  /** Stops accepting. Idempotent. */
  close(): void;
}

/** mqtt.js packs many packets into one WebSocket message; the guard bounds the packets. */
const MAX_WEBSOCKET_MESSAGE_BYTES = 65_536;
const MAX_HTTP_HEADER_BYTES = 8192;
const BACKLOG = 511;

/** @throws when the address cannot be bound or the certificate cannot be read. */
export async function openListener(
  options: ListenerOptions,
  bounds: ListenerBounds,
  events: ListenerEvents,
): Promise<Listener> {
  if ((options.kind === 'tls' || options.kind === 'wss') && !options.tls) {
    throw new TypeError(`A ${options.kind} listener needs tls.cert and tls.key.`);
  }
  const { server, release } =
    options.kind === 'tcp' || options.kind === 'tls'
      ? streamServer(options, bounds, events)
      : webSocketServer(options, bounds, events);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: options.host, port: options.port, backlog: BACKLOG }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  server.on('error', (error) =>
    events.onFailure({ transport: options.kind, address: 'unknown' }, error.message),
  );
  server.maxConnections = bounds.maxSockets;
  server.on('drop', (dropped) =>
    events.onFailure(
      { transport: options.kind, address: dropped?.remoteAddress ?? 'unknown' },
      'too many sockets',
    ),
  );
  const { port } = server.address() as AddressInfo;
  const scheme = { tcp: 'mqtt', tls: 'mqtts', ws: 'ws', wss: 'wss' }[options.kind];
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  let open = true;
  return {
    address: { kind: options.kind, host: options.host, port, url: `${scheme}://${host}:${port}` },
    close() {
      if (!open) return;
      open = false;
      release?.();
      server.close();
    },
  };
}

interface Opened {
  readonly server: Server;
  readonly release?: () => void;
}

const peerOf = (transport: string, socket: { remoteAddress?: string | undefined }): Peer => ({
  transport,
  address: socket.remoteAddress ?? 'unknown',
});

const tlsOptions = (tls: ListenerTls, bounds: ListenerBounds): TlsOptions => ({
  cert: tls.cert,
  key: tls.key,
  ...(tls.ca !== undefined && { ca: tls.ca }),
  requestCert: tls.requestCert ?? false,
  rejectUnauthorized: tls.requestCert ?? false,
  minVersion: 'TLSv1.2',
  handshakeTimeout: bounds.connectTimeoutMs,
});

function streamServer(options: ListenerOptions, bounds: ListenerBounds, events: ListenerEvents): Opened {
  const { kind, tls } = options;
  const socketOptions = { noDelay: true, highWaterMark: bounds.socketHighWaterBytes };
  if (!tls || kind === 'tcp') {
    const server = createTcpServer(socketOptions, (socket) => events.onStream(socket, peerOf(kind, socket)));
    return { server };
  }
  const server = createTlsServer({ ...socketOptions, ...tlsOptions(tls, bounds) }, (socket) =>
    events.onStream(socket, peerOf(kind, socket)),
  );
  server.on('tlsClientError', (error, socket) => events.onFailure(peerOf(kind, socket), error.message));
  return { server };
}

function webSocketServer(options: ListenerOptions, bounds: ListenerBounds, events: ListenerEvents): Opened {
  const { kind, tls } = options;
  const http = {
    noDelay: true,
    maxHeaderSize: MAX_HTTP_HEADER_BYTES,
    headersTimeout: bounds.connectTimeoutMs,
    requestTimeout: bounds.connectTimeoutMs,
    connectionsCheckingInterval: bounds.connectTimeoutMs,
  };
  const server =
    tls && kind === 'wss'
      ? createHttpsServer({ ...http, ...tlsOptions(tls, bounds) })
      : createHttpServer(http);
  server.on('request', (_request, response) => {
    response.writeHead(426, { Connection: 'close', 'Content-Type': 'text/plain' });
    response.end('This port speaks MQTT over WebSocket.\n');
  });
  server.on('tlsClientError', (error: Error, socket: Duplex) =>
    events.onFailure(peerOf(kind, socket as never), error.message),
  );
  server.on('clientError', (error: Error, socket: Duplex) => {
    events.onFailure(peerOf(kind, socket as never), error.message);
    socket.destroy();
  });
  const sockets = new WebSocketServer({
    server: server as ReturnType<typeof createHttpServer>,
    perMessageDeflate: false,
    maxPayload: MAX_WEBSOCKET_MESSAGE_BYTES,
    clientTracking: false,
    // MQTT-6.0.0-3, -4: the subprotocol is "mqtt", and nothing else will do.
    handleProtocols: (offered) => (offered.has('mqtt') ? 'mqtt' : false),
    verifyClient: ({ req }: { req: { headers: Record<string, string | string[] | undefined> } }, done) => {
      const offered = String(req.headers['sec-websocket-protocol'] ?? '').split(',');
      if (offered.some((name) => name.trim() === 'mqtt')) done(true);
      else done(false, 400, 'Offer the WebSocket subprotocol "mqtt".');
    },
  });
  sockets.on('connection', (socket, request) => {
    const stream = createWebSocketStream(socket, { highWaterMark: bounds.socketHighWaterBytes });
    // MQTT-6.0.0-1: MQTT travels in binary frames.
    socket.on('message', (_data, isBinary) => {
      if (!isBinary) stream.destroy(new Error('WebSocket text frame [MQTT-6.0.0-1]'));
    });
    events.onStream(stream, peerOf(kind, request.socket));
  });
  return {
    server,
    release: () => {
      sockets.close();
      // Those that became WebSockets are no longer the HTTP server's.
      server.closeAllConnections();
    },
  };
}
