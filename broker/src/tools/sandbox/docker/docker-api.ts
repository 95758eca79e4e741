/** As much of the Docker Engine API as sandboxes need (docs.docker.com/reference/api/engine). Podman speaks it too. */
import { type IncomingMessage, type RequestOptions, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { ToolError } from '../../tool-source.ts';
import { inLog } from '../in-log.ts';

export interface DockerAnswer {
  readonly status: number;
  readonly json: unknown;
}

/** Of what it answers, but for what programs write. */
const MAX_ANSWER_BYTES = 1024 * 1024;
const TIMEOUT_MS = 30_000;
/** Above it, the number of a signal: 128 and so many. */
const MAX_EXIT_CODE = 128;

export class DockerApi {
  readonly #url: URL;
  readonly #log: Logger | undefined;
  /** Like `/v1.44`, once it has been asked. */
  #prefix: Promise<string> | undefined;

  /** @param url `unix:///var/run/docker.sock`, `http://host:2375` or `https://…` */
  constructor(url: string, log?: Logger) {
    this.#log = log;
    this.#url = new URL(url.replace(/^tcp:/, 'http:'));
  }

  /** @throws {ToolError} UNAVAILABLE when it cannot be reached, or answers none of `accept` */
  async ask(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    { body, accept, signal }: { body?: object; accept: readonly number[]; signal?: AbortSignal | undefined },
  ): Promise<DockerAnswer> {
    const answer = await this.#ask(method, (await this.#version()) + path, body, signal);
    if (accept.includes(answer.status)) return answer;
    throw inLog(this.#log, 'Docker refuses.', new Error(saidBy(answer)));
  }

  /** What a container reads and writes, as it stands on the wire. @throws {ToolError} UNAVAILABLE */
  async attach(containerId: string, signal: AbortSignal): Promise<Duplex> {
    const path = `${await this.#version()}/containers/${containerId}/attach?stream=1&stdin=1&stdout=1&stderr=1`;
    return new Promise((resolve, reject) => {
      const fail = (cause: Error): void =>
        reject(inLog(this.#log, 'Docker does not connect to the program.', cause));
      const headers = { Connection: 'Upgrade', Upgrade: 'tcp' };
      const request = this.#open({ method: 'POST', path, headers, agent: false });
      // Only until it is connected: what becomes of the program then is for others to say.
      const stop = (): void => void request.destroy(new Error('cancelled'));
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
      request.once('close', () => signal.removeEventListener('abort', stop));
      request.setTimeout(TIMEOUT_MS, () => request.destroy(new Error('timeout')));
      request.once('error', fail);
      request.once('upgrade', (_response, socket, head) => {
        signal.removeEventListener('abort', stop);
        socket.setTimeout(0);
        if (head.length > 0) socket.unshift(head);
        resolve(socket);
      });
      request.once('response', (response) => {
        const status = response.statusCode ?? 0;
        void read(response).then((json) => fail(new Error(saidBy({ status, json }))), fail);
      });
      request.end();
    });
  }

  /** How a container ended; undefined: it was killed, or does not end so soon. @throws {ToolError} UNAVAILABLE */
  async exitCodeOf(containerId: string, timeoutMs: number): Promise<number | undefined> {
    const path = `${await this.#version()}/containers/${containerId}/wait`;
    const { json } = await this.#ask('POST', path, undefined, undefined, timeoutMs);
    const { StatusCode: code } = (json ?? {}) as { StatusCode?: unknown };
    return typeof code === 'number' && code >= 0 && code <= MAX_EXIT_CODE ? code : undefined;
  }

  /** The newest that it speaks: what we use has been the same for years. */
  #version(): Promise<string> {
    if (this.#prefix) return this.#prefix;
    const asking = this.#ask('GET', '/_ping', undefined, undefined).then(({ version }) =>
      version === undefined ? '' : `/v${version}`,
    );
    this.#prefix = asking;
    // It may come up later.
    asking.catch(() => (this.#prefix = undefined));
    return asking;
  }

  async #ask(
    method: string,
    path: string,
    body: object | undefined,
    signal: AbortSignal | undefined,
    timeoutMs = TIMEOUT_MS,
  ): Promise<DockerAnswer & { readonly version: string | undefined }> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    try {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        const headers =
          text === undefined
            ? {}
            : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) };
        const both = AbortSignal.any([...(signal ? [signal] : []), AbortSignal.timeout(timeoutMs)]);
        const request = this.#open({ method, path, headers, signal: both, agent: false });
        request.once('error', reject);
        request.once('response', resolve);
        request.end(text);
      });
      const version = response.headers['api-version'];
      const json = await read(response);
      return {
        status: response.statusCode ?? 0,
        json,
        version: typeof version === 'string' && /^\d+\.\d+$/.test(version) ? version : undefined,
      };
    } catch (cause) {
      if (signal?.aborted) throw new ToolError('CANCELLED', 'Nobody wants it any more.', { cause });
      // Who has a time of his own knows that it may pass.
      const log = timeoutMs === TIMEOUT_MS ? this.#log : undefined;
      throw inLog(log, 'Docker cannot be reached at tools.sandbox.docker.url.', cause);
    }
  }

  #open(options: RequestOptions) {
    const { protocol, hostname, port, pathname } = this.#url;
    if (protocol === 'unix:') return httpRequest({ ...options, socketPath: pathname, host: 'localhost' });
    const request = protocol === 'https:' ? httpsRequest : httpRequest;
    return request({ ...options, hostname, port });
  }
}

/** What went wrong, in its words. */
export function saidBy({ status, json }: DockerAnswer): string {
  const { message } = (json ?? {}) as { message?: unknown };
  return typeof message === 'string' ? message.slice(0, 500) : `status ${status}`;
}

async function read(response: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw new Error('its answer is too large');
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return { message: text.trim() };
  }
}
