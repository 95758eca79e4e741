/** Which MCP servers there are, and how they are reached. Their secrets are encrypted, and never shown again. */
import { z } from 'zod';
import type { AuditAction } from '../audit/audit-actions.ts';
import type { AuditSink } from '../audit/audit-sink.ts';
import { type Principal, principalKey } from '../identity/principal.ts';
import type { Database, Queries } from '../store/database.ts';
import { repeatedValueOf } from '../store/database-error.ts';
import { isId, newId } from '../store/ids.ts';
import { notify } from '../store/notify.ts';
import { type Row, json } from '../store/schema.ts';
import { FleetError } from './fleet-error.ts';
import { isSameTarget, secretInAddress } from './mcp-address.ts';
import { MASK, type McpSecrets, isSameSignIn, split, withSecrets } from './mcp-secrets.ts';
import { type McpServerUse, usesOf } from './mcp-server-uses.ts';
import { requireTenantScope } from './sight.ts';
import type { Vault } from './vault.ts';

const secretText = z.string().max(8192);
/** Whoever finds only later that it can be none says so with the value itself. */
const headerValue = secretText.regex(
  /^[\t\u0020-\u007E\u0080-\u00FF]*$/,
  'has a line break, or another character that a header cannot have',
);
const variable = secretText.refine((value) => !value.includes('\0'), 'has a zero character');

const secrets = (what: string, key: RegExp, value: z.ZodString) =>
  z
    .record(z.string().regex(key).max(128), value)
    .refine((all) => Object.keys(all).length <= 64, 'are too many')
    .default({})
    .describe(`${what}; their values are kept secret, and ${MASK} in their place leaves one as it is`);

const oauthSchema = z
  .strictObject({
    grant: z
      .enum(['authorizationCode', 'clientCredentials'])
      .default('authorizationCode')
      .describe('whether somebody signs in with a browser, or the broker asks for itself'),
    clientId: z
      .string()
      .min(1)
      .max(512)
      .optional()
      .describe('as the authorization server knows us; without it, we register there'),
    clientSecret: z.string().min(1).max(4096).optional().describe(`kept secret; ${MASK} leaves it as it is`),
    issuer: z
      .url({ protocol: /^https?$/, error: 'expected an address like https://sign-in.example' })
      .max(2048)
      .optional()
      .describe('the only authorization server that may be asked; the one that is seen first when left out'),
    scope: z
      .string()
      .min(1)
      .max(1024)
      .optional()
      .describe('what is asked for; what the server names when left out'),
  })
  .refine(({ clientId, clientSecret }) => clientId !== undefined || clientSecret === undefined, {
    path: ['clientId'],
    error: 'is needed with oauth.clientSecret',
  })
  .refine(({ grant, clientSecret }) => grant === 'authorizationCode' || clientSecret !== undefined, {
    path: ['clientSecret'],
    error: 'is needed for clientCredentials, and so is oauth.clientId',
  })
  .optional()
  .describe('for servers that ask for a sign-in, where the defaults do not do');

const remote = {
  url: z
    .url({ protocol: /^https?$/, error: 'expected an address like https://host/mcp' })
    .max(2048)
    .superRefine((url, context) => {
      const message = secretInAddress(url);
      if (message) context.addIssue({ code: 'custom', message, params: { code: 'SECRET_IN_URL' } });
    }),
  headers: secrets('headers of each request', /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, headerValue),
  oauth: oauthSchema,
};

const common = {
  name: z.string().trim().min(1).max(100),
  enabled: z.boolean().default(true),
};

export const mcpServerSchema = z.discriminatedUnion('transport', [
  z.strictObject({
    ...common,
    transport: z.literal('stdio'),
    command: z.string().min(1).max(1024),
    args: z.array(z.string().max(4096)).max(64).default([]),
    env: secrets('variables of the process', /^[A-Za-z_][A-Za-z0-9_]*$/, variable),
    network: z
      .boolean()
      .default(false)
      .describe('whether the program may reach other machines, where sandboxes can keep it from that'),
  }),
  z.strictObject({ ...common, transport: z.literal('http'), ...remote }),
  z.strictObject({ ...common, transport: z.literal('sse'), ...remote }),
]);

export type McpServerInput = z.infer<typeof mcpServerSchema>;

export type McpServerView = McpServerInput & {
  readonly id: string;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
};

export interface McpServerVersion {
  readonly version: number;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly changedAt: string;
  readonly changedBy: string;
}

export interface McpServersOptions {
  /** Programs may be given the network. */
  readonly allowNetwork: boolean;
  readonly database: Database;
  readonly vault: Vault;
  readonly audit: AuditSink;
}

const MAX_SERVERS = 500;

export class McpServers {
  readonly #options: McpServersOptions;

  constructor(options: McpServersOptions) {
    this.#options = options;
  }

