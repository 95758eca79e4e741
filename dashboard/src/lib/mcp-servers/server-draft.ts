/** What is set for an MCP server as a form has it. Secrets that are kept are never there, only that there are some. */
import type { operations } from '#lib/broker/gen/schema.d.ts';

export type Server = operations['getMcpServerV1']['responses'][200]['content']['application/json'];
export type ServerInput = operations['replaceMcpServerV1']['requestBody']['content']['application/json'];
export type Transport = Server['transport'];
export type Grant = NonNullable<Server['oauth']>['grant'];

export const TRANSPORTS = ['stdio', 'http', 'sse'] as const satisfies readonly Transport[];
export const GRANTS = ['authorizationCode', 'clientCredentials'] as const satisfies readonly Grant[];

/** Stands for a secret that the broker has; sent back, it leaves it as it is. */
const MASK = '***';

export interface SecretDraft {
  key: string;
  /** Typed anew; empty keeps the one that is there. */
  value: string;
  isKept: boolean;
}

export interface ServerDraft {
  name: string;
  enabled: boolean;
  transport: string;
  command: string;
  /** One in a line. */
  args: string;
  env: SecretDraft[];
  network: boolean;
  url: string;
  headers: SecretDraft[];
  hasOauth: boolean;
  grant: string;
  clientId: string;
  clientSecret: string;
  isClientSecretKept: boolean;
  issuer: string;
  scope: string;
}

export const newServer = (): ServerDraft => ({
  name: '',
  enabled: true,
  transport: 'stdio',
  command: '',
  args: '',
  env: [],
  network: false,
  url: '',
  headers: [],
  hasOauth: false,
  grant: 'authorizationCode',
  clientId: '',
  clientSecret: '',
  isClientSecretKept: false,
  issuer: '',
  scope: '',
});

export function draftOf({ name, enabled, transport, oauth, ...rest }: Server): ServerDraft {
  return {
    ...newServer(),
    name,
    enabled,
    transport,
    command: rest.command ?? '',
    args: linesOf(rest.args ?? []),
    env: secretsOf(rest.env),
    network: rest.network ?? false,
    url: rest.url ?? '',
    headers: secretsOf(rest.headers),
    hasOauth: oauth !== undefined,
    ...(oauth && {
      grant: oauth.grant,
      clientId: oauth.clientId ?? '',
      isClientSecretKept: oauth.clientSecret !== undefined,
      issuer: oauth.issuer ?? '',
      scope: oauth.scope ?? '',
    }),
  };
}

export function inputOf(draft: ServerDraft): ServerInput {
  const { name, enabled } = draft;
  if (draft.transport === 'stdio') {
    const { command, network } = draft;
    const env = recordOf(draft.env);
    return { transport: 'stdio', name, enabled, command, args: argsIn(draft.args), env, network };
  }
  return {
    transport: draft.transport === 'sse' ? 'sse' : 'http',
    name,
    enabled,
    url: draft.url,
    headers: recordOf(draft.headers),
    ...(draft.hasOauth && { oauth: oauthOf(draft) }),
  };
}

function oauthOf({ grant, clientId, clientSecret, isClientSecretKept, issuer, scope }: ServerDraft) {
  const secret = clientSecret || (isClientSecretKept ? MASK : '');
  return {
    grant: grant as Grant,
    ...(clientId && { clientId }),
    ...(secret && { clientSecret: secret }),
    ...(issuer && { issuer }),
    ...(scope && { scope }),
  };
}

const secretsOf = (masked: Readonly<Record<string, string>> = {}): SecretDraft[] =>
  Object.keys(masked).map((key) => ({ key, value: '', isKept: true }));

const recordOf = (secrets: readonly SecretDraft[]): Record<string, string> =>
  Object.fromEntries(
    secrets
      .filter(({ key }) => key.trim() !== '')
      .map(({ key, value, isKept }) => [key.trim(), value === '' && isKept ? MASK : value]),
  );

/** An argument that a line cannot hold stands there as JSON has it. */
const linesOf = (args: readonly string[]): string =>
  args.map((arg) => (arg === '' || /^"|^\s|\s$|[\r\n]/.test(arg) ? JSON.stringify(arg) : arg)).join('\n');

export const argsIn = (lines: string): string[] =>
  lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(argumentIn);

function argumentIn(line: string): string {
  if (!line.startsWith('"')) return line;
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === 'string' ? parsed : line;
  } catch {
    return line;
  }
}
