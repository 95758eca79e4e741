/** One connection to one MCP server, from its handshake to its end. */
import { Client, SdkError, SdkErrorCode, type Tool as McpTool } from '@modelcontextprotocol/client';
import type { Clock } from '../../clock.ts';
import { VERSION } from '../../version.ts';
import { type Tool, type ToolCallOptions, ToolError } from '../tool-source.ts';
import {
  isAnswer,
  isSessionOver,
  isLate,
  isStreamCut,
  isUnreachable,
  isUnreadable,
  rootOf,
} from './connection-error.ts';
import { GaveUp } from './gave-up.ts';
import { resultOf } from './mcp-result.ts';
import { toolOf } from './mcp-tool.ts';
import type { McpTransport } from './mcp-transport.ts';
import { ServerConduct } from './server-conduct.ts';

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
  /** By it, a server that hangs or is gone is given up. Undefined: whoever has the transport tells that better. */
  readonly watch?: Clock | undefined;
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
  readonly #conduct: ServerConduct | undefined;
  #nonsense = 0;
  /** Why it was given up. */
  #why: string | undefined;
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
    const { watch: clock } = options;
    this.#conduct =
      clock && new ServerConduct({ clock, ping: this.#ping, onBad: (why) => this.#giveUp(why) });
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
    for (let page = 0; page < MAX_PAGES && tools.length < maxTools; page++) {
      // A page at a time: whoever has ten thousand tools is not read to the end.
      const params = cursor === undefined ? {} : { cursor };
      const found = await this.#asking(signal, () =>
        this.#client.request({ method: 'tools/list', params }, { signal, timeout: SDK_TIMEOUT_MS }),
      );
      tools.push(...found.tools);
      cursor = found.nextCursor;
      if (cursor === undefined) break;
    }
    return tools.slice(0, maxTools).map(toolOf);
  }

  /** @throws {ToolError} */
  call(
    name: string,
    args: Readonly<Record<string, unknown>>,
    { signal, onProgress }: ToolCallOptions,
  ): Promise<unknown> {
    return this.#asking(signal, async () => {
      const result = await this.#client.callTool(
        { name, arguments: { ...args } },
        { signal, timeout: SDK_TIMEOUT_MS, ...(onProgress && { onprogress: onProgress }) },
      );
      return resultOf(result);
    });
  }

  /** Resolves when its process is gone. Idempotent. */
  close(): Promise<void> {
    this.#isOpen = false;
    this.#conduct?.close();
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

  /** @throws {ToolError} */
  async #asking<T>(signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
    try {
      const answer = await ask();
      this.#conduct?.answered();
      return answer;
    } catch (error) {
      const words = this.#wordsFor(error, signal);
      if (words.code === 'TIMEOUT') this.#conduct?.timedOut();
      else if (isUnreachable(error)) this.#conduct?.unreachable();
      else if (!signal.aborted) this.#conduct?.answered();
      throw words;
    }
  }

  /** Resolves with an answer of any kind. */
  readonly #ping = async (signal: AbortSignal): Promise<void> => {
    const options = { signal, timeout: SDK_TIMEOUT_MS };
    try {
      // The newest version of the protocol has none.
      if (this.#client.getProtocolEra() === 'modern')
        await this.#client.request({ method: 'tools/list', params: {} }, options);
      else await this.#client.ping(options);
    } catch (error) {
      if (!isAnswer(error)) throw error;
    }
  };

  #over(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#conduct?.close();
    this.#options.onLost(this.#detail('It ended.'));
  }

  #giveUp(why: string): void {
    this.#why ??= why;
    const wasOpen = this.#isOpen;
    void this.close();
    if (wasOpen) this.#options.onLost(why);
  }

  #heard(error: Error): void {
    if (error instanceof GaveUp) return this.#giveUp(error.message);
    if (this.#isOpen && isSessionOver(error, this.#way.transport))
      return this.#giveUp('It does not know us any more; perhaps it was started anew.');
    if (isStreamCut(error)) return this.#options.onStreamCut?.(this.#masked(error.message));
    // What is in it may be personal.
    if (isLate(error)) return;
    if (!isUnreadable(error)) return void (this.#lastError = error.message);
    if (++this.#nonsense >= MAX_NONSENSE) this.#giveUp('It sends too much that cannot be read.');
  }

  /** Without its cause: what is said there goes into logs, and is not masked. */
  #wordsFor(error: unknown, signal: AbortSignal): ToolError {
    if (signal.aborted) {
      // Whoever stopped it says why.
      if (signal.reason instanceof ToolError) return signal.reason;
      return new ToolError('CANCELLED', 'The call was cancelled.');
    }
    if (error instanceof ToolError) {
      const message = this.#masked(error.message);
      return message === error.message ? error : new ToolError(error.code, message);
    }
    if (this.#why !== undefined) return new ToolError('UNAVAILABLE', this.#why);
    if (error instanceof SdkError && error.code === SdkErrorCode.RequestTimeout)
      return new ToolError('TIMEOUT', 'The server did not answer in time.');
    if (isAnswer(error)) return new ToolError('FAILED', this.#masked((error as Error).message));
    return new ToolError('UNAVAILABLE', this.#detail(rootOf(error)));
  }

  /** A process says beside its messages what ails it. */
  #detail(text: string): string {
    const { lines } = this.#way;
    // The first complaint is the cause, and what follows its traces.
    const said = lines.find((line) => COMPLAINT.test(line)) ?? lines.at(-1) ?? this.#lastError;
    const masked = this.#masked(text);
    return said && said !== text ? `${masked} (${this.#masked(said)})` : masked;
  }

  #masked(text: string): string {
    return this.#way.secrets?.masked(text) ?? text;
  }
}
