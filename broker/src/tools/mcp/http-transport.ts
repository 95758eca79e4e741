/** An MCP server over HTTP, by the transports of the SDK; here requests end when nobody waits for them any more. */
import {
  type FetchLike,
  type JSONRPCMessage,
  SSEClientTransport,
  type StreamableHTTPClientTransport,
  type Transport,
  type TransportSendOptions,
} from '@modelcontextprotocol/client';
import { type ByteAllowance, TOO_MUCH } from './byte-allowance.ts';
import { GaveUp } from './gave-up.ts';
import { OpenRequests } from './open-requests.ts';

/** Of JSON-RPC: any failure that is of the server alone. */
const SERVER_ERROR = -32_000;

export class HttpTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly hasPerRequestStream: boolean;
  readonly #inner: StreamableHTTPClientTransport | SSEClientTransport;
  readonly #requests = new OpenRequests();
  /** By what is sent: the SDK takes no signal for servers of the old kind. */
  readonly #signals = new Map<string, AbortSignal>();

  readonly #allowance: ByteAllowance;
  #closed: Promise<void> | undefined;

  /** @param open with the `fetch` that it is to use */
  constructor(
    fetch: FetchLike,
    allowance: ByteAllowance,
    open: (fetch: FetchLike) => StreamableHTTPClientTransport | SSEClientTransport,
  ) {
    this.#allowance = allowance;
    this.#inner = open((url, init) => fetch(url, this.#withSignal(init)));
    this.hasPerRequestStream = !(this.#inner instanceof SSEClientTransport);
    // The SDK has no other way to listen.
    // oxlint-disable unicorn/prefer-add-event-listener
    this.#inner.onclose = () => this.onclose?.();
    this.#inner.onerror = (error) => this.onerror?.(error);
    this.#inner.onmessage = (message) => this.#heard(message);
    // oxlint-enable unicorn/prefer-add-event-listener
  }

  get sessionId(): string | undefined {
    return this.#inner instanceof SSEClientTransport ? undefined : this.#inner.sessionId;
  }

  start(): Promise<void> {
    return this.#inner.start();
  }

  setProtocolVersion(version: string): void {
    this.#inner.setProtocolVersion(version);
  }

  async send(message: JSONRPCMessage, options: TransportSendOptions = {}): Promise<void> {
    this.#allowance.sent(message);
    const requestSignal = this.#requests.sent(message);
    const id = 'method' in message && 'id' in message ? message.id : undefined;
    const end = (): void => void (id !== undefined && this.#requests.cancel(id));
    try {
      if (this.#inner instanceof SSEClientTransport) return await this.#sendOld(message, requestSignal);
      const { requestSignal: given, onRequestStreamEnd: onEnd, headers } = options;
      given?.addEventListener('abort', end, { once: true });
      if (given?.aborted) end();
      await this.#inner.send(message, {
        requestSignal,
        onRequestStreamEnd: () => {
          if (onEnd) onEnd();
          else this.#brokenOff(id);
          end();
        },
        ...(headers && { headers }),
      });
    } catch (error) {
      end();
      throw error;
    }
  }

  /** Idempotent. */
  close(): Promise<void> {
    this.#requests.close();
    return (this.#closed ??= this.#inner.close());
  }

  /** Bytes of answers, of whatever request. */
  received(bytes: number): void {
    if (this.#allowance.received(bytes) || this.#closed) return;
    this.onerror?.(new GaveUp(TOO_MUCH));
    void this.close();
  }

  async #sendOld(message: JSONRPCMessage, signal: AbortSignal): Promise<void> {
    const body = JSON.stringify(message);
    this.#signals.set(body, signal);
    try {
      await this.#inner.send(message);
    } finally {
      this.#signals.delete(body);
    }
  }

  #withSignal(init: RequestInit = {}): RequestInit {
    const { body, signal } = init;
    const ours = typeof body === 'string' ? this.#signals.get(body) : undefined;
    return ours ? { ...init, signal: signal ? AbortSignal.any([signal, ours]) : ours } : init;
  }

  #heard(message: JSONRPCMessage): void {
    this.#allowance.heard(message);
    this.#requests.heard(message);
    this.onmessage?.(message);
  }

  /** The stream of its answer has ended without one, and nobody would say so. */
  #brokenOff(id: string | number | undefined): void {
    if (id === undefined || !this.#requests.isAwaited(id)) return;
    const error = { code: SERVER_ERROR, message: 'The server broke off its answer.' };
    this.#heard({ jsonrpc: '2.0', id, error });
  }
}
