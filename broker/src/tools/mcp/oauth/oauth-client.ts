/** Who the broker is for an authorization server: as it is set, or as it was registered there. */
import type { StoredOAuthClientInformation } from '@modelcontextprotocol/client';
import type { McpOAuth } from '../mcp-endpoint.ts';

/** As it is set. */
export const clientSet = ({ clientId, clientSecret }: McpOAuth): StoredOAuthClientInformation | undefined =>
  clientId === undefined
    ? undefined
    : { client_id: clientId, ...(clientSecret !== undefined && { client_secret: clientSecret }) };

/** Whether an authorization server has registered it (RFC 7591, 3.2.1), and for which addresses. */
export const registeredFor = (client: StoredOAuthClientInformation): readonly string[] =>
  'redirect_uris' in client && Array.isArray(client.redirect_uris) ? client.redirect_uris : [];

/** Codes and tokens are good only for the client that got them. Undefined when it is another one now. */
export function sameClient(
  settings: McpOAuth | undefined,
  before: StoredOAuthClientInformation | undefined,
): StoredOAuthClientInformation | undefined {
  const set = settings && clientSet(settings);
  if (set) return before && before.client_id !== set.client_id ? undefined : set;
  return before && registeredFor(before).length > 0 ? before : undefined;
}
