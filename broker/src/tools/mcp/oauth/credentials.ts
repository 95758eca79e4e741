/** What a broker has as a client of one MCP server, and where it is kept. */
import type {
  OAuthDiscoveryState,
  StoredOAuthClientInformation,
  StoredOAuthTokens,
} from '@modelcontextprotocol/client';

/** All of it is secret. */
export interface McpCredentials {
  /** As the authorization server registered us, where nobody has said who we are. */
  readonly client?: StoredOAuthClientInformation | undefined;
  readonly tokens?: StoredOAuthTokens | undefined;
  readonly discovery?: OAuthDiscoveryState | undefined;
  /** Of the sign-in under way (RFC 7636). */
  readonly verifier?: string | undefined;
  /** Where the browser comes back to. */
  readonly redirectUrl?: string | undefined;
}

export interface KeptCredentials {
  /** Another one for each write. */
  readonly version: number;
  readonly credentials: McpCredentials;
}

export interface CredentialStore {
  read(): Promise<KeptCredentials | undefined>;
  /** Whether tokens of this version are ours to renew; nobody else's until they are replaced, or it is released. */
  claim(version: number): Promise<boolean>;
  release(): Promise<void>;
  /** False when another process has written since `version` was read; then nothing is written. */
  replace(credentials: McpCredentials, version: number): Promise<boolean>;
}
