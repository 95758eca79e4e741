/** Tokens for a broker that asks for itself (RFC 6749, 4.4): nobody has to sign in. */
import {
  ClientCredentialsProvider,
  type FetchLike,
  extractWWWAuthenticateParams,
  fetchToken,
} from '@modelcontextprotocol/client';
import { ToolError } from '../../tool-source.ts';
import type { McpLimits, McpOAuth } from '../mcp-endpoint.ts';
import { asking } from './asking.ts';
import type { Refusal, TokenSource } from './bearer.ts';
import type { CredentialStore } from './credentials.ts';
import { discover, issuerOf, requireIssuer, resourceOf } from './discovery.ts';

export interface ClientCredentialsOptions {
  readonly settings: McpOAuth & { readonly clientId: string; readonly clientSecret: string };
  /** Knows who gets the secret. Undefined for a server that is not kept. */
  readonly store: Pick<CredentialStore, 'keepIssuer'> | undefined;
  readonly limits: McpLimits;
}

export class ClientCredentials implements TokenSource {
  readonly #options: ClientCredentialsOptions;

  constructor(options: ClientCredentialsOptions) {
    this.#options = options;
  }

  async read(): Promise<undefined> {}

  renew(refusal: Refusal): Promise<string> {
    const failed = 'The broker could not sign in to the server';
    return asking(this.#options.limits, failed, (fetchFn) => this.#ask(refusal, fetchFn));
  }

  async #ask({ response, serverUrl }: Refusal, fetchFn: FetchLike): Promise<string> {
    const { settings, store } = this.#options;
    const { clientId, clientSecret } = settings;
    const { resourceMetadataUrl, scope: named } = extractWWWAuthenticateParams(response);
    const discovery = await discover(serverUrl, resourceMetadataUrl, fetchFn);
    const issuer = issuerOf(discovery);
    requireIssuer(issuer, { set: settings.issuer, kept: undefined });
    if (store) {
      const kept = await store.keepIssuer(issuer);
      if (kept === undefined) throw new ToolError('UNAVAILABLE', 'The server was changed just now.');
      requireIssuer(issuer, { set: undefined, kept });
    }
    const { authorizationServerUrl, authorizationServerMetadata: metadata, resourceMetadata } = discovery;
    const scope = settings.scope ?? named ?? resourceMetadata?.scopes_supported?.join(' ');
    const client = new ClientCredentialsProvider({ clientId, clientSecret, expectedIssuer: issuer });
    const { access_token: token } = await fetchToken(client, authorizationServerUrl, {
      ...(metadata && { metadata }),
      ...resourceOf(discovery),
      ...(scope !== undefined && { scope }),
      fetchFn,
    });
    return token;
  }
}
