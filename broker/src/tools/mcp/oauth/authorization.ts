/** Who says to an MCP server on whose behalf it is asked. */
import {
  type AuthProvider,
  ClientCredentialsProvider,
  type OAuthClientProvider,
} from '@modelcontextprotocol/client';
import type { Clock } from '../../../clock.ts';
import type { McpEndpoint } from '../mcp-endpoint.ts';
import type { CredentialStore } from './credentials.ts';
import { SignedIn } from './signed-in.ts';

/** Undefined where there is nothing to say, or the headers say it. `store`: see `SignedIn`. */
export function authorizationOf(
  endpoint: McpEndpoint,
  store: CredentialStore | undefined,
  clock: Clock,
): AuthProvider | OAuthClientProvider | undefined {
  if (endpoint.transport === 'stdio') return undefined;
  const { oauth, headers } = endpoint;
  if (!oauth && Object.keys(headers).some((name) => name.toLowerCase() === 'authorization')) return undefined;
  const { grant, clientId, clientSecret, scope } = oauth ?? {};
  if (grant === 'clientCredentials' && clientId !== undefined && clientSecret !== undefined) {
    return new ClientCredentialsProvider({
      clientId,
      clientSecret,
      clientName: 'Pipit',
      ...(scope !== undefined && { scope }),
    });
  }
  return new SignedIn({ settings: oauth, store, clock });
}
