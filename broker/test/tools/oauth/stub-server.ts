/** A web server on this machine that answers as a test says, and remembers what it was asked. */
import { once } from 'node:events';
import { type IncomingHttpHeaders, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export type Answer = (asked: Asked, response: ServerResponse) => void | Promise<void>;

export class StubServer implements AsyncDisposable {
  readonly asked: Asked[] = [];
  readonly origin: string;
  readonly #close: () => Promise<void>;

  static async start(answer: Answer): Promise<StubServer> {
    const asked: Asked[] = [];
    const server = createServer(async (request, response) => {
      const { method = '', url = '', headers } = request;
      const one = { method, path: url, headers, body: await text(request) };
      asked.push(one);
      await answer(one, response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return new StubServer(origin, asked, async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
  }

  private constructor(origin: string, asked: Asked[], close: () => Promise<void>) {
    this.origin = origin;
    this.asked = asked;
    this.#close = close;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#close();
  }
}

export function answerJson(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
