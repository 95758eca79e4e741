/** How an MCP server is reached. */
export type McpEndpoint =
  | {
      readonly transport: 'stdio';
      readonly command: string;
      readonly args: readonly string[];
      /** Besides PATH, HOME and the like; nothing else of the broker's. */
      readonly env: Readonly<Record<string, string>>;
      /** Whether it may reach other machines. */
      readonly network: boolean;
    }
  /** `sse`: servers from before streamable HTTP. */
  | {
      readonly transport: 'http' | 'sse';
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly oauth?: McpOAuth | undefined;
    };

/** As whom the broker asks for tokens (OAuth 2.1, as the MCP specification has it). */
export interface McpOAuth {
  /** `authorizationCode`: somebody signs in with a browser; `clientCredentials`: the broker itself is who asks. */
  readonly grant: 'authorizationCode' | 'clientCredentials';
  /** Default: the authorization server registers us. */
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  /** The only authorization server that may be asked. Default: whichever the server names first. */
  readonly issuer?: string | undefined;
  /** Names, with spaces. Default: what the server names. */
  readonly scope?: string | undefined;
}

/** What an MCP server may do, and cost. */
export interface McpLimits {
  /** Programs that may be started, as they stand in the settings of a server. */
  readonly commands: readonly string[];
  /** Any program may be. */
  readonly anyCommand: boolean;
  /** Addresses that are not of the open internet may be asked. */
  readonly allowPrivateTargets: boolean;
  readonly connectTimeoutMs: number;
  /** Of one message from it. */
  readonly maxMessageBytes: number;
  /** Tools that are read from it; the rest is left out. */
  readonly maxTools: number;
}
