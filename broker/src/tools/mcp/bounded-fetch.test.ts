/** Against an HTTP server that answers as the test says. */
import { once } from 'node:events';
import { type RequestListener, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BoundedFetch, boundedFetch } from './bounded-fetch.ts';

const MAX_BYTES = 1000;

let server: Server;
let answer: RequestListener;
let asked: string[];
let bounded: BoundedFetch;
let url: string;

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${String(request.headers['x-api-key'])}`);
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
  bounded = boundedFetch({
    allowPrivateTargets: true,
    connectTimeoutMs: 5000,
    maxMessageBytes: MAX_BYTES,
  });
});
afterEach(async () => {
  await bounded.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const events = (...chunks: string[]): RequestListener => {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const chunk of chunks) response.write(chunk);
    response.end();
  };
};
const textOf = async (): Promise<string> => (await bounded.fetch(url)).text();
const line = `data: ${'x'.repeat(100)}`;

describe('a stream of events', () => {
  test.each([
    ['LF', '\n'],
    ['CR', '\r'],
    ['CRLF', '\r\n'],
  ])(
    'may go on for ever, in events that are small enough, with lines that end with %s',
    async (_name, end) => {
      const event = `${line}${end}`.repeat(8) + end;
      answer = events(event.repeat(10));
      expect(await textOf()).toHaveLength(event.length * 10);
      // Wherever the pieces are cut.
      answer = events(...Array.from(event.repeat(3)));
      expect(await textOf()).toHaveLength(event.length * 3);
    },
  );

  test.each([
    ['LF', '\n'],
    ['CR', '\r'],
    ['CRLF', '\r\n'],
  ])('whose event has too many lines is cut off, with lines that end with %s', async (_name, end) => {
    answer = events(`${line}${end}`.repeat(20));
    await expect(textOf()).rejects.toThrow(/more than 1000 bytes/);
  });

  test('whose line is too long is cut off', async () => {
    answer = events(`data: ${'x'.repeat(MAX_BYTES)}\n\n`);
    await expect(textOf()).rejects.toThrow(/more than 1000 bytes/);
  });
});

test.each([301, 302, 303, 307, 308])(
  'a redirect (%s) is not followed, so that no other address gets the headers',
  async (status) => {
    answer = (request, response) => {
      if (request.url === '/mcp') response.writeHead(status, { location: '/inner' });
      response.end();
    };
    const init = { method: 'POST', body: '{}', headers: { 'x-api-key': 'planted' } };
    const response = await bounded.fetch(url, init);
    expect([response.status, response.headers.get('location')]).toEqual([status, '/inner']);
    expect(asked).toEqual(['POST /mcp planted']);
  },
);
