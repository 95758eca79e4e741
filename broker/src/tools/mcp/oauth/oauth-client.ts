/** The broker as an OAuth client, as the MCP SDK wants it: on a copy of what is kept, so that nothing is half written. */
import type {
  OAuthClientMetadata,
  OAuthClientProvider,
  OAuthDiscoveryState,
  StoredOAuthClientInformation,
  StoredOAuthTokens,
} from '@modelcontextprotocol/client';
import type { McpOAuth } from '../mcp-endpoint.ts';
import type { McpCredentials } from './credentials.ts';
import { SignInNeeded } from './sign-in-needed.ts';

export interface OAuthClientOptions {
  readonly settings: McpOAuth | undefined;
  readonly credentials: McpCredentials;
  /** Ties the browser that comes back to the one that left. Undefined: there is nobody who could sign in now. */
  readonly state?: string | undefined;
}

type Scope = Parameters<NonNullable<OAuthClientProvider['invalidateCredentials']>>[0];

export class OAuthClient implements OAuthClientProvider {
  readonly #settings: McpOAuth | undefined;
  readonly #state: string | undefined;
  #credentials: McpCredentials;
  #authorizationUrl: URL | undefined;

  constructor({ settings, credentials, state }: OAuthClientOptions) {
    this.#settings = settings;
    this.#credentials = credentials;
    this.#state = state;
  }

  /** As they are now. */
  get credentials(): McpCredentials {
    return this.#credentials;
  }

  /** Where somebody has to go to sign in. */
  get authorizationUrl(): URL | undefined {
    return this.#authorizationUrl;
  }

  get redirectUrl(): string | undefined {
    return this.#credentials.redirectUrl;
  }

  get clientMetadata(): OAuthClientMetadata {
    const { redirectUrl } = this.#credentials;
    return {
      client_name: 'Pipit',
      redirect_uris: redirectUrl === undefined ? [] : [redirectUrl],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      ...(this.#settings?.scope !== undefined && { scope: this.#settings.scope }),
    };
  }

  state(): string {
    return this.#state ?? '';
  }

  clientInformation(): StoredOAuthClientInformation | undefined {
    const { clientId, clientSecret } = this.#settings ?? {};
    const { client } = this.#credentials;
    if (clientId !== undefined) {
      // Once used with an authorization server, a secret is for no other.
      const issuer = client?.client_id === clientId ? client.issuer : undefined;
      return {
        client_id: clientId,
        ...(clientSecret !== undefined && { client_secret: clientSecret }),
        ...(issuer !== undefined && { issuer }),
      };
    }
    // Nobody registers us for a sign-in that cannot take place.
    if (!client && this.#state === undefined) throw new SignInNeeded();
    return client;
  }

  saveClientInformation(client: StoredOAuthClientInformation): void {
    this.#credentials = { ...this.#credentials, client };
  }

  tokens(): StoredOAuthTokens | undefined {
    return this.#credentials.tokens;
  }

  saveTokens(tokens: StoredOAuthTokens): void {
    // A server that does not rotate refresh tokens leaves them out.
    const refresh = tokens.refresh_token ?? this.#credentials.tokens?.refresh_token;
    this.#credentials = {
      ...this.#credentials,
      tokens: { ...tokens, ...(refresh !== undefined && { refresh_token: refresh }) },
    };
  }

  redirectToAuthorization(url: URL): void {
    if (this.#state === undefined) throw new SignInNeeded();
    this.#authorizationUrl = url;
  }

  saveCodeVerifier(verifier: string): void {
    // Somebody may be on the way with another one.
    if (this.#state !== undefined) this.#credentials = { ...this.#credentials, verifier };
  }

  codeVerifier(): string {
    return this.#credentials.verifier ?? '';
  }

  discoveryState(): OAuthDiscoveryState | undefined {
    return this.#credentials.discovery;
  }

  saveDiscoveryState(discovery: OAuthDiscoveryState): void {
    this.#credentials = { ...this.#credentials, discovery };
  }

  invalidateCredentials(scope: Scope): void {
    const { client, tokens, discovery, ...rest } = this.#credentials;
    this.#credentials = {
      ...rest,
      ...(scope !== 'all' && scope !== 'client' && { client }),
      ...(scope !== 'all' && scope !== 'tokens' && { tokens }),
      ...(scope !== 'all' && scope !== 'discovery' && { discovery }),
    };
  }
}
