/** An MCP server that wants to know who asks, and the OpenID Connect provider that it believes: both real, on this machine. */
import { McpServer, createMcpHandler } from '@modelcontextprotocol/server';
import { once } from 'node:events';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { type ServedMcp, serveMcp } from './serve-mcp.ts';

export const CLIENT = { id: 'pipit-by-hand', secret: 'planted-client-secret-0123456789abcdef' };

export interface GuardedServerOptions {
  /** Whether clients may register themselves. */
  readonly registration?: boolean;
  /** Addresses of the client that is known by hand. */
  readonly redirectUrls?: readonly string[];
}

export class GuardedServer implements AsyncDisposable {
  /** Of the MCP server. */
  readonly url: string;
  /** Tokens that were shown to the MCP server. */
  readonly shown: string[];
  /** Those that it does not take any more. */
  readonly refused: Set<string>;
  readonly #provider: ProviderServer;
  readonly #served: ServedMcp;

  static async start(options: GuardedServerOptions = {}): Promise<GuardedServer> {
    const provider = await ProviderServer.start(options);
    const shown: string[] = [];
    const refused = new Set<string>();
    const mcp = createMcpHandler(() => serverOfWeather());
    const served = await serveMcp(mcp.fetch, async (request, response) => {
      const origin = `http://${request.headers.host}`;
      if (request.url === METADATA_PATH) {
        const body = {
          resource: `${origin}/mcp`,
          authorization_servers: [provider.issuer],
          scopes_supported: ['tools'],
        };
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
        return true;
      }
      const token = request.headers.authorization?.replace(/^Bearer /, '');
      if (token !== undefined) shown.push(token);
      if (token !== undefined && !refused.has(token) && (await provider.knows(token))) return false;
      const challenge = `Bearer resource_metadata="${origin}${METADATA_PATH}"`;
      response.writeHead(401, { 'www-authenticate': challenge }).end();
      return true;
    });
    return new GuardedServer(provider, served, shown, refused);
  }

  private constructor(provider: ProviderServer, served: ServedMcp, shown: string[], refused: Set<string>) {
    this.#provider = provider;
    this.#served = served;
    this.url = served.url;
    this.shown = shown;
    this.refused = refused;
  }

  /** What the token endpoint was asked for. */
  get grants(): readonly string[] {
    return this.#provider.grants;
  }

  /** The token endpoint fails. */
  set isAway(isAway: boolean) {
    this.#provider.isAway = isAway;
  }

  /** The next time that tokens are asked for they are refused. */
  refuseOnce(): void {
    this.#provider.isRefusing = true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#served[Symbol.asyncDispose]();
    await this.#provider[Symbol.asyncDispose]();
  }
}

const METADATA_PATH = '/.well-known/oauth-protected-resource/mcp';

class ProviderServer implements AsyncDisposable {
  readonly issuer: string;
  readonly grants: string[] = [];
  isAway = false;
  isRefusing = false;
  readonly #server: Server;
  readonly #oidc: Provider;

  static async start(options: GuardedServerOptions): Promise<ProviderServer> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new ProviderServer(server, options);
  }

  private constructor(server: Server, { registration = true, redirectUrls = [] }: GuardedServerOptions) {
    this.#server = server;
    this.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const isInteractive = redirectUrls.length > 0;
    this.#oidc = new Provider(this.issuer, {
      clients: [
        {
          client_id: CLIENT.id,
          client_secret: CLIENT.secret,
          redirect_uris: redirectUrls,
          response_types: isInteractive ? ['code'] : [],
          grant_types: [
            'client_credentials',
            ...(isInteractive ? ['authorization_code', 'refresh_token'] : []),
          ],
        },
      ],
      cookies: { keys: ['for-this-test-only'] },
      scopes: ['openid', 'tools'],
      pkce: { required: () => true },
      issueRefreshToken: () => true,
      rotateRefreshToken: () => true,
      features: {
        registration: { enabled: registration },
        clientCredentials: { enabled: true },
        resourceIndicators: {
          enabled: true,
          getResourceServerInfo: () => ({ scope: 'tools', accessTokenFormat: 'opaque' }),
        },
      },
      findAccount: (_context: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id }) }),
    });
    const answer = this.#oidc.callback();
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      if (request.url === '/token') {
        this.grants.push(request.headers.authorization ? 'with secret' : 'without secret');
        if (this.isAway) return void response.writeHead(503).end();
        if (this.isRefusing) {
          this.isRefusing = false;
          const body = JSON.stringify({ error: 'invalid_grant' });
          return void response.writeHead(400, { 'content-type': 'application/json' }).end(body);
        }
      }
      answer(request, response);
    });
  }

  async knows(token: string): Promise<boolean> {
    const { AccessToken, ClientCredentials } = this.#oidc;
    return ((await AccessToken.find(token)) ?? (await ClientCredentials.find(token))) !== undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

function serverOfWeather(): McpServer {
  const server = new McpServer({ name: 'weather', version: '1.0.0' });
  server.registerTool('weather', { description: 'The weather now.' }, () => ({
    content: [{ type: 'text', text: 'It rains.' }],
  }));
  return server;
}
