/** Where somebody has signed the broker in to an MCP server: kept encrypted, told to nobody, forgotten when asked. */
import { createHash, randomBytes } from 'node:crypto';
import type { AuditSink } from '../audit/audit-sink.ts';
import { type Principal, principalKey } from '../identity/principal.ts';
import type { Database, Queries } from '../store/database.ts';
import { notify } from '../store/notify.ts';
import type { Row } from '../store/schema.ts';
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

/** What is kept, as JSON, and how often it was written. */
export interface KeptSignIn {
  readonly version: number;
  readonly credentials: object;
}

export interface SignInUnderWay extends KeptSignIn {
  readonly tenantId: string;
  readonly serverId: string;
}

/** For whoever is asked by the authorization server to read, agree, and perhaps find a password. */
const SIGN_IN_MS = 10 * 60_000;

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

  async read(tenantId: string, serverId: string): Promise<KeptSignIn | undefined> {
    const row = await this.#row(this.#options.database.queries, tenantId, serverId);
    return row && this.#open(row);
  }

  /** False while somebody else renews its tokens, or has done so. */
  async claim(tenantId: string, serverId: string, version: number): Promise<boolean> {
    const at = this.#options.now();
    const { numUpdatedRows } = await this.#options.database.queries
      .updateTable('mcpSignIns')
      .set({ renewingUntil: new Date(at + RENEWAL_MS) })
      .where('serverId', '=', serverId)
      .where('tenantId', '=', tenantId)
      .where('version', '=', version)
      .where((eb) => eb.or([eb('renewingUntil', 'is', null), eb('renewingUntil', '<', new Date(at))]))
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  async release(tenantId: string, serverId: string): Promise<void> {
    await this.#options.database.queries
      .updateTable('mcpSignIns')
      .set({ renewingUntil: null })
      .where('serverId', '=', serverId)
      .where('tenantId', '=', tenantId)
      .execute();
  }

  /** False when somebody else has written since. */
  async replace(tenantId: string, serverId: string, credentials: object, version: number): Promise<boolean> {
    const { numUpdatedRows } = await this.#options.database.queries
      .updateTable('mcpSignIns')
      .set({
        sealed: this.#seal(serverId, credentials),
        version: version + 1,
        renewingUntil: null,
        updatedAt: new Date(this.#options.now()),
      })
      .where('serverId', '=', serverId)
      .where('tenantId', '=', tenantId)
      .where('version', '=', version)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** Somebody goes to sign in; an attempt before this one is void, a sign-in stays until there is a new one. */
  async begin(principal: Principal, serverId: string, state: string, credentials: object): Promise<Date> {
    const at = this.#options.now();
    const stateUntil = new Date(at + SIGN_IN_MS);
    const set = {
      sealed: this.#seal(serverId, credentials),
      stateHash: hashOf(state),
      stateUntil,
      updatedAt: new Date(at),
    };
    await this.#options.database.queries
      .insertInto('mcpSignIns')
      .values({ serverId, tenantId: principal.tenantId, ...set })
      .onConflict((conflict) =>
        conflict
          .column('serverId')
          .doUpdateSet((eb) => ({ ...set, version: eb('mcpSignIns.version', '+', 1) })),
      )
      .execute();
    return stateUntil;
  }

  /** The attempt that this state belongs to, once. Undefined when there is none, or it has taken too long. */
  async take({ tenantId }: Principal, state: string): Promise<SignInUnderWay | undefined> {
    const row = await this.#options.database.queries
      .updateTable('mcpSignIns')
      .set((eb) => ({ stateHash: null, stateUntil: null, version: eb('version', '+', 1) }))
      .where('tenantId', '=', tenantId)
      .where('stateHash', '=', hashOf(state))
      .where('stateUntil', '>', new Date(this.#options.now()))
      .returningAll()
      .executeTakeFirst();
    return row && { tenantId, serverId: row.serverId, ...this.#open(row) };
  }

  /** Whoever runs the server learns of it. False when it was forgotten, or begun anew, meanwhile. */
  async finish(
    { serverId, tenantId, version }: SignInUnderWay,
    principal: Principal,
    credentials: object,
  ): Promise<boolean> {
    const at = new Date(this.#options.now());
    const isDone = await this.#options.database.queries.transaction().execute(async (queries) => {
      const { numUpdatedRows } = await queries
        .updateTable('mcpSignIns')
        .set({
          sealed: this.#seal(serverId, credentials),
          version: version + 1,
          signedInAt: at,
          signedInBy: principalKey(principal),
          updatedAt: at,
        })
        .where('serverId', '=', serverId)
        .where('tenantId', '=', tenantId)
        .where('version', '=', version)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return false;
      await notify(queries, 'pipit_mcp', { id: serverId });
      return true;
    });
    return isDone;
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

  #row(queries: Queries, tenantId: string, serverId: string): Promise<Row<'mcpSignIns'> | undefined> {
    return queries
      .selectFrom('mcpSignIns')
      .selectAll()
      .where('serverId', '=', serverId)
      .where('tenantId', '=', tenantId)
      .executeTakeFirst();
  }

  #open({ serverId, sealed, version }: Row<'mcpSignIns'>): KeptSignIn {
    const text = this.#options.vault.open(sealed, mcpSignInContext(serverId));
    return { version, credentials: JSON.parse(text) as object };
  }

  #seal(serverId: string, credentials: object): string {
    return this.#options.vault.seal(JSON.stringify(credentials), mcpSignInContext(serverId));
  }
}

/** Ties the browser that comes back to the one that left. */
export const newState = (): string => randomBytes(32).toString('base64url');

/** Of what is sealed for a server. */
export const mcpSignInContext = (serverId: string): string => `mcp-sign-in:${serverId}`;

const hashOf = (state: string): string => createHash('sha256').update(state).digest('base64url');
