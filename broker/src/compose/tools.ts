/** Puts together what conversations may have done for them. */
import type { Logger } from 'pino';
import type { Audit } from '../audit/audit-log.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/schema.ts';
import type { McpRunner } from '../fleet/mcp-runner.ts';
import type { McpServers } from '../fleet/mcp-servers.ts';
import type { McpSignInKey, McpSignIns } from '../fleet/mcp-sign-ins.ts';
import type { ConversationEvent } from '../session/conversation-events.ts';
import type { OpenTools, SessionToolsContext } from '../session/session-tools.ts';
import type { SessionSettings } from '../session/session-settings.ts';
import type { Database } from '../store/database.ts';
import type { Figures } from '../telemetry/figures.ts';
import { DeviceTools, type DeviceToolsOptions } from '../tools/device/device-tools.ts';
import type { McpEndpoint } from '../tools/mcp/mcp-endpoint.ts';
import { McpPool } from '../tools/mcp/mcp-pool.ts';
import type { CredentialStore, SignInAttempt } from '../tools/mcp/oauth/credentials.ts';
import { finishSignIn, startSignIn } from '../tools/mcp/oauth/sign-in.ts';
import type { SandboxUser } from '../tools/sandbox/sandbox-lease.ts';
import { Toolbox, type WantedSource } from '../tools/toolbox.ts';
import { createAwsTools } from './aws-tools.ts';
import type { Sandboxes } from './sandboxes.ts';

export interface ToolsOptions {
  readonly settings: Config['tools'];
  readonly model: Config['model'];
  readonly database: Database;
  readonly mcpServers: Pick<McpServers, 'connection'>;
  readonly mcpSignIns: Omit<McpSignIns, 'of' | 'forget'>;
  /** Where programs of MCP servers run. */
  readonly sandboxes: Pick<Sandboxes, 'programs' | 'sessionOver'>;
  readonly device: Pick<DeviceToolsOptions, 'send' | 'hasTools'>;
  readonly audit: Audit;
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
  readonly mcp: McpRunner;
  /** For the device side. */
  readonly device: DeviceTools;
  /** After the conversations have ended. Idempotent. */
  close(): Promise<void>;
}

const LIST_TIMEOUT_MS = 15_000;
/** A device that does not answer soon is asleep, or not a server at all. */
const DEVICE_TIMEOUT_MS = 5000;
const MAX_TOOLS_OF_DEVICE = 64;
const MAX_OFFERED_BYTES = 48 * 1024;
/** Of one MCP server; what a model is offered is less. */
const MAX_TOOLS_OF_SERVER = 200;

export function createTools(options: ToolsOptions): Tools {
  const { settings, database, mcpServers, mcpSignIns, sandboxes, clock, now, log, figures } = options;
  const { callTimeoutMs, idleMs, ...rest } = settings;
  const credentialsOf = (key: McpSignInKey): CredentialStore => ({
    read: () => mcpSignIns.read(key),
    claim: () => mcpSignIns.claim(key),
    release: (claim) => mcpSignIns.release(key, claim),
    replace: (claim, credentials) => mcpSignIns.replace(key, claim, credentials),
    drop: (claim) => mcpSignIns.drop(key, claim),
    keepIssuer: (issuer) => mcpSignIns.keepIssuer(key, issuer),
  });
  /** Nobody signs in to a program. */
  const signInsOf = (tenantId: string, serverId: string | undefined, server: McpEndpoint) =>
    serverId === undefined || server.transport === 'stdio'
      ? undefined
      : credentialsOf({ tenantId, serverId, url: server.url });
  const limits = { ...rest, maxMessageBytes: settings.maxMessageKb * 1024, maxTools: MAX_TOOLS_OF_SERVER };
  const mcp = new McpPool({
    settingsOf: async (tenantId, serverId) => {
      const found = await mcpServers.connection(tenantId, serverId);
      const credentials = found && signInsOf(tenantId, serverId, found);
      return found && { name: found.name, endpoint: found, credentials };
    },
    limits,
    programs: sandboxes.programs,
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
  const device = new DeviceTools({
    ...options.device,
    connectTimeoutMs: DEVICE_TIMEOUT_MS,
    listTimeoutMs: DEVICE_TIMEOUT_MS,
    maxTools: MAX_TOOLS_OF_DEVICE,
    clock,
    now,
    log,
  });
  const aws = createAwsTools(options);
  const sourcesFor = (context: SandboxUser, { tools }: SessionSettings): WantedSource[] => {
    if (!tools) return [];
    const { deviceId, sessionId } = context;
    const { tenantId, ownerId, mcpServers: ids } = tools;
    const asker = { tenantId, ownerId, sessionId, deviceId };
    return [
      // What the user has in the hand comes first, should there be too many.
      ...(tools.device ? [{ id: 'device', open: () => device.open(deviceId) }] : []),
      ...aws.sourcesFor(context, tools),
      ...(tools.mcp ? ids.map((id) => ({ id: `mcp:${id}`, open: () => mcp.open(asker, id) })) : []),
    ];
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
    openTools: (context) => {
      let tenantId: string | undefined;
      const observe = (event: ConversationEvent): void => {
        context.observe(event);
        if (event.kind === 'toolResult') auditCall(options.audit, { ...context, tenantId }, event);
      };
      return new Toolbox({
        context: { ...context, observe },
        sourcesFor: (of) => {
          tenantId = of.tools?.tenantId;
          return sourcesFor(context, of);
        },
        onClosed: () => sandboxes.sessionOver(context.sessionId),
        settings: toolSettings,
        clock,
        log,
        figures,
      });
    },
    mcp: {
      health: (serverId) => mcp.health(serverId),
      try: (server, tenantId, signal, serverId) =>
        mcp.try(server, tenantId, signal, signInsOf(tenantId, serverId, server)),
      startSignIn: ({ settings: endpoint, ...start }) => startSignIn({ endpoint, ...start }, limits),
      // It is as it was handed out.
      finishSignIn: ({ settings: endpoint, attempt, ...answer }) =>
        finishSignIn({ endpoint, attempt: attempt as SignInAttempt, ...answer }, limits),
    },
    device,
    close: () =>
      (closed ??= (async () => {
        stopListening();
        await Promise.all([mcp.close(), device.close(), aws.close()]);
      })()),
  };
}

/** That it was called and how it went; not what was asked and answered. */
function auditCall(
  audit: Audit,
  {
    deviceId,
    sessionId,
    tenantId,
  }: Pick<SessionToolsContext, 'deviceId' | 'sessionId'> & { tenantId?: string | undefined },
  { name, source, code, durationMs }: ConversationEvent & { kind: 'toolResult' },
): void {
  if (tenantId === undefined) return;
  audit.record(
    { kind: 'device', id: deviceId, name: deviceId, tenantId, via: 'mqtt' },
    {
      action: 'tool.call',
      target: { kind: 'tool', id: name },
      result: code === null ? 'ok' : 'failed',
      detail: { source, sessionId, durationMs: Math.round(durationMs), ...(code !== null && { code }) },
    },
  );
}
