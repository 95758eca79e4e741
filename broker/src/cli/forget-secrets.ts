/** `pipit db forget-secrets`: the way on when the key of the secrets in the database is lost. */
import { type LostSecrets, forgetSecrets, isNothingLost, lostSecrets } from '../compose/forget-secrets.ts';
import type { Config } from '../config/schema.ts';
import type { Database } from '../store/database.ts';
import { migrate } from '../store/migrator.ts';
import { openVault } from '../store/secret-key.ts';
import { Asker } from './ask.ts';
import { type Output, UsageError } from './output.ts';

export interface ForgetSecretsOptions {
  readonly database: Database;
  readonly config: Config;
  readonly output: Output;
  /** Without asking. */
  readonly yes: boolean;
}

/** Of a long list, so many are named; `--json` has them all. */
const NAMED = 20;

/** @throws {UsageError} when a person says no */
export async function forgetSecretsOf({
  database,
  config,
  output,
  yes,
}: ForgetSecretsOptions): Promise<void> {
  const { queries } = database;
  await migrate(queries);
  const vault = await openVault(config);
  const lost = await lostSecrets(queries, vault);
  if (isNothingLost(lost)) {
    output.line(`Nothing is lost: all secrets in the database open with the key ${vault.keyId}.`);
    return output.result({ keyId: vault.keyId, ...lost });
  }
  output.line(`These do not open with the key ${vault.keyId}, which is there now:`);
  for (const text of listOf(lost)) output.line(`  ${text}`);
  if (!yes) await confirmOrThrow(database);
  // Looked for again: what was asked about may be of a while ago.
  const forgotten = await forgetSecrets(queries, vault, Date.now);
  output.line('They are forgotten. What to do now:');
  for (const text of todoOf(forgotten)) output.line(`  ${text}`);
  output.result({ keyId: vault.keyId, ...forgotten });
}

async function confirmOrThrow({ engine }: Database): Promise<void> {
  const others = engine === 'embedded' ? '' : ' Stop every broker that uses this database first.';
  const asker = new Asker();
  try {
    const question = `If the former key is found again, it will not bring them back.${others} Forget them for good?`;
    if (!(await asker.confirm(question))) throw new UsageError('Nothing was forgotten.');
  } finally {
    asker.close();
  }
}

function listOf({ signingKeys, providerKeys, mcpServers, mcpSignIns, claims }: LostSecrets): string[] {
  return [
    ...counted(signingKeys, 'signing key(s), on which every sign-in hangs'),
    ...counted(
      providerKeys,
      'key(s) of model providers',
      ({ email, providerId }) => `${providerId} of ${email}`,
    ),
    ...counted(mcpServers, 'MCP server(s) with secrets', nameOf),
    ...counted(mcpSignIns, 'sign-in(s) to MCP servers', ({ name }) => name),
    ...counted(claims, 'claimed device(s) that did not fetch the secret yet', ({ deviceId }) => deviceId),
  ];
}

function todoOf({ signingKeys, providerKeys, mcpServers, mcpSignIns, claims }: LostSecrets): string[] {
  const todo = ['Start the broker, and keep a copy of its key apart from the database.'];
  if (signingKeys.length > 0) todo.push('Everybody signs in again; API keys and secrets of devices hold.');
  if (providerKeys.length > 0)
    todo.push('Who had a key of a model provider enters it again, in the settings of their own.');
  if (mcpServers.length > 0)
    todo.push('Enter headers and variables of the MCP servers again: PUT /api/v1/mcp-servers/ID.');
  if (mcpSignIns.length > 0)
    todo.push('Sign in to the MCP servers again: POST /api/v1/mcp-servers/ID/sign-in.');
  if (claims.length > 0)
    todo.push('Remove the claimed devices (pipit device remove ID), and claim them again.');
  return todo;
}

const nameOf = ({ name, tenantId, secrets }: LostSecrets['mcpServers'][number]): string =>
  `${name}${secrets.length > 0 ? ` (${secrets.join(', ')})` : ''} of ${tenantId}`;

function counted<Item>(items: readonly Item[], what: string, name?: (item: Item) => string): string[] {
  if (items.length === 0) return [];
  if (!name) return [`${items.length} ${what}`];
  const more = items.length > NAMED ? `, and ${items.length - NAMED} more` : '';
  return [`${items.length} ${what}: ${items.slice(0, NAMED).map(name).join(', ')}${more}`];
}
