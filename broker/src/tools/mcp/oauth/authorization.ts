/** Who says to an MCP server on whose behalf it is asked. */
import type { AuthProvider } from '@modelcontextprotocol/client';
import type { Clock } from '../../../clock.ts';
import type { McpEndpoint, McpLimits } from '../mcp-endpoint.ts';
import { Bearer } from './bearer.ts';
import { ClientCredentials } from './client-credentials.ts';
import type { CredentialStore } from './credentials.ts';
import { SignedIn } from './signed-in.ts';

/** Undefined where there is nothing to say, or the headers say it. `store`: see `SignedIn` and `ClientCredentials`. */
export function authorizationOf(
  endpoint: McpEndpoint,
  store: CredentialStore | undefined,
  clock: Clock,
  limits: McpLimits,
): AuthProvider | undefined {
  if (endpoint.transport === 'stdio') return undefined;
  const { oauth: settings, headers } = endpoint;
  if (!settings && Object.keys(headers).some((name) => name.toLowerCase() === 'authorization'))
    return undefined;
  const { grant, clientId, clientSecret } = settings ?? {};
  if (grant === 'clientCredentials' && clientId !== undefined && clientSecret !== undefined)
    return new Bearer(
      new ClientCredentials({ settings: { ...settings, grant, clientId, clientSecret }, store, limits }),
    );
  return new Bearer(new SignedIn({ settings, store, limits, clock }));
}
