/** Where devices connect: TCP and WebSocket, each also with TLS. Every one ends in the same: a stream and its peer. */
import { type AddressInfo, type Socket, createServer } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Admission, Place } from './admission.ts';
import type { Peer } from './device-connection.ts';
import type { Transport } from './presence.ts';
import { type ShakeHands, tlsHandshake, webSocketHandshake } from './socket-handshakes.ts';

export interface ListenerTls {
  /** PEM. */
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
  /** Authorities of client certificates. With them, devices are asked for one; a wrong one is refused. */
  readonly ca?: string | Buffer;
  /** Refuse devices without a certificate as well. Default false. */
  readonly requireCertificate?: boolean;
}

export interface ListenerOptions {
  readonly kind: Transport;
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
  readonly maxUnauthenticatedBytes: number;
  /** Of one listener, handshakes included; more are dropped. */
  readonly maxSockets: number;
}

export interface ListenerEvents {
  readonly onStream: (stream: Duplex, peer: Peer, place: Place) => void;
  /** There was no place for this socket. */
  readonly onTurnedAway: (peer: Peer) => void;
  /** Of a socket that never became a stream. */
  readonly onFailure: (peer: Peer, why: string) => void;
}

export interface Listener {
  readonly address: ListenerAddress;
  /** Stops accepting, and drops the sockets that are no streams yet. Idempotent. */
  close(): void;
}

/** A fleet that comes back after an outage comes at once; the kernel has a bound of its own (net.core.somaxconn). */
const BACKLOG = 4096;

/** @throws when the address cannot be bound or the certificate cannot be read. */
export async function openListener(
  options: ListenerOptions,
  bounds: ListenerBounds,
  admission: Admission,
  events: ListenerEvents,
): Promise<Listener> {
  const { kind } = options;
  if ((kind === 'tls' || kind === 'wss') && !options.tls) {
    throw new TypeError(`A ${kind} listener needs tls.cert and tls.key.`);
  }
  const shakeHands = handshakeOf(options, bounds);
  const pending = new Set<Socket>();
  const socketOptions = { noDelay: true, highWaterMark: bounds.socketHighWaterBytes };
  const server = createServer(socketOptions, (socket) => {
    const peer: Peer = { transport: kind, address: socket.remoteAddress ?? 'unknown' };
    socket.on('error', () => {});
    const place = admission.enter(peer.address);
    if (!place) {
      socket.destroy();
      events.onTurnedAway(peer);
      return;
    }
    pending.add(socket);
    const deadline = setTimeout(() => fail('no handshake in time'), bounds.connectTimeoutMs);
    const over = (): boolean => {
      clearTimeout(deadline);
      return pending.delete(socket);
    };
    const fail = (why: string): void => {
      if (over()) events.onFailure(peer, why.trim());
      socket.destroy();
    };
    socket.once('close', () => {
      over();
      place.leave();
    });
    shakeHands(socket, {
      place,
      fail,
      done: (stream, certificateSha256) => {
        if (over())
          events.onStream(stream, { ...peer, ...(certificateSha256 && { certificateSha256 }) }, place);
        else stream.destroy();
      },
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: options.host, port: options.port, backlog: BACKLOG }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  server.on('error', (error) => events.onFailure({ transport: kind, address: 'unknown' }, error.message));
  server.maxConnections = bounds.maxSockets;
  server.on('drop', (dropped) =>
    events.onFailure({ transport: kind, address: dropped?.remoteAddress ?? 'unknown' }, 'too many sockets'),
  );
  const { port } = server.address() as AddressInfo;
  const scheme = { tcp: 'mqtt', tls: 'mqtts', ws: 'ws', wss: 'wss' }[kind];
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  let open = true;
  return {
    address: { kind, host: options.host, port, url: `${scheme}://${host}:${port}` },
    close() {
      if (!open) return;
      open = false;
      server.close();
      for (const socket of pending) socket.destroy();
    },
  };
}

function handshakeOf(options: ListenerOptions, bounds: ListenerBounds): ShakeHands {
  const { kind, tls } = options;
  if (kind === 'tcp') return (socket, { done }) => done(socket);
  if (kind === 'tls') return tlsHandshake(tls!);
  return webSocketHandshake(kind === 'wss' ? tls : undefined, bounds);
}
