/** The HTTP side of the broker, listening. */
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type ApiOptions, createApi } from './create-api.ts';

export interface HttpServerOptions extends Omit<ApiOptions, 'webSocketPath'> {
  readonly host: string;
  readonly port: number;
  /** Takes the WebSockets of one path. */
  readonly webSockets?: WebSockets;
}

export interface WebSockets {
  readonly path: string;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

export interface HttpServer {
  readonly port: number;
  /** Idempotent. Does not wait for clients that say nothing or listen to events. */
  close(): Promise<void>;
}

/** Browsers keep a few connections each; more than these at once are turned away. */
const MAX_CONNECTIONS = 2000;

/** @throws when the port cannot be had. */
export async function startHttpServer({
  host,
  port,
  webSockets,
  ...options
}: HttpServerOptions): Promise<HttpServer> {
  const api = await createApi({ ...options, webSocketPath: webSockets?.path });
  const { server } = api;
  const upgraded = new Set<Duplex>();
  if (webSockets) {
    server.on('upgrade', (request, socket, head) => {
      upgraded.add(socket);
      socket.once('close', () => upgraded.delete(socket));
      webSockets.upgrade(request, socket, head);
    });
  }
  server.maxConnections = MAX_CONNECTIONS;
  try {
    await api.listen({ host, port });
  } catch (error) {
    await api.close();
    throw error;
  }
  // Such as no file descriptor left for another connection.
  server.on('error', (error) => options.log.error({ err: error }, 'HTTP server failed'));
  let closed: Promise<void> | undefined;
  function shutDown(): Promise<void> {
    const over = api.close();
    // Node's server counts them as its own and would wait for them.
    for (const socket of upgraded) socket.destroy();
    return over;
  }
  return {
    port: (server.address() as AddressInfo).port,
    close: () => (closed ??= shutDown()),
  };
}
