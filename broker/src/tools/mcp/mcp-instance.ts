/** An MCP server at one place: its program, or the way to it, and the conversations that have it. */
import type { Place } from '../sandbox/place.ts';
import type { SandboxUser } from '../sandbox/sandbox-lease.ts';
import type { Program } from '../sandbox/sandbox-programs.ts';
import { McpServer, type McpServerOptions } from './mcp-server.ts';
import type { Launch } from './mcp-transport.ts';
import type { PooledSource } from './pooled-source.ts';

export interface McpInstanceOptions {
  /** Undefined for a server that is no program. */
  readonly place: Place | undefined;
  readonly server: Omit<McpServerOptions, 'connection'>;
  readonly start: (...args: Parameters<Launch>) => Promise<Program>;
  readonly connection: (launch: Launch) => McpServerOptions['connection'];
  /** Nobody has it any more. */
  readonly onLeft: () => void;
}

export class McpInstance {
  readonly place: Place | undefined;
  readonly server: McpServer;
  readonly #options: McpInstanceOptions;
  readonly #users = new Set<PooledSource>();
  /** The last one that was started. */
  #program: Program | undefined;

  constructor(options: McpInstanceOptions) {
    this.#options = options;
    this.place = options.place;
    const launch: Launch = async (command, signal) => {
      const program = await options.start(command, signal);
      this.#program = program;
      return program.process;
    };
    this.server = new McpServer({ ...options.server, connection: options.connection(launch) });
  }

  get isUsed(): boolean {
    return this.#users.size > 0;
  }

  /** Returns what gives it back; once. */
  join(user: PooledSource): () => void {
    const release = this.server.use();
    this.#users.add(user);
    return () => {
      if (!this.#users.delete(user)) return;
      this.#program?.left(user.asker.sessionId);
      release();
      if (!this.isUsed) this.#options.onLeft();
    };
  }

  used(by: SandboxUser): void {
    this.#program?.used(by);
  }
}
