/** One connection to one MCP server, from its handshake to its end. */
import { Client, SdkError, SdkErrorCode, type Tool as McpTool } from '@modelcontextprotocol/client';
import { VERSION } from '../../version.ts';
import { type Tool, type ToolCallOptions, ToolError } from '../tool-source.ts';
import { isStreamCut, isUnreadable, rootOf } from './connection-error.ts';
import { resultOf } from './mcp-result.ts';
import type { McpTransport } from './mcp-transport.ts';

export interface McpConnectionOptions {
  /** @throws {ToolError} UNAVAILABLE */
  readonly open: () => McpTransport;
  /** `auto`: what it speaks is asked first; a process would be started twice for that. */
  readonly versions: 'legacy' | 'auto';
  readonly connectTimeoutMs: number;
  /** What may be the cause when it does not answer in time; for people. */
  readonly lateHint?: string | undefined;
  /** Tools that are read from it; the rest is left out. */
  readonly maxTools: number;
  readonly onListChanged: () => void;
  /** Once, when it was open and is not any more, unless we closed it. */
  readonly onLost: (why: string) => void;
  /** The stream of its messages was cut, and is opened again: networks do that. */
  readonly onStreamCut?: ((why: string) => void) | undefined;
}

/** How a server is reached, whoever uses it. */
export type McpWays = Omit<McpConnectionOptions, 'onListChanged' | 'onLost' | 'onStreamCut'>;

/** For people who wonder why it takes so long. */
export const lateWords = (words: string, { lateHint }: Pick<McpWays, 'lateHint'>): string =>
  lateHint === undefined ? words : `${words} ${lateHint}`;

export interface McpServerInfo {
  readonly name: string;
  readonly version: string;
}

/** Messages that nobody can read, one after the other. */
const MAX_NONSENSE = 50;
const COMPLAINT = /\b\w*(error|exception)\b|fatal|panic/i;
/** Of its tools, and of what it says of each. */
const MAX_PAGES = 20;
/** The SDK's own; ours comes before it. */
const SDK_TIMEOUT_MS = 3_600_000;

export class McpConnection {
  readonly #options: McpConnectionOptions;
  readonly #client: Client;
  readonly #way: McpTransport;
  #nonsense = 0;
  #lastError = '';
  #isOpen = false;
  #closed: Promise<void> | undefined;

  /** @throws {ToolError} UNAVAILABLE, TIMEOUT; it leaves nothing open then */
  static async open(options: McpConnectionOptions, signal: AbortSignal): Promise<McpConnection> {
    const connection = new McpConnection(options);
    try {
      await connection.#connect(signal);
      return connection;
    } catch (error) {
      const words = connection.#wordsFor(error, signal);
      await connection.close();
      throw words;
    }
  }

