/**
 * The MCP servers that run: one for each that somebody needs, shared by all who do. What is set for a server may change
 * at any time; those who use it notice only that its tools are others.
 */
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { Figures } from '../../telemetry/figures.ts';
import { type Tool, type ToolCallOptions, ToolError, type ToolSource } from '../tool-source.ts';
import type { OpenSource } from '../toolbox.ts';
import { McpConnection, type McpConnectionOptions, type McpServerInfo } from './mcp-connection.ts';
import type { McpEndpoint, McpLimits } from './mcp-endpoint.ts';
import { McpServer, type McpServerHealth } from './mcp-server.ts';
import { type Launch, openTransport } from './mcp-transport.ts';
import { authorizationOf } from './oauth/authorization.ts';
import type { CredentialStore } from './oauth/credentials.ts';

export interface McpServerSettings {
  readonly name: string;
  readonly endpoint: McpEndpoint;
  /** Where somebody may have signed in to it. */
  readonly credentials?: CredentialStore | undefined;
}

export interface McpPoolOptions {
  /** Undefined when there is none, or it is switched off. */
  readonly settingsOf: (tenantId: string, serverId: string) => Promise<McpServerSettings | undefined>;
  readonly limits: McpLimits;
  readonly launch: Launch;
  readonly idleMs: number;
  readonly listTimeoutMs: number;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Logger;
  readonly figures: Figures;
}

export interface McpTrial {
  readonly info: McpServerInfo | undefined;
  readonly tools: readonly Tool[];
  readonly durationMs: number;
}

interface Slot {
  readonly tenantId: string;
  readonly serverId: string;
  /** Undefined while its settings are not read. */
  server: Promise<McpServer> | undefined;
  running: McpServer | undefined;
  readonly users: Set<PooledSource>;
}

export class McpPool {
  readonly #options: McpPoolOptions;
  readonly #slots = new Map<string, Slot>();
  readonly #closing = new Set<Promise<void>>();
  #closed = false;

