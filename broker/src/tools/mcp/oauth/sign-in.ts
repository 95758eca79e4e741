/** The two halves of signing in to an MCP server: where the browser is sent, and what it brings back. */
import { auth, extractWWWAuthenticateParams, type FetchLike } from '@modelcontextprotocol/client';
import { ToolError } from '../../tool-source.ts';
import { boundedFetch } from '../bounded-fetch.ts';
import type { McpEndpoint, McpLimits } from '../mcp-endpoint.ts';
import type { McpCredentials } from './credentials.ts';
import { OAuthClient } from './oauth-client.ts';

type Remote = Exclude<McpEndpoint, { transport: 'stdio' }>;

export interface SignInStart {
  readonly endpoint: Remote;
  readonly redirectUrl: string;
  readonly state: string;
  /** What is kept of before. */
  readonly credentials: McpCredentials | undefined;
}

/**
 * @returns the address to open in a browser, and what to keep until it comes back.
 * @throws {ToolError} UNAVAILABLE, TIMEOUT: the server cannot be reached, asks for no sign-in, or says not how
 */
export function startSignIn(
  { endpoint, redirectUrl, state, credentials }: SignInStart,
  limits: McpLimits,
): Promise<{ url: string; credentials: McpCredentials }> {
  const { oauth } = endpoint;
  return asking(limits, async (fetchFn) => {
    const challenge = await challengeOf(endpoint, fetchFn);
    // A registration is good for the address that it was made with.
    const client = credentials?.redirectUrl === redirectUrl ? credentials.client : undefined;
    const sdk = new OAuthClient({
      settings: oauth,
      credentials: { ...(client && { client }), ...tokensOf(credentials), redirectUrl },
      state,
    });
    const scope = oauth?.scope ?? challenge.scope;
    await auth(sdk, {
      serverUrl: endpoint.url,
      fetchFn,
      forceReauthorization: true,
      ...(challenge.resourceMetadataUrl && { resourceMetadataUrl: challenge.resourceMetadataUrl }),
      ...(scope !== undefined && { scope }),
    });
    const { authorizationUrl } = sdk;
    if (!authorizationUrl) throw new ToolError('UNAVAILABLE', 'The server did not say where to sign in.');
    return { url: authorizationUrl.href, credentials: sdk.credentials };
  });
}

export interface SignInAnswer {
  readonly endpoint: Remote;
  readonly credentials: McpCredentials;
  readonly code: string;
  /** Who sends the browser back, where it says so (RFC 9207). */
  readonly iss: string | undefined;
}

/** @returns what to keep. @throws {ToolError} UNAVAILABLE, TIMEOUT */
export function finishSignIn(
  { endpoint, credentials, code, iss }: SignInAnswer,
  limits: McpLimits,
): Promise<McpCredentials> {
  return asking(limits, async (fetchFn) => {
    const sdk = new OAuthClient({ settings: endpoint.oauth, credentials, state: '' });
    const result = await auth(sdk, {
      serverUrl: endpoint.url,
      authorizationCode: code,
      fetchFn,
      ...(iss !== undefined && { iss }),
    });
    if (result !== 'AUTHORIZED') throw new ToolError('UNAVAILABLE', 'The server gave no token.');
    const { verifier: _used, ...kept } = sdk.credentials;
    return kept;
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

async function asking<T>(limits: McpLimits, ask: (fetchFn: FetchLike) => Promise<T>): Promise<T> {
  const { fetch, close } = boundedFetch(limits);
  const signal = AbortSignal.timeout(limits.connectTimeoutMs);
  try {
    return await ask((url, init) => fetch(url, { ...init, signal }));
  } catch (error) {
    if (error instanceof ToolError) throw error;
    if (signal.aborted)
      throw new ToolError(
        'TIMEOUT',
        'The server, or where it sends people to sign in, did not answer in time.',
        {
          cause: error,
        },
      );
    throw new ToolError('UNAVAILABLE', `Signing in failed: ${wordsOf(error)}`, { cause: error });
  } finally {
    await close();
  }
}

const tokensOf = (credentials: McpCredentials | undefined) =>
  credentials?.tokens ? { tokens: credentials.tokens } : {};

/** What lies at the bottom of it, without what a server may have put into it. */
function wordsOf(error: unknown): string {
  let words = 'it cannot be reached.';
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++)
    if (at.message) words = at.message;
  const advice = /dynamic client registration/i.test(words)
    ? ' Register Pipit there by hand, and set oauth.clientId (and clientSecret).'
    : '';
  return `${words.slice(0, 300)}${advice}`;
}
