/**
 * Where somebody has signed the broker in to an MCP server: kept encrypted, told to nobody, forgotten when asked. Tokens are
 * for the address that somebody has signed in to, and written only by whoever has claimed their renewal.
 */
import type { AuditSink } from '../audit/audit-sink.ts';
import type { Principal } from '../identity/principal.ts';
import type { Database } from '../store/database.ts';
import { newId } from '../store/ids.ts';
import { notify } from '../store/notify.ts';
import { lockServer } from './mcp-server-lock.ts';
import type { Vault } from './vault.ts';

export interface McpSignInsOptions {
  readonly database: Database;
  readonly vault: Vault;
  readonly audit: AuditSink;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface McpSignInView {
  readonly since: string;
  readonly by: string;
}

/** To which server, as it was when it was read. */
export interface McpSignInKey {
  readonly tenantId: string;
  readonly serverId: string;
  readonly url: string;
}

export interface KeptSignIn {
  /** The first authorization server that was seen. */
  readonly issuer: string | undefined;
  /** What is kept, as JSON. Undefined when nobody has signed in, or what they got was refused. */
  readonly credentials: object | undefined;
}

/** Of a process that ends while it renews, others take it over after that. */
const RENEWAL_MS = 60_000;

export class McpSignIns {
  readonly #options: McpSignInsOptions;

  constructor(options: McpSignInsOptions) {
    this.#options = options;
  }

  /** By server, of those that somebody has signed in to. */
  async of(tenantId: string): Promise<ReadonlyMap<string, McpSignInView>> {
    const rows = await this.#options.database.queries
      .selectFrom('mcpSignIns')
      .select(['serverId', 'signedInAt', 'signedInBy'])
      .where('tenantId', '=', tenantId)
      .where('signedInAt', 'is not', null)
      .execute();
    return new Map(
      rows.map(({ serverId, signedInAt, signedInBy }) => [
        serverId,
        { since: signedInAt!.toISOString(), by: signedInBy! },
      ]),
    );
  }

  async read({ tenantId, serverId, url }: McpSignInKey): Promise<KeptSignIn | undefined> {
    const row = await this.#options.database.queries
      .selectFrom('mcpSignIns')
      .select(['sealed', 'issuer'])
      .where('serverId', '=', serverId)
      .where('tenantId', '=', tenantId)
      .where('url', '=', url)
      .executeTakeFirst();
    if (!row) return undefined;
    const { sealed, issuer } = row;
    const text = sealed === null ? undefined : this.#options.vault.open(sealed, mcpSignInContext(serverId));
    return {
      issuer: issuer ?? undefined,
      credentials: text === undefined ? undefined : (JSON.parse(text) as object),
    };
  }

  /** Undefined while somebody else renews its tokens, or when there are none. */
  async claim({ tenantId, serverId, url }: McpSignInKey): Promise<string | undefined> {
    const at = this.#options.now();
    const claim = newId();
    const { numUpdatedRows } = await this.#options.database.queries
      .updateTable('mcpSignIns')
      .set({ renewingUntil: new Date(at + RENEWAL_MS), renewingBy: claim })
      .where('serverId', '=', serverId)
      .where('tenantId', '=', tenantId)
      .where('url', '=', url)
      .where('sealed', 'is not', null)
      .where((eb) => eb.or([eb('renewingUntil', 'is', null), eb('renewingUntil', '<', new Date(at))]))
      .executeTakeFirst();
    return numUpdatedRows > 0n ? claim : undefined;
  }

  /** Idempotent; nothing when others have it by now. */
  async release({ serverId }: McpSignInKey, claim: string): Promise<void> {
    await this.#claimed(serverId, claim, {});
  }

  /** Ends the claim. False when somebody has signed in anew, or out, or others have claimed it; then nothing is written. */
  replace({ serverId }: McpSignInKey, claim: string, credentials: object): Promise<boolean> {
    const sealed = this.#options.vault.seal(JSON.stringify(credentials), mcpSignInContext(serverId));
    return this.#claimed(serverId, claim, { sealed });
  }

  /** What is kept was refused: it is as if nobody had signed in. Ends the claim. */
  async drop({ serverId }: McpSignInKey, claim: string): Promise<void> {
    await this.#claimed(serverId, claim, { sealed: null, signedInAt: null, signedInBy: null });
  }

  /** @returns the authorization server that was seen first; undefined when the server is another one by now */
  keepIssuer({ tenantId, serverId, url }: McpSignInKey, issuer: string): Promise<string | undefined> {
    return this.#options.database.queries.transaction().execute(async (queries) => {
      const server = await lockServer(queries, tenantId, serverId);
      if (server?.settings['url'] !== url) return undefined;
      const row = await queries
        .insertInto('mcpSignIns')
        .values({ serverId, tenantId, url, issuer })
        .onConflict((conflict) =>
          conflict.column('serverId').doUpdateSet((eb) => ({
            issuer: eb.fn.coalesce('mcpSignIns.issuer', 'excluded.issuer'),
          })),
        )
        .returning('issuer')
        .executeTakeFirst();
      return row?.issuer ?? undefined;
    });
  }

  /** Idempotent. */
  async forget(principal: Principal, serverId: string): Promise<void> {
    const { database, audit } = this.#options;
    const isGone = await database.queries.transaction().execute(async (queries) => {
      const { numDeletedRows } = await queries
        .deleteFrom('mcpSignIns')
        .where('serverId', '=', serverId)
        .where('tenantId', '=', principal.tenantId)
        .executeTakeFirst();
      if (numDeletedRows > 0n) await notify(queries, 'pipit_mcp', { id: serverId });
      return numDeletedRows > 0n;
    });
    if (!isGone) return;
    const target = { kind: 'mcpServer', id: serverId };
    audit.record({ principal, action: 'mcpServer.signOut', target, result: 'ok', detail: {} });
  }

  async #claimed(
    serverId: string,
    claim: string,
    set: { sealed?: string | null; signedInAt?: null; signedInBy?: null },
  ): Promise<boolean> {
    const { numUpdatedRows } = await this.#options.database.queries
      .updateTable('mcpSignIns')
      .set({ ...set, renewingUntil: null, renewingBy: null, updatedAt: new Date(this.#options.now()) })
      .where('serverId', '=', serverId)
      .where('renewingBy', '=', claim)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }
}

/** Of what is sealed for a server. */
export const mcpSignInContext = (serverId: string): string => `mcp-sign-in:${serverId}`;
