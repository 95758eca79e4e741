/** The two halves of signing in to an MCP server: where the browser is sent, and what it brings back. */
import {
  type FetchLike,
  auth,
  exchangeAuthorization,
  extractWWWAuthenticateParams,
} from '@modelcontextprotocol/client';
import { ToolError } from '../../tool-source.ts';
import type { McpEndpoint, McpLimits } from '../mcp-endpoint.ts';
import { asking } from './asking.ts';
import type { KeptCredentials, McpCredentials, SignInAttempt } from './credentials.ts';
import { issuerOf, requireIssuer, resourceOf } from './discovery.ts';
import { sameClient } from './oauth-client.ts';
import { SignInStarter } from './sign-in-starter.ts';

type Remote = Exclude<McpEndpoint, { transport: 'stdio' }>;

export interface SignInStart {
  readonly endpoint: Remote;
  readonly redirectUrl: string;
  /** Ties the browser that comes back to the one that left. */
  readonly state: string;
  /** Of before. */
  readonly kept: KeptCredentials | undefined;
}

const FAILED = 'Signing in failed';

/**
 * @returns the address to open in a browser, and what to keep until it comes back.
 * @throws {ToolError} UNAVAILABLE, TIMEOUT: the server cannot be reached, asks for no sign-in, or says not how
 */
export function startSignIn(
  { endpoint, redirectUrl, state, kept }: SignInStart,
  limits: McpLimits,
): Promise<{ url: string; attempt: SignInAttempt }> {
  const { oauth, url: serverUrl } = endpoint;
  return asking(limits, FAILED, async (fetchFn) => {
    const challenge = await challengeOf(endpoint, fetchFn);
    const starter = new SignInStarter({ settings: oauth, redirectUrl, state, kept });
    const scope = oauth?.scope ?? challenge.scope;
    await auth(starter, {
      serverUrl,
      fetchFn,
      forceReauthorization: true,
      ...(challenge.resourceMetadataUrl && { resourceMetadataUrl: challenge.resourceMetadataUrl }),
      ...(scope !== undefined && { scope }),
    });
    return starter.started;
  });
}

export interface SignInAnswer {
  readonly endpoint: Remote;
  readonly attempt: SignInAttempt;
  readonly code: string;
  /** Who sends the browser back, where it says so (RFC 9207). */
  readonly iss: string | undefined;
}

/** @returns what to keep. @throws {ToolError} UNAVAILABLE, TIMEOUT */
export function finishSignIn(
  { endpoint: { oauth }, attempt, code, iss }: SignInAnswer,
  limits: McpLimits,
): Promise<{ issuer: string; credentials: McpCredentials }> {
  const { client, discovery, verifier, redirectUrl } = attempt;
  const issuer = issuerOf(discovery);
  return asking(limits, FAILED, async (fetchFn) => {
    const clientInformation = sameClient(oauth, client);
    if (!clientInformation) throw new ToolError('UNAVAILABLE', 'oauth.clientId was changed. Begin again.');
    requireIssuer(issuer, { set: oauth?.issuer, kept: undefined });
    const { authorizationServerUrl, authorizationServerMetadata: metadata } = discovery;
    const tokens = await exchangeAuthorization(authorizationServerUrl, {
      ...(metadata && { metadata }),
      clientInformation,
      authorizationCode: code,
      ...(iss !== undefined && { iss }),
      codeVerifier: verifier,
      redirectUri: redirectUrl,
      ...resourceOf(discovery),
      fetchFn,
    });
    return { issuer, credentials: { client, tokens, discovery } };
  });
}

/** What the server says when it is asked without a token. Nobody else is asked: the headers are for it alone. */
async function challengeOf({ transport, url, headers }: Remote, fetchFn: FetchLike) {
  const asked =
    transport === 'sse'
      ? { method: 'GET', headers: { ...headers, accept: 'text/event-stream' } }
      : {
          method: 'POST',
          headers: {
            ...headers,
            'content-type': 'application/json',
            accept: 'application/json, text/event-stream',
          },
          body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' }),
        };
  const response = await fetchFn(url, { ...asked, redirect: 'manual' });
  await response.body?.cancel();
  if (response.status === 401) return extractWWWAuthenticateParams(response);
  const words = `The server asks for no sign-in: it answered ${response.status}, not 401.`;
  throw new ToolError('UNAVAILABLE', words);
}
