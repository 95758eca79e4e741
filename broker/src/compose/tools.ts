/** Puts together what conversations may have done for them. */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/schema.ts';
import type { McpServers } from '../fleet/mcp-servers.ts';
import type { OpenTools } from '../session/session-tools.ts';
import type { SessionSettings } from '../session/session-settings.ts';
import type { Database } from '../store/database.ts';
import type { Figures } from '../telemetry/figures.ts';
import { McpPool } from '../tools/mcp/mcp-pool.ts';
import { type OpenSource, Toolbox } from '../tools/toolbox.ts';

export interface ToolsOptions {
  readonly settings: Config['tools'];
  readonly database: Database;
  readonly mcpServers: Pick<McpServers, 'connection'>;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Logger;
  readonly figures: Figures;
}

export interface Tools {
  /** For the session host. */
  readonly openTools: OpenTools;
  /** For the routes. */
  readonly mcp: McpPool;
  /** After the conversations have ended. Idempotent. */
  close(): Promise<void>;
}

const LIST_TIMEOUT_MS = 15_000;
const MAX_OFFERED_BYTES = 48 * 1024;
/** Of one MCP server; what a model is offered is less. */
const MAX_TOOLS_OF_SERVER = 200;

export function createTools({
  settings,
  database,
  mcpServers,
  clock,
  now,
  log,
  figures,
}: ToolsOptions): Tools {
  const { callTimeoutMs, idleMs, ...rest } = settings;
  const mcp = new McpPool({
    settingsOf: async (tenantId, serverId) => {
      const found = await mcpServers.connection(tenantId, serverId);
      return found && { name: found.name, endpoint: found };
    },
    limits: { ...rest, maxMessageBytes: settings.maxMessageKb * 1024, maxTools: MAX_TOOLS_OF_SERVER },
    launch: (command) => command,
    idleMs,
    listTimeoutMs: LIST_TIMEOUT_MS,
    clock,
    now,
    log,
    figures,
  });
  const stopListening = database.listen('pipit_mcp', {
    onNotice: (payload) => mcp.changed((JSON.parse(payload) as { id: string }).id),
    onGap: () => mcp.changed(undefined),
  });
  const sourcesFor = ({ tools }: SessionSettings): { id: string; open: () => OpenSource }[] => {
    if (!tools?.mcp) return [];
    const { tenantId } = tools;
    return tools.mcpServers.map((id) => ({ id: `mcp:${id}`, open: () => mcp.open(tenantId, id) }));
  };
  const toolSettings = {
    ...rest,
    timeoutMs: callTimeoutMs,
    maxBytes: MAX_OFFERED_BYTES,
    listTimeoutMs: LIST_TIMEOUT_MS,
    maxResultBytes: settings.maxResultKb * 1024,
  };
  let closed: Promise<void> | undefined;
  return {
    openTools: (context) => new Toolbox({ context, sourcesFor, settings: toolSettings, clock, log, figures }),
    mcp,
    close: () =>
      (closed ??= (async () => {
        stopListening();
        await mcp.close();
      })()),
  };
}
