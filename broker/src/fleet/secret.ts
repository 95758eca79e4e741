/**
 * Device secrets: how they are made, kept and compared.
 *
 * A secret is 256 random bits, so guessing is hopeless however fast a guess can be tested. A slow hash (argon2, scrypt)
 * protects passwords because people choose them from a small set; here it would only make reconnecting fleets costly.
 * The salt keeps equal secrets, should somebody import some, from showing as equal hashes.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** So that a leaked secret is recognised for what it is. */
export const SECRET_PREFIX = 'pk_';
const SECRET_BYTES = 32;
const SALT_BYTES = 16;
const SCHEME = 'sha256';

const digest = (salt: Buffer, secret: string | Uint8Array): Buffer =>
  createHash('sha256').update(salt).update(secret).digest();

export function createSecret(): string {
  return SECRET_PREFIX + randomBytes(SECRET_BYTES).toString('base64url');
}

/** `sha256$salt$hash`, both in base64url. */
export function hashSecret(secret: string): string {
  const salt = randomBytes(SALT_BYTES);
  return [SCHEME, salt.toString('base64url'), digest(salt, secret).toString('base64url')].join('$');
}

/** Compared with when there is no device, so that an unknown id takes as long as a wrong secret. */
const NOBODY = hashSecret(createSecret());

/** In constant time. False for an unknown device (no hash), no secret, or a scheme that is not known. */
export function verifySecret(
  secret: string | Uint8Array | undefined,
  secretHash: string | null | undefined,
): boolean {
  const [scheme, salt, hash] = (secretHash ?? NOBODY).split('$');
  if (scheme !== SCHEME || salt === undefined || hash === undefined) return false;
  const expected = Buffer.from(hash, 'base64url');
  const actual = digest(Buffer.from(salt, 'base64url'), secret ?? '');
  return (
    expected.length === actual.length &&
    timingSafeEqual(expected, actual) &&
    typeof secretHash === 'string' &&
    secret !== undefined
  );
}

export interface SecretMatch {
  readonly hash: string;
  /** It is the one that a rotation prepared. */
  readonly isNext: boolean;
}

/** Which of a device's secrets this is; undefined when none, or when there is no such device. As long for either. */
export function matchSecret(
  secret: string | Uint8Array | undefined,
  device: { readonly secretHash: string | null; readonly nextSecretHash: string | null } | undefined,
): SecretMatch | undefined {
  const isPresent = verifySecret(secret, device?.secretHash);
  const isNext = verifySecret(secret, device?.nextSecretHash);
  if (isNext) return { hash: device!.nextSecretHash!, isNext };
  return isPresent ? { hash: device!.secretHash!, isNext } : undefined;
}
