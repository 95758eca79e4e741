/** What a broker has as a client of one MCP server, and where it is kept. */
import type {
  OAuthDiscoveryState,
  StoredOAuthClientInformation,
  StoredOAuthTokens,
} from '@modelcontextprotocol/client';

/** All of it is secret. */
export interface McpCredentials {
  /** Who we are for the authorization server, where it has registered us; of a client that is set only the id. */
  readonly client?: StoredOAuthClientInformation | undefined;
  readonly tokens?: StoredOAuthTokens | undefined;
  readonly discovery?: OAuthDiscoveryState | undefined;
}

/** Of a sign-in under way. All of it is secret. */
export interface SignInAttempt {
  readonly client: StoredOAuthClientInformation;
  readonly discovery: OAuthDiscoveryState;
  /** RFC 7636. */
  readonly verifier: string;
  /** Where the browser comes back to. */
  readonly redirectUrl: string;
}

export interface KeptCredentials {
  /** The first authorization server that was seen. */
  readonly issuer: string | undefined;
  /** Undefined when nobody has signed in, or what they got was refused. */
  readonly credentials: McpCredentials | undefined;
}

/** For one server as it is set now; of another one it has nothing. */
export interface CredentialStore {
  read(): Promise<KeptCredentials | undefined>;
  /** Whoever has it renews the tokens; nobody else until they give it back, or have had it for a minute. */
  claim(): Promise<string | undefined>;
  release(claim: string): Promise<void>;
  /** Ends the claim. False when it is over: somebody has signed in anew, or out. Then nothing is written. */
  replace(claim: string, credentials: McpCredentials): Promise<boolean>;
  /** They were refused: nobody is signed in any more. Ends the claim. */
  drop(claim: string): Promise<void>;
  /** @returns the one that was seen first; undefined when the server is another one by now */
  keepIssuer(issuer: string): Promise<string | undefined>;
}
