/** The way to an MCP server, for the official SDK; what may not be started or asked is refused before. */
import {
  type AuthProvider,
  type FetchLike,
  type OAuthClientProvider,
  SSEClientTransport,
  StreamableHTTPClientTransport,
  type Transport,
} from '@modelcontextprotocol/client';
import { type Clock, systemClock } from '../../clock.ts';
import type { SandboxCommand, SandboxProcess } from '../sandbox/sandbox.ts';
import { ToolError } from '../tool-source.ts';
import { ByteAllowance } from './byte-allowance.ts';
import { boundedFetch } from './bounded-fetch.ts';
import { HttpTransport } from './http-transport.ts';
import type { McpEndpoint, McpLimits } from './mcp-endpoint.ts';
import { remembering } from './oauth/token-carried.ts';
import { ProcessTransport } from './process-transport.ts';
import { SecretWords } from './secret-words.ts';

export interface McpTransport {
  readonly transport: Transport;
  /** What a process writes beside its messages, line by line; the last ones. */
  readonly lines: readonly string[];
  /** That must not be in what is said of it. */
  readonly secrets?: SecretWords | undefined;
  /** Of what the transport does not close. Idempotent. */
  close(): Promise<void>;
}

/** Starts the program of a server, wherever that is. @throws {ToolError} UNAVAILABLE */
export type Launch = (command: SandboxCommand, signal: AbortSignal) => Promise<SandboxProcess>;

/** @throws {ToolError} UNAVAILABLE */
export function openTransport(
  endpoint: McpEndpoint,
  limits: McpLimits,
  launch: Launch,
  authProvider?: AuthProvider | OAuthClientProvider,
  clock: Clock = systemClock,
): McpTransport {
  if (endpoint.transport === 'stdio') return openProcess(endpoint, limits, launch, clock);
  const { fetch, close } = boundedFetch(limits, (bytes) => transport.received(bytes));
  const url = new URL(endpoint.url);
  const options = {
    requestInit: { headers: { ...endpoint.headers } },
    ...(authProvider && { authProvider }),
  };
  const secrets = new SecretWords(endpoint);
  const learning: FetchLike = (to, init) => {
    const authorization = new Headers(init?.headers).get('authorization');
    if (authorization !== null) secrets.learn(authorization);
    return fetch(to, init);
  };
  const allowance = new ByteAllowance(limits.maxMessageBytes, clock);
  const transport = new HttpTransport(remembering(learning), allowance, (ended) =>
    endpoint.transport === 'sse'
      ? new SSEClientTransport(url, { ...options, fetch: ended })
      : new StreamableHTTPClientTransport(url, { ...options, fetch: ended }),
  );
  return { transport, lines: [], secrets, close };
}

function openProcess(
  endpoint: McpEndpoint & { transport: 'stdio' },
  { commands, anyCommand, maxMessageBytes }: McpLimits,
  launch: Launch,
  clock: Clock,
): McpTransport {
  const { command, args, env, network } = endpoint;
  if (!anyCommand && !commands.includes(command)) {
    throw new ToolError(
      'UNAVAILABLE',
      `The broker may not start ${JSON.stringify(command)}. Whoever runs it has to name the program in tools.commands.`,
    );
  }
  const transport = new ProcessTransport({
    launch: (signal) => launch({ command, args, env, network }, signal),
    maxMessageBytes,
    clock,
  });
  return {
    transport,
    secrets: new SecretWords(endpoint),
    get lines() {
      return transport.words;
    },
    close: async () => {},
  };
}
