/** Which settings of an MCP server are secret, and who may have those that are kept: nobody else than who had them. */
import { isDeepStrictEqual } from 'node:util';
import { FleetError } from './fleet-error.ts';
import { isSameTarget } from './mcp-address.ts';
import type { McpServerInput } from './mcp-servers.ts';

/** Stands where a secret is; sent back, it leaves the secret as it is. */
export const MASK = '***';

/** Where the secret of an OAuth client is kept among the others; no header has such a name. */
const OAUTH_SECRET = 'oauth:clientSecret';

/** By name of the header or variable. */
export type McpSecrets = Readonly<Record<string, string>>;

/** A server as it was, with its secrets. */
export interface FormerServer {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: McpSecrets;
}

/**
 * What may be seen, and what may not. A mask stands for the secret that was there: otherwise whoever may change a server
 * could have its secrets sent, or written, to where they can read them.
 * @throws {FleetError} INVALID
 */
export function split(
  input: McpServerInput,
  before: FormerServer | undefined,
): { settings: object; secrets: Record<string, string> } {
  const secrets = Object.fromEntries(
    Object.entries(secretsIn(input)).map(([key, value]) => [
      key,
      value === MASK ? former(input, key, before) : value,
    ]),
  );
  if (input.transport === 'stdio') {
    const { command, args, network } = input;
    return { settings: { command, args, network }, secrets };
  }
  const { clientSecret: _hidden, ...oauth } = input.oauth ?? {};
  return { settings: { url: input.url, ...(input.oauth && { oauth }) }, secrets };
}

export function withSecrets(input: McpServerInput, secrets: McpSecrets): McpServerInput {
  if (input.transport === 'stdio') return { ...input, env: secrets };
  const { [OAUTH_SECRET]: clientSecret, ...headers } = secrets;
  const oauth = input.oauth && { ...input.oauth, ...(clientSecret !== undefined && { clientSecret }) };
  return { ...input, headers, ...(oauth && { oauth }) };
}

/** Whether who has signed in to the one may be taken along to the other, which may spend what they got. */
export const isSameSignIn = (one: McpServerInput, other: McpServerInput): boolean =>
  one.transport !== 'stdio' &&
  other.transport !== 'stdio' &&
  one.url === other.url &&
  isDeepStrictEqual(one.oauth ?? NO_OAUTH, other.oauth ?? NO_OAUTH);

const NO_OAUTH = { grant: 'authorizationCode' };

function former(input: McpServerInput, key: string, before: FormerServer | undefined): string {
  const secret = before?.secrets[key];
  if (!before || secret === undefined)
    throw FleetError.invalid(placeOf(input, key), 'There is no secret to leave as it is.');
  const isForIssuer = key !== OAUTH_SECRET || isSameIssuer(input, before.settings);
  if (isSameTarget(input, before.settings) && isForIssuer && !hasNewVariables(input, before.secrets))
    return secret;
  const what =
    input.transport === 'stdio'
      ? 'another program, other arguments or variables, or the network'
      : `another ${isForIssuer ? 'address' : 'oauth.issuer'}`;
  const message = `With ${what} it is another server: give the secret anew, or leave it out.`;
  throw FleetError.invalid(placeOf(input, key), message, 'SECRET_NEEDED');
}

/** Those that many programs know are as good as arguments (NODE_OPTIONS). */
const hasNewVariables = (input: McpServerInput, secrets: McpSecrets): boolean =>
  input.transport === 'stdio' &&
  Object.entries(input.env).some(([key, value]) => value !== MASK && value !== secrets[key]);

/** Where one was set, the secret was meant for that one alone. */
function isSameIssuer(input: McpServerInput, { oauth }: FormerServer['settings']): boolean {
  const before = (oauth as { issuer?: string } | undefined)?.issuer;
  return before === undefined || (input.transport !== 'stdio' && input.oauth?.issuer === before);
}

function secretsIn(input: McpServerInput): McpSecrets {
  if (input.transport === 'stdio') return input.env;
  const clientSecret = input.oauth?.clientSecret;
  return { ...input.headers, ...(clientSecret !== undefined && { [OAUTH_SECRET]: clientSecret }) };
}

const placeOf = ({ transport }: McpServerInput, key: string): string[] =>
  key === OAUTH_SECRET ? ['oauth', 'clientSecret'] : [transport === 'stdio' ? 'env' : 'headers', key];
