/** An MCP server with a guard, and the authorization server that it names: both are stubs, and do what a test wants. */
import type { ServerResponse } from 'node:http';
import type { FakeStore } from './fake-store.ts';
import { type Asked, StubServer, answerJson } from './stub-server.ts';

export type TokenAnswer = (asked: URLSearchParams, response: ServerResponse) => void | Promise<void>;

export class GuardedStub implements AsyncDisposable {
  /** That the MCP server takes. */
  readonly good = new Set<string>();
  /** What the token endpoint was asked. */
  readonly grants: URLSearchParams[] = [];
  /** How the token endpoint answers. Default: with T1 and R1, then T2 and R2, and so on, which are good then. */
  onToken: TokenAnswer | undefined;
  /** Whom the MCP server names; default: its own. */
  issuer: string | undefined;
  /** Sees each message to the MCP server before the guard does. */
  onMessage: ((asked: Asked) => void | Promise<void>) | undefined;
  #made = 0;

  static async start(): Promise<GuardedStub> {
    let stub: GuardedStub | undefined;
    const provider = await StubServer.start((asked, response) => stub!.#answerAsProvider(asked, response));
    const server = await StubServer.start((asked, response) => stub!.#answerAsServer(asked, response));
    return (stub = new GuardedStub(provider, server));
  }

  readonly provider: StubServer;
  readonly server: StubServer;

  private constructor(provider: StubServer, server: StubServer) {
    this.provider = provider;
    this.server = server;
  }

  get url(): string {
    return `${this.server.origin}/mcp`;
  }

  /** Another token, which is good. */
  make(): { access_token: string; refresh_token: string; token_type: string } {
    this.#made++;
    const token = `T${this.#made}`;
    this.good.add(token);
    return { access_token: token, refresh_token: `R${this.#made}`, token_type: 'bearer' };
  }

  /** As if somebody had signed in. */
  signIn(store: FakeStore): void {
    const client = { client_id: 'registered', redirect_uris: ['https://broker.example/back'] };
    store.kept = { issuer: this.provider.origin, credentials: { client, tokens: this.make() } };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
    await this.provider[Symbol.asyncDispose]();
  }

  async #answerAsProvider({ path, body }: Asked, response: ServerResponse): Promise<void> {
    const { origin } = this.provider;
    if (path === '/.well-known/oauth-authorization-server')
      return answerJson(response, {
        issuer: origin,
        authorization_endpoint: `${origin}/authorize`,
        token_endpoint: `${origin}/token`,
        response_types_supported: ['code'],
      });
    if (path !== '/token') return void response.writeHead(404).end();
    const asked = new URLSearchParams(body);
    this.grants.push(asked);
    if (this.onToken) await this.onToken(asked, response);
    else answerJson(response, this.make());
  }

  async #answerAsServer(asked: Asked, response: ServerResponse): Promise<void> {
    const { path, method, headers, body } = asked;
    const { origin } = this.server;
    const metadataPath = '/.well-known/oauth-protected-resource/mcp';
    if (path === metadataPath) {
      const authorization_servers = [this.issuer ?? this.provider.origin];
      return answerJson(response, { resource: `${origin}/mcp`, authorization_servers });
    }
    await this.onMessage?.(asked);
    if (!this.good.has(headers.authorization?.replace(/^Bearer /, '') ?? '')) {
      const challenge = `Bearer resource_metadata="${origin}${metadataPath}"`;
      return void response.writeHead(401, { 'www-authenticate': challenge }).end();
    }
    if (method !== 'POST') return void response.writeHead(405).end();
    const message = JSON.parse(body) as { id?: number; method: string; params: Record<string, unknown> };
    if (message.id === undefined) return void response.writeHead(202).end();
    const result =
      message.method === 'initialize'
        ? {
            protocolVersion: message.params['protocolVersion'],
            capabilities: { tools: {} },
            serverInfo: { name: 'stub', version: '1' },
          }
        : message.method === 'tools/call'
          ? { content: [{ type: 'text', text: 'done' }] }
          : undefined;
    const answer = result ? { result } : { error: { code: -32_601, message: 'unknown' } };
    answerJson(response, { jsonrpc: '2.0', id: message.id, ...answer });
  }
}
