/** The HTTP side of the broker: today its health. */
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';

export interface HttpServerOptions {
  readonly host: string;
  readonly port: number;
  readonly health: () => object;
  readonly log: Logger;
}

export interface HttpServer {
  readonly port: number;
  /** Idempotent. */
  close(): Promise<void>;
}

/** Health is asked by a few probes; more than these at once are turned away. */
const MAX_CONNECTIONS = 100;

/** @throws when the port cannot be had. */
export async function startHttpServer({ host, port, health, log }: HttpServerOptions): Promise<HttpServer> {
  const server = createServer((request, response) => {
    try {
      route(request, response, health);
    } catch (error) {
      log.error({ err: error }, 'HTTP request failed');
      if (response.headersSent) response.destroy();
      else refuse(request, response, 500, 'INTERNAL', 'The broker failed. Its log says why.');
    }
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  server.maxConnections = MAX_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  // Such as no file descriptor left for another connection.
  server.on('error', (error) => log.error({ err: error }, 'HTTP server failed'));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function route(request: IncomingMessage, response: ServerResponse, health: () => object): void {
  // Not through URL, which throws for what a client may well send, like "//".
  const [path = '/'] = (request.url ?? '/').split('?');
  if (path !== '/health') {
    return refuse(request, response, 404, 'NOT_FOUND', `There is nothing at ${path}. Try /health.`);
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    return refuse(request, response, 405, 'METHOD_NOT_ALLOWED', 'Only GET and HEAD are allowed here.');
  }
  return answer(request, response, 200, health());
}

const refuse = (
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  code: string,
  text: string,
): void => answer(request, response, status, { error: { code, text } });

function answer(request: IncomingMessage, response: ServerResponse, status: number, body: object): void {
  const text = `${JSON.stringify(body)}\n`;
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(request.method === 'HEAD' ? undefined : text);
}