  constructor(options: McpPoolOptions) {
    this.#options = options;
    const { figures } = options;
    const count = (state: string) => () =>
      [...this.#slots.values()].filter(({ running }) => running?.health.state === state).length;
    figures.gauge('tools_mcp_running', count('running'));
    figures.gauge('tools_mcp_waiting', count('waiting'));
  }

  /** For one conversation. Nothing is started before it is asked something. */
  open(tenantId: string, serverId: string): OpenSource {
    const slot = this.#slotOf(tenantId, serverId);
    const source = new PooledSource(serverId, () => this.#serverOf(slot));
    slot.users.add(source);
    if (slot.running) source.attach(slot.running);
    return {
      source,
      release: () => {
        slot.users.delete(source);
        source.detach();
      },
    };
  }

  /** Undefined while nobody has needed it. */
  health(serverId: string): McpServerHealth | undefined {
    for (const slot of this.#slots.values()) if (slot.serverId === serverId) return slot.running?.health;
    return undefined;
  }

  /** Connects to a server of these settings, beside any that runs, and lists its tools. @throws {ToolError} */
  async try(endpoint: McpEndpoint, signal: AbortSignal, credentials?: CredentialStore): Promise<McpTrial> {
    const { limits, clock, listTimeoutMs } = this.#options;
    const startedAt = clock.now();
    const stop = new AbortController();
    const cancel = clock.after(limits.connectTimeoutMs + listTimeoutMs, () => stop.abort());
    const both = AbortSignal.any([signal, stop.signal]);
    let connection: McpConnection | undefined;
    try {
      const ways = { ...this.#waysTo(endpoint, credentials), onListChanged: () => {}, onLost: () => {} };
      connection = await McpConnection.open(ways, both);
      const tools = await connection.list(both);
      return { info: connection.info, tools, durationMs: Math.round(clock.now() - startedAt) };
    } catch (error) {
      if (stop.signal.aborted)
        throw new ToolError('TIMEOUT', 'The server did not answer in time.', { cause: error });
      throw error;
    } finally {
      cancel();
      await connection?.close();
    }
  }

  /** What is set for a server has changed, or it is gone. Undefined: of any of them. */
  changed(serverId: string | undefined): void {
    for (const [key, slot] of this.#slots) {
      if (serverId !== undefined && slot.serverId !== serverId) continue;
      const { running } = slot;
      slot.server = undefined;
      slot.running = undefined;
      if (running) this.#put(running);
      if (slot.users.size === 0) this.#slots.delete(key);
      for (const user of slot.users) user.detach();
      for (const user of slot.users) user.changed();
    }
  }

  /** Resolves when all processes are gone. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const { running } of this.#slots.values()) if (running) this.#put(running);
    this.#slots.clear();
    await Promise.all(this.#closing);
  }

  #slotOf(tenantId: string, serverId: string): Slot {
    const key = `${tenantId} ${serverId}`;
    let slot = this.#slots.get(key);
    if (!slot) {
      slot = { tenantId, serverId, server: undefined, running: undefined, users: new Set() };
      this.#slots.set(key, slot);
    }
    return slot;
  }

  #serverOf(slot: Slot): Promise<McpServer> {
    if (this.#closed) return Promise.reject(new ToolError('UNAVAILABLE', 'The broker is stopping.'));
    if (slot.server) return slot.server;
    const making = this.#make(slot);
    slot.server = making;
    // Tried again by the next who asks.
    making.catch(() => {
      if (slot.server === making) slot.server = undefined;
    });
    return making;
  }

  async #make(slot: Slot): Promise<McpServer> {
    const { settingsOf, idleMs, listTimeoutMs, clock, now, log } = this.#options;
    const { tenantId, serverId } = slot;
    let settings: McpServerSettings | undefined;
    try {
      settings = await settingsOf(tenantId, serverId);
    } catch (cause) {
      throw new ToolError('UNAVAILABLE', 'Its settings cannot be read.', { cause });
    }
    if (!settings) throw new ToolError('UNAVAILABLE', 'There is no such server, or it is switched off.');
    const { name, endpoint, credentials } = settings;
    const server = new McpServer({
      id: `mcp:${serverId}`,
      name,
      connection: this.#waysTo(endpoint, credentials),
      idleMs,
      listTimeoutMs,
      clock,
      now,
      log,
    });
    if (this.#closed) throw new ToolError('UNAVAILABLE', 'The broker is stopping.');
    slot.running = server;
    for (const user of slot.users) user.attach(server);
    return server;
  }

  #waysTo(
    endpoint: McpEndpoint,
    credentials: CredentialStore | undefined,
  ): Pick<McpConnectionOptions, 'open' | 'versions' | 'connectTimeoutMs' | 'maxTools'> {
    const { limits, launch, clock } = this.#options;
    const { connectTimeoutMs, maxTools } = limits;
    const versions = endpoint.transport === 'stdio' ? 'legacy' : 'auto';
    const open = () => openTransport(endpoint, limits, launch, authorizationOf(endpoint, credentials, clock));
    return { open, versions, connectTimeoutMs, maxTools };
  }

  #put(server: McpServer): void {
    const closing = server.close().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }
}

/** A server as one conversation has it, whatever becomes of the server. */
class PooledSource implements ToolSource {
  readonly id: string;
  readonly #server: () => Promise<McpServer>;
  readonly #listeners = new Set<() => void>();
  #name: string | undefined;
  #giveBack = (): void => {};

  constructor(serverId: string, server: () => Promise<McpServer>) {
    this.id = `mcp:${serverId}`;
    this.#server = server;
  }

  get prefix(): string {
    return this.#name ?? 'mcp';
  }

  async list(signal: AbortSignal): Promise<readonly Tool[]> {
    return (await this.#server()).list(signal);
  }

  async call(
    name: string,
    args: Readonly<Record<string, unknown>>,
    options: ToolCallOptions,
  ): Promise<unknown> {
    return (await this.#server()).call(name, args, options);
  }

  onChanged(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    for (const listener of this.#listeners) listener();
  }

  attach(server: McpServer): void {
    this.detach();
    this.#name = server.prefix;
    const release = server.use();
    const stop = server.onChanged(() => this.changed());
    this.#giveBack = () => {
      stop();
      release();
    };
  }

  detach(): void {
    this.#giveBack();
    this.#giveBack = () => {};
  }
}
