/**
 * One MCP server, used by many conversations: started when somebody needs it, stopped when nobody has for a while,
 * started again after it was lost, each time later. Whoever uses it meanwhile is told so, and does without.
 */
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import { type Tool, type ToolCallOptions, ToolError, type ToolSource } from '../tool-source.ts';
import { unlessAborted } from '../within.ts';
import { McpConnection, type McpServerInfo, type McpWays, lateWords } from './mcp-connection.ts';

export interface McpServerOptions {
  /** Like `mcp:` and the id of the server. */
  readonly id: string;
  /** What people call it. */
  readonly name: string;
  readonly connection: McpWays;
  /** After the last use; 0: it stays until it is closed. */
  readonly idleMs: number;
  /** Of one list. */
  readonly listTimeoutMs: number;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Logger;
}

export type McpServerState = 'stopped' | 'starting' | 'running' | 'waiting';

export interface McpServerHealth {
  readonly state: McpServerState;
  /** Since when, in milliseconds since 1970. */
  readonly since: number;
  /** Who uses it now. */
  readonly users: number;
  /** Times it was lost or could not be started, one after the other. */
  readonly failures: number;
  readonly lastError: string | undefined;
  readonly info: McpServerInfo | undefined;
  readonly tools: number;
}

const FIRST_BACKOFF_MS = 1000;
const LONGEST_BACKOFF_MS = 60_000;
/** Who ran for so long is not in a crash loop. */
const STEADY_MS = 60_000;
/** In logs and in its health. */
const MAX_REASON_CHARS = 500;

export class McpServer implements ToolSource {
  readonly id: string;
  readonly prefix: string;
  readonly #options: McpServerOptions;
  readonly #listeners = new Set<() => void>();
  #state: McpServerState = 'stopped';
  #since: number;
  #users = 0;
  #failures = 0;
  #lastError: string | undefined;
  #connection: McpConnection | undefined;
  #starting: Promise<McpConnection> | undefined;
  #stopStart = new AbortController();
  /** Since it was last listed, nothing has changed. */
  #tools: readonly Tool[] | undefined;
  #listing: Promise<readonly Tool[]> | undefined;
  #startedAt = 0;
  #retryAt = 0;
  #cancelTimer = (): void => {};
  #closed = false;
  readonly #closing = new Set<Promise<void>>();

  constructor(options: McpServerOptions) {
    this.#options = options;
    this.id = options.id;
    this.prefix = options.name;
    this.#since = options.now();
  }

  get health(): McpServerHealth {
    return {
      state: this.#state,
      since: this.#since,
      users: this.#users,
      failures: this.#failures,
      lastError: this.#lastError,
      info: this.#connection?.info,
      tools: this.#tools?.length ?? 0,
    };
  }

