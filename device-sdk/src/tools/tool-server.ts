/** The device as a server of the Model Context Protocol, over `mcp` messages [TOOL-1]. */
import { maxBytesOf } from '@pipit/protocol';
import type { Clock } from '../clock.ts';
import { DeviceError, messageOf } from '../errors.ts';
import { runHook } from '../remote/run-hook.ts';
import type { DeviceTool } from './device-tool.ts';

export interface ToolServerOptions {
  readonly clock: Clock;
  readonly info: { readonly name: string; readonly version: string };
  readonly closed: AbortSignal;
  /** Undefined when there is no connection. */
  readonly send: (payload: string) => number | undefined;
}

/** As far as they matter here, all are the same. */
const VERSIONS = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'];
const MAX_PAYLOAD_BYTES = maxBytesOf('Mcp', 'payload');
/** Of the tools of one page: the rest of the message is small. */
const MAX_PAGE_BYTES = MAX_PAYLOAD_BYTES - 500;
const MAX_RUNNING = 8;
const MAX_TOOLS = 64;

/** JSON-RPC 2.0, section 5.1. */
const METHOD_NOT_FOUND = -32_601;
const INVALID_PARAMS = -32_602;
const PARSE_ERROR = -32_700;

interface Request {
  readonly id?: unknown;
  readonly method?: unknown;
  readonly params?: Readonly<Record<string, unknown>>;
}

export class ToolServer {
  readonly #options: ToolServerOptions;
  readonly #tools = new Map<string, DeviceTool>();
  /** By the id of the request, on this connection. */
  readonly #running = new Map<string | number, AbortController>();
  /** The broker has been told the list. */
  #isListed = false;

  constructor(options: ToolServerOptions) {
    this.#options = options;
  }

  get hasTools(): boolean {
    return this.#tools.size > 0;
  }

  /** Returns the function that takes it away. @throws {DeviceError} INVALID_OPTION when there is one of that name */
  add(tool: DeviceTool): () => void {
    const { name } = tool;
    if (this.#tools.has(name))
      throw new DeviceError('INVALID_OPTION', { detail: `there is a tool "${name}" already` });
    if (this.#tools.size >= MAX_TOOLS)
      throw new DeviceError('INVALID_OPTION', { detail: `there are ${MAX_TOOLS} tools already` });
    this.#tools.set(name, tool);
    this.#changed();
    return () => {
      if (this.#tools.get(name) !== tool) return;
      this.#tools.delete(name);
      this.#changed();
    };
  }

  receive(payload: string): void {
    let message: Request;
    try {
      message = JSON.parse(payload) as Request;
    } catch {
      return this.#reply(null, { error: { code: PARSE_ERROR, message: 'This is no JSON.' } });
    }
    if (typeof message !== 'object' || message === null || typeof message.method !== 'string') return;
    const { id, method, params = {} } = message;
    if (typeof id !== 'number' && typeof id !== 'string') return this.#notified(method, params);
    switch (method) {
      case 'initialize':
        return this.#reply(id, { result: this.#initialized(params) });
      case 'ping':
        return this.#reply(id, { result: {} });
      case 'tools/list':
        return this.#list(id, params['cursor']);
      case 'tools/call':
        return void this.#call(id, params);
      default:
        return this.#reply(id, { error: { code: METHOD_NOT_FOUND, message: `There is no ${method} here.` } });
    }
  }

  /** [TOOL-5] */
  disconnected(): void {
    this.#isListed = false;
    for (const stop of this.#running.values()) stop.abort(new Error('The connection was lost.'));
    this.#running.clear();
  }

  #notified(method: string, { requestId }: Readonly<Record<string, unknown>>): void {
    if (method !== 'notifications/cancelled') return;
    this.#running.get(requestId as number)?.abort(new Error('The call was cancelled.'));
    this.#running.delete(requestId as number);
  }

  #initialized({ protocolVersion }: Readonly<Record<string, unknown>>): object {
    // It begins anew: what ran before is for nobody.
    this.disconnected();
    return {
      protocolVersion: VERSIONS.find((version) => version === protocolVersion) ?? VERSIONS[0],
      capabilities: { tools: { listChanged: true } },
      serverInfo: this.#options.info,
    };
  }

  /** [TOOL-3] The cursor is the name of the first tool of the page. */
  #list(id: number | string, cursor: unknown): void {
    const all = [...this.#tools.values()].map(({ name, description, inputSchema, audience }) => ({
      name,
      description,
      inputSchema,
      ...(audience === 'user' && { _meta: { 'pipit/audience': ['user'] } }),
    }));
    const first = cursor === undefined ? 0 : all.findIndex(({ name }) => name === cursor);
    if (first < 0)
      return this.#reply(id, {
        error: { code: INVALID_PARAMS, message: 'The list has changed: read it anew.' },
      });
    const page: object[] = [];
    let bytes = 0;
    let next = first;
    for (; next < all.length; next++) {
      bytes += byteLength(JSON.stringify(all[next]));
      if (page.length > 0 && bytes > MAX_PAGE_BYTES) break;
      page.push(all[next]!);
    }
    const nextCursor = all[next]?.name;
    if (nextCursor === undefined) this.#isListed = true;
    this.#reply(id, { result: { tools: page, ...(nextCursor !== undefined && { nextCursor }) } });
  }

  async #call(id: number | string, params: Readonly<Record<string, unknown>>): Promise<void> {
    const tool = this.#tools.get(String(params['name']));
    if (!tool) return this.#reply(id, { error: { code: INVALID_PARAMS, message: 'There is no such tool.' } });
    if (this.#running.size >= MAX_RUNNING)
      return this.#reply(id, failed('The device is busy. Try again in a moment.'));
    const { clock, closed } = this.#options;
    const stop = new AbortController();
    this.#running.set(id, stop);
    const given = params['arguments'];
    const args = typeof given === 'object' && given !== null ? (given as Record<string, unknown>) : {};
    const end = await runHook({
      clock,
      timeoutMs: tool.timeoutMs,
      closed: AbortSignal.any([closed, stop.signal]),
      run: (signal) => tool.handler(args, { signal }),
    });
    // Cancelled, or asked on a connection that is gone.
    if (this.#running.get(id) !== stop) return;
    this.#running.delete(id);
    this.#reply(id, end.ok ? resultOf(end.value) : failed(end.text));
  }

  #changed(): void {
    if (this.#isListed) this.#post({ method: 'notifications/tools/list_changed' });
  }

  #reply(id: number | string | null, answer: object): void {
    const payload = this.#post({ id, ...answer });
    // [TOOL-6]
    if (!payload) this.#post({ id, ...failed('The result is too long for one message.') });
  }

  /** False when it is too long. */
  #post(message: object): boolean {
    const payload = JSON.stringify({ jsonrpc: '2.0', ...message });
    if (byteLength(payload) > MAX_PAYLOAD_BYTES) return false;
    this.#options.send(payload);
    return true;
  }
}

const failed = (text: string): object => ({ result: { content: [{ type: 'text', text }], isError: true } });

function resultOf(value: unknown): object {
  try {
    if (typeof value === 'string') return { result: { content: [{ type: 'text', text: value }] } };
    const text = JSON.stringify(value ?? {});
    return { result: { content: [{ type: 'text', text }] } };
  } catch (error) {
    return failed(messageOf(error));
  }
}

const byteLength = (text: string): number => new TextEncoder().encode(text).length;
