/** How a server does that runs at several places at once. */
import type { McpServerHealth, McpServerState } from './mcp-server.ts';

export interface McpPoolHealth extends McpServerHealth {
  /** Places where it runs, starts, or is tried again. */
  readonly instances: number;
}

/** The later, the worse: who looks wants to know of the one that fails. */
const BY_WORTH: readonly McpServerState[] = ['stopped', 'running', 'starting', 'waiting'];

/** As the worst one does; users are added up. Undefined of none. */
export function healthOfAll(all: readonly McpServerHealth[]): McpPoolHealth | undefined {
  const worth = ({ state }: McpServerHealth): number => BY_WORTH.indexOf(state);
  const [worst] = all.toSorted((a, b) => worth(b) - worth(a) || b.failures - a.failures || b.since - a.since);
  if (!worst) return undefined;
  return {
    ...worst,
    users: all.reduce((sum, { users }) => sum + users, 0),
    info: worst.info ?? all.find(({ info }) => info)?.info,
    tools: Math.max(...all.map(({ tools }) => tools)),
    instances: all.filter(({ state }) => state !== 'stopped').length,
  };
}
