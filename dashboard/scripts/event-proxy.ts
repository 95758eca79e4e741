/** In front of a broker: all goes through, but events are made here, as many and as fast as somebody wants to measure. */
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export class EventProxy implements AsyncDisposable {
  readonly #server = createServer((incoming, answer) => this.#take(incoming, answer));
  readonly #brokerPort: number;
  readonly #streams = new Set<ServerResponse>();
  #sent = 0;

  private constructor(brokerPort: number) {
    this.#brokerPort = brokerPort;
  }

  static async start(brokerPort: number): Promise<EventProxy> {
    const proxy = new EventProxy(brokerPort);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** To whoever listens. */
  send(type: string, data: object): void {
    this.#sent += 1;
    for (const stream of this.#streams)
      stream.write(`id: ${this.#sent}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const stream of this.#streams) stream.end();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #take(incoming: IncomingMessage, answer: ServerResponse): void {
    if (incoming.url?.startsWith('/api/v1/events')) {
      answer.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      answer.write('event: ready\ndata: {}\n\n');
      this.#streams.add(answer);
      answer.on('close', () => this.#streams.delete(answer));
      return;
    }
    const { method, url, headers } = incoming;
    const onward = request({ port: this.#brokerPort, host: '127.0.0.1', method, path: url, headers });
    onward.on('response', (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    incoming.pipe(onward);
  }
}
