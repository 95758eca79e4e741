/**
 * Tokens of an MCP server that somebody has signed in to. They are renewed once for all who have them, in whichever process
 * they are: what renews them is good once, and used twice it ends the sign-in (OAuth 2.1, 4.3.1).
 */
import { OAuthError, extractWWWAuthenticateParams, refreshAuthorization } from '@modelcontextprotocol/client';
import type { Clock } from '../../../clock.ts';
import { ToolError } from '../../tool-source.ts';
import type { McpLimits, McpOAuth } from '../mcp-endpoint.ts';
import { asking } from './asking.ts';
import type { Refusal, TokenSource } from './bearer.ts';
import type { CredentialStore, KeptCredentials, McpCredentials } from './credentials.ts';
import { discover, issuerKept, issuerOf, requireIssuer, resourceOf } from './discovery.ts';
import { registeredFor, sameClient } from './oauth-client.ts';
import { SignInNeeded } from './sign-in-needed.ts';

export interface SignedInOptions {
  readonly settings: McpOAuth | undefined;
  /** Undefined for a server that is not kept, to which nobody can have signed in. */
  readonly store: CredentialStore | undefined;
  readonly limits: McpLimits;
  readonly clock: Clock;
}

/** How often is looked whether somebody else is done. */
const LOOK_MS = 100;
/** Whoever waits longer gives up. */
const PATIENCE_MS = 30_000;
const FAILED = 'The sign-in could not be renewed just now';

export class SignedIn implements TokenSource {
  readonly #options: SignedInOptions;

  constructor(options: SignedInOptions) {
    this.#options = options;
  }

  async read(): Promise<string | undefined> {
    return (await this.#options.store?.read())?.credentials?.tokens?.access_token;
  }

  async renew(refusal: Refusal): Promise<string> {
    const { store, clock } = this.#options;
    if (!store) throw new SignInNeeded();
    for (const deadline = clock.now() + PATIENCE_MS; ;) {
      const other = await this.#other(refusal);
      if (other !== undefined) return other;
      const claim = await store.claim();
      if (claim !== undefined) return this.#claimed(store, claim, refusal);
      if (clock.now() >= deadline) throw new ToolError('UNAVAILABLE', `${FAILED}: somebody else is at it.`);
      await new Promise<void>((resolve) => clock.after(LOOK_MS, resolve));
    }
  }

  /** Somebody else may have renewed it, or signed in anew. @throws {SignInNeeded} there is none */
  async #other({ token }: Refusal): Promise<string | undefined> {
    const kept = await this.read();
    if (kept === undefined) throw new SignInNeeded();
    return kept === token ? undefined : kept;
  }

  async #claimed(store: CredentialStore, claim: string, refusal: Refusal): Promise<string> {
    try {
      // Who had the claim before may have renewed it.
      const kept = await store.read();
      const token = kept?.credentials?.tokens?.access_token;
      if (!kept || token === undefined) throw new SignInNeeded();
      if (token !== refusal.token) return token;
      const credentials = await this.#ask(kept, refusal);
      if (!credentials) {
        await store.drop(claim);
        throw new SignInNeeded();
      }
      if (await store.replace(claim, credentials)) return credentials.tokens.access_token;
      // Meanwhile somebody has signed in anew, or out.
      return (await this.#other(refusal)) ?? credentials.tokens.access_token;
    } finally {
      await store.release(claim);
    }
  }

  /** Undefined when what is kept is of no use any more. */
  async #ask(
    kept: KeptCredentials,
    { response, serverUrl }: Refusal,
  ): Promise<(McpCredentials & { readonly tokens: { readonly access_token: string } }) | undefined> {
    const { settings, limits } = this.#options;
    const { client, tokens, discovery: known } = kept.credentials ?? {};
    const clientInformation = sameClient(settings, client);
    // With the settings of before it is of use again.
    if (!clientInformation) throw new SignInNeeded();
    const refreshToken = tokens?.refresh_token;
    if (refreshToken === undefined) return undefined;
    const { resourceMetadataUrl } = extractWWWAuthenticateParams(response);
    return asking(limits, FAILED, async (fetchFn) => {
      const discovery = known ?? (await discover(serverUrl, resourceMetadataUrl, fetchFn));
      requireIssuer(issuerOf(discovery), { set: settings?.issuer, kept: issuerKept(kept) });
      const { authorizationServerUrl, authorizationServerMetadata: metadata } = discovery;
      try {
        const renewed = await refreshAuthorization(authorizationServerUrl, {
          ...(metadata && { metadata }),
          clientInformation,
          refreshToken,
          ...resourceOf(discovery),
          fetchFn,
        });
        return { client, tokens: renewed, discovery };
      } catch (error) {
        if (error instanceof OAuthError && isForGood(error.code, registeredFor(clientInformation).length > 0))
          return undefined;
        throw error;
      }
    });
  }
}

/** RFC 6749, 5.2. A client that is not known may be mistyped; one that was registered is gone. */
const isForGood = (code: string, isRegistered: boolean): boolean =>
  code === 'invalid_grant' || (isRegistered && (code === 'invalid_client' || code === 'unauthorized_client'));
