/** The service of docs/sandbox-service.md, as small as it can be. Programs run wherever the given engine runs them. */
import { type IncomingMessage, type Server, createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import jwt from 'jsonwebtoken';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { Sandbox, SandboxEngine, SandboxProcess } from '../../src/tools/sandbox/sandbox.ts';

const MAX_BODY_BYTES = 64 * 1024;
const MAX_FRAME_BYTES = 1024 * 1024;
const MAX_SANDBOXES = 100;
const forever = new AbortController().signal;

const creation = z.object({
  id: z.string().regex(/^[A-Za-z0-9-]{1,100}$/),
  limits: z.object({ memoryMb: z.number(), cpus: z.number(), maxProcesses: z.number(), diskMb: z.number() }),
  ttlMs: z.int().min(1000),
});
const refreshment = z.object({ ttlMs: z.int().min(1000) });
const start = z.object({
  command: z.string().min(1),
  args: z.array(z.string()),
  env: z.record(z.string(), z.string()),
  network: z.boolean(),
});
const word = z.union([
  z.object({ signal: z.enum(['SIGTERM', 'SIGKILL']) }),
  z.object({ stdin: z.literal('end') }),
]);

interface Kept {
  readonly sandbox: Sandbox;
  expiry: NodeJS.Timeout;
}

export class SandboxService {
  readonly url: string;
  /** Of every request: who asked, by the token. */
  readonly tokens: jwt.JwtPayload[] = [];
  readonly #engine: SandboxEngine;
  readonly #secret: string;
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES });
  readonly #sandboxes = new Map<string, Kept>();

  static async start(engine: SandboxEngine, secret: string): Promise<SandboxService> {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    return new SandboxService(engine, secret, server);
  }

  private constructor(engine: SandboxEngine, secret: string, server: Server) {
    this.#engine = engine;
    this.#secret = secret;
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (request, response) => {
      void this.#answer(request).then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(body === undefined ? undefined : JSON.stringify(body));
      });
    });
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const [, id = ''] = /^\/sandboxes\/([^/]+)\/processes$/.exec(request.url ?? '') ?? [];
      const kept = this.#sandboxes.get(id);
      const status = this.#knows(request) ? (kept ? 101 : 404) : 401;
      if (!kept || status !== 101) return socket.end(`HTTP/1.1 ${status} No\r\nConnection: close\r\n\r\n`);
      this.#sockets.handleUpgrade(request, socket, head, (open) => serve(open, kept.sandbox));
    });
  }

  get sandboxes(): string[] {
    return [...this.#sandboxes.keys()];
  }

  async close(): Promise<void> {
    for (const id of this.sandboxes) await this.#remove(id);
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await this.#engine.close();
  }

  async #answer(request: IncomingMessage): Promise<{ status: number; body?: object }> {
    if (!this.#knows(request)) return { status: 401, body: { error: 'Who are you?' } };
    const { method, url = '' } = request;
    try {
      if (method === 'GET' && url === '/health') return { status: 200, body: {} };
      if (method === 'POST' && url === '/sandboxes') return await this.#create(await bodyOf(request));
      const [, id = '', action] = /^\/sandboxes\/([^/]+)(\/refresh)?$/.exec(url) ?? [];
      const kept = this.#sandboxes.get(id);
      if (!kept) return { status: 404, body: { error: 'There is no such sandbox.' } };
      if (method === 'DELETE' && !action) {
        await this.#remove(id);
        return { status: 204 };
      }
      if (method === 'GET' && !action) {
        await kept.sandbox.check(forever);
        return { status: 200, body: { id } };
      }
      if (method === 'POST' && action) {
        this.#keep(id, kept, refreshment.parse(await bodyOf(request)).ttlMs);
        return { status: 200, body: { id } };
      }
      return { status: 405, body: { error: 'That cannot be done.' } };
    } catch (error) {
      const status = error instanceof z.ZodError ? 422 : 500;
      return { status, body: { error: (error as Error).message } };
    }
  }

  async #create(body: unknown): Promise<{ status: number; body: object }> {
    const spec = creation.parse(body);
    if (this.#sandboxes.has(spec.id)) return { status: 409, body: { error: 'It is there already.' } };
    if (this.#sandboxes.size >= MAX_SANDBOXES) return { status: 503, body: { error: 'There are too many.' } };
    const sandbox = await this.#engine.create(spec, forever);
    const kept = { sandbox, expiry: setTimeout(() => {}, 0) };
    this.#sandboxes.set(spec.id, kept);
    this.#keep(spec.id, kept, spec.ttlMs);
    return { status: 201, body: { id: spec.id } };
  }

  #keep(id: string, kept: Kept, ttlMs: number): void {
    clearTimeout(kept.expiry);
    kept.expiry = setTimeout(() => void this.#remove(id), ttlMs);
  }

  async #remove(id: string): Promise<void> {
    const kept = this.#sandboxes.get(id);
    this.#sandboxes.delete(id);
    clearTimeout(kept?.expiry);
    await kept?.sandbox.close();
  }

  #knows({ headers }: IncomingMessage): boolean {
    try {
      const [, token = ''] = /^Bearer (\S+)$/.exec(headers.authorization ?? '') ?? [];
      const options = {
        algorithms: ['HS256' as const],
        audience: 'pipit-sandbox',
        issuer: 'pipit-broker',
        maxAge: 60,
      };
      this.tokens.push(jwt.verify(token, this.#secret, options) as jwt.JwtPayload);
      return true;
    } catch {
      return false;
    }
  }
}

/** One program. The first message says which. */
function serve(socket: WebSocket, sandbox: Sandbox): void {
  let starting: Promise<SandboxProcess> | undefined;
  const gone = new AbortController();
  const say = (message: object): void => socket.send(JSON.stringify(message), () => {});
  socket.on('error', () => {});
  socket.on('close', () => gone.abort());
  socket.on('message', (data: Buffer, isBinary) => {
    if (!starting) {
      starting = run(socket, sandbox, data, gone.signal);
      starting.then(
        () => say({ started: true }),
        (error: Error) => {
          say({ error: error.message });
          socket.close();
        },
      );
      return;
    }
    // One after the other, as they came: the first of them wait for the program.
    void starting.then(
      (process) => hear(socket, process, data, isBinary),
      () => {},
    );
  });
}

function hear(socket: WebSocket, process: SandboxProcess, data: Buffer, isBinary: boolean): void {
  if (isBinary) {
    if (process.stdin.writable && !process.stdin.write(data.subarray(1))) {
      socket.pause();
      process.stdin.once('drain', () => socket.resume());
      process.stdin.once('close', () => socket.resume());
    }
    return;
  }
  const said = word.safeParse(JSON.parse(data.toString()));
  if (!said.success) return socket.close(1008);
  if ('signal' in said.data) process.kill(said.data.signal);
  else process.stdin.end();
}

async function run(
  socket: WebSocket,
  sandbox: Sandbox,
  first: Buffer,
  gone: AbortSignal,
): Promise<SandboxProcess> {
  const process = await sandbox.start(start.parse(JSON.parse(first.toString())), gone);
  gone.addEventListener('abort', () => process.kill('SIGKILL'));
  const both = [process.stdout, process.stderr].map(async (stream, index) => {
    for await (const chunk of stream as AsyncIterable<Buffer>)
      await new Promise<void>((resolve) =>
        socket.send(Buffer.concat([Buffer.of(index + 1), chunk]), () => resolve()),
      );
  });
  void process.ended.then(async () => {
    await Promise.allSettled(both);
    socket.send(JSON.stringify({ exit: process.exitCode ?? null }), () => {});
    socket.close();
  });
  return process;
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Error('That is too much.');
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString()) as unknown;
}
