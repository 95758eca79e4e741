/**
 * Tokens for the requests of one MCP server that runs. A token that is refused is renewed once for all who have it, in
 * whichever process they are: what renews it is good once, and used twice it ends the sign-in (OAuth 2.1, 4.3.1).
 */
import { type AuthProvider, auth, extractWWWAuthenticateParams } from '@modelcontextprotocol/client';
import type { Clock } from '../../../clock.ts';
import { ToolError } from '../../tool-source.ts';
import type { McpOAuth } from '../mcp-endpoint.ts';
import type { CredentialStore, KeptCredentials, McpCredentials } from './credentials.ts';
import { OAuthClient } from './oauth-client.ts';
import { SignInNeeded } from './sign-in-needed.ts';

type UnauthorizedContext = Parameters<NonNullable<AuthProvider['onUnauthorized']>>[0];

export interface SignedInOptions {
  readonly settings: McpOAuth | undefined;
  /** Undefined for a server that is not kept, to which nobody can have signed in. */
  readonly store: CredentialStore | undefined;
  readonly clock: Clock;
}

/** How often is looked whether somebody else is done. */
const LOOK_MS = 100;
/** Whoever waits longer gives up. */
const PATIENCE_MS = 30_000;
/** Somebody may sign in anew at the same moment. */
const KEEP_ATTEMPTS = 3;

export class SignedIn implements AuthProvider {
  readonly #options: SignedInOptions;
  /** Of the last request. */
  #used: string | undefined;
  #renewing: Promise<void> | undefined;

  constructor(options: SignedInOptions) {
    this.#options = options;
  }

  async token(): Promise<string | undefined> {
    this.#used ??= (await this.#options.store?.read())?.credentials.tokens?.access_token;
    return this.#used;
  }

  /** @throws {ToolError} UNAVAILABLE, and whatever the authorization server says */
  onUnauthorized(context: UnauthorizedContext): Promise<void> {
    return (this.#renewing ??= this.#renew(context).finally(() => (this.#renewing = undefined)));
  }

  async #renew(context: UnauthorizedContext): Promise<void> {
    const { store } = this.#options;
    const refused = this.#used;
    this.#used = undefined;
    if (!store) throw new SignInNeeded();
    const kept = await this.#claim(store, refused);
    // Somebody else has renewed it meanwhile.
    if (!kept) return;
    try {
      await this.#ask(context, store, kept);
    } finally {
      await store.release();
    }
  }

  /** Undefined when there is another token by now. */
  async #claim(store: CredentialStore, refused: string | undefined): Promise<KeptCredentials | undefined> {
    const { clock } = this.#options;
    for (const deadline = clock.now() + PATIENCE_MS; ;) {
      const kept = await store.read();
      if (!kept?.credentials.tokens) throw new SignInNeeded();
      if (kept.credentials.tokens.access_token !== refused) return undefined;
      if (await store.claim(kept.version)) return kept;
      if (clock.now() >= deadline) throw notNow();
      await new Promise<void>((resolve) => clock.after(LOOK_MS, resolve));
    }
  }

  async #ask(
    { response, serverUrl, fetchFn }: UnauthorizedContext,
    store: CredentialStore,
    { credentials }: KeptCredentials,
  ): Promise<void> {
    const { settings } = this.#options;
    const { resourceMetadataUrl, scope: named } = extractWWWAuthenticateParams(response);
    const scope = settings?.scope ?? named;
    const client = new OAuthClient({ settings, credentials });
    try {
      await auth(client, {
        serverUrl,
        fetchFn,
        ...(resourceMetadataUrl && { resourceMetadataUrl }),
        ...(scope !== undefined && { scope }),
      });
    } catch (error) {
      // What the authorization server has refused is of no use any more.
      if (!client.credentials.tokens) await keep(store, client.credentials, credentials);
      else if (error instanceof SignInNeeded) throw notNow(error);
      throw error;
    }
    await keep(store, client.credentials, credentials);
  }
}

/** Unless somebody has signed in anew, or out. */
async function keep(
  store: CredentialStore,
  { tokens, client, discovery }: McpCredentials,
  before: McpCredentials,
): Promise<void> {
  for (let attempt = 0; attempt < KEEP_ATTEMPTS; attempt++) {
    const now = await store.read();
    if (!now || now.credentials.tokens?.access_token !== before.tokens?.access_token) return;
    const { tokens: _old, ...rest } = now.credentials;
    if (await store.replace({ ...rest, client, discovery, ...(tokens && { tokens }) }, now.version)) return;
  }
}

const notNow = (cause?: unknown): ToolError =>
  new ToolError('UNAVAILABLE', 'The sign-in could not be renewed just now.', { cause });
