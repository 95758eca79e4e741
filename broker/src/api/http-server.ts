/** The HTTP side of the broker: today its health. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HttpServerOptions {
  readonly host: string;
  readonly port: number;
  readonly health: () => object;
}

export interface HttpServer {
  readonly port: number;
  close(): Promise<void>;
}

export async function startHttpServer({ host, port, health }: HttpServerOptions): Promise<HttpServer> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const answer = (status: number, body: object, headers: Record<string, string> = {}) => {
      response.writeHead(status, {
        'content-type': 'application/json',
        'cache-control': 'no-store',
        ...headers,
      });
      response.end(request.method === 'HEAD' ? undefined : `${JSON.stringify(body)}\n`);
    };
    if (pathname !== '/health') {
      answer(404, { error: { code: 'NOT_FOUND', text: `There is nothing at ${pathname}. Try /health.` } });
    } else if (request.method !== 'GET' && request.method !== 'HEAD') {
      const text = 'Only GET and HEAD are allowed here.';
      answer(405, { error: { code: 'METHOD_NOT_ALLOWED', text } }, { allow: 'GET, HEAD' });
    } else {
      answer(200, health());
    }
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
