/** Whoever runs MCP servers, as the fleet knows it: only a broker does. */
import type { McpServerInput } from './mcp-servers.ts';
import type { NewSignIn } from './mcp-sign-in-attempts.ts';
import type { KeptSignIn } from './mcp-sign-ins.ts';

export interface McpHealth {
  /** `waiting`: it failed, and is tried again later. */
  readonly state: 'stopped' | 'starting' | 'running' | 'waiting';
  /** In milliseconds since 1970. */
  readonly since: number;
  /** Conversations that have it. */
  readonly users: number;
  /** Failures, one after the other. */
  readonly failures: number;
  readonly lastError: string | undefined;
  readonly info: { readonly name: string; readonly version: string } | undefined;
  /** As far as they were listed. */
  readonly tools: number;
  /** Places where it is at work: a program may run for each user or conversation. All else is of the worst of them. */
  readonly instances: number;
}

export interface McpTrial {
  readonly info: McpHealth['info'];
  readonly tools: readonly {
    readonly name: string;
    readonly description: string;
    /** JSON Schema of the arguments. */
    readonly inputSchema: Readonly<Record<string, unknown>>;
  }[];
  readonly durationMs: number;
}

export interface McpRunner {
  /** Undefined while nobody has needed it. */
  health(serverId: string): McpHealth | undefined;
  /**
   * Connects and lists, beside whatever runs. `signedInTo`: the server whose sign-in holds for these settings.
   * @throws an Error whose message may be shown
   */
  try(
    settings: McpServerInput,
    tenantId: string,
    signal: AbortSignal,
    signedInTo?: string,
  ): Promise<McpTrial>;
  /** Where a browser has to go, and what to keep until it is back. @throws an Error whose message may be shown */
  startSignIn(start: McpSignInStart): Promise<{ url: string; attempt: object }>;
  /** What to keep from now on. @throws an Error whose message may be shown */
  finishSignIn(answer: McpSignInAnswer): Promise<NewSignIn>;
}

export interface McpSignInStart {
  readonly settings: RemoteMcpServer;
  readonly redirectUrl: string;
  readonly state: string;
  /** Of before. */
  readonly kept: KeptSignIn | undefined;
}

export interface McpSignInAnswer {
  readonly settings: RemoteMcpServer;
  readonly attempt: object;
  readonly code: string;
  readonly iss: string | undefined;
}

export type RemoteMcpServer = Exclude<McpServerInput, { transport: 'stdio' }>;
