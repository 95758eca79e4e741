/** An MCP server that wants to know who asks, and the OpenID Connect provider that it believes: both real, on this machine. */
import { McpServer, createMcpHandler } from '@modelcontextprotocol/server';
import { once } from 'node:events';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import Provider from 'oidc-provider';

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
  readonly shown: string[] = [];
  /** Those that it does not take any more. */
  readonly refused = new Set<string>();
  /** What the token endpoint was asked for. */
  readonly grants: string[] = [];
  /** The token endpoint fails. */
  isAway = false;
  readonly #servers: readonly Server[];

  static async start(options: GuardedServerOptions = {}): Promise<GuardedServer> {
    const [provider, server] = [await listen(), await listen()];
    return new GuardedServer(provider, server, options);
  }

  private constructor(
    provider: Server,
    server: Server,
    { registration = true, redirectUrls = [] }: GuardedServerOptions,
  ) {
    this.#servers = [provider, server];
    const issuer = originOf(provider);
    this.url = `${originOf(server)}/mcp`;
    const oidc = new Provider(issuer, {
      clients: [
        {
          client_id: CLIENT.id,
          client_secret: CLIENT.secret,
          redirect_uris: redirectUrls,
          response_types: redirectUrls.length > 0 ? ['code'] : [],
          grant_types: [
            'client_credentials',
            ...(redirectUrls.length > 0 ? ['authorization_code', 'refresh_token'] : []),
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
    const answer = oidc.callback();
    provider.on('request', (request: IncomingMessage, response: ServerResponse) => {
      if (request.url === '/token') {
        this.grants.push(request.headers.authorization ? 'with secret' : 'without secret');
        if (this.isAway) return void response.writeHead(503).end();
      }
      answer(request, response);
    });
    const mcp = createMcpHandler(() => serverOfWeather());
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      void this.#serve(request, response, mcp.fetch, issuer, oidc);
    });
  }

  async #serve(
    request: IncomingMessage,
    response: ServerResponse,
    answer: (request: Request) => Promise<Response>,
    issuer: string,
    oidc: Provider,
  ): Promise<void> {
    const origin = new URL(this.url).origin;
    if (request.url === '/.well-known/oauth-protected-resource/mcp') {
      const body = { resource: this.url, authorization_servers: [issuer], scopes_supported: ['tools'] };
      return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    }
    const token = request.headers.authorization?.replace(/^Bearer /, '');
    if (token !== undefined) this.shown.push(token);
    const isGood = token !== undefined && !this.refused.has(token) && (await isKnown(oidc, token));
    if (!isGood) {
      const challenge = `Bearer resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp"`;
      return void response.writeHead(401, { 'www-authenticate': challenge }).end();
    }
    const gone = new AbortController();
    const answered = await answer(
      new Request(`${origin}${request.url}`, {
        method: request.method ?? 'GET',
        headers: request.headers as Record<string, string>,
        signal: gone.signal,
        ...(request.method === 'POST' && { body: await text(request) }),
      }),
    );
    response.writeHead(answered.status, Object.fromEntries(answered.headers));
    response.flushHeaders();
    // It may go on for as long as somebody listens.
    response.on('close', () => gone.abort());
    const body = answered.body ? Readable.fromWeb(answered.body) : Readable.from([]);
    await pipeline(body, response).catch(() => {});
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const server of this.#servers) server.closeAllConnections();
    await Promise.all(this.#servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }
}

async function isKnown(oidc: Provider, token: string): Promise<boolean> {
  const found = (await oidc.AccessToken.find(token)) ?? (await oidc.ClientCredentials.find(token));
  return found !== undefined;
}

function serverOfWeather(): McpServer {
  const server = new McpServer({ name: 'weather', version: '1.0.0' });
  server.registerTool('weather', { description: 'The weather now.' }, () => ({
    content: [{ type: 'text', text: 'It rains.' }],
  }));
  return server;
}

async function listen(): Promise<Server> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

const originOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
