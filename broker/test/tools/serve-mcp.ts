/** An MCP server, as the SDK makes one of web requests, on a port of this machine. */
import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

type Answer = (request: Request) => Promise<Response>;

export interface ServedMcp extends AsyncDisposable {
  readonly url: string;
}

/** `guard`: sees every request first; true when it has answered. */
export async function serveMcp(
  answer: Answer,
  guard: (request: IncomingMessage, response: ServerResponse) => Promise<boolean> = async () => false,
): Promise<ServedMcp> {
  const server = createServer((request, response) => {
    void guard(request, response).then((isDone) => {
      if (!isDone) return pass(answer, request, response);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function pass(answer: Answer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const answered = await answer(
    new Request(`http://${request.headers.host}${request.url}`, {
      method: request.method ?? 'GET',
      headers: request.headers as Record<string, string>,
      signal: gone.signal,
      ...(request.method === 'POST' && { body: await text(request) }),
    }),
  );
  response.writeHead(answered.status, Object.fromEntries(answered.headers));
  response.flushHeaders();
  // It may go on for as long as somebody listens.
  const body = answered.body ? Readable.fromWeb(answered.body) : Readable.from([]);
  await pipeline(body, response).catch(() => {});
}
