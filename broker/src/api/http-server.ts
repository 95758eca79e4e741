/** The HTTP side of the broker, listening. */
import type { AddressInfo } from 'node:net';
import { type ApiOptions, createApi } from './create-api.ts';

export interface HttpServerOptions extends ApiOptions {
  readonly host: string;
  readonly port: number;
}

export interface HttpServer {
  readonly port: number;
  /** Idempotent. Does not wait for clients that say nothing or listen to events. */
  close(): Promise<void>;
}

/** Browsers keep a few connections each; more than these at once are turned away. */
const MAX_CONNECTIONS = 2000;

/** @throws when the port cannot be had. */
export async function startHttpServer({ host, port, ...options }: HttpServerOptions): Promise<HttpServer> {
  const api = await createApi(options);
  const { server } = api;
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
  return {
    port: (server.address() as AddressInfo).port,
    close: () => (closed ??= api.close()),
  };
}
