/** With a Docker of the test's own, which says yes to everything and does nothing. */
import { mkdtemp, rm } from 'node:fs/promises';
import { type Server, createServer } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DockerApi } from './docker-api.ts';
import { startContainer } from './docker-process.ts';

const forever = new AbortController().signal;
let folder: string;
let server: Server;
let asked: string[];
const connections = new Set<Socket>();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pipit-docker-'));
  asked = [];
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url?.replace(/^\/v[\d.]+/, '')}`);
    // Nobody hears of an end that does not come.
    if (request.url?.endsWith('/wait')) return;
    response.writeHead(204, { 'api-version': '1.44' }).end();
  });
  server.on('upgrade', (_request, socket) =>
    socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n'),
  );
  server.on('connection', (socket) => {
    connections.add(socket.on('error', () => {}));
    socket.once('close', () => connections.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(join(folder, 'docker.sock'), resolve));
});
afterEach(async () => {
  for (const socket of connections) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

test('a container that is killed and does not end counts as gone, and its removal was asked for', async () => {
  const api = new DockerApi(`unix://${folder}/docker.sock`);
  const process = await startContainer(api, 'stuck', forever, 20);
  process.kill('SIGTERM');
  process.kill('SIGKILL');
  process.kill('SIGKILL');
  await process.ended;
  expect(process.exitCode).toBeUndefined();
  expect(asked).toContain('POST /containers/stuck/kill?signal=SIGKILL');
  expect(asked.at(-1)).toBe('DELETE /containers/stuck?force=1&v=1');
});
