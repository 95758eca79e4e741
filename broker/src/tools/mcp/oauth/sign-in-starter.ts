/** The broker on the way to a sign-in, as the MCP SDK asks for it: a client without tokens, which notes what it is told. */
import type {
  OAuthClientMetadata,
  OAuthClientProvider,
  OAuthDiscoveryState,
  StoredOAuthClientInformation,
} from '@modelcontextprotocol/client';
import { ToolError } from '../../tool-source.ts';
import type { McpOAuth } from '../mcp-endpoint.ts';
import type { KeptCredentials, SignInAttempt } from './credentials.ts';
import { issuerKept, requireIssuer } from './discovery.ts';
import { clientSet, registeredFor } from './oauth-client.ts';

export interface SignInStarterOptions {
  readonly settings: McpOAuth | undefined;
  readonly redirectUrl: string;
  readonly state: string;
  readonly kept: KeptCredentials | undefined;
}

export class SignInStarter implements OAuthClientProvider {
  readonly redirectUrl: string;
  readonly #options: SignInStarterOptions;
  #client: StoredOAuthClientInformation | undefined;
  #discovery: OAuthDiscoveryState | undefined;
  #verifier: string | undefined;
  #url: URL | undefined;

  constructor(options: SignInStarterOptions) {
    const { redirectUrl, kept } = options;
    this.#options = options;
    this.redirectUrl = redirectUrl;
    const before = kept?.credentials?.client;
    if (before && registeredFor(before).includes(redirectUrl)) this.#client = before;
  }

  /** @throws {ToolError} UNAVAILABLE */
  get started(): { url: string; attempt: SignInAttempt } {
    const [client, discovery, verifier, url] = [this.#client, this.#discovery, this.#verifier, this.#url];
    if (!client || !discovery || verifier === undefined || !url)
      throw new ToolError('UNAVAILABLE', 'The server did not say where to sign in.');
    return { url: url.href, attempt: { client, discovery, verifier, redirectUrl: this.redirectUrl } };
  }

  get clientMetadata(): OAuthClientMetadata {
    const { scope } = this.#options.settings ?? {};
    return {
      client_name: 'Pipit',
      redirect_uris: [this.redirectUrl],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      ...(scope !== undefined && { scope }),
    };
  }

  state(): string {
    return this.#options.state;
  }

  /** Comes before we are registered, and before anything is told to it. */
  saveAuthorizationServerUrl(issuer: string): void {
    const { settings, kept } = this.#options;
    requireIssuer(issuer, { set: settings?.issuer, kept: issuerKept(kept) });
  }

  clientInformation(context?: { issuer: string }): StoredOAuthClientInformation | undefined {
    const { settings } = this.#options;
    const set = settings && clientSet(settings);
    if (!set) return this.#client;
    this.#client = { client_id: set.client_id };
    return { ...set, ...(context && { issuer: context.issuer }) };
  }

  saveClientInformation(client: StoredOAuthClientInformation): void {
    this.#client = client;
  }

  /** Those of before stay where they are. */
  tokens(): undefined {}

  saveTokens(): void {}

  redirectToAuthorization(url: URL): void {
    this.#url = url;
  }

  saveCodeVerifier(verifier: string): void {
    this.#verifier = verifier;
  }

  codeVerifier(): string {
    return this.#verifier ?? '';
  }

  discoveryState(): OAuthDiscoveryState | undefined {
    return this.#discovery;
  }

  saveDiscoveryState(discovery: OAuthDiscoveryState): void {
    this.#discovery = discovery;
  }
}
