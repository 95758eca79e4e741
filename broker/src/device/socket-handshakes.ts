/** From an accepted socket to a stream of MQTT bytes: the handshakes of TLS and WebSocket. The listener sets the deadline. */
import { type Server as HttpServer, createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type TlsOptions, TLSSocket, createServer as createTlsServer } from 'node:tls';
import type { Place } from './admission.ts';
import type { ListenerBounds, ListenerTls } from './listeners.ts';
import { createWebSocketServer, streamOf } from './web-sockets.ts';

export interface Handshake {
  readonly place: Place;
  /** Call one of these; what comes later counts for nothing. */
  readonly done: (stream: Duplex, certificateSha256?: string) => void;
  readonly fail: (why: string) => void;
}

export type ShakeHands = (socket: Socket, handshake: Handshake) => void;

const MAX_HTTP_HEADER_BYTES = 8192;
const tlsOptions = (tls: ListenerTls): TlsOptions => ({
  cert: tls.cert,
  key: tls.key,
  ...(tls.ca !== undefined && { ca: tls.ca }),
  requestCert: tls.ca !== undefined,
  rejectUnauthorized: tls.requireCertificate ?? false,
  minVersion: 'TLSv1.2',
});

/** Node's servers are given the sockets that we accepted; who they belong to is told by the other end's address. */
class Handshakes {
  readonly #byPeer = new Map<string, Handshake>();

  begin(socket: Socket, handshake: Handshake): void {
    const key = keyOf(socket);
    this.#byPeer.set(key, handshake);
    socket.once('close', () => this.#byPeer.delete(key));
  }

  of(socket: Duplex): Handshake | undefined {
    return this.#byPeer.get(keyOf(socket as Socket));
  }
}

const keyOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`;

/** Undefined without a certificate, or with one that no authority of ours has signed. */
function fingerprintOf(socket: TLSSocket): string | undefined {
  if (!socket.authorized) return undefined;
  const { fingerprint256 } = socket.getPeerCertificate() as { fingerprint256?: string };
  return fingerprint256?.replaceAll(':', '').toLowerCase();
}

/** One need not be there, but what is there must be good: it may have been stolen, revoked with its authority, or be over. */
function refusesCertificate({ ca }: ListenerTls, socket: TLSSocket, { fail }: Handshake): boolean {
  if (ca === undefined || socket.authorized || !hasCertificate(socket)) return false;
  fail(`client certificate is not valid: ${String(socket.authorizationError)}`);
  return true;
}

const hasCertificate = (socket: TLSSocket): boolean => Object.keys(socket.getPeerCertificate()).length > 0;

export function tlsHandshake(tls: ListenerTls): ShakeHands {
  const handshakes = new Handshakes();
  const server = createTlsServer(tlsOptions(tls), (socket) => {
    const handshake = handshakes.of(socket);
    if (handshake && !refusesCertificate(tls, socket, handshake))
      handshake.done(socket, fingerprintOf(socket));
  });
  server.on('tlsClientError', (error, socket) => handshakes.of(socket)?.fail(error.message));
  return (socket, handshake) => {
    handshakes.begin(socket, handshake);
    server.emit('connection', socket);
  };
}

/** Over TLS when `tls` is given. */
export function webSocketHandshake(tls: ListenerTls | undefined, bounds: ListenerBounds): ShakeHands {
  const handshakes = new Handshakes();
  const http = { noDelay: true, maxHeaderSize: MAX_HTTP_HEADER_BYTES };
  const server = (
    tls ? createHttpsServer({ ...http, ...tlsOptions(tls) }) : createHttpServer(http)
  ) as HttpServer;
  if (tls) {
    server.on('secureConnection', (socket: TLSSocket) => {
      const handshake = handshakes.of(socket);
      if (handshake) refusesCertificate(tls, socket, handshake);
    });
  }
  server.on('request', (_request, response) => {
    response.writeHead(426, { Connection: 'close', 'Content-Type': 'text/plain' });
    response.end('This port speaks MQTT over WebSocket.\n');
  });
  // A failed TLS handshake is a client error to an HTTPS server, too.
  server.on('clientError', (error: Error, socket: Duplex) => {
    handshakes.of(socket)?.fail(error.message);
    socket.destroy();
  });
  const sockets = createWebSocketServer(server);
  sockets.on('connection', (socket, { socket: carrier }) => {
    const handshake = handshakes.of(carrier);
    if (!handshake) return socket.terminate();
    const stream = streamOf(socket, carrier, handshake.place, bounds);
    handshake.done(stream, carrier instanceof TLSSocket ? fingerprintOf(carrier) : undefined);
  });
  return (socket, handshake) => {
    handshakes.begin(socket, handshake);
    server.emit('connection', socket);
  };
}