  /** By name. */
  async list(principal: Principal): Promise<McpServerView[]> {
    const rows = await this.#options.database.queries
      .selectFrom('mcpServers')
      .selectAll()
      .where('tenantId', '=', principal.tenantId)
      .orderBy('name')
      .limit(MAX_SERVERS)
      .execute();
    return rows.map((row) => this.#view(row));
  }

  /** @throws {FleetError} NOT_FOUND */
  async read(principal: Principal, id: string): Promise<McpServerView> {
    return this.#view(await this.#row(this.#options.database.queries, principal, id));
  }

  /** All versions, newest first; of their secrets only the names. @throws {FleetError} NOT_FOUND */
  async versions(
    principal: Principal,
    id: string,
    limit: number,
    before: number | undefined,
  ): Promise<McpServerVersion[]> {
    const { queries } = this.#options.database;
    await this.#row(queries, principal, id);
    let query = queries
      .selectFrom('mcpServerVersions')
      .selectAll()
      .where('serverId', '=', id)
      .orderBy('version', 'desc')
      .limit(limit);
    if (before !== undefined) query = query.where('version', '<', before);
    return (await query.execute()).map(({ version, settings, changedAt, changedBy }) => ({
      version,
      settings,
      changedAt: changedAt.toISOString(),
      changedBy,
    }));
  }

  /** Whose settings name it. @throws {FleetError} NOT_FOUND */
  async uses(principal: Principal, id: string): Promise<McpServerUse[]> {
    const { queries } = this.#options.database;
    await this.#row(queries, principal, id);
    return usesOf(queries, principal.tenantId, id);
  }

  /**
   * With a secret in the place of each mask, for a trial; `isSame`: what people have signed in to is the same, and as whom.
   * @throws {FleetError} NOT_FOUND, INVALID
   */
  async trial(
    principal: Principal,
    id: string,
    input: McpServerInput | undefined,
  ): Promise<{ settings: McpServerInput; version: number; isSame: boolean }> {
    const row = await this.#row(this.#options.database.queries, principal, id);
    const secrets = this.#secretsOf(row);
    const { version } = row;
    if (!input) return { settings: inputOf(row, secrets), version, isSame: true };
    const before = { settings: row.settings, secrets };
    const settings = withSecrets(input, split(input, before).secrets);
    return { settings, version, isSame: isSameSignIn(settings, inputOf(row, secrets)) };
  }

  /** With its secrets, for whoever runs it. Undefined when there is none, or it is switched off. */
  async connection(tenantId: string, id: string): Promise<McpServerInput | undefined> {
    const row = isId(id)
      ? await this.#options.database.queries
          .selectFrom('mcpServers')
          .selectAll()
          .where('id', '=', id)
          .where('tenantId', '=', tenantId)
          .executeTakeFirst()
      : undefined;
    if (!row?.enabled) return undefined;
    return inputOf(row, this.#secretsOf(row));
  }

  /** @throws {FleetError} EXISTS, CONFLICT */
  async create(principal: Principal, input: McpServerInput): Promise<McpServerView> {
    requireTenantScope(principal, 'a tenant', principal.tenantId);
    this.#refuseNetwork(input);
    const { tenantId } = principal;
    const id = newId();
    const { settings, secrets } = split(input, undefined);
    await named(input.name, () =>
      this.#options.database.queries.transaction().execute(async (queries) => {
        const { count } = await queries
          .selectFrom('mcpServers')
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .where('tenantId', '=', tenantId)
          .executeTakeFirstOrThrow();
        if (count >= MAX_SERVERS)
          throw new FleetError('CONFLICT', `There are ${MAX_SERVERS} MCP servers already.`);
        await queries
          .insertInto('mcpServers')
          .values({
            id,
            tenantId,
            name: input.name,
            transport: input.transport,
            settings: json(settings),
            secrets: this.#seal(id, secrets),
            enabled: input.enabled,
            updatedBy: principalKey(principal),
          })
          .execute();
        await keepVersion(queries, id, 1, input, settings, secrets, principal);
      }),
    );
    this.#record(principal, 'mcpServer.create', id, { name: input.name, transport: input.transport });
    return this.read(principal, id);
  }

