/** Tries an MCP server out: connects once, and lists its tools. */
import type { Clock } from '../../clock.ts';
import { type Tool, ToolError } from '../tool-source.ts';
import { McpConnection, type McpServerInfo, type McpWays, lateWords } from './mcp-connection.ts';

export interface McpTrial {
  readonly info: McpServerInfo | undefined;
  readonly tools: readonly Tool[];
  readonly durationMs: number;
}

export interface McpTrialOptions {
  readonly ways: McpWays;
  readonly listTimeoutMs: number;
  readonly clock: Clock;
}

/** Leaves nothing open. @throws {ToolError} */
export async function tryServer(
  { ways, listTimeoutMs, clock }: McpTrialOptions,
  signal: AbortSignal,
): Promise<McpTrial> {
  const startedAt = clock.now();
  const stop = new AbortController();
  const cancel = clock.after(ways.connectTimeoutMs + listTimeoutMs, () => stop.abort());
  const both = AbortSignal.any([signal, stop.signal]);
  let connection: McpConnection | undefined;
  try {
    connection = await McpConnection.open({ ...ways, onListChanged: () => {}, onLost: () => {} }, both);
    const tools = await connection.list(both);
    return { info: connection.info, tools, durationMs: Math.round(clock.now() - startedAt) };
  } catch (error) {
    if (stop.signal.aborted)
      throw new ToolError('TIMEOUT', lateWords('The server did not answer in time.', ways), { cause: error });
    throw error;
  } finally {
    cancel();
    await connection?.close();
  }
}
