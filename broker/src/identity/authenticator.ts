/** Says who asks, by whatever came along with the request. What is named on purpose goes before what a browser sends. */
import type { AccessTokens } from './access-tokens.ts';
import { API_KEY_PREFIX, type ApiKeys } from './api-keys.ts';
import type { DeviceTokens } from './device-tokens.ts';
import { IdentityError } from './identity-error.ts';
import { LOCAL_KEY_PREFIX, type LocalKey } from './local-key.ts';
import type { PrincipalCache } from './principal-cache.ts';
import type { Principal, UserPrincipal } from './principal.ts';
import type { ProxyUsers } from './proxy-users.ts';
import { tokenHash } from './random-token.ts';
import type { SignIns } from './sign-ins.ts';

export interface Credentials {
  /** Whole, with its scheme. */
  readonly authorization?: string | undefined;
  readonly apiKey?: string | undefined;
  /** Of the cookie. */
  readonly accessToken?: string | undefined;
  /** Value of the header in which a proxy names who it has signed in. */
  readonly proxyUser?: string | undefined;
  /** Of the socket. */
  readonly address: string | undefined;
}

export interface AuthenticatorOptions {
  readonly accessTokens: AccessTokens;
  readonly deviceTokens: DeviceTokens;
  readonly signIns: SignIns;
  readonly apiKeys: ApiKeys;
  readonly proxyUsers: ProxyUsers;
  readonly localKey: LocalKey;
  readonly cache: PrincipalCache;
  /** Of what is written after the answer. */
  readonly onError: (error: unknown) => void;
}

const MAX_LENGTH = 4096;

export class Authenticator {
  readonly #options: AuthenticatorOptions;

  constructor(options: AuthenticatorOptions) {
    this.#options = options;
  }

  /**
   * @returns undefined for somebody without any credentials.
   * @throws {IdentityError} CREDENTIALS_INVALID, SESSION_EXPIRED for credentials that do not hold.
   */
  async authenticate(given: Credentials): Promise<Principal | undefined> {
    const bearer = /^bearer +(\S+)$/i.exec(given.authorization?.slice(0, MAX_LENGTH) ?? '')?.[1];
    if (bearer !== undefined) return this.#byToken(bearer, given.address, 'bearer');
    if (given.apiKey !== undefined) {
      const key = given.apiKey.slice(0, MAX_LENGTH);
      if (!key.startsWith(API_KEY_PREFIX) && !key.startsWith(LOCAL_KEY_PREFIX)) throw invalidKey();
      return this.#byToken(key, given.address, 'apiKey');
    }
    const { accessToken, proxyUser } = given;
    if (accessToken) {
      try {
        return await this.#byAccessToken(accessToken, 'cookie');
      } catch (error) {
        // A cookie may be left over from before there was a proxy.
        if (proxyUser === undefined || !(error instanceof IdentityError)) throw error;
      }
    }
    if (proxyUser === undefined) return undefined;
    return this.#options.proxyUsers.recognise(proxyUser, given.address);
  }

  async #byToken(token: string, address: string | undefined, via: 'bearer' | 'apiKey'): Promise<Principal> {
    if (token.startsWith(API_KEY_PREFIX)) return this.#byApiKey(token);
    if (token.startsWith(LOCAL_KEY_PREFIX)) {
      const owner = this.#options.localKey.recognise(token, address, via);
      if (!owner) throw invalidKey();
      return owner;
    }
    return (await this.#options.deviceTokens.recognise(token)) ?? this.#byAccessToken(token, 'bearer');
  }

  async #byApiKey(key: string): Promise<Principal> {
    const { cache, apiKeys, onError } = this.#options;
    const name = `key:${Buffer.from(tokenHash(key)).toString('base64url')}`;
    const principal = await cache.get(name, () => apiKeys.recognise(key));
    if (!principal) throw invalidKey();
    apiKeys.used(principal.id).catch(onError);
    return principal;
  }

  async #byAccessToken(token: string, via: UserPrincipal['via']): Promise<Principal> {
    const { accessTokens, cache, signIns } = this.#options;
    const { signInId } = await accessTokens.verify(token);
    const found = await cache.get(`signIn:${signInId}`, () => signIns.recognise(signInId));
    if (found?.kind !== 'user')
      throw new IdentityError('SESSION_EXPIRED', 'The sign-in was ended. Sign in again.');
    return found.via === via ? found : { ...found, via };
  }
}

const invalidKey = (): IdentityError =>
  new IdentityError(
    'CREDENTIALS_INVALID',
    'The key is not valid: unknown, revoked, or over. Make a new one.',
  );
