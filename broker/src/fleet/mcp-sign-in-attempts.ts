/** Who is on the way to sign in to an MCP server: apart from the tokens of before, which stay until there are new ones. */
import { createHash, randomBytes } from 'node:crypto';
import { type Principal, principalKey } from '../identity/principal.ts';
import { notify } from '../store/notify.ts';
import { FleetError } from './fleet-error.ts';
import { lockServer } from './mcp-server-lock.ts';
import { type McpSignInKey, type McpSignInsOptions, mcpSignInContext } from './mcp-sign-ins.ts';

/** Whom somebody goes to sign in to, as it was read. */
export interface AttemptedServer {
  readonly id: string;
  readonly version: number;
  readonly url: string;
}

export interface AttemptUnderWay extends McpSignInKey {
  readonly stateHash: string;
  /** What was kept of it, as JSON. */
  readonly attempt: object;
}

/** What a sign-in has brought. */
export interface NewSignIn {
  readonly issuer: string;
  readonly credentials: object;
}

/** For whoever is asked by the authorization server to read, agree, and perhaps find a password. */
const SIGN_IN_MS = 10 * 60_000;

export class McpSignInAttempts {
  readonly #options: Omit<McpSignInsOptions, 'audit'>;

  constructor(options: Omit<McpSignInsOptions, 'audit'>) {
    this.#options = options;
  }

  /** An attempt before this one is void. Returns until when. @throws {FleetError} NOT_FOUND, CONFLICT */
  async begin(
    { tenantId }: Principal,
    { id: serverId, version, url }: AttemptedServer,
    state: string,
    attempt: object,
  ): Promise<Date> {
    const { database, vault, now } = this.#options;
    const stateUntil = new Date(now() + SIGN_IN_MS);
    const set = {
      attempt: vault.seal(JSON.stringify(attempt), mcpAttemptContext(serverId)),
      stateHash: hashOf(state),
      stateUntil,
      updatedAt: new Date(now()),
    };
    await database.queries.transaction().execute(async (queries) => {
      const server = await lockServer(queries, tenantId, serverId);
      if (!server) throw FleetError.notFound('an MCP server', serverId);
      if (server.version !== version)
        throw new FleetError('CONFLICT', 'The server was changed meanwhile. Begin again.');
      await queries
        .insertInto('mcpSignIns')
        .values({ serverId, tenantId, url, ...set })
        .onConflict((conflict) => conflict.column('serverId').doUpdateSet(set))
        .execute();
    });
    return stateUntil;
  }

  /** The attempt that this state belongs to, once. Undefined when there is none, or it has taken too long. */
  async take({ tenantId }: Principal, state: string): Promise<AttemptUnderWay | undefined> {
    const stateHash = hashOf(state);
    const row = await this.#options.database.queries
      .updateTable('mcpSignIns')
      // The hash stays: what is brought in the end is told by it from what others have begun since.
      .set({ stateUntil: null })
      .where('tenantId', '=', tenantId)
      .where('stateHash', '=', stateHash)
      .where('stateUntil', '>', new Date(this.#options.now()))
      .returning(['serverId', 'url', 'attempt'])
      .executeTakeFirst();
    if (!row || row.attempt === null) return undefined;
    const { serverId, url } = row;
    const text = this.#options.vault.open(row.attempt, mcpAttemptContext(serverId));
    return { tenantId, serverId, url, stateHash, attempt: JSON.parse(text) as object };
  }

  /** Whoever runs the server learns of it. False when it was forgotten, or begun anew, meanwhile. */
  async finish(
    { serverId, tenantId, stateHash }: AttemptUnderWay,
    principal: Principal,
    { credentials, issuer }: NewSignIn,
  ): Promise<boolean> {
    const { database, vault, now } = this.#options;
    const at = new Date(now());
    return database.queries.transaction().execute(async (queries) => {
      const { numUpdatedRows } = await queries
        .updateTable('mcpSignIns')
        .set({
          sealed: vault.seal(JSON.stringify(credentials), mcpSignInContext(serverId)),
          issuer,
          attempt: null,
          stateHash: null,
          stateUntil: null,
          renewingUntil: null,
          renewingBy: null,
          signedInAt: at,
          signedInBy: principalKey(principal),
          updatedAt: at,
        })
        .where('serverId', '=', serverId)
        .where('tenantId', '=', tenantId)
        .where('stateHash', '=', stateHash)
        .where((eb) => eb.or([eb('issuer', 'is', null), eb('issuer', '=', issuer)]))
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return false;
      await notify(queries, 'pipit_mcp', { id: serverId });
      return true;
    });
  }
}

/** Ties the browser that comes back to the one that left. */
export const newState = (): string => randomBytes(32).toString('base64url');

/** Of what is sealed of an attempt. */
export const mcpAttemptContext = (serverId: string): string => `mcp-sign-in-attempt:${serverId}`;

const hashOf = (state: string): string => createHash('sha256').update(state).digest('base64url');
