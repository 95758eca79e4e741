/** An MCP server over HTTP that a test may break off, restart and overload. */
import { once } from 'node:events';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

interface Asked {
  readonly id?: number | string | undefined;
  readonly method: string;
  readonly params?: { readonly protocolVersion?: string; readonly requestId?: number | string } | undefined;
}

export class RoughMcpServer implements AsyncDisposable {
  /** The one that it knows now. */
  session = 'session-1';
  /** What was asked, by method; `GET` for the stream of events. */
  readonly asked: string[] = [];
  /** Answers that are not over. */
  readonly open = new Set<ServerResponse>();
  onCall: (response: ServerResponse, id: Asked['id']) => void = (response, id) =>
    answer(response, id, { content: [{ type: 'text', text: 'done' }] });
  onStream: (response: ServerResponse) => void = (response) => void response.writeHead(405).end();
  onRequest: (request: IncomingMessage, response: ServerResponse) => boolean = () => false;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.open.add(response);
      response.once('close', () => this.open.delete(response));
      void this.#hear(request, response);
    });
  }

  static async start(): Promise<RoughMcpServer> {
    const server = new RoughMcpServer();
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/mcp`;
  }

  count(method: string): number {
    return this.asked.filter((each) => each === method).length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.onRequest(request, response)) return;
    if (request.method === 'GET') {
      this.asked.push('GET');
      return this.onStream(response);
    }
    if (request.method !== 'POST') return void response.writeHead(405).end();
    const { id, method, params } = JSON.parse(await text(request)) as Asked;
    this.asked.push(method);
    if (method === 'server/discover') return fail(response, 200, id, -32601, 'There is no such method.');
    if (method === 'initialize') {
      const { protocolVersion } = params ?? {};
      const serverInfo = { name: 'rough', version: '1' };
      response.setHeader('mcp-session-id', this.session);
      return answer(response, id, { protocolVersion, capabilities: { tools: {} }, serverInfo });
    }
    if (request.headers['mcp-session-id'] !== this.session)
      return fail(response, 404, null, -32001, 'Session not found');
    if (id === undefined) return void response.writeHead(202).end();
    if (method === 'tools/list')
      return answer(response, id, { tools: [{ name: 'do', inputSchema: { type: 'object' } }] });
    if (method === 'tools/call') return this.onCall(response, id);
    return answer(response, id, {});
  }
}

export function answer(response: ServerResponse, id: Asked['id'], result: object): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ jsonrpc: '2.0', id, result }));
}

/** Begins a stream of events. */
export function stream(response: ServerResponse): ServerResponse {
  return response.writeHead(200, { 'content-type': 'text/event-stream' });
}

function fail(
  response: ServerResponse,
  status: number,
  id: Asked['id'] | null,
  code: number,
  message: string,
): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ jsonrpc: '2.0', id, error: { code, message } }));
}
