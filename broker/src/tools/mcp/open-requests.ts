/**
 * HTTP requests that are under way to an MCP server. The SDK leaves one open when its call is cancelled, and a server may go on
 * sending when it has answered.
 */
import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/client';

/** Requests that nobody waits for any more may end by themselves, so that their connections are used again. */
const MAX_UNAWAITED = 8;

export class OpenRequests {
  readonly #awaited = new Map<RequestId, AbortController>();
  /** Oldest first; many of them have ended. */
  readonly #unawaited: AbortController[] = [];

  /** Before it is sent. The signal ends its request. */
  sent(message: JSONRPCMessage): AbortSignal {
    const request = new AbortController();
    const cancelled = cancelledBy(message);
    if (cancelled !== undefined) this.cancel(cancelled);
    if (isRequest(message)) this.#awaited.set(message.id, request);
    else this.#letGo(request);
    return request.signal;
  }

  /** A message of the server. */
  heard(message: JSONRPCMessage): void {
    if ('method' in message || message.id === undefined) return;
    const request = this.#awaited.get(message.id);
    this.#awaited.delete(message.id);
    if (request) this.#letGo(request);
  }

  isAwaited(id: RequestId): boolean {
    return this.#awaited.has(id);
  }

  cancel(id: RequestId): void {
    this.#awaited.get(id)?.abort();
    this.#awaited.delete(id);
  }

  /** Idempotent. */
  close(): void {
    for (const request of [...this.#awaited.values(), ...this.#unawaited]) request.abort();
    this.#awaited.clear();
    this.#unawaited.length = 0;
  }

  #letGo(request: AbortController): void {
    this.#unawaited.push(request);
    if (this.#unawaited.length > MAX_UNAWAITED) this.#unawaited.shift()!.abort();
  }
}

const isRequest = (message: JSONRPCMessage): message is JSONRPCMessage & { id: RequestId } =>
  'method' in message && 'id' in message;

function cancelledBy(message: JSONRPCMessage): RequestId | undefined {
  if (!('method' in message) || message.method !== 'notifications/cancelled') return undefined;
  return message.params?.['requestId'] as RequestId | undefined;
}