  /** Replaces all of it. `expected`: the version that is changed. @throws {FleetError} NOT_FOUND, STALE, EXISTS */
  async replace(
    principal: Principal,
    id: string,
    input: McpServerInput,
    expected: number | undefined,
  ): Promise<McpServerView> {
    this.#refuseNetwork(input);
    await named(input.name, () =>
      this.#options.database.queries.transaction().execute(async (queries) => {
        const row = await this.#row(queries, principal, id, true);
        if (expected !== undefined && row.version !== expected) throw FleetError.stale(row.version);
        const before = { settings: row.settings, secrets: this.#secretsOf(row) };
        const { settings, secrets } = split(input, before);
        const version = row.version + 1;
        await queries
          .updateTable('mcpServers')
          .set({
            name: input.name,
            transport: input.transport,
            settings: json(settings),
            secrets: this.#seal(id, secrets),
            enabled: input.enabled,
            version,
            updatedAt: new Date(),
            updatedBy: principalKey(principal),
          })
          .where('id', '=', id)
          .execute();
        await keepVersion(queries, id, version, input, settings, secrets, principal);
        // Whoever has signed in has done so to the other server.
        if (!isSameTarget(input, row.settings))
          await queries.deleteFrom('mcpSignIns').where('serverId', '=', id).execute();
        await notify(queries, 'pipit_mcp', { id });
      }),
    );
    this.#record(principal, 'mcpServer.change', id, { name: input.name, transport: input.transport });
    return this.read(principal, id);
  }

  /** `force`: also when it is in use. @throws {FleetError} NOT_FOUND, IN_USE */
  async remove(principal: Principal, id: string, force: boolean): Promise<void> {
    await this.#options.database.queries.transaction().execute(async (queries) => {
      await this.#row(queries, principal, id, true);
      const uses = await usesOf(queries, principal.tenantId, id);
      if (uses.length > 0 && !force) {
        const shown = uses.slice(0, 10).map(({ scope, id: of }) => (of ? `${scope} ${of}` : scope));
        const more = uses.length > shown.length ? ` and ${uses.length - shown.length} more` : '';
        throw new FleetError(
          'IN_USE',
          `It is used by the settings of ${shown.join(', ')}${more}. Take it out there first, or delete with force=true.`,
        );
      }
      await queries.deleteFrom('mcpServers').where('id', '=', id).execute();
      await notify(queries, 'pipit_mcp', { id });
    });
    this.#record(principal, 'mcpServer.delete', id, { force });
  }

  async #row(queries: Queries, principal: Principal, id: string, lock = false): Promise<Row<'mcpServers'>> {
    let query = queries
      .selectFrom('mcpServers')
      .selectAll()
      .where('id', '=', id)
      .where('tenantId', '=', principal.tenantId);
    if (lock) query = query.forUpdate();
    const row = isId(id) ? await query.executeTakeFirst() : undefined;
    if (!row) throw FleetError.notFound('an MCP server', id);
    return row;
  }

  #refuseNetwork(input: McpServerInput): void {
    if (this.#options.allowNetwork || input.transport !== 'stdio' || !input.network) return;
    const message =
      'The broker gives no program the network. Leave it out, or have whoever runs the broker set tools.sandbox.allowNetwork.';
    throw FleetError.invalid(['network'], message, 'NETWORK_NOT_ALLOWED');
  }

  #view(row: Row<'mcpServers'>): McpServerView {
    const masked = Object.fromEntries(Object.keys(this.#secretsOf(row)).map((key) => [key, MASK]));
    return {
      ...inputOf(row, masked),
      id: row.id,
      version: row.version,
      createdAt: row.createdAt.toISOString(),
      updatedAt: row.updatedAt.toISOString(),
      updatedBy: row.updatedBy,
    };
  }

  #secretsOf({ id, secrets: sealed }: Row<'mcpServers'>): McpSecrets {
    return sealed === null
      ? {}
      : (JSON.parse(this.#options.vault.open(sealed, mcpServerContext(id))) as McpSecrets);
  }

  #seal(id: string, secrets: McpSecrets): string | null {
    if (Object.keys(secrets).length === 0) return null;
    return this.#options.vault.seal(JSON.stringify(secrets), mcpServerContext(id));
  }

  #record(principal: Principal, action: AuditAction, id: string, detail: object): void {
    this.#options.audit.record({
      principal,
      action,
      target: { kind: 'mcpServer', id },
      result: 'ok',
      detail,
    });
  }
}

/** Of what a server has sealed. */
export const mcpServerContext = (id: string): string => `mcp-server:${id}`;

function inputOf(row: Row<'mcpServers'>, secrets: McpSecrets): McpServerInput {
  const { name, enabled, transport, settings } = row;
  // Of before there were sandboxes, nobody had said whether it has the network.
  const hidden = transport === 'stdio' ? { network: false, env: {} } : { headers: {} };
  return withSecrets({ name, enabled, transport, ...hidden, ...settings } as McpServerInput, secrets);
}

async function keepVersion(
  queries: Queries,
  serverId: string,
  version: number,
  { name, transport, enabled }: McpServerInput,
  settings: object,
  secrets: McpSecrets,
  principal: Principal,
): Promise<void> {
  const kept = { name, transport, enabled, ...settings, secrets: Object.keys(secrets) };
  await queries
    .insertInto('mcpServerVersions')
    .values({ serverId, version, settings: json(kept), changedBy: principalKey(principal) })
    .execute();
}

async function named(name: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (repeatedValueOf(error) === undefined) throw error;
    throw new FleetError(
      'EXISTS',
      `There is an MCP server ${JSON.stringify(name)} already. Take another name.`,
    );
  }
}
