/** The token that an MCP server is shown. One that is refused is renewed once for all requests that carried it. */
import type { AuthProvider } from '@modelcontextprotocol/client';
import { tokenCarried } from './token-carried.ts';

type Unauthorized = Parameters<NonNullable<AuthProvider['onUnauthorized']>>[0];

export interface Refusal extends Pick<Unauthorized, 'response' | 'serverUrl'> {
  /** Empty: there was none. */
  readonly token: string;
}

export interface TokenSource {
  /** Undefined when there is none yet. */
  read(): Promise<string | undefined>;
  /** Another one. @throws {ToolError} UNAVAILABLE, TIMEOUT */
  renew(refusal: Refusal): Promise<string>;
}

export class Bearer implements AuthProvider {
  readonly #source: TokenSource;
  #token: string | undefined;
  #renewing: Promise<void> | undefined;

  constructor(source: TokenSource) {
    this.#source = source;
  }

  async token(): Promise<string | undefined> {
    if (this.#token !== undefined) return this.#token;
    const token = await this.#source.read();
    // Meanwhile it may have been renewed.
    return (this.#token ??= token);
  }

  /** Resolves when the request may be made again. @throws {ToolError} UNAVAILABLE, TIMEOUT */
  async onUnauthorized({ response, serverUrl }: Unauthorized): Promise<void> {
    const token = tokenCarried(response) ?? this.#token ?? '';
    if (!this.#renewing && this.#token !== undefined && this.#token !== token) return;
    await (this.#renewing ??= this.#renew({ response, serverUrl, token }).finally(
      () => (this.#renewing = undefined),
    ));
  }

  async #renew(refusal: Refusal): Promise<void> {
    try {
      this.#token = await this.#source.renew(refusal);
    } catch (error) {
      this.#token = undefined;
      throw error;
    }
  }
}
