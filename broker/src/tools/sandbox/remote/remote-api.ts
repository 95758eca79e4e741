/** Requests to a sandbox service: signed anew each time, to an address that may be asked, with answers that end. */
import { randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import type { Logger } from 'pino';
import { Agent, request } from 'undici';
import WebSocket from 'ws';
import { guardedLookup, refusePrivateHost } from '../../../outbound/address-guard.ts';
import { ToolError } from '../../tool-source.ts';
import { inLog } from '../in-log.ts';

export interface RemoteSettings {
  readonly url: string;
  /** Shared with the service. */
  readonly secret: string;
  /** Of the broker, among those that use the same service. */
  readonly instance: string;
  readonly allowPrivateTargets: boolean;
  /** For what is not told to everybody. */
  readonly log?: Logger | undefined;
}

export const AUDIENCE = 'pipit-sandbox';
export const ISSUER = 'pipit-broker';
const TOKEN_S = 60;
const TIMEOUT_MS = 30_000;
const MAX_ANSWER_BYTES = 64 * 1024;
/** Of one message of a program's connection. */
export const MAX_FRAME_BYTES = 1024 * 1024;

export class RemoteApi {
  readonly #settings: RemoteSettings;
  readonly #agent: Agent;
  #closed: Promise<void> | undefined;

  constructor(settings: RemoteSettings) {
    this.#settings = settings;
    const guard = settings.allowPrivateTargets ? {} : { lookup: guardedLookup };
    this.#agent = new Agent({
      connect: { timeout: TIMEOUT_MS, ...guard },
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
    });
  }

  /** @throws {ToolError} UNAVAILABLE, CANCELLED */
  async ask(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    { body, signal }: { readonly body?: object; readonly signal?: AbortSignal | undefined },
  ): Promise<void> {
    let status: number;
    let said = '';
    try {
      const url = this.#urlOf(path);
      const answer = await request(url, {
        method,
        dispatcher: this.#agent,
        headers: {
          authorization: this.#authorization(),
          ...(body && { 'content-type': 'application/json' }),
        },
        body: body ? JSON.stringify(body) : null,
        signal: AbortSignal.any([...(signal ? [signal] : []), AbortSignal.timeout(TIMEOUT_MS)]),
      });
      status = answer.statusCode;
      for await (const chunk of answer.body as AsyncIterable<Buffer>) {
        said += chunk.toString();
        if (said.length > MAX_ANSWER_BYTES) throw new Error('its answer is too large');
      }
    } catch (cause) {
      if (signal?.aborted) throw new ToolError('CANCELLED', 'Nobody wants it any more.', { cause });
      throw cannotReach(this.#settings.log, cause);
    }
    if (status < 200 || status > 299) throw refusalOf(this.#settings.log, status, said);
  }

  /** Resolves when it is open. @throws {ToolError} UNAVAILABLE, CANCELLED */
  async connect(path: string, signal: AbortSignal): Promise<WebSocket> {
    const { allowPrivateTargets } = this.#settings;
    let socket: WebSocket;
    try {
      const url = this.#urlOf(path);
      url.protocol = url.protocol.replace('http', 'ws');
      const options = {
        headers: { authorization: this.#authorization() },
        maxPayload: MAX_FRAME_BYTES,
        perMessageDeflate: false,
        handshakeTimeout: TIMEOUT_MS,
        followRedirects: false,
        // Of the socket below it.
        ...(!allowPrivateTargets && { lookup: guardedLookup }),
      };
      socket = new WebSocket(url, options);
    } catch (cause) {
      throw cannotReach(this.#settings.log, cause);
    }
    // An error comes with an end, which is what counts.
    socket.on('error', () => {});
    const stop = (): void => socket.terminate();
    signal.addEventListener('abort', stop, { once: true });
    try {
      await new Promise<void>((resolve, reject) => {
        socket.once('open', resolve);
        socket.once('error', (error) =>
          reject(signal.aborted ? error : cannotReach(this.#settings.log, error)),
        );
        socket.once('unexpected-response', (asking, response) => {
          reject(refusalOf(this.#settings.log, response.statusCode ?? 0, ''));
          asking.destroy();
        });
        if (signal.aborted) stop();
      });
      return socket;
    } catch (cause) {
      socket.terminate();
      if (signal.aborted) throw new ToolError('CANCELLED', 'Nobody wants it any more.', { cause });
      throw cause;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  /** Idempotent. */
  close(): Promise<void> {
    return (this.#closed ??= this.#agent.destroy());
  }

  #urlOf(path: string): URL {
    const url = new URL(this.#settings.url);
    url.pathname = url.pathname.replace(/\/$/, '') + path;
    if (!this.#settings.allowPrivateTargets) refusePrivateHost(url.hostname);
    return url;
  }

  #authorization(): string {
    const { secret, instance } = this.#settings;
    const token = jwt.sign({}, secret, {
      algorithm: 'HS256',
      audience: AUDIENCE,
      issuer: ISSUER,
      subject: instance,
      expiresIn: TOKEN_S,
      jwtid: randomUUID(),
    });
    return `Bearer ${token}`;
  }
}

const cannotReach = (log: Logger | undefined, cause: unknown): ToolError =>
  inLog(log, 'The sandbox service cannot be reached at tools.sandbox.remote.url.', cause);

function refusalOf(log: Logger | undefined, status: number, said: string): ToolError {
  switch (status) {
    case 401:
    case 403:
      return new ToolError(
        'UNAVAILABLE',
        'The sandbox service does not know the broker: tools.sandbox.remote.secret must be the one that it has, and both clocks right.',
      );
    case 404:
      return new ToolError('UNAVAILABLE', 'The sandbox is gone.');
    case 429:
    case 503:
      return new ToolError('UNAVAILABLE', 'The sandbox service has no place left.');
    default:
      return inLog(log, 'The sandbox service refuses.', new Error(wordsOf(said) ?? `status ${status}`));
  }
}

function wordsOf(said: string): string | undefined {
  try {
    const { error } = JSON.parse(said) as { error?: unknown };
    return typeof error === 'string' ? error.slice(0, 500) : undefined;
  } catch {
    return undefined;
  }
}
