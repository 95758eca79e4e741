/** Where an MCP server sends those who sign in (RFC 9728, RFC 8414), and that it is always the same. */
import {
  type FetchLike,
  type OAuthDiscoveryState,
  checkResourceAllowed,
  discoverOAuthServerInfo,
  resourceUrlFromServerUrl,
} from '@modelcontextprotocol/client';
import { ToolError } from '../../tool-source.ts';
import type { KeptCredentials } from './credentials.ts';

/** `resourceMetadataUrl`: as the server has named it. @throws whatever the SDK does */
export async function discover(
  serverUrl: URL | string,
  resourceMetadataUrl: URL | undefined,
  fetchFn: FetchLike,
): Promise<OAuthDiscoveryState> {
  const named = resourceMetadataUrl && { resourceMetadataUrl };
  const found = await discoverOAuthServerInfo(serverUrl, { fetchFn, ...named });
  const { resourceMetadata: metadata } = found;
  const requestedResource = resourceUrlFromServerUrl(serverUrl);
  if (metadata && !checkResourceAllowed({ requestedResource, configuredResource: metadata.resource }))
    throw new ToolError('UNAVAILABLE', `It says that it is another server: ${quoted(metadata.resource)}.`);
  return { ...found, ...(named && { resourceMetadataUrl: named.resourceMetadataUrl.href }) };
}

export const issuerOf = ({
  authorizationServerUrl,
  authorizationServerMetadata,
}: OAuthDiscoveryState): string => authorizationServerMetadata?.issuer ?? authorizationServerUrl;

/** For whom the tokens shall be, word for word (RFC 8707). */
export const resourceOf = ({ resourceMetadata }: OAuthDiscoveryState): { resource?: string } =>
  resourceMetadata ? { resource: resourceMetadata.resource } : {};

/** The first one that was seen, also where that was kept with the tokens alone. */
export const issuerKept = (kept: KeptCredentials | undefined): string | undefined =>
  kept?.issuer ?? kept?.credentials?.tokens?.issuer;

/**
 * A server that may choose who gets a secret or a token that renews could have them all sent to itself.
 * @throws {ToolError} UNAVAILABLE
 */
export function requireIssuer(
  issuer: string,
  { set, kept }: { readonly set: string | undefined; readonly kept: string | undefined },
): void {
  if (set !== undefined && !isSameIssuer(set, issuer))
    throw new ToolError(
      'UNAVAILABLE',
      `The server sends those who sign in to ${quoted(issuer)}, but oauth.issuer is ${quoted(set)}.`,
    );
  if (kept !== undefined && !isSameIssuer(kept, issuer))
    throw new ToolError(
      'UNAVAILABLE',
      `The server sends those who sign in to ${quoted(issuer)}, and before to ${quoted(kept)}. If that is meant, delete its sign-in and sign in anew.`,
    );
}

const isSameIssuer = (one: string, other: string): boolean => withoutSlash(one) === withoutSlash(other);

const withoutSlash = (issuer: string): string => issuer.replace(/\/$/, '');

const quoted = (text: string): string => JSON.stringify(text.slice(0, 200));
