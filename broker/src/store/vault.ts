/**
 * Encryption of secrets that the database keeps but others must not read: AES-256-GCM with one key of the installation.
 * Whoever has the database or a backup of it, but not the key, has nothing.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

export type VaultErrorCode = 'KEY_INVALID' | 'WRONG_KEY' | 'DAMAGED';

export class VaultError extends Error {
  override readonly name = 'VaultError';
  readonly code: VaultErrorCode;

  /** `message` says what was wrong and what to do, and holds no secret. */
  constructor(code: VaultErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export interface Vault {
  /** Names the key without telling anything of it. */
  readonly keyId: string;
  /** @param context what the secret belongs to, like `signing-key:7`; it opens nowhere else. */
  seal(secret: string, context: string): string;
  /** @throws {VaultError} WRONG_KEY, DAMAGED */
  open(sealed: string, context: string): string;
}

const VERSION = 'v1';
export const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** @throws {VaultError} KEY_INVALID unless the key has 32 bytes. */
export function createVault(key: Uint8Array): Vault {
  if (key.length !== KEY_BYTES)
    throw new VaultError('KEY_INVALID', `The key must have ${KEY_BYTES} bytes, in base64url.`);
  const secretKey = Uint8Array.from(key);
  const keyId = createHash('sha256').update('pipit vault').update(secretKey).digest('base64url').slice(0, 8);
  return {
    keyId,
    seal(secret, context) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', secretKey, iv).setAAD(Buffer.from(context));
      const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return [VERSION, keyId, iv.toString('base64url'), text.toString('base64url')].join('.');
    },
    open(sealed, context) {
      const [version, usedKeyId, iv, text, ...rest] = sealed.split('.');
      if (version !== VERSION || !usedKeyId || !iv || !text || rest.length > 0) throw damaged(context);
      if (usedKeyId !== keyId) {
        throw new VaultError(
          'WRONG_KEY',
          `The secret ${context} was encrypted with the key ${usedKeyId}, but this is ${keyId}. Put the former key back: the setting secretKey, or the file secret.key in the data folder. If it is lost for good, give up what it encrypted: pipit db forget-secrets.`,
        );
      }
      const bytes = Buffer.from(text, 'base64url');
      try {
        const decipher = createDecipheriv('aes-256-gcm', secretKey, Buffer.from(iv, 'base64url'));
        decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(-TAG_BYTES));
        return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString();
      } catch (error) {
        throw damaged(context, error);
      }
    },
  };
}

/** Whether `open` would succeed: with a key that is lost nothing opens. */
export function canOpen(vault: Pick<Vault, 'open'>, sealed: string, context: string): boolean {
  try {
    vault.open(sealed, context);
    return true;
  } catch (error) {
    if (error instanceof VaultError) return false;
    throw error;
  }
}

function damaged(context: string, cause?: unknown): VaultError {
  return new VaultError(
    'DAMAGED',
    `The secret ${context} in the database is damaged or belongs elsewhere. Set it anew.`,
    { cause },
  );
}
