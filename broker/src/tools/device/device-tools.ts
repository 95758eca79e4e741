/** Tools that devices offer themselves: asked for when a conversation needs them, over whatever connection there is. */
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import { McpServer } from '../mcp/mcp-server.ts';
import { type Tool, type ToolCallOptions, ToolError, type ToolSource } from '../tool-source.ts';
import type { OpenSource } from '../toolbox.ts';
import { DeviceTransport } from './device-transport.ts';

export interface DeviceToolsOptions {
  /** False when the device is not connected. */
  readonly send: (deviceId: string, payload: string) => boolean;
  /** Whether the device that is connected now has said that it offers tools. */
  readonly hasTools: (deviceId: string) => boolean;
  readonly connectTimeoutMs: number;
  readonly listTimeoutMs: number;
  readonly maxTools: number;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Logger;
}

/** While a conversation has them. */
interface Used {
  readonly server: McpServer;
  transport: DeviceTransport | undefined;
  users: number;
}

export class DeviceTools {
  readonly #options: DeviceToolsOptions;
  readonly #used = new Map<string, Used>();
  readonly #closing = new Set<Promise<void>>();

  constructor(options: DeviceToolsOptions) {
    this.#options = options;
  }

  /** For one conversation. */
  open(deviceId: string): OpenSource {
    const used = this.#usedOf(deviceId);
    used.users++;
    let isOpen = true;
    return {
      source: new DeviceSource(used.server, () => this.#options.hasTools(deviceId)),
      release: () => {
        if (!isOpen) return;
        isOpen = false;
        if (--used.users > 0) return;
        this.#used.delete(deviceId);
        const closing = used.server.close().finally(() => this.#closing.delete(closing));
        this.#closing.add(closing);
      },
    };
  }

  /** For people who look at the device. @throws {ToolError} when it does not answer */
  async list(deviceId: string, signal: AbortSignal): Promise<readonly Tool[]> {
    const { source, release } = this.open(deviceId);
    try {
      return await source.list(signal);
    } finally {
      release();
    }
  }

  /** A message of the device. */
  hear(deviceId: string, payload: string): void {
    this.#used.get(deviceId)?.transport?.hear(payload);
  }

  /** It has said hello on a connection: what was asked on another one is not answered any more. */
  connected(deviceId: string): void {
    this.#used.get(deviceId)?.server.renew();
  }

  disconnected(deviceId: string): void {
    void this.#used.get(deviceId)?.transport?.close();
  }

  /** Idempotent. */
  async close(): Promise<void> {
    await Promise.all([...this.#closing, ...Array.from(this.#used.values(), ({ server }) => server.close())]);
  }

  #usedOf(deviceId: string): Used {
    const known = this.#used.get(deviceId);
    if (known) return known;
    const { send, hasTools, connectTimeoutMs, listTimeoutMs, maxTools, clock, now, log } = this.#options;
    const server = new McpServer({
      id: 'device',
      name: 'device',
      connection: {
        open: () => {
          if (!hasTools(deviceId)) throw new ToolError('UNAVAILABLE', 'The device is not connected.');
          const transport = new DeviceTransport((payload) => send(deviceId, payload));
          used.transport = transport;
          return { transport, lines: [], close: async () => {} };
        },
        versions: 'legacy',
        connectTimeoutMs,
        maxTools,
      },
      idleMs: 0,
      listTimeoutMs,
      clock,
      now,
      log: log.child({ deviceId }),
    });
    const used: Used = { server, transport: undefined, users: 0 };
    this.#used.set(deviceId, used);
    return used;
  }
}

class DeviceSource implements ToolSource {
  readonly id = 'device';
  readonly prefix = 'device';
  readonly #server: McpServer;
  readonly #hasTools: () => boolean;

  constructor(server: McpServer, hasTools: () => boolean) {
    this.#server = server;
    this.#hasTools = hasTools;
  }

  /** A device that offers none is not asked. */
  async list(signal: AbortSignal): Promise<readonly Tool[]> {
    return this.#hasTools() ? this.#server.list(signal) : [];
  }

  call(name: string, args: Readonly<Record<string, unknown>>, options: ToolCallOptions): Promise<unknown> {
    return this.#server.call(name, args, options);
  }

  onChanged(listener: () => void): () => void {
    return this.#server.onChanged(listener);
  }
}
