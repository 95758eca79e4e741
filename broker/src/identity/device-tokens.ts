/**
 * Devices at the HTTP API: whoever has a device's credential gets a token that lives for an hour and shows what is the
 * device's own. A token is bound to the credential that it was given for, and ends with it.
 */
import { createHash } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import { type DeviceRecord, type DeviceStore, isWelcome } from '../fleet/device-store.ts';
import { matchSecret } from '../fleet/secret.ts';
import type { Origin } from './caller.ts';
import { IdentityError } from './identity-error.ts';
import type { PasswordSignIn } from './password-sign-in.ts';
import type { Permission } from './permissions.ts';
import type { DevicePrincipal } from './principal.ts';
import type { SigningKeys } from './signing-keys.ts';
import type { UserRow } from './user-view.ts';

export interface DeviceTokensOptions {
  readonly devices: Pick<DeviceStore, 'get' | 'promote' | 'endHandOut'>;
  readonly keys: SigningKeys;
  readonly passwords: PasswordSignIn;
  /** Old devices may come with their owner's password (`devices.passwordSignIn`). */
  readonly passwordSignIn: boolean;
  readonly now: () => number;
}

export type DeviceCredential =
  | { readonly secret: string }
  | { readonly email: string; readonly password: string };

export interface DeviceToken {
  readonly principal: DevicePrincipal;
  readonly accessToken: string;
  readonly expiresAt: Date;
}

const TOKEN_MS = 3_600_000;
const ALGORITHM = 'HS256';
const ISSUER = 'pipit';
const AUDIENCE = 'pipit-device';
const MAX_LENGTH = 2048;

const PERMISSIONS: ReadonlySet<Permission> = new Set<Permission>([
  'devices:read',
  'configuration:read',
  'sessions:read',
  'messages:read',
]);

const decodedSchema = z.object({
  header: z.object({ alg: z.literal(ALGORITHM), kid: z.string().max(64) }),
  payload: z.object({ aud: z.literal(AUDIENCE) }),
});
const claimsSchema = z.object({ sub: z.string(), crd: z.string() });

export class DeviceTokens {
  readonly #options: DeviceTokensOptions;

  constructor(options: DeviceTokensOptions) {
    this.#options = options;
  }

  /** @throws {IdentityError} CREDENTIALS_INVALID, ACCOUNT_LOCKED, BUSY */
  async signIn(deviceId: string, credential: DeviceCredential, origin: Origin): Promise<DeviceToken> {
    const { devices, keys, passwords, now } = this.#options;
    const record = await devices.get(deviceId);
    const person = 'secret' in credential ? undefined : await this.#personOf(credential, origin);
    const isRight =
      'secret' in credential
        ? await this.#secretIsRight(record, credential.secret)
        : record?.ownerId === person?.id;
    const isLetIn = record !== undefined && isRight && isWelcome(record);
    const lacksCertificate = isLetIn && record.certificateSha256 !== null;
    const result = isLetIn && !lacksCertificate ? 'ok' : 'refused';
    if (person) passwords.recordDevice(person, deviceId, result, origin);
    if (!isLetIn) throw unknown();
    if (lacksCertificate) throw needsCertificate();
    const key = await keys.current();
    const issuedAtS = Math.floor(now() / 1000);
    const expiresAtS = issuedAtS + TOKEN_MS / 1000;
    // After a rotation, the credential is the new one.
    const present = (await devices.get(deviceId)) ?? record;
    const payload = { crd: credentialOf(present), iat: issuedAtS, exp: expiresAtS };
    const accessToken = jwt.sign(payload, key.secret, {
      algorithm: ALGORITHM,
      keyid: key.id,
      issuer: ISSUER,
      audience: AUDIENCE,
      subject: deviceId,
    });
    return { principal: principalOf(record), accessToken, expiresAt: new Date(expiresAtS * 1000) };
  }

  /** Undefined for a token that is not a device's. @throws {IdentityError} CREDENTIALS_INVALID, SESSION_EXPIRED */
  async recognise(token: string): Promise<DevicePrincipal | undefined> {
    const decoded = token.length > MAX_LENGTH ? undefined : decodedSchema.safeParse(decode(token));
    if (!decoded?.success) return undefined;
    const { devices, keys, now } = this.#options;
    const key = await keys.find(decoded.data.header.kid);
    if (!key) throw invalid();
    let claims: z.infer<typeof claimsSchema>;
    try {
      claims = claimsSchema.parse(
        jwt.verify(token, key.secret, {
          algorithms: [ALGORITHM],
          issuer: ISSUER,
          audience: AUDIENCE,
          clockTimestamp: Math.floor(now() / 1000),
        }),
      );
    } catch (error) {
      if (error instanceof jwt.TokenExpiredError)
        throw new IdentityError('SESSION_EXPIRED', 'The token of the device is over. Sign in again.');
      throw invalid();
    }
    const record = await devices.get(claims.sub);
    if (!record || !isWelcome(record) || credentialOf(record) !== claims.crd) throw invalid();
    return principalOf(record);
  }

  async #secretIsRight(record: DeviceRecord | undefined, secret: string): Promise<boolean> {
    const match = matchSecret(secret, record);
    // The first use of the next secret ends the one before, here as over MQTT.
    if (match?.isNext) await this.#options.devices.promote(record!.id, match.hash);
    if (match && record?.isHandedOut) await this.#options.devices.endHandOut(record.id);
    return match !== undefined;
  }

  async #personOf(
    credential: { readonly email: string; readonly password: string },
    origin: Origin,
  ): Promise<UserRow> {
    if (!this.#options.passwordSignIn) throw unknown();
    return this.#options.passwords.check(credential, origin);
  }
}

/** Names what a device signs in with, without telling it. */
const credentialOf = ({ secretHash, certificateSha256 }: DeviceRecord): string =>
  createHash('sha256')
    .update(`${secretHash ?? ''} ${certificateSha256 ?? ''}`)
    .digest('base64url')
    .slice(0, 22);

const principalOf = ({ id, name, tenantId }: DeviceRecord): DevicePrincipal => ({
  kind: 'device',
  id,
  name,
  tenantId,
  permissions: PERMISSIONS,
  scope: 'own',
  via: 'bearer',
});

function decode(token: string): unknown {
  try {
    return jwt.decode(token, { complete: true });
  } catch {
    return undefined;
  }
}

const unknown = (): IdentityError =>
  new IdentityError('CREDENTIALS_INVALID', 'The device is not known, or its credential is wrong.');
/** Only for whoever knows the secret. Over HTTP no certificate is asked for, and without it the secret shall not do. */
const needsCertificate = (): IdentityError =>
  new IdentityError(
    'CREDENTIALS_INVALID',
    'The device has a pinned certificate: it signs in over MQTT with it, and gets no token for its secret.',
  );
const invalid = (): IdentityError =>
  new IdentityError('CREDENTIALS_INVALID', 'The token of the device is not valid. Sign in again.');