  private constructor(options: McpConnectionOptions) {
    this.#options = options;
    this.#way = options.open();
    this.#client = new Client(
      { name: 'pipit', version: VERSION },
      {
        versionNegotiation: { mode: options.versions },
        listChanged: { tools: { autoRefresh: false, onChanged: () => options.onListChanged() } },
      },
    );
    // The SDK has no other way to listen.
    // oxlint-disable unicorn/prefer-add-event-listener
    this.#client.onclose = () => this.#over();
    this.#client.onerror = (error) => this.#heard(error);
    this.#way.transport.onmessage = () => {
      this.#nonsense = 0;
      this.#lastError = '';
    };
    // oxlint-enable unicorn/prefer-add-event-listener
  }

  get info(): McpServerInfo | undefined {
    const { name, version } = this.#client.getServerVersion() ?? {};
    return name === undefined
      ? undefined
      : { name: name.slice(0, 100), version: (version ?? '').slice(0, 50) };
  }

  /** @throws {ToolError} */
  async list(signal: AbortSignal): Promise<readonly Tool[]> {
    const { maxTools } = this.#options;
    const tools: McpTool[] = [];
    let cursor: string | undefined;
    try {
      for (let page = 0; page < MAX_PAGES && tools.length < maxTools; page++) {
        // A page at a time: whoever has ten thousand tools is not read to the end.
        const params = cursor === undefined ? {} : { cursor };
        const found = await this.#client.request(
          { method: 'tools/list', params },
          { signal, timeout: SDK_TIMEOUT_MS },
        );
        tools.push(...found.tools);
        cursor = found.nextCursor;
        if (cursor === undefined) break;
      }
    } catch (error) {
      throw this.#wordsFor(error, signal);
    }
    return tools.slice(0, maxTools).map(toolOf);
  }

  /** @throws {ToolError} */
  async call(
    name: string,
    args: Readonly<Record<string, unknown>>,
    { signal, onProgress }: ToolCallOptions,
  ): Promise<unknown> {
    try {
      const result = await this.#client.callTool(
        { name, arguments: { ...args } },
        { signal, timeout: SDK_TIMEOUT_MS, ...(onProgress && { onprogress: onProgress }) },
      );
      return resultOf(result);
    } catch (error) {
      throw this.#wordsFor(error, signal);
    }
  }

  /** Resolves when its process is gone. Idempotent. */
  close(): Promise<void> {
    this.#isOpen = false;
    return (this.#closed ??= (async () => {
      await this.#client.close().catch(() => {});
      await this.#way.close();
    })());
  }

  async #connect(signal: AbortSignal): Promise<void> {
    const { connectTimeoutMs } = this.#options;
    // The SDK waits for a start that hangs.
    const stop = (): void => void this.#way.transport.close();
    signal.addEventListener('abort', stop, { once: true });
    try {
      await this.#client.connect(this.#way.transport, { signal, timeout: connectTimeoutMs });
    } finally {
      signal.removeEventListener('abort', stop);
    }
    this.#isOpen = true;
  }

  #over(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#options.onLost(this.#detail('It ended.'));
  }

  #heard(error: Error): void {
    if (isStreamCut(error)) return this.#options.onStreamCut?.(error.message);
    if (!isUnreadable(error)) return void (this.#lastError = error.message);
    if (++this.#nonsense < MAX_NONSENSE) return;
    const { onLost } = this.#options;
    const wasOpen = this.#isOpen;
    void this.close();
    if (wasOpen) onLost('It sends too much that cannot be read.');
  }

  #wordsFor(error: unknown, signal: AbortSignal): ToolError {
    if (error instanceof ToolError) return error;
    if (signal.aborted) return new ToolError('CANCELLED', 'The call was cancelled.', { cause: error });
    if (error instanceof SdkError && error.code === SdkErrorCode.RequestTimeout)
      return new ToolError('TIMEOUT', 'The server did not answer in time.', { cause: error });
    const isAnswer = (error as { code?: unknown } | undefined)?.code;
    // What the server itself said of the call, by JSON-RPC.
    if (typeof isAnswer === 'number')
      return new ToolError('FAILED', (error as Error).message, { cause: error });
    return new ToolError('UNAVAILABLE', this.#detail(rootOf(error)), { cause: error });
  }

  /** A process says beside its messages what ails it. */
  #detail(text: string): string {
    const { lines } = this.#way;
    // The first complaint is the cause, and what follows its traces.
    const said = lines.find((line) => COMPLAINT.test(line)) ?? lines.at(-1) ?? this.#lastError;
    return said && said !== text ? `${text} (${said})` : text;
  }
}

/** [TOOL-4] Whom it is for is said in a field of ours, by devices. */
function toolOf({ name, title, description, inputSchema, _meta }: McpTool): Tool {
  const audience = _meta?.['pipit/audience'];
  const forUsers = Array.isArray(audience) && !audience.includes('model');
  return {
    name,
    description: description ?? title ?? '',
    inputSchema,
    ...(forUsers && { audience: 'user' as const }),
  };
}
