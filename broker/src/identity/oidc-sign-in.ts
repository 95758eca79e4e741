/** Signing in with a provider of OpenID Connect: authorization code with PKCE, state and nonce. */
import * as oidc from 'openid-client';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Audit } from '../audit/audit-log.ts';
import type { Vault } from '../store/vault.ts';
import type { Origin } from './caller.ts';
import { IdentityError } from './identity-error.ts';
import type { OidcUsers } from './oidc-users.ts';
import type { SignIns, SignedIn } from './sign-ins.ts';

export interface OidcSettings {
  readonly issuer?: string | undefined;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  readonly scopes: readonly string[];
}

export interface OidcSignInOptions {
  readonly settings: OidcSettings;
  readonly vault: Vault;
  readonly users: OidcUsers;
  readonly signIns: SignIns;
  readonly audit: Audit;
  readonly log: Logger;
  readonly now: () => number;
}

/** What the browser keeps, encrypted, while it is at the provider. */
export const OIDC_FLOW_MS = 10 * 60_000;

const CONTEXT = 'oidc-flow';
const TIMEOUT_S = 10;
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

const flowSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  redirectUri: z.string(),
  returnTo: z.string(),
  expiresAtMs: z.number(),
});

type Flow = z.infer<typeof flowSchema>;

export class OidcSignIn {
  readonly #options: OidcSignInOptions;
  #discovered: Promise<oidc.Configuration> | undefined;

  constructor(options: OidcSignInOptions) {
    this.#options = options;
  }

  /**
   * @param redirectUri where the provider sends the browser back to.
   * @returns where to send the browser now, and what it must bring back.
   * @throws {IdentityError} NOT_FOUND when no provider is set, PROVIDER_FAILED
   */
  async start(redirectUri: string, returnTo: string): Promise<{ url: string; flow: string }> {
    const { settings, vault, now } = this.#options;
    const provider = await this.#provider();
    const flow: Flow = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
      redirectUri,
      returnTo: samePlace(returnTo),
      expiresAtMs: now() + OIDC_FLOW_MS,
    };
    const url = oidc.buildAuthorizationUrl(provider, {
      redirect_uri: redirectUri,
      scope: settings.scopes.join(' '),
      state: flow.state,
      nonce: flow.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(flow.verifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, flow: vault.seal(JSON.stringify(flow), CONTEXT) };
  }

  /**
   * @param search of the address that the provider sent the browser to, with its question mark.
   * @throws {IdentityError} CREDENTIALS_INVALID, PROVIDER_FAILED, FORBIDDEN for people who may not.
   */
  async finish(
    sealed: string | undefined,
    search: string,
    origin: Origin,
  ): Promise<{ signedIn: SignedIn; returnTo: string }> {
    const flow = this.#flow(sealed);
    const provider = await this.#provider();
    const current = new URL(flow.redirectUri);
    current.search = search;
    const claims = await this.#claims(provider, current, flow, origin);
    const user = await this.#options.users.recognise(claims, origin);
    return {
      signedIn: await this.#options.signIns.start(user, 'oidc', origin),
      returnTo: flow.returnTo,
    };
  }

  async #claims(provider: oidc.Configuration, current: URL, flow: Flow, origin: Origin) {
    try {
      const tokens = await oidc.authorizationCodeGrant(provider, current, {
        pkceCodeVerifier: flow.verifier,
        expectedState: flow.state,
        expectedNonce: flow.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims()!;
      if (typeof claims['email'] === 'string' || !provider.serverMetadata().userinfo_endpoint) return claims;
      return { ...(await oidc.fetchUserInfo(provider, tokens.access_token, claims.sub)), iss: claims.iss };
    } catch (error) {
      const why = reasonOf(error);
      this.#options.audit.record(
        { kind: 'nobody', id: 'oidc' },
        { action: 'signIn.start', result: 'failed', detail: { method: 'oidc', why }, request: origin },
      );
      this.#options.log.warn({ why }, 'a sign-in at the provider failed');
      if (error instanceof oidc.AuthorizationResponseError)
        throw new IdentityError('CREDENTIALS_INVALID', 'The provider did not sign you in.', { cause: error });
      throw new IdentityError(
        'PROVIDER_FAILED',
        'What the provider answered is not valid, or it cannot be reached. Sign in again.',
        { cause: error },
      );
    }
  }

  #flow(sealed: string | undefined): Flow {
    try {
      const flow = flowSchema.parse(JSON.parse(this.#options.vault.open(sealed ?? '', CONTEXT)));
      if (flow.expiresAtMs > this.#options.now()) return flow;
    } catch {
      // Made up, or sealed with a former key: as good as none.
    }
    throw new IdentityError('CREDENTIALS_INVALID', 'This attempt to sign in is over. Begin again.');
  }

  /** Asked once; after a failure anew. */
  #provider(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.#options.settings;
    if (!issuer || !clientId)
      throw new IdentityError('NOT_FOUND', 'No provider is set. Set auth.oidc.issuer and clientId.');
    if (!this.#discovered) {
      this.#discovered = discover(new URL(issuer), clientId, clientSecret);
      this.#discovered.catch((error: unknown) => {
        this.#options.log.warn({ why: reasonOf(error) }, 'the sign-in provider cannot be used');
        this.#discovered = undefined;
      });
    }
    return this.#discovered;
  }
}

async function discover(
  issuer: URL,
  clientId: string,
  clientSecret: string | undefined,
): Promise<oidc.Configuration> {
  const insecure = issuer.protocol === 'http:' && LOOPBACK.test(issuer.hostname);
  try {
    return await oidc.discovery(issuer, clientId, clientSecret, clientAuthentication(clientSecret), {
      timeout: TIMEOUT_S,
      // Only for a provider on this machine: elsewhere the library refuses what is not TLS.
      execute: insecure ? [oidc.allowInsecureRequests] : [],
    });
  } catch (error) {
    throw new IdentityError(
      'PROVIDER_FAILED',
      `The provider ${issuer.origin} cannot be reached, or is not one. Look at auth.oidc.issuer.`,
      { cause: error },
    );
  }
}

/** In words only: what else is in these errors may hold codes and tokens. */
function reasonOf(error: unknown): string {
  const words: string[] = [];
  for (let at = error; at instanceof Error && words.length < 4; at = at.cause) words.push(at.message);
  return words.join(': ').slice(0, 500);
}

/** Basic is what every provider must know; in the body for those that say they do not. */
function clientAuthentication(clientSecret: string | undefined): oidc.ClientAuth {
  if (clientSecret === undefined) return oidc.None();
  const [basic, post] = [oidc.ClientSecretBasic(clientSecret), oidc.ClientSecretPost(clientSecret)];
  return (server, client, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return (methods.includes('client_secret_basic') ? basic : post)(server, client, body, headers);
  };
}

/** Only a path of ours: a link to our sign-in must not lead people elsewhere. */
export function samePlace(returnTo: string): string {
  const here = 'http://here.invalid';
  if (!/^\/[\x21-\x7e]*$/.test(returnTo) || returnTo.length > 1024 || !URL.canParse(returnTo, here))
    return '/';
  const { origin, pathname, search, hash } = new URL(returnTo, here);
  // Two slashes in front name another host, also when they come about by going up.
  return origin === here && !pathname.startsWith('//') ? pathname + search + hash : '/';
}
