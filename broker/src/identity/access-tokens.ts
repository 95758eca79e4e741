/** Access tokens: JWTs that live for ten minutes. The algorithm is ours to say, never the token's. */
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import { IdentityError } from './identity-error.ts';
import { ROLES, type Role } from './permissions.ts';
import type { SigningKeys } from './signing-keys.ts';

export const ACCESS_TOKEN_MS = 10 * 60_000;

const ALGORITHM = 'HS256';
const ISSUER = 'pipit';
const AUDIENCE = 'pipit-api';
/** Ours have about 500; longer ones are not worth decoding. */
const MAX_LENGTH = 2048;

export interface AccessClaims {
  readonly userId: string;
  readonly tenantId: string;
  readonly role: Role;
  readonly signInId: string;
}

export interface AccessTokensOptions {
  readonly keys: SigningKeys;
  readonly now: () => number;
}

const headerSchema = z.object({ header: z.object({ alg: z.literal(ALGORITHM), kid: z.string().max(64) }) });
const claimsSchema = z.object({
  sub: z.string(),
  tid: z.string(),
  rol: z.enum(ROLES),
  sid: z.string(),
});

export class AccessTokens {
  readonly #keys: SigningKeys;
  readonly #now: () => number;

  constructor({ keys, now }: AccessTokensOptions) {
    this.#keys = keys;
    this.#now = now;
  }

  async issue(claims: AccessClaims): Promise<{ token: string; expiresAtMs: number }> {
    const key = await this.#keys.current();
    const issuedAtS = Math.floor(this.#now() / 1000);
    const expiresAtS = issuedAtS + ACCESS_TOKEN_MS / 1000;
    const { userId, tenantId, role, signInId } = claims;
    const payload = { tid: tenantId, rol: role, sid: signInId, iat: issuedAtS, exp: expiresAtS };
    const token = jwt.sign(payload, key.secret, {
      algorithm: ALGORITHM,
      keyid: key.id,
      issuer: ISSUER,
      audience: AUDIENCE,
      subject: userId,
    });
    return { token, expiresAtMs: expiresAtS * 1000 };
  }

  /** @throws {IdentityError} CREDENTIALS_INVALID; SESSION_EXPIRED for one of ours that is over. */
  async verify(token: string): Promise<AccessClaims> {
    if (token.length > MAX_LENGTH) throw invalid();
    const decoded = headerSchema.safeParse(decode(token));
    const key = decoded.success ? await this.#keys.find(decoded.data.header.kid) : undefined;
    if (!key) throw invalid();
    try {
      const claims = claimsSchema.parse(
        jwt.verify(token, key.secret, {
          algorithms: [ALGORITHM],
          issuer: ISSUER,
          audience: AUDIENCE,
          clockTimestamp: Math.floor(this.#now() / 1000),
        }),
      );
      return { userId: claims.sub, tenantId: claims.tid, role: claims.rol, signInId: claims.sid };
    } catch (error) {
      if (error instanceof jwt.TokenExpiredError)
        throw new IdentityError('SESSION_EXPIRED', 'The access token is over. Refresh it, or sign in again.');
      throw invalid();
    }
  }
}

function decode(token: string): unknown {
  try {
    return jwt.decode(token, { complete: true });
  } catch {
    return undefined;
  }
}

const invalid = (): IdentityError =>
  new IdentityError('CREDENTIALS_INVALID', 'The access token is not valid. Sign in again.');