  /** Somebody needs it from now on. Returns what gives it back; once. */
  use(): () => void {
    this.#users++;
    if (this.#state === 'running') this.#cancelTimer();
    let used = true;
    return () => {
      if (!used) return;
      used = false;
      this.#users--;
      if (this.#users === 0) this.#idle();
    };
  }

  /** The same list for all who ask at once, and until it changes. @throws {ToolError} */
  async list(signal: AbortSignal): Promise<readonly Tool[]> {
    if (this.#tools) return this.#tools;
    this.#listing ??= this.#readList().finally(() => (this.#listing = undefined));
    return unlessAborted(this.#listing, signal, cancelled);
  }

  /** @throws {ToolError} */
  async call(
    name: string,
    args: Readonly<Record<string, unknown>>,
    options: ToolCallOptions,
  ): Promise<unknown> {
    const connection = await unlessAborted(this.#connected(), options.signal, cancelled);
    return connection.call(name, args, options);
  }

  onChanged(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** It can be reached anew: what was known of it, and how it failed, is of no meaning any more. */
  renew(): void {
    if (this.#closed) return;
    this.#stop();
    this.#failures = 0;
    this.#become('stopped');
    for (const listener of this.#listeners) listener();
  }

  /** Resolves when its process is gone. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stop();
    await Promise.all(this.#closing);
  }

  async #readList(): Promise<readonly Tool[]> {
    const connection = await this.#connected();
    const stop = new AbortController();
    const late = new ToolError('TIMEOUT', 'The server did not say in time what it can do.');
    const cancel = this.#options.clock.after(this.#options.listTimeoutMs, () => stop.abort(late));
    try {
      const tools = await connection.list(stop.signal);
      if (connection === this.#connection) this.#tools = tools;
      return tools;
    } finally {
      cancel();
    }
  }

  /** @throws {ToolError} UNAVAILABLE, also while it is left alone after a failure */
  #connected(): Promise<McpConnection> {
    if (this.#connection) return Promise.resolve(this.#connection);
    if (this.#closed) return Promise.reject(new ToolError('UNAVAILABLE', 'The server was removed.'));
    const leftMs = this.#retryAt - this.#options.clock.now();
    if (this.#state === 'waiting' && leftMs > 0) {
      const inS = Math.max(1, Math.ceil(leftMs / 1000));
      const words = `${this.#lastError ?? 'It failed.'} It is tried again in ${inS} s.`;
      return Promise.reject(new ToolError('UNAVAILABLE', words));
    }
    return (this.#starting ??= this.#start().finally(() => (this.#starting = undefined)));
  }

  async #start(): Promise<McpConnection> {
    const { connection: ways, clock, log, name } = this.#options;
    this.#cancelTimer();
    this.#become('starting');
    const stop = (this.#stopStart = new AbortController());
    const cancel = clock.after(ways.connectTimeoutMs, () => stop.abort());
    let connection: McpConnection | undefined;
    try {
      connection = await McpConnection.open(
        {
          ...ways,
          onListChanged: () => this.#changed(),
          onLost: (why) => this.#lost(connection, why),
          onStreamCut: (why) =>
            log.debug(
              { mcpServer: name, reason: why.slice(0, MAX_REASON_CHARS) },
              'stream of an MCP server was cut',
            ),
        },
        stop.signal,
      );
    } catch (error) {
      const late = stop.signal.aborted && !this.#closed;
      const words = late ? lateWords('It did not start in time.', ways) : (error as Error).message;
      this.#failed(words);
      throw late ? new ToolError('UNAVAILABLE', words, { cause: error }) : error;
    } finally {
      cancel();
    }
    if (this.#closed) {
      this.#put(connection);
      throw new ToolError('UNAVAILABLE', 'The server was removed.');
    }
    this.#connection = connection;
    this.#startedAt = clock.now();
    this.#become('running');
    log.info({ mcpServer: name, info: connection.info }, 'MCP server started');
    if (this.#users === 0) this.#idle();
    return connection;
  }

  #changed(): void {
    this.#tools = undefined;
    for (const listener of this.#listeners) listener();
  }

  #lost(connection: McpConnection | undefined, why: string): void {
    if (!connection || connection !== this.#connection) return;
    this.#connection = undefined;
    this.#put(connection);
    if (this.#options.clock.now() - this.#startedAt >= STEADY_MS) this.#failures = 0;
    this.#failed(why);
  }

  #failed(why: string): void {
    const { clock, log, name } = this.#options;
    this.#tools = undefined;
    this.#failures++;
    this.#lastError = why.slice(0, MAX_REASON_CHARS);
    const delayMs = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (this.#failures - 1));
    log.warn(
      { mcpServer: name, reason: this.#lastError, failures: this.#failures, delayMs },
      'MCP server failed',
    );
    if (this.#closed) return;
    this.#become('waiting');
    this.#retryAt = clock.now() + delayMs;
    // That of a server without users, which would take this one with it.
    this.#cancelTimer();
    this.#cancelTimer = clock.after(delayMs, () => {
      this.#become('stopped');
      // Who needs it lists it, which starts it.
      if (this.#users > 0) for (const listener of this.#listeners) listener();
    });
  }

  #idle(): void {
    const { idleMs, clock } = this.#options;
    if (this.#state !== 'running' || idleMs <= 0) return;
    this.#cancelTimer();
    this.#cancelTimer = clock.after(idleMs, () => {
      if (this.#users === 0) this.#stop();
    });
  }

  #stop(): void {
    this.#cancelTimer();
    this.#stopStart.abort();
    const connection = this.#connection;
    this.#connection = undefined;
    this.#tools = undefined;
    if (connection) this.#put(connection);
    if (this.#state !== 'waiting' || this.#closed) this.#become('stopped');
  }

  #put(connection: McpConnection): void {
    const closing = connection.close().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }

  #become(state: McpServerState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#since = this.#options.now();
  }
}

const cancelled = (): ToolError => new ToolError('CANCELLED', 'The call was cancelled.');
