/** Signing in to an MCP server, as people do it: they are sent to where they sign in, and come back with a code. */
import type { AuditSink } from '../audit/audit-sink.ts';
import type { Principal } from '../identity/principal.ts';
import { FleetError } from './fleet-error.ts';
import type { McpRunner } from './mcp-runner.ts';
import type { McpServers } from './mcp-servers.ts';
import { type McpSignInAttempts, type NewSignIn, newState } from './mcp-sign-in-attempts.ts';
import type { McpSignIns } from './mcp-sign-ins.ts';

export interface McpSigningInOptions {
  readonly mcpServers: Pick<McpServers, 'trial' | 'read'>;
  readonly signIns: Pick<McpSignIns, 'read'>;
  readonly attempts: McpSignInAttempts;
  readonly runner: () => McpRunner | undefined;
  readonly audit: AuditSink;
}

/** What the browser came back with. */
export interface ComeBack {
  readonly state: string;
  readonly code: string | undefined;
  /** RFC 9207. */
  readonly iss: string | undefined;
  /** RFC 6749, 4.1.2.1: why there is no code. */
  readonly error: string | undefined;
}

export class McpSigningIn {
  readonly #options: McpSigningInOptions;

  constructor(options: McpSigningInOptions) {
    this.#options = options;
  }

  /** @throws {FleetError} NOT_FOUND, CONFLICT where nobody can sign in, UNREACHABLE */
  async start(
    principal: Principal,
    serverId: string,
    redirectUrl: string,
  ): Promise<{ url: string; expiresAt: string }> {
    const { mcpServers, signIns, attempts } = this.#options;
    const { settings, version } = await mcpServers.trial(principal, serverId, undefined);
    if (settings.transport === 'stdio')
      throw new FleetError(
        'CONFLICT',
        'It is a program, which nobody signs in to. What it needs goes into env.',
      );
    if (settings.oauth?.grant === 'clientCredentials')
      throw new FleetError('CONFLICT', 'It is set to clientCredentials: the broker signs in by itself.');
    const state = newState();
    const kept = await signIns.read({ tenantId: principal.tenantId, serverId, url: settings.url });
    const start = { settings, redirectUrl, state, kept };
    const { url, attempt } = await this.#asking((runner) => runner.startSignIn(start));
    const server = { id: serverId, version, url: settings.url };
    const until = await attempts.begin(principal, server, state, attempt);
    return { url, expiresAt: until.toISOString() };
  }

  /** @returns the name of the server. @throws {FleetError} NOT_FOUND when it is not awaited, CONFLICT, UNREACHABLE */
  async finish(principal: Principal, { state, code, iss, error }: ComeBack): Promise<string> {
    const { mcpServers, attempts, audit } = this.#options;
    const over = new FleetError(
      'NOT_FOUND',
      'There is no such attempt to sign in, or it is over. Begin again.',
    );
    const underWay = await attempts.take(principal, state);
    if (!underWay) throw over;
    const { serverId, attempt } = underWay;
    const target = { kind: 'mcpServer', id: serverId };
    const told = (result: 'ok' | 'failed', detail: object) =>
      audit.record({ principal, action: 'mcpServer.signIn', target, result, detail });
    if (code === undefined) {
      told('failed', { why: (error ?? 'no code').slice(0, 100) });
      throw new FleetError('CONFLICT', 'Nobody was signed in: access was refused there.');
    }
    const { settings } = await mcpServers.trial(principal, serverId, undefined);
    if (settings.transport === 'stdio' || settings.url !== underWay.url) throw over;
    const answer = { settings, attempt, code, iss };
    let next: NewSignIn;
    try {
      next = await this.#asking((runner) => runner.finishSignIn(answer));
    } catch (cause) {
      told('failed', { why: (cause as Error).message.slice(0, 300) });
      throw cause;
    }
    if (!(await attempts.finish(underWay, principal, next))) throw over;
    told('ok', {});
    return settings.name;
  }

  async #asking<T>(ask: (runner: McpRunner) => Promise<T>): Promise<T> {
    const runner = this.#options.runner();
    if (!runner) throw new FleetError('BUSY', 'Only a broker that runs can sign in to a server.');
    try {
      return await ask(runner);
    } catch (cause) {
      throw new FleetError('UNREACHABLE', (cause as Error).message, { cause });
    }
  }
}
